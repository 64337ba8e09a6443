"""The same county exported a month later, and a list of every row that differs.

What the month brings: open cases close or go on to Circuit Court, sentences end, a few mistyped
birth dates are corrected, people who had no case get one, and a few closed cases are gone from both
courts, as after an expungement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from vacatur.sample import keys
from vacatur.sample.calendar import EXTRACT_DAY, NEXT_EXTRACT_DAY, NO_DAY, recent_days
from vacatur.sample.cases import Cases
from vacatur.sample.chunk import Chunk, invent
from vacatur.sample.columns import Table, all_cells, digits, hex_keys, is_among, taken
from vacatur.sample.dice import Dice

CHANGE_COLUMNS = ("file", "key", "change", "columns")

# Cases gone in a month, of a thousand. Of the Baltimore arrests of 2014 published in April 2015,
# 5.2 percent are missing from a file of later years; the share of one month is an assumption.
_VANISHING = 3
_CORRECTED = 200  # mistyped birth dates set right in a month, of a thousand: an assumption
_PEOPLE_PER_NEWCOMER = 500  # as many new cases as in a month of the county's last whole year

# What a row of each file is known by.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_num",),
    "charges": ("case_num", "charge_num"),
    "history_searches": ("person_key",),
    "sentence_ends": ("case_num", "charge_num"),
}
_CASE_NUMBER: Mapping[str, str] = {
    "cases": "case_num",
    "charges": "case_num",
    "history_searches": "case_num",  # only where people have no key
    "sentence_ends": "case_num",
    "truth_persons": "case_number",
    "truth_charges": "case_number",
    "truth_names": "case_number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of `truth/changes.csv`."""

    file: str  # cases, charges, ...
    key: str  # what names the row; the parts of a charge's are joined by /
    change: str  # added, changed or vanished
    columns: str  # the ones that changed, in alphabetical order, joined by "; "


def a_month_later(
    seed: int, index: int, people_count: int, *, first_person: int, first_case: int, planted: bool
) -> Chunk:
    """Invent a chunk that was invented before, as the next export shows it."""
    return invent(
        seed,
        index,
        people_count,
        first_person=first_person,
        first_case=first_case,
        planted=planted,
        exported_on=NEXT_EXTRACT_DAY,
        pass_a_month=partial(_pass_a_month, Dice(seed, index, keys.MONTH)),
    )


def newcomers(seed: int, index: int, *, people: int, first_case: int) -> Chunk:
    """Invent the people who had no case at the first export; nobody has searched their history."""
    chunk = invent(
        seed,
        index,
        1 + people // _PEOPLE_PER_NEWCOMER,
        first_person=people,
        first_case=first_case,
        planted=False,
        days=recent_days,
        exported_on=NEXT_EXTRACT_DAY,
    )
    chunk.people.searched_on[:] = NO_DAY
    return chunk


def without_vanished(tables: Mapping[str, Table], chunk: Chunk) -> dict[str, Table]:
    """Return the tables without the rows of vanished cases, in both courts."""
    cases, numbers, vanished = chunk.cases, chunk.numbers, chunk.cases.vanished
    if not vanished.any():
        return dict(tables)
    gone = {
        *all_cells(digits(numbers.district[vanished], 9, letter_at=1, letter="B")),
        *all_cells(digits(numbers.circuit[vanished], 9)),
    }
    still_there = np.bincount(cases.person, weights=~vanished, minlength=len(chunk.people)) > 0
    nobody = set(all_cells(hex_keys("P", numbers.person_key[~still_there])))
    left = {}
    for name, table in tables.items():
        case_number = _CASE_NUMBER[name]
        column, wanted = (case_number, gone) if case_number in table else ("person_key", nobody)
        left[name] = taken(table, np.flatnonzero(~is_among(table[column], wanted)))
    return left


def changes(before: Mapping[str, Table], after: Mapping[str, Table]) -> Iterator[Change]:
    """Compare the files of the export row by row. An empty `before`: everything was added."""
    for file in _KEYS:
        names = _names(file, after[file])
        old = _rows(before[file], names) if before else {}
        new = _rows(after[file], names)
        for key in sorted(old.keys() | new.keys()):
            change = "vanished" if key not in new else "changed" if key in old else "added"
            columns = _differing(old[key], new[key]) if change == "changed" else ""
            if change != "changed" or columns:
                yield Change(file=file, key=key, change=change, columns=columns)


def _names(file: str, table: Table) -> tuple[str, ...]:
    """Return what a row is known by; a search names a case where people have no key."""
    names = _KEYS[file]
    return names if set(names) <= set(table) else ("case_num",)


def _pass_a_month(dice: Dice, cases: Cases, planted: int) -> None:
    """Correct some keys and let some closed cases vanish, but none of the planted ones."""
    size = len(cases)
    drawn = np.arange(size) >= planted
    corrected = drawn & dice.chance(_CORRECTED, size)
    cases.mistyped &= ~corrected
    cases.circuit_mistyped &= ~corrected
    cases.vanished = drawn & (cases.closed <= EXTRACT_DAY) & dice.chance(_VANISHING, size)


def _rows(table: Table, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    columns = {name: all_cells(column) for name, column in table.items()}
    key = zip(*(columns[name] for name in names), strict=True)
    rows = zip(*columns.values(), strict=True)
    return {
        "/".join(parts): dict(zip(columns, cells, strict=True))
        for parts, cells in zip(key, rows, strict=True)
    }


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    return "; ".join(sorted(name for name in old if old[name] != new[name]))
