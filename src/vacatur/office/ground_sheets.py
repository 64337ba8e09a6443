"""The sheet on which an attorney answers: one row for each case, in groups or as a sample."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import nearest
from vacatur.facts.affected import Standing
from vacatur.facts.ground import YES_NO
from vacatur.facts.ground_names import Link
from vacatur.office.ground_answers import Answered, MaterialityAnswer, answer_cases
from vacatur.office.ground_cases import GroundCase, GroundCases, adopted_cases
from vacatur.office.hand_csv import csv_text, rows_of_csv
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Materiality

ANSWERED = ("materiality", "reason", "document", "integrity", "justice")
COLUMNS = (
    "case_number",
    "ground",
    "group",
    "court",
    "county",
    "charges",
    "dispositions",
    "judged_on",
    "evidence",
    "victims",
    *ANSWERED,
)
_NEEDED = ("case_number", "ground", "materiality", "reason", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """A sheet that came back. `rows_in` = `answers` + `left_open` + `refused`.

    `refused`: number of the row, and why.
    """

    rows_in: int
    answers: tuple[MaterialityAnswer, ...]
    left_open: int
    refused: Mapping[int, str]


def open_cases(touched: GroundCases) -> tuple[GroundCase, ...]:
    """The cases that wait for an answer."""
    return tuple(c for c in touched.proposed if c.found.standing is Standing.UNANSWERED)


def sampled(cases: Sequence[GroundCase], size: int, seed: int) -> tuple[GroundCase, ...]:
    """So many cases, spread over the groups as evenly as the groups are large.

    Systematic sampling: every n-th case of the groups in a row, from a random one on (Cochran,
    Sampling Techniques, 1977, chapter 8). The same cases, size and seed give the same sample.
    """
    if size >= len(cases):
        return tuple(cases)
    dice = random.Random(seed)
    in_row = sorted(cases, key=lambda case: (group_of_case(case), dice.random()))
    step = len(in_row) / size
    start = dice.random() * step
    return tuple(in_row[int(start + position * step)] for position in range(size))


def group_of_case(case: GroundCase) -> str:
    """Persons, their roles and the kind of judgment: cases of a group are read side by side."""
    parts = sorted({f"{t.label}, {t.part.role or 'role not known'}" for t in case.found.touches})
    ended = sorted({str(charge.disposition) for charge in case.found.charges})
    return f"{' and '.join(parts)}; {' and '.join(ended)}"


def sheet_text(touched: GroundCases, cases: Iterable[GroundCase]) -> str:
    """Some of the cases as CSV, in groups, with the columns of the answer left blank."""
    in_groups = sorted(cases, key=lambda each: (group_of_case(each), each.number))
    return csv_text(COLUMNS, (_row(touched, case) for case in in_groups))


def _row(touched: GroundCases, case: GroundCase) -> dict[str, str]:
    return {
        **case_cells(touched, case),
        "group": group_of_case(case),
        "county": case.county or "",
        "dispositions": " ".join(str(charge.disposition) for charge in case.found.charges),
        **dict.fromkeys(ANSWERED, ""),
    }


def case_cells(touched: GroundCases, case: GroundCase) -> dict[str, str]:
    """What every list of cases tells of one."""
    charges = case.found.charges
    return {
        "case_number": case.number,
        "ground": touched.stated,
        "court": str(case.court or ""),
        "charges": " ".join(charge.charge_id.rpartition("/")[2] for charge in charges),
        "judged_on": " ".join(sorted({str(charge.disposition_date or "?") for charge in charges})),
        "evidence": "; ".join(evidence_lines(case)),
        "victims": {True: "listed", False: "none", None: "not checked"}[case.victims],
    }


def evidence_lines(case: GroundCase) -> Iterator[str]:
    """What ties the case to the ground, a line for each part: as recorded, and where."""
    for touch in case.found.touches:
        part, printed = touch.part, touch.part.printed
        named = " ".join(
            each for each in (printed.agency, printed.identifier, printed.name) if each
        )
        kind = f", {part.evidence.replace('_', ' ')}" if part.evidence else ""
        role = part.role.replace("_", " ") if part.role else "role not recorded"
        charge = f" of charge {part.charge.rpartition('/')[2]}" if part.charge else ""
        sure = touch.link is Link.BY_NUMBER
        unsure = "" if sure else f" ({touch.link.replace('_', ' ')}, not linked)"
        place = f"recorded as [{named}] in {part.source}{unsure}"
        yield f"{touch.label} as {role}{charge}{kind}, {place}"


def answer_sheet(
    workspace: Workspace, ground_id: str, path: Path, *, by: str, on: date
) -> tuple[SheetRead, Answered | None]:
    """Take in a sheet that an attorney filled, in one line of the log; None: nothing was answered.

    Raises
    ------
    UsageError
        The ground is not adopted, or it is not said who answers.
    IngestError
        As for `rows_of_csv`.
    """
    touched = adopted_cases(workspace, ground_id)
    read = read_sheet(path, touched)
    if not read.answers:
        return read, None
    return read, answer_cases(workspace, touched, read.answers, by=by, on=on)


def read_sheet(path: Path, touched: GroundCases) -> SheetRead:
    """Read a sheet that an attorney filled.

    A row without an answer is left open; one that cannot be taken is refused with its reason.

    Raises
    ------
    IngestError
        As for `rows_of_csv`.
    """
    cases = {each.number: each for each in touched.cases if each.found.can_be_answered}
    taken = set[str]()
    answers: list[MaterialityAnswer] = []
    refused: dict[int, str] = {}
    rows = rows_of_csv(path, COLUMNS, _NEEDED)
    left_open = 0
    for number, row in enumerate(rows, start=2):
        if not any(row.get(name) for name in ANSWERED):
            left_open += 1
            continue
        twice = "it stands twice" if row["case_number"] in taken else ""
        fault = _fault(row, touched.stated, cases) or twice
        if fault:
            refused[number] = fault
        else:
            taken.add(row["case_number"])
            answers.append(_answer(row))
    return SheetRead(
        rows_in=len(rows), answers=tuple(answers), left_open=left_open, refused=refused
    )


def _fault(row: Mapping[str, str], stated: str, cases: Mapping[str, GroundCase]) -> str:
    """Why a row cannot be taken; blank: it can."""
    if row["ground"] != stated:
        return (
            f"it is not of [{stated}], which stands: write a new sheet,"
            " vacatur ground apply ID --out SHEET.csv"
        )
    if row["case_number"] not in cases:
        return "the ground is not put to this case"
    if row["materiality"] not in list(Materiality):
        # A cell may be somebody's data: it is not told again.
        known = nearest(row["materiality"], Materiality)
        return f"what stands under materiality is none: {known}"
    case = cases[row["case_number"]]
    if row["materiality"] == Materiality.SOLE_WITNESS and not case.found.is_put:
        return f"it cannot be answered sole_witness: {case.found.why}"
    if not row["reason"] or not row["document"]:
        return "it has no reason or no document"
    for name in ("integrity", "justice"):
        said = row.get(name, "").lower()
        if said and said not in YES_NO:
            return f"what stands under {name} is neither yes nor no"
        if said and row["materiality"] != Materiality.SOLE_WITNESS:
            return f"{name} is answered, and the case does not rest on the person"
    return ""


def _answer(row: Mapping[str, str]) -> MaterialityAnswer:
    return MaterialityAnswer(
        case_number=row["case_number"],
        materiality=Materiality(row["materiality"]),
        reason=row["reason"],
        document=row["document"],
        integrity=YES_NO.get(row.get("integrity", "").lower()),
        justice=YES_NO.get(row.get("justice", "").lower()),
    )
