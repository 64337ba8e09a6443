"""Cases by their own ids, in a folder whose table of cases stands in the order of persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from vacatur.identity.linking import CASE_PERSONS
from vacatur.office.looking_up import rows_with

_CASES = "cases.parquet"


def persons_of_cases(folder: Path, case_ids: Collection[str]) -> Mapping[str, str]:
    """By case, whose it is. One that the folder does not hold is left out."""
    # An effect holds few cases, and an earlier vacatur wrote no such table.
    by_case = folder / CASE_PERSONS
    rows = rows_with(by_case if by_case.is_file() else folder / _CASES, "case_id", case_ids)
    return {row["case_id"]: row["person_id"] for row in rows}


def rows_of_cases(folder: Path, case_ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
    """By case, its row. One that the folder does not hold is left out."""
    asked = frozenset(case_ids)
    persons = persons_of_cases(folder, asked).values()
    rows = rows_with(folder / _CASES, "person_id", persons)
    return {row["case_id"]: row for row in rows if row["case_id"] in asked}
