"""A table of charges, one in a row, as a docket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vacatur.errors import IngestError, nearest
from vacatur.office.clinic.fields import CASE, CHARGE, PERSON, Field

# A case's number has a name of its own there: `number` alone would say nothing.
CASE_NUMBER = "case_number"
COLUMNS: tuple[str, ...] = (
    CASE_NUMBER,
    *(each.name for each in CASE if each.name != "number"),
    *(each.name for each in CHARGE),
    *(each.name for each in PERSON),
)
_MOST_ROWS = 500


def docket_of_rows(rows: Sequence[Mapping[str | None, Any]], *, as_of: str) -> dict[str, Any]:
    """One person's docket. Rows with one case number are one case's charges, in their order.

    Raises
    ------
    IngestError
        A column is not known, a row has no case number, two rows say different things of one case
        or of the person, or there are no rows, or too many.
    """
    if not rows or len(rows) > _MOST_ROWS:
        raise IngestError(
            f"the table has {'no row' if not rows else f'more than {_MOST_ROWS} rows'}",
            repair="Send one person's charges, one in a row.",
        )
    _require_columns(rows[0])
    person: dict[str, Any] = {}
    cases: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise IngestError(f"row {number} has more or fewer cells than the header")
        texts = {str(name): str(cell) for name, cell in row.items()}
        _same(person, PERSON, texts, number)
        key = texts.get(CASE_NUMBER, "").strip()
        if not key:
            raise IngestError(
                f"row {number} has no [{CASE_NUMBER}]",
                why="Charges of one case are judged together.",
            )
        case = cases.setdefault(key, {"id": f"k{len(cases) + 1}", "charges": []})
        _same(case, CASE, {**texts, "number": key}, number)
        place = len(case["charges"]) + 1
        case["charges"].append({"id": f"c{case['id'][1:]}-{place}", **_filled(CHARGE, texts)})
    return {
        "id": "clinic",
        "as_of": as_of,
        "person": person,
        "cases": list(cases.values()),
        "findings": {},
    }


def _require_columns(row: Mapping[str | None, Any]) -> None:
    for place, name in enumerate(row, start=1):
        if name not in COLUMNS:  # it may be somebody's data: its place is told, and not its words
            raise IngestError(
                f"column {place} is none of this table's", repair=nearest(str(name), COLUMNS)
            )
    if CASE_NUMBER not in row:
        raise IngestError(f"the column [{CASE_NUMBER}] is missing")


def _filled(fields: Sequence[Field], texts: Mapping[str, str]) -> dict[str, Any]:
    return {each.name: each.in_docket(texts.get(each.name, "")) for each in fields}


def _same(
    told: dict[str, Any], fields: Sequence[Field], texts: Mapping[str, str], number: int
) -> None:
    """Take over what a row says; what an earlier row said otherwise is refused."""
    for field in fields:
        text = texts.get(field.name, "").strip()
        value = field.in_docket(text)
        if text and told.get(field.name) not in (None, "unknown", value):
            raise IngestError(
                f"row {number} says something else in [{field.name}] than a row before it",
                why="It is said of the whole case, or of the person.",
                repair="Write it once, and leave it empty elsewhere.",
            )
        if text or field.name not in told:
            told[field.name] = value
