"""An office with matters that are approved, one that is not, and its settings.

Matters 1 and 2 are motions, 3 is a petition, 4 and 5 are a petition and a motion in one case, and
6 is a motion of which almost nothing is stated.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from vacatur.cli import main
from vacatur.law.vehicle import Actor
from vacatur.matters import commands as c
from vacatur.matters.matter import Matter
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Discharge
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, perform
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.workspace import Workspace
from vacatur.record.particulars import Stated

RULES = ("--rule", "MD-EXP-105-12", "--rule", "MD-VAC-8301.1")
LEE, ROE = ("--by", "P. Lee"), ("--by", "A. Roe")
MOTIONS, PETITION, SHARED, UNSTATED = (1, 2), 3, (4, 5), 6
DAY, NOW = date(2026, 2, 15), datetime(2026, 2, 15, 12, tzinfo=UTC)
STATED = {
    "defendant-name": "DOE, JANE",
    "defendant-address": "1 EXAMPLE STREET, BALTIMORE, MD 21202",
    "earlier-review": "No appeal was noted.",
    "new-information": "The officer was convicted of planting evidence.",
    "materiality": "Nobody else saw the seizure.",
    "justice": "The judgment rests on one witness, who lied.",
}


def docket(number: str, *, is_cannabis: bool, has_ground: bool) -> dict[str, Any]:
    """One invented person with one case."""
    charge = {
        "id": f"charge{number}",
        "incident": f"incident{number}",
        "statute": "CR 5-601(a)(1)" if is_cannabis else "CR 3-203",
        "local_code": "1 0573" if is_cannabis else "1 1415",
        "description": "CDS: POSSESSION-MARIHUANA" if is_cannabis else "ASSAULT-SEC DEGREE",
        "act": "possession" if is_cannabis else "other",
        "substance": "cannabis" if is_cannabis else None,
        "offense_date": "2012-03-04",
        "disposition": "convicted",
        "disposition_recorded": "GUILTY",
        "disposition_date": "2012-06-01",
        "sentence_end": "2013-06-01",
        "sentence_completion": "satisfactory",
    }
    case = {
        "id": f"case{number}",
        "number": f"0B0000000{number}",
        "state": "MD",
        "county": "Baltimore City",
        "court": "district",
        "prosecuting_office": "Baltimore City State's Attorney",
        "appeal": "none",
        "charges_complete": True,
        "restitution": {"ordered": 0, "balance": 0, "able_to_pay": None},
        "victims": [],
        "objections": [],
        "charges": [charge],
    }
    ground = {
        "type": "new_information",
        "received_date": "2018-11-06",
        "document": "memorandum of November 6, 2018",
        "known_before_judgment": False,
        "integrity": True,
        "justice": True,
    }
    moves = {"movant": "prosecutor", "movant_office": "Baltimore City State's Attorney"}
    person = {
        "birth_date": "1990-01-02",
        "death_date": None,
        "noncitizen": None,
        "custody": "none",
        "history_checked_on": "2026-02-15",
        "registrations": [],
        "warrants": [],
        "diversions": [],
        "relief": [],
    }
    return {
        "id": f"CLIENT-{number}",
        "as_of": "2026-02-15",
        "rule": None,
        "target": charge["id"] if has_ground else None,
        "person": person,
        "cases": [case],
        "findings": {**moves, "ground": ground} if has_ground else {},
    }


@pytest.fixture(scope="session")
def approved_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace. Copy it: `approved` does."""
    people = (
        docket("1", is_cannabis=False, has_ground=True),
        docket("2", is_cannabis=False, has_ground=True),
        docket("3", is_cannabis=True, has_ground=False),
        docket("4", is_cannabis=True, has_ground=True),
        docket("5", is_cannabis=False, has_ground=True),
    )
    workspace = opened_office(tmp_path_factory.mktemp("papers"), people)
    _approve(Workspace(workspace))
    return workspace


def opened_office(folder: Path, people: Sequence[Mapping[str, Any]]) -> Path:
    """A workspace for practice with a staff of two and every matter of these people open."""
    workspace, typed = folder / "workspace", folder / "clients.jsonl"
    typed.write_text("".join(json.dumps(each) + "\n" for each in people), encoding="utf-8")
    run("ingest", typed, "--adapter", "docket", "-w", workspace)
    run("decide", "--law", "us-md", *RULES, "--as-of", "2026-02-15", "-w", workspace)
    settings = workspace / "vacatur.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(f"{told}\n[practice]\nday = 2026-02-15\n\n{EXAMPLE}", encoding="utf-8")
    run("matters", "staff", "add", "A. Roe", "--role", "attorney", "-w", workspace)
    run("matters", "staff", "add", "P. Lee", "--role", "paralegal", *ROE, "-w", workspace)
    run("matters", "open", *LEE, "-w", workspace)
    return workspace


def _approve(workspace: Workspace) -> None:
    """Everything from opening to approval, but for the last matter, to which nobody stated much."""
    with open_casework(workspace) as casework:
        for number in range(1, UNSTATED + 1):
            with casework.reading() as connection:
                matter = matter_of(connection, number)
            for command in _commands(matter):
                doing = Doing(actor=command.by, purpose="a test", at=NOW)
                done = perform(workspace, casework, {number: command}, doing, today=DAY)
                assert not done.refused, done.refused


def _commands(matter: Matter) -> Iterator[c.Command]:
    lee, roe = "P. Lee", "A. Roe"
    yield c.Assign(by=roe, to=lee)
    if matter.number == UNSTATED:
        yield c.StateParticular(by=lee, particular=Stated.DEFENDANT_NAME, text="DOE, JANE")
        return
    if matter.moves is Actor.PERSON:
        yield c.StateParticular(by=lee, particular=Stated.CONSENT, text="No objection.")
    for name, text in STATED.items():
        yield c.StateParticular(by=lee, particular=Stated(name), text=text)
    for duty in matter.duties:
        if duty.before is not None:
            how = Discharge.NOT_NEEDED if duty.tells is Actor.VICTIM else Discharge.DONE
            yield c.DischargeDuty(by=roe, duty=duty.number, how=how, on=DAY, evidence="The file.")
    yield c.Prepare(by=lee)
    yield c.Approve(by=roe, decision_hash=matter.decision_hash)


def run(*arguments: object) -> None:
    """One command, which must end well."""
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["vacatur", *map(str, arguments)])
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    assert code == 0, arguments


@pytest.fixture
def approved(approved_office: Path, tmp_path: Path) -> Path:
    """A copy of the workspace."""
    copied = tmp_path / "workspace"
    shutil.copytree(approved_office, copied)
    return copied
