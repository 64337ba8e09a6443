"""Matters without a county: openings made by hand, and a store on any database to keep them in."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from vacatur.law.vehicle import Actor, Event, Holder
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.applying import apply, fold, opened, standing
from vacatur.matters.chain import Head, entries_of, verify
from vacatur.matters.codec import write_matter
from vacatur.matters.database import open_database
from vacatur.matters.gates import Member, Standing
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Charge, Clock, Duty, Matter, Particulars, RecordToChange
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.obligations import hold_obligations
from vacatur.matters.queries import Wanted, counted
from vacatur.matters.reading import events_of
from vacatur.matters.schema import MATTERS
from vacatur.matters.states import Answer, Discharge, Order, Receipt, Role, State
from vacatur.matters.store import Casework, Doing, Work

SECRET = "5e" * 32
DAY = date(2026, 2, 17)  # a Tuesday
AT = datetime(2026, 2, 17, 15, 0, tzinfo=UTC)
CHECKED = date(2026, 12, 31)
PATTERN, DECISION, PACKET = "a" * 64, "b" * 64, "c" * 64
PAPER = "Motion to vacate"

LEE = Member(name="P. Lee", role=Role.PARALEGAL)
ROE = Member(name="A. Roe", role=Role.ATTORNEY)
DOE = Member(name="S. Doe", role=Role.SUPERVISOR)
STAFF = (LEE, ROE, DOE)

VICTIM_DUTY = Duty(
    number=1, text="tell the victim of the hearing", before=Event.HEARING, tells=Actor.VICTIM
)
FILING_DUTY = Duty(number=2, text="see that restitution is paid", before=Event.FILING)
CLOSING_DUTY = Duty(number=3, text="enter a nolle prosequi", before=None)
RESPONSE = Clock(
    who=Actor.DEFENDANT, text="may respond", days=30, after=Event.NOTICE, is_response=True
)
OURS = Clock(
    who=Actor.PROSECUTOR,
    text=CLOSING_DUTY.text,
    days=30,
    after=Event.ORDER,
    is_response=False,
)
AGENCIES = Clock(
    who=Actor.AGENCY, text="obey the order", days=60, after=Event.ORDER, is_response=False
)
NOW = Standing(decision_hash=DECISION, open_answers=(), waits_for_links=0, verified_through=CHECKED)
_number = itertools.count(1)


def opening(**changed: object) -> e.Opened:
    """A motion of the prosecutor, with a duty and a clock of each kind and two records."""
    event = e.Opened(
        subject="0" * 32,
        vehicle="us-xx/motion",
        moves=Actor.PROSECUTOR,
        files_paper=True,
        pattern=PATTERN,
        decision_hash=DECISION,
        run="2026-02-15-1",
        verified_through=CHECKED,
        on=DAY,
        oldest_day=date(2009, 5, 4),
        duties=(VICTIM_DUTY, FILING_DUTY, CLOSING_DUTY),
        clocks=(RESPONSE, OURS, AGENCIES),
        records=(
            RecordToChange(holder=Holder.COURT_FILE, text="the file", is_expunged=False),
            RecordToChange(
                holder=Holder.CENTRAL_REPOSITORY, text="the central record", is_expunged=False
            ),
        ),
    )
    return replace(event, **changed)  # type: ignore[arg-type]


def automatic_opening(**changed: object) -> e.Opened:
    """Relief that the law gives of itself: nothing is filed and nobody is told before."""
    plain = {"moves": Actor.AGENCY, "files_paper": False, "duties": (), "clocks": (AGENCIES,)}
    return opening(vehicle="us-xx/removal", **(plain | changed))


def particulars(case: str = "") -> Particulars:
    """Whose matter it is: an invented case, another one each time unless it is named."""
    case_id = case or f"case-{next(_number)}"
    charge = Charge(charge_id=f"{case_id}/1", implements="XX-1", published="ELIGIBLE")
    return Particulars(case_id=case_id, case_number=f"No. {case_id}", charges=(charge,))


def matter_in(state: State, **changed: object) -> Matter:
    """A matter that stands in a state, with what it must have to be there."""
    matter = opened(1, opening())
    if state not in {State.OPEN, State.ASSIGNED}:
        matter = replace(matter, assigned_to=LEE.name, prepared_by=LEE.name)
        matter = replace(
            matter,
            approved_by=ROE.name,
            approved_hash=DECISION,
            packet_sha256=PACKET,
            duties=tuple(
                replace(each, how=Discharge.DONE, on=DAY, by=LEE.name) for each in matter.duties
            ),
        )
    if state in {State.SUBMITTED, State.FILED}:
        event = e.Submitted(document=PAPER, content_sha256=PACKET, on=DAY)
        matter = fold_more(matter, event)
    return replace(matter, **({"state": state} | changed))  # type: ignore[arg-type]


def fold_more(matter: Matter, *events: e.MatterEvent) -> Matter:
    """A matter after some more events."""
    for event in events:
        matter = apply(matter, event)
    return matter


def scene(matter: Matter, member: Member = ROE, **changed: object) -> Scene:
    """Somebody who does something to a matter today, when nothing has changed since the run."""
    plain = {"matter": matter, "member": member, "today": DAY, "standing": NOW}
    return Scene(**(plain | changed))  # type: ignore[arg-type]


# ---- a store --------------------------------------------------------------------------------


@contextmanager
def store(url: str, folder: Path) -> Iterator[Casework]:
    """A store on a database, its keys in a folder."""
    keys = KeyStore(folder / "keys.db", SECRET)
    engine = open_database(url)
    try:
        yield Casework(engine, keys, SECRET)
    finally:
        engine.dispose()
        keys.close()


def doing(actor: Member = LEE, *, seconds: int = 0) -> Doing:
    return Doing(actor=actor.name, purpose="a test", at=AT + timedelta(seconds=seconds))


def hire(casework: Casework) -> None:
    """Put the staff of these tests on the staff."""
    with casework.working(doing(ROE)) as work:
        for member in STAFF:
            work.add_member(member.name, member.role)


def open_some(casework: Casework, number: int = 1, event: e.Opened | None = None) -> list[int]:
    """Open matters, each of a case of its own; their numbers."""
    subjects = casework.keys.make(number)
    with casework.working(doing()) as work:
        return [
            work.open(replace(event or opening(), subject=subject), particulars()).number
            for subject in subjects
        ]


def do(work: Work, number: int, command: c.Command, member: Member, **changed: object) -> Matter:
    """Do a command in a transaction, by its gates."""
    matter = work.matter(number)
    return work.record(matter, event_of(command, scene(matter, member, **changed)))


def way_to_court(decision_hash: str = DECISION) -> list[tuple[Member, c.Command]]:
    """What brings an open matter to a court that has it."""
    return [
        (ROE, c.Assign(by=ROE.name, to=LEE.name)),
        (LEE, discharge(1)),
        (LEE, discharge(2)),
        (LEE, c.Prepare(by=LEE.name)),
        (ROE, c.Approve(by=ROE.name, decision_hash=decision_hash)),
        (LEE, c.RecordPacket(by=LEE.name, packet_sha256=PACKET, files=("motion.pdf",))),
        (LEE, c.Submit(by=LEE.name, document=PAPER, on=DAY)),
        (LEE, receipt(Receipt.ACCEPTED)),
    ]


def way_from_court() -> list[tuple[Member, c.Command]]:
    """What brings a filed matter to its end."""
    by = LEE.name
    return [
        (LEE, c.RecordNotice(by=by, event=Event.NOTICE, on=DAY, evidence="Return receipt.")),
        (LEE, c.RecordAnswer(by=by, answer=Answer.CONSENTS, on=DAY, text="No objection.")),
        (LEE, c.SetHearing(by=by, day=DAY)),
        (ROE, c.RecordHearing(by=ROE.name, on=DAY)),
        (LEE, c.RecordOrder(by=by, order=Order.GRANTED, on=DAY, reasons="Order of that day.")),
        (LEE, discharge(3)),
        (LEE, c.RecordChange(by=by, holder=Holder.COURT_FILE, on=DAY, evidence="Read.")),
        (LEE, c.RecordChange(by=by, holder=Holder.CENTRAL_REPOSITORY, on=DAY, evidence="Read.")),
        (LEE, c.TellScreeners(by=by, on=DAY, evidence="Asked by letter.")),
        (LEE, c.TellPerson(by=by, on=DAY, how="Letter.")),
        (ROE, c.Close(by=ROE.name, on=DAY)),
    ]


def discharge(duty: int, how: Discharge = Discharge.DONE) -> c.DischargeDuty:
    return c.DischargeDuty(by=LEE.name, duty=duty, how=how, on=DAY, evidence="Certified mail.")


def receipt(said: Receipt, on: date = DAY) -> c.RecordReceipt:
    return c.RecordReceipt(by=LEE.name, receipt=said, on=on, reference="Envelope 4711")


def walk(casework: Casework, number: int, way: list[tuple[Member, c.Command]]) -> None:
    """Do one command after another, each in a transaction of its own."""
    for member, command in way:
        with casework.working(doing(member)) as work:
            do(work, number, command, member)


def require_sound(casework: Casework) -> Head:
    """The chain holds, and each matter is what its events make of it; the chain's head."""
    with casework.reading() as connection:
        head = verify(entries_of(connection))
        hold_obligations(connection)
        rows = connection.execute(sa.select(MATTERS)).all()
        tallies = {(x.vehicle, x.state): x.matters for x in counted(connection, Wanted())}
        assert tallies == Counter((row.vehicle, row.state) for row in rows)
        for row in rows:
            happened = events_of(connection, casework.keys, row.number)
            stands = standing((each.seq, event) for each, event in happened)
            made = fold(row.number, [event for _, event in stands])
            assert write_matter(made) == row.content, f"matter {row.number} is not its events"
    return head
