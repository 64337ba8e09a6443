"""Reading an answer that a person gives: which column of the record, and the value it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from vacatur.dates import parse_day
from vacatur.errors import UsageError, nearest
from vacatur.facts.apply import LISTS, RECORD, columns_that_can_be_told
from vacatur.record.columns import ColumnType

_TOO_LARGE = 10**10  # no column of the record holds it
_SEARCH = "person.history_checked_on"


@dataclass(frozen=True, slots=True)
class Told:
    """A column as `entity.name`, and its value as text."""

    column: str
    value: str


def told_by(column: str, value: str) -> Told:
    """Read an answer.

    Parameters
    ----------
    column
        `charge.sentence_end`, `case.appeal`, `person.noncitizen`, `findings.ground_integrity`, or
        a list such as `case.victims`, of which it can be said that it is empty: `none`.
    value
        A day as YYYY-MM-DD, a number, yes or no, one of the column's words, or text.

    Raises
    ------
    UsageError
        There is no such column or the value cannot be its; the nearest is named.
    """
    entity, _, name = column.strip().partition(".")
    if entity not in RECORD:
        raise UsageError(f"[{entity}] is no part of a record", repair=nearest(entity, RECORD))
    if column.strip() == _SEARCH:
        raise UsageError(
            f"[{column}] is told by a return only",
            why="A search shows an absence with everything that it found, and not by its day.",
            repair="Attach the return: vacatur facts attach FILE --kind history.",
        )
    if name in LISTS.get(entity, ()):
        return _empty(entity, name, value)
    known = columns_that_can_be_told(entity)
    if name not in known:
        raise UsageError(f"a {entity} has no column [{name}]", repair=nearest(name, known))
    return Told(f"{entity}.{name}", _text(known[name], value.strip()))


def _empty(entity: str, name: str, value: str) -> Told:
    if value.strip().lower() != "none":
        raise UsageError(
            f"of {entity}.{name} only [none] can be answered",
            repair="Attach a file that lists them, where there are some.",
        )
    return Told(f"{entity}.{name}_checked", "true")


def _text(column: ColumnType, value: str) -> str:
    """A value as the record has it, as text; a value that cannot be is refused."""
    if column.terms:
        if value.lower() not in column.terms:
            raise UsageError(f"[{value}] is no {column.name}", repair=nearest(value, column.terms))
        return value.lower()
    match column.ibis_type:
        case "boolean":
            return _yes_or_no(value)
        case "date":
            return _day(value)
        case "int64":
            if not re.fullmatch(r"\d{1,9}", value):
                raise UsageError(f"[{value}] is no whole number, 0 or more")
            return str(int(value))
        case "string":
            return value
    return _decimal(value)


def _yes_or_no(value: str) -> str:
    said = {"yes": "true", "no": "false"}
    if value.lower() not in said:
        raise UsageError(f"[{value}] is neither yes nor no", repair="Answer [yes] or [no].")
    return said[value.lower()]


def _day(value: str) -> str:
    try:
        return parse_day(value).isoformat()
    except ValueError:
        raise UsageError(f"[{value}] is no day", repair="Write it as YYYY-MM-DD.") from None


def _decimal(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise UsageError(f"[{value}] is no number") from None
    if not number.is_finite() or not 0 <= number < _TOO_LARGE:
        raise UsageError(f"[{value}] is no number from 0 to below {_TOO_LARGE:,}")
    return f"{number:f}"
