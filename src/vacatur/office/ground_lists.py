"""Lists for the defence: a CSV for people, and the cases as dockets for their software.

A docket holds the one case that the ground touches, and nothing else of the person's record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.ingest.docket_write import docket_of
from vacatur.office.ground_cases import GroundCase, GroundCases, adopted_cases
from vacatur.office.ground_sheets import case_cells
from vacatur.office.grounds import log_look
from vacatur.office.hand_csv import csv_text
from vacatur.office.loading import load_records
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record
from vacatur.record.renaming import renamed

# `said_before` is what the list told when it was written: so a blank `said` takes it back.
COLUMNS = (
    "case_number",
    "ground",
    "court",
    "charges",
    "judged_on",
    "evidence",
    "materiality",
    "victims",
    "said_before",
    "said",
    "said_by",
    "remark",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A list that was written. `notice`: cases whose victims must be told before a hearing."""

    table: Path
    dockets: Path
    cases: int
    notice: tuple[str, ...]
    victims_not_checked: tuple[str, ...]


def share(workspace: Workspace, ground_id: str, out: Path, *, by: str, as_of: date) -> Shared:
    """Write the proposed cases of a ground for the defence: a CSV, and a docket for each case.

    It is logged by whom, on `as_of`.

    Raises
    ------
    UsageError
        The ground is not adopted, or one of the files is there already.
    """
    touched = adopted_cases(workspace, ground_id)
    table, dockets = out / f"{ground_id}-cases.csv", out / f"{ground_id}-dockets.jsonl"
    for path in (table, dockets):
        if path.exists():
            raise UsageError(
                f"there is a file [{path.name}] already",
                why="The defence may have answered in it.",
                repair="Name another folder with --out.",
            )
    # First: who looked is recorded also where the writing breaks off.
    log_look(workspace, touched.ground, touched.version, by=by, on=as_of)
    out.mkdir(parents=True, exist_ok=True)
    table.write_text(_table(touched), encoding="utf-8", newline="\n")
    dockets.write_text(_dockets(workspace, touched, as_of), encoding="utf-8", newline="\n")
    return Shared(
        table=table,
        dockets=dockets,
        cases=len(touched.proposed),
        notice=tuple(case.number for case in touched.proposed if case.victims),
        victims_not_checked=tuple(c.number for c in touched.proposed if c.victims is None),
    )


def _table(touched: GroundCases) -> str:
    return csv_text(COLUMNS, (_row(touched, case) for case in touched.proposed))


def _row(touched: GroundCases, case: GroundCase) -> dict[str, str]:
    said = str(case.said.said) if case.said else ""
    return {
        **case_cells(touched, case),
        "materiality": str(case.found.standing),
        "said_before": said,
        "said": said,
        "said_by": case.said.by if case.said else "",
        "remark": case.said.remark if case.said else "",
    }


def _dockets(workspace: Workspace, touched: GroundCases, as_of: date) -> str:
    first = {case.number: case.found.charges[0].charge_id for case in touched.proposed}
    keys = {charge_id: number for number, charge_id in first.items()}
    with workspace.connection() as connection:
        loaded = load_records(workspace.records(connection), first.values(), as_of=as_of)
    lines = (_docket(loaded[charge_id], charge_id, name) for charge_id, name in keys.items())
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _docket(record: Record, charge_id: str, name: str) -> dict[str, Any]:
    """The one case of a charge as a docket, in which charges are known by their numbers."""
    case = record.case_of(record.charge(charge_id))
    # What the person's other cases left stays out.
    person = replace(record.person, registrations=None, warrants=None, diversions=None, relief=None)
    # Two cases of one person are two dockets; a docket is known by its id.
    alone = replace(
        record,
        record_id=_plain(case.case_id),
        person=person,
        cases=(replace(case, number=name),),  # as the list has it
    )
    short = renamed(alone, charge=_number, case=_plain)
    return docket_of(short, rule=None, target=_number(charge_id))


def _number(charge_id: str) -> str:
    return charge_id.rpartition("/")[2]


def _plain(name: str) -> str:
    """An id without the mark that a reader puts between a docket's id and its rows."""
    return name.replace("/", "-")
