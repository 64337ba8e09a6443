"""An office at the beginning of its week: motions that were decided, and what their papers say.

Nobody has taken a matter yet. What only people can tell is told: the particulars and the duties.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.support.packet_office import DAY, NOW, STATED, docket, opened_office
from vacatur.law.vehicle import Actor
from vacatur.matters import commands as c
from vacatur.matters.access.accounts import add_account, change_password
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.matter import Matter
from vacatur.matters.queries import Wanted, numbers
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Discharge
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, perform
from vacatur.office.workspace import Workspace
from vacatur.record.particulars import Stated

PREPARES, APPROVES = "P. Lee", "A. Roe"
PASSWORD = "four invented words"
BEGUN = datetime(2026, 2, 15, 12, tzinfo=UTC)
_ROLES = {PREPARES: AccountRole.PARALEGAL, APPROVES: AccountRole.ATTORNEY}


def week_office(folder: Path, many: int, petitions: int = 0) -> Workspace:
    """A workspace with so many motions of one pattern, and two people who may sign in.

    The last `petitions` of the many are petitions, whose orders reach agencies, too.
    """
    people = [
        docket(f"{n:04}", is_cannabis=n > many - petitions, has_ground=n <= many - petitions)
        for n in range(1, many + 1)
    ]
    workspace = Workspace(opened_office(folder, people))
    settings = workspace.folder / "vacatur.toml"
    told = settings.read_text("utf-8")
    settings.write_text(f"{told}\n[sign_in]\nsecond_factor = false\n", "utf-8")
    with open_casework(workspace) as casework:
        for name, role in _ROLES.items():
            made = Doing(actor="(a test)", purpose="a test", at=BEGUN)
            add_account(casework, name, {role}, made, password=PASSWORD)
            theirs = Doing(actor=name, purpose="a test", at=BEGUN)
            change_password(casework, name, PASSWORD, theirs, session="")
        with casework.reading() as connection:
            found = numbers(connection, Wanted())
            told_of = {each: list(_told(matter_of(connection, each))) for each in found}
        while any(told_of.values()):
            now = {number: told.pop(0) for number, told in told_of.items() if told}
            for by in _ROLES:
                mine = {number: each for number, each in now.items() if each.by == by}
                doing = Doing(actor=by, purpose="a test", at=NOW)
                done = perform(workspace, casework, mine, doing, today=DAY)
                assert not done.refused, done.refused
    return workspace


def _told(matter: Matter) -> Iterator[c.Command]:
    if matter.moves is Actor.PERSON:
        yield c.StateParticular(by=PREPARES, particular=Stated.CONSENT, text="No objection.")
    for name, text in STATED.items():
        yield c.StateParticular(by=PREPARES, particular=Stated(name), text=text)
    for duty in matter.duties:
        if duty.before is not None:
            how = Discharge.NOT_NEEDED if duty.tells is Actor.VICTIM else Discharge.DONE
            yield c.DischargeDuty(
                by=APPROVES, duty=duty.number, how=how, on=DAY, evidence="The file."
            )
