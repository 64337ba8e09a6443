"""Lists exchanged with the defence: every case once, out and back, with what it says of each.

What goes out is a CSV for people and the cases as dockets for their software. A docket holds the
one case that the ground touches, and nothing else of the person's record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from vacatur.errors import IngestError, RecordError, UsageError, nearest
from vacatur.facts.ground_log import CaseSaid, GroundEvent, GroundLine, Said, append_line
from vacatur.ingest.docket import read_docket
from vacatur.ingest.docket_write import docket_of
from vacatur.office.ground_cases import GroundCase, GroundCases, cases_of
from vacatur.office.ground_sheets import case_cells
from vacatur.office.grounds import adopted_ground, ground_log, log_look, standing_ground
from vacatur.office.hand_csv import csv_text, rows_of_csv
from vacatur.office.loading import load_records
from vacatur.office.workspace import Workspace
from vacatur.record.case import Participant, Victim
from vacatur.record.record import Record

COLUMNS = (
    "case_number",
    "court",
    "charges",
    "judged_on",
    "evidence",
    "materiality",
    "victims",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A list that came back. `rows_in` = `said` + `nothing_said` + `not_ours` + `refused`.

    `missing` are cases of ours that it does not list, `not_ours` some that we do not have.
    `refused`: number of the row, and why.
    """

    rows_in: int
    said: tuple[CaseSaid, ...]
    nothing_said: int
    not_ours: tuple[str, ...]
    missing: tuple[str, ...]
    refused: Mapping[int, str]


def share(workspace: Workspace, ground_id: str, out: Path, *, by: str, as_of: date) -> Shared:
    """Write the proposed cases of a ground for the defence: a CSV, and a docket for each case.

    It is logged by whom, on `as_of`.

    Raises
    ------
    UsageError
        The ground is not adopted, or one of the files is there already.
    """
    ground, version = adopted_ground(workspace, ground_id)
    touched = cases_of(workspace, ground, version)
    table, dockets = out / f"{ground_id}-cases.csv", out / f"{ground_id}-dockets.jsonl"
    for path in (table, dockets):
        if path.exists():
            raise UsageError(
                f"there is a file [{path.name}] already",
                why="The defence may have answered in it.",
                repair="Name another folder with --out.",
            )
    out.mkdir(parents=True, exist_ok=True)
    table.write_text(_table(touched.proposed), encoding="utf-8", newline="\n")
    dockets.write_text(_dockets(workspace, touched, as_of), encoding="utf-8", newline="\n")
    log_look(workspace, ground, version, by=by, on=as_of)
    return Shared(
        table=table,
        dockets=dockets,
        cases=len(touched.proposed),
        notice=tuple(case.number for case in touched.proposed if case.victims),
        victims_not_checked=tuple(c.number for c in touched.proposed if c.victims is None),
    )


def _table(cases: Iterable[GroundCase]) -> str:
    return csv_text(COLUMNS, map(_row, cases))


def _row(case: GroundCase) -> dict[str, str]:
    return {
        **case_cells(case),
        "materiality": str(case.found.standing),
        "said": str(case.said.said) if case.said else "",
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
    short = {charge.charge_id: charge.charge_id.rpartition("/")[2] for charge in case.charges}
    alone = replace(
        case,
        case_id=_plain(case.case_id),
        number=name,  # as the list has it
        charges=tuple(
            replace(
                each,
                charge_id=short[each.charge_id],
                underlying=short.get(each.underlying or ""),
            )
            for each in case.charges
        ),
        participants=_renamed(case.participants, short),
        victims=_renamed(case.victims, short),
    )
    findings = {short[x]: found for x, found in record.findings.items() if x in short}
    # What the person's other cases left stays out.
    person = replace(record.person, registrations=None, warrants=None, diversions=None, relief=None)
    # Two cases of one person are two dockets; a docket is known by its id.
    only = replace(
        record, record_id=_plain(case.case_id), person=person, cases=(alone,), findings=findings
    )
    return docket_of(only, rule=None, target=short[charge_id])


def _plain(name: str) -> str:
    """An id without the mark that a reader puts between a docket's id and its rows."""
    return name.replace("/", "-")


_Listed = TypeVar("_Listed", Participant, Victim)


def _renamed(
    members: tuple[_Listed, ...] | None, short: Mapping[str, str]
) -> tuple[_Listed, ...] | None:
    if members is None:
        return None
    return tuple(
        replace(each, charge=short.get(each.charge, each.charge) if each.charge else None)
        for each in members
    )


# ---- what comes back ----------------------------------------------------------------------------


def receive(
    workspace: Workspace, ground_id: str, path: Path, *, by: str, document: str, on: date
) -> Returned:
    """Take in what the defence answered, and log it. A case that it does not list stays ours.

    Parameters
    ----------
    path
        The CSV of `share` with `said` filled, or dockets of the cases that it lists.

    Raises
    ------
    IngestError
        The file cannot be read.
    """
    ground, version = standing_ground(workspace, ground_id)
    touched = cases_of(workspace, ground, version)
    ours = {case.number for case in touched.cases if case.found.can_be_answered}
    proposed = {case.number for case in touched.proposed}
    if path.suffix.lower() in (".json", ".jsonl"):
        rows = [{"case_number": each, "said": ""} for each in _docket_cases(path)]
    else:
        rows = rows_of_csv(path, COLUMNS, ("case_number", "said"))
    returned = _returned(rows, ours, proposed, by)
    if returned.said:
        log = ground_log(workspace)
        line = GroundLine(
            number=log.next_number,
            on=on,
            by=by,
            event=GroundEvent.SAID,
            ground_id=ground_id,
            version=version,
            document=document or path.name,
            cases=returned.said,
        )
        append_line(log, line)
    return returned


def _returned(
    rows: Iterable[Mapping[str, str]], ours: set[str], proposed: set[str], by: str
) -> Returned:
    said: list[CaseSaid] = []
    not_ours: list[str] = []
    refused: dict[int, str] = {}
    seen: set[str] = set()
    nothing_said = rows_in = 0
    for number, row in enumerate(rows, start=2):
        rows_in += 1
        case, word = row["case_number"], row["said"].lower()
        if case in seen:
            refused[number] = "the case stands twice"
        elif word and word not in list(Said):
            refused[number] = f"[{word}] is neither consent nor objection: {nearest(word, Said)}"
        elif case not in ours:
            not_ours.append(case)
        elif not word:
            nothing_said += 1
        else:
            who, remark = row.get("said_by", "") or by, row.get("remark", "")
            said.append(CaseSaid(case_number=case, said=Said(word), by=who, remark=remark))
        seen.add(case)
    return Returned(
        rows_in=rows_in,
        said=tuple(said),
        nothing_said=nothing_said,
        not_ours=tuple(not_ours),
        missing=tuple(sorted(proposed - seen)),
        refused=refused,
    )


def _docket_cases(path: Path) -> Iterator[str]:
    """The case numbers of a file of dockets, one docket to a line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if line.strip():
                obj: Any = json.loads(line, parse_float=Decimal)
                docket = read_docket(obj, source=path.name, line=number)
                yield from (case.number or case.case_id for case in docket.record.cases)
    except (OSError, ValueError) as problem:
        raise IngestError(
            f"the file is not one docket to a line ({type(problem).__name__})", where=path.name
        ) from None
    except RecordError as problem:
        raise IngestError(problem.what, where=problem.where, repair=problem.repair) from None
