"""What the defence says of each case, taken in from the list that went out; every row is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from vacatur.errors import IngestError, RecordError, nearest
from vacatur.facts.ground_log import CaseSaid, Said
from vacatur.ingest.docket import read_docket
from vacatur.office.ground_cases import GroundCases, adopted_cases
from vacatur.office.ground_lists import COLUMNS
from vacatur.office.grounds import log_said
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.workspace import Workspace

_WRITE_ANEW = "write a new list: vacatur ground share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A list that came back. `rows_in` = `said` + `nothing_said` + `not_ours` + `refused`.

    `version` is the one that stands. `missing` are cases of ours that the list does not name,
    `not_ours` the rows of cases that the ground is not put to. `refused`: number of the row, and
    why.
    """

    ground_id: str
    version: int
    are_dockets: bool  # which name no version
    rows_in: int
    said: tuple[CaseSaid, ...]
    nothing_said: int
    not_ours: tuple[int, ...]
    missing: tuple[str, ...]
    refused: Mapping[int, str]


def receive(
    workspace: Workspace, ground_id: str, path: Path, *, by: str, document: str, on: date
) -> Returned:
    """Take in what the defence answered, and log it, also where it says nothing.

    A case that the list does not name stays ours.

    Parameters
    ----------
    path
        The CSV of `share` with `said` filled, or dockets of the cases that it lists. In the CSV an
        answer that went out and comes back blank is taken back.

    Raises
    ------
    UsageError
        The ground is not adopted.
    IngestError
        The file cannot be read.
    """
    touched = adopted_cases(workspace, ground_id)
    are_dockets = path.suffix.lower() in (".json", ".jsonl")
    rows = _of_dockets(path, touched) if are_dockets else _of_csv(path)
    returned = _returned(rows, touched, by, are_dockets=are_dockets)
    log_said(
        workspace,
        touched.ground,
        touched.version,
        cases=returned.said,
        by=by,
        document=document or path.name,
        on=on,
    )
    return returned


def _of_csv(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    yield from enumerate(rows_of_csv(path, COLUMNS, ("case_number", "ground", "said")), start=2)


def _of_dockets(path: Path, touched: GroundCases) -> Iterator[tuple[int, Mapping[str, str]]]:
    """A docket lists its case, and says nothing: it has no place for a ground or an answer."""
    for line, case in _docket_cases(path):
        yield line, {"case_number": case, "ground": touched.stated, "said": ""}


def _returned(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    touched: GroundCases,
    by: str,
    *,
    are_dockets: bool,
) -> Returned:
    ours = {case.number: case for case in touched.cases if case.found.can_be_answered}
    said: list[CaseSaid] = []
    not_ours: list[int] = []
    refused: dict[int, str] = {}
    listed: set[str] = set()
    taken: set[str] = set()
    nothing_said = rows_in = 0
    for number, row in rows:
        rows_in += 1
        name = row["case_number"]
        case = ours.get(name)
        listed.add(name)
        fault = "the case stands twice" if name in taken else _fault(row, touched.stated)
        fault = fault or (_stale(row, case.said) if case else "")
        word = _word(row)
        if fault:
            refused[number] = fault
            continue
        taken.add(name)
        if case is None:
            not_ours.append(number)
        elif word is None:
            nothing_said += 1
        else:
            said.append(_said(row, word, by))
    return Returned(
        ground_id=touched.ground.ground_id,
        version=touched.version,
        are_dockets=are_dockets,
        rows_in=rows_in,
        said=tuple(said),
        nothing_said=nothing_said,
        not_ours=tuple(not_ours),
        missing=tuple(sorted({case.number for case in touched.proposed} - listed)),
        refused=refused,
    )


def _fault(row: Mapping[str, str], stated: str) -> str:
    """Why a row cannot be taken, whatever was said before; blank: it can."""
    if row["ground"] != stated:
        return f"it is not of [{stated}], which stands: {_WRITE_ANEW}"
    word = row["said"].lower()
    if word and word not in list(Said):
        # The cell may be somebody's data: it is not told again.
        return f"what stands under said is no answer: {nearest(word, Said)}"
    return ""


def _stale(row: Mapping[str, str], standing: CaseSaid | None) -> str:
    """Why a row says nothing new, and repeats what does not stand any more; blank: it does not."""
    now = str(standing.said) if standing else ""
    word, before = row["said"].lower(), row.get("said_before", "").lower()
    if before and before != now and word in ("", before):
        return f"another answer came in since the list was written: {_WRITE_ANEW}"
    if word == Said.TAKEN_BACK and not now:
        return "there is no answer to take back"
    return ""


def _word(row: Mapping[str, str]) -> Said | None:
    """What a row says; None: nothing. An answer that went out and comes back blank is taken back.

    A word that is none is a fault of the row, and says nothing.
    """
    word = row["said"].lower()
    if word in list(Said):
        return Said(word)
    return Said.TAKEN_BACK if row.get("said_before", "") and not word else None


def _said(row: Mapping[str, str], word: Said, by: str) -> CaseSaid:
    # Beside a blank answer the name is still that of whoever gave it.
    who = row.get("said_by", "") if row["said"] else ""
    return CaseSaid(
        case_number=row["case_number"], said=word, by=who or by, remark=row.get("remark", "")
    )


def _docket_cases(path: Path) -> Iterator[tuple[int, str]]:
    """The case numbers of a file of dockets, one docket to a line, each with its line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if line.strip():
                obj: Any = json.loads(line, parse_float=Decimal)
                docket = read_docket(obj, source=path.name, line=number)
                for case in docket.record.cases:
                    yield number, case.number or case.case_id
    except (OSError, ValueError) as problem:
        raise IngestError(
            f"the file is not one docket to a line ({type(problem).__name__})", where=path.name
        ) from None
    except RecordError as problem:
        raise IngestError(problem.what, where=problem.where, repair=problem.repair) from None
