"""The end of the demonstration: motions and letters of the invented county, approved and built.

Everybody who acts here is invented, and the workspace says that it is for practice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from vacatur.documents.packet_verify import Verified, verify_packet
from vacatur.facts.kinds import kind_named
from vacatur.law.rulebook import load_rulebook
from vacatur.law.vehicle import Actor
from vacatur.matters import commands as c
from vacatur.matters.matter import Matter
from vacatur.matters.queries import Wanted, numbers
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Discharge, Role
from vacatur.matters.store import Casework, Doing
from vacatur.office.attaching import attach
from vacatur.office.casework import open_casework, perform, standing_run
from vacatur.office.exports import export_of
from vacatur.office.formats import begin_workspace
from vacatur.office.ground_answers import MaterialityAnswer, answer_materiality
from vacatur.office.ground_applying import apply_ground
from vacatur.office.hand_csv import csv_text
from vacatur.office.intake import ingest
from vacatur.office.matter_opening import open_matters
from vacatur.office.packet_building import build_packet
from vacatur.office.packet_folder import Built, PacketAsked
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.run_summary import summary_of_run
from vacatur.office.run_summary_paper import write_summary
from vacatur.office.runs import run
from vacatur.office.settings_file import SETTINGS_FILE
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.particulars import Stated
from vacatur.record.terms import Materiality

GROUND = "invented-unit"
_VEHICLES = ("us-md/state-motion-to-vacate", "us-md/petition-for-expungement")
PREPARES, APPROVES = "P. Lee", "A. Roe"
_STATED = {
    Stated.RESTITUTION: "None was ordered, as the docket shows.",
    Stated.EARLIER_REVIEW: "No appeal and no other review of the judgment stands on the docket.",
}
_RULES = ("MD-VAC-8301.1", "MD-EXP-105-12")
_PETITION_FORM = "CC-DC-CR-072D"  # vacatur carries no form of a court; an office fills it
_NO_OBJECTION = {Stated.CONSENT: f"No objection: {APPROVES}, invented."}
_MOST = 60  # matters of each vehicle that are walked: enough to look at
_HANDFUL = 4  # matters of each vehicle that are left at each stage
_EVERY_FOURTH = 4  # of the invented answers, one says that other evidence supports the judgment

_Make = Callable[[Matter, date], Iterator[c.Command]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPacket:
    """What was answered, opened, built and verified; `summary` is the run on one page."""

    answered: int
    opened: int
    built: Built
    verified: Verified
    summary: Path


def make_packet(folder: Path, county: Path, *, on: date, progress: Progress) -> DemoPacket:
    """Walk the motions and petitions of an invented county to a packet.

    Parameters
    ----------
    folder
        A workspace is made there: that of an office for practice, which decides two rules.
    county
        The folder of the county, with its officers and its ground.
    on
        The day of practice.
    """
    workspace = begin_workspace(folder)
    ingest(export_of([county]), workspace, progress=progress)
    answered = _answer_ground(workspace, county, on, progress)
    run(workspace, load_rulebook("us-md").only(_RULES), on, progress=progress)
    _write_settings(workspace, on)
    with open_casework(workspace) as casework:
        _hire(casework)
        opened = sum(
            open_matters(
                workspace,
                casework,
                standing_run(workspace),
                _doing(PREPARES),
                on=on,
                vehicle=vehicle,
                progress=progress,
            ).opened
            for vehicle in _VEHICLES
        )
        _walk(workspace, casework, on)
        with casework.reading() as connection:
            approved = numbers(connection, Wanted(states=("approved",)))
        asked = PacketAsked(
            numbers=approved,
            name=str(on),
            day=on,
            is_draft=False,
            processes=2,
            by_hand=(_PETITION_FORM,),
        )
        built = build_packet(
            workspace, casework, asked, _doing(PREPARES), today=on, progress=progress
        )
    summary = folder.parent / "run.pdf"
    write_summary(
        workspace,
        summary_of_run(workspace, standing_run(workspace).name, progress=progress),
        summary,
    )
    verified = verify_packet(built.folder, processes=2, progress=progress)
    return DemoPacket(
        answered=answered, opened=opened, built=built, verified=verified, summary=summary
    )


def _answer_ground(workspace: Workspace, county: Path, on: date, progress: Progress) -> int:
    """Attach who took part, and answer the ground for each case by itself, as an attorney would."""
    _attach(workspace, county / "facts/officers.csv", "officers", on, progress)
    touched = apply_ground(workspace, str(county / "grounds/unit.yaml"), by=APPROVES, on=on)
    answers = [
        MaterialityAnswer(
            case_number=case.number,
            materiality=_materiality(place),
            reason="Nobody else saw what the officer swore to."
            if _materiality(place) is Materiality.SOLE_WITNESS
            else "A second witness saw it.",
            document=f"invented transcript, page {place + 1}",
            integrity=True if _materiality(place) is Materiality.SOLE_WITNESS else None,
            justice=True if _materiality(place) is Materiality.SOLE_WITNESS else None,
        )
        for place, case in enumerate(touched.proposed)
    ]
    answer_materiality(workspace, GROUND, answers, by=APPROVES, on=on)
    victims = county.parent / "victims.csv"
    rows = [{"case_num": case.number, "listed": "no"} for case in touched.proposed]
    victims.write_text(csv_text(("case_num", "listed"), rows), "utf-8")
    _attach(workspace, victims, "victims", on, progress)
    return len(answers)


def _materiality(place: int) -> Materiality:
    last = place % _EVERY_FOURTH == _EVERY_FOURTH - 1
    return Materiality.CORROBORATED if last else Materiality.SOLE_WITNESS


def _attach(workspace: Workspace, file: Path, kind: str, on: date, progress: Progress) -> None:
    attach(workspace, file, kind_named(kind), by="", document="", on=on, progress=progress)


def _write_settings(workspace: Workspace, on: date) -> None:
    """Say that it is for practice, and whose papers these are."""
    path = workspace.folder / SETTINGS_FILE
    said = path.read_text("utf-8") if path.is_file() else ""
    path.write_text(f"{said}\n[practice]\nday = {on}\n\n{EXAMPLE}", "utf-8")


def _hire(casework: Casework) -> None:
    with casework.working(_doing(APPROVES)) as work:
        work.add_member(APPROVES, Role.ATTORNEY)
        work.add_member(PREPARES, Role.PARALEGAL)


def _walk(workspace: Workspace, casework: Casework, on: date) -> None:
    """Everything from opening to approval. Whom a gate stops stays where it is.

    Of each vehicle some are left to be prepared, and some to be approved: whoever opens the app
    finds something to do.
    """
    for left, commands in ((0, _taken), (0, _discharged), (1, _prepared), (2, _approved)):
        _do(workspace, casework, commands, on, left=left)


def _taken(matter: Matter, on: date) -> Iterator[c.Command]:
    yield c.Assign(by=APPROVES, to=PREPARES)
    stated = _STATED if matter.moves is Actor.PROSECUTOR else _NO_OBJECTION
    for name, text in stated.items():
        yield c.StateParticular(by=PREPARES, particular=name, text=text)


def _discharged(matter: Matter, on: date) -> Iterator[c.Command]:
    for duty in matter.duties:
        if duty.before is not None:
            yield c.DischargeDuty(
                by=APPROVES,
                duty=duty.number,
                how=Discharge.NOT_NEEDED if duty.tells is Actor.VICTIM else Discharge.DONE,
                on=on,
                evidence="Invented: the case lists no victim; the papers say the grounds.",
            )


def _prepared(matter: Matter, on: date) -> Iterator[c.Command]:
    yield c.Prepare(by=PREPARES)


def _approved(matter: Matter, on: date) -> Iterator[c.Command]:
    yield c.Approve(by=APPROVES, decision_hash=matter.decision_hash)


def _do(workspace: Workspace, casework: Casework, make: _Make, on: date, *, left: int) -> None:
    """Do commands to every matter but the last ones, those of one matter one after another."""
    with casework.reading() as connection:
        chosen = [
            number
            for vehicle in _VEHICLES
            for number in _but_last(numbers(connection, Wanted(vehicle=vehicle)), left)
        ]
        matters = [matter_of(connection, each) for each in chosen]
    made = {matter.number: list(make(matter, on)) for matter in matters}
    while any(made.values()):
        now = {number: commands.pop(0) for number, commands in made.items() if commands}
        for actor in sorted({command.by for command in now.values()}):
            mine = {number: each for number, each in now.items() if each.by == actor}
            perform(workspace, casework, mine, _doing(actor), today=on)


def _but_last(found: Sequence[int], left: int) -> list[int]:
    """The first numbers, without so many handfuls at their end; of a few, a quarter is one."""
    walked = sorted(found)[:_MOST]
    return walked[: len(walked) - left * min(_HANDFUL, len(walked) // 4)]


def _doing(actor: str) -> Doing:
    return Doing(actor=actor, purpose="demonstration", at=datetime.now(UTC))
