"""How a date is written: a declared format, its shape, and the SQL that reads it.

DuckDB's own reader of dates takes 2014-2-3 for `%Y-%m-%d`, and guesses the century of a year of two
digits. Here a cell must have exactly the shape of its format, and the century comes from a pivot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vacatur.sql import literal

# Directive -> the shape of what it reads. `%-m` and `%-d` take one digit or two.
_SHAPES = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"\d{2}",
    "%-m": r"\d{1,2}",
    "%d": r"\d{2}",
    "%-d": r"\d{1,2}",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%H": r"\d{2}",
    "%I": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%f": r"\d{1,6}",
    "%p": "[AaPp][Mm]",
}
_PART = re.compile(r"%-?[A-Za-z]|[ ,./:T-]")
_YEARS, _MONTHS, _DAYS = ("%Y", "%y"), ("%m", "%-m", "%b", "%B"), ("%d", "%-d")


def fault_of(day_format: str) -> str:
    """Say what is wrong with a format; empty when nothing is."""
    parts = _PART.findall(day_format)
    if "".join(parts) != day_format:
        return "a format holds directives such as %Y, and spaces and the characters , . / : - T"
    for part in parts:
        if part.startswith("%") and part not in _SHAPES:
            return f"[{part}] is not a directive; known are {' '.join(_SHAPES)}"
    for name, group in (("year", _YEARS), ("month", _MONTHS), ("day", _DAYS)):
        if sum(parts.count(each) for each in group) != 1:
            return f"it must name one {name}: one of {' '.join(group)}"
    return ""


def has_two_digit_year(day_format: str) -> bool:
    """Whether the format leaves the century open."""
    return "%y" in _PART.findall(day_format)


def day_sql(cell: str, formats: Sequence[str], pivot: int | None) -> str:
    """SQL for the day that a cell tells; null where no format fits, or two tell different days."""
    days = [_one(cell, each, pivot) for each in formats]
    if len(days) == 1:
        return days[0]
    told = f"list_distinct([{', '.join(days)}])"
    return f"case when len({told}) = 1 then {told}[1] end"


def _one(cell: str, day_format: str, pivot: int | None) -> str:
    parts = _PART.findall(day_format)
    shape = "".join(_SHAPES.get(part) or re.escape(part) for part in parts)
    plain = literal(day_format.replace("%-", "%"))
    day = f"try_strptime({cell}, {plain})::date"
    if has_two_digit_year(day_format):
        # The latest year, up to the pivot, that ends in these two digits.
        year = f"{pivot} - (({pivot} - year({day}) % 100) % 100 + 100) % 100"
        day = f"try(make_date({year}, month({day}), day({day})))"
    return f"case when regexp_full_match({cell}, {literal(shape)}) then {day} end"
