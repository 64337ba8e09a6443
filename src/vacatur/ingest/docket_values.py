"""The values of a docket: each is checked against its column, and an error says where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from vacatur.dates import parse_day
from vacatur.errors import RecordError, nearest
from vacatur.record.columns import ColumnType

UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"

STATE = r"[A-Z]{2}"
_APOSTROPHES = dict.fromkeys(
    map(ord, "\u2018\u2019\u201b\u02b9\u02bc\u2032\u00b4\u0060\uff07"), "'"
)

_T = TypeVar("_T", bound=StrEnum)

# The store keeps ten places on each side of the point (record/columns.py); no amount needs more.
_PLACES = 10
AMOUNT_LIMIT = 10**_PLACES
COUNT_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a docket we are: the document, and the path to the value."""

    document: str
    path: str = ""

    def key(self, name: str) -> Place:
        """The place of a key of the object here."""
        return Place(self.document, f"{self.path}.{name}" if self.path else name)

    def item(self, number: int) -> Place:
        """The place of an item of the list here; the first is 0."""
        return Place(self.document, f"{self.path}[{number}]")

    def __str__(self) -> str:
        return f"{self.document}: {self.path}" if self.path else self.document

    def error(self, what: str, *, why: str = "", repair: str = "") -> RecordError:
        """An error about the value here.

        It shows nothing that somebody typed, no id and no word either: a name may stand anywhere.
        The path says where to look.
        """
        return RecordError(what, where=str(self), why=why, repair=repair)


def an_object(value: object, at: Place, known: Iterable[str]) -> Mapping[str, Any]:
    """An object whose keys are all known."""
    if not isinstance(value, Mapping):
        raise at.error(f"an object is expected, and here is {_kind_of(value)}")
    names = frozenset(known)
    for number, key in enumerate(value, start=1):
        if key not in names:
            raise at.error(
                f"key {number} of the object is not a key of a docket here",
                why="A fact under a name that nobody reads would be lost without a word.",
                repair=nearest(str(key), names),
            )
    return value


def a_list(value: object, at: Place) -> Iterator[tuple[Place, Any]]:
    """Items of a list, each with its place."""
    if not isinstance(value, list | tuple):
        raise at.error(f"a list is expected, and here is {_kind_of(value)}")
    return ((at.item(number), each) for number, each in enumerate(value))


def an_id(value: object, at: Place) -> str:
    """An id: text, not blank, and without the [/] that joins ids."""
    if not isinstance(value, str) or not value.strip():
        raise at.error("an id is missing", why="Every row is named by its id.")
    if "/" in value:
        raise at.error(
            "the id contains [/]",
            why="A charge is known as record/charge, so two charges could get one name.",
            repair="Write [-] instead.",
        )
    return value


def column_value(value: object, column: ColumnType, at: Place) -> Any:
    """One value of a record's column: null stays null, `unknown` in an enum is null too."""
    if value is None:
        return None
    if column.is_list:
        return tuple(_single(each, column, place) for place, each in a_list(value, at))
    if column.terms and value == UNKNOWN:
        return None
    return _single(value, column, at)


def _single(value: object, column: ColumnType, at: Place) -> Any:
    if issubclass(column.kind, StrEnum):
        return term(value, column.kind, at)
    if column.kind is date:
        return a_day(value, at)
    if column.kind is Decimal:
        return _amount(value, at)
    if column.kind is int:
        return _count(value, at)
    if column.kind is bool:
        return _typed(value, bool, "true or false", at)
    return _text(value, at)


def term(value: object, terms: type[_T], at: Place) -> _T:
    """A word of a closed vocabulary."""
    known = [each.value for each in terms if each.value != NOT_APPLICABLE]
    if not isinstance(value, str) or value not in known:
        raise at.error("this is not a word known here", repair=nearest(str(value), known))
    return terms(value)


def a_day(value: object, at: Place) -> date:
    """A day, written as YYYY-MM-DD."""
    if type(value) is date:
        return value
    try:
        return parse_day(_typed(value, str, "a day", at))
    except ValueError:
        # The value is not shown: it may be somebody's day of birth.
        raise at.error("this is not a day of the calendar written as YYYY-MM-DD") from None


def a_state(value: str | None, at: Place) -> str | None:
    """Two capital letters, or null: law pages compare the text, and [md] would be no state."""
    if value is not None and not re.fullmatch(STATE, value):
        raise at.error(
            "a state is two capital letters",
            why="A case of no known state is in no state's law, and would be left out of it.",
            repair="Write the postal abbreviation, as [MD] for Maryland.",
        )
    return value


def with_plain_apostrophes(text: str) -> str:
    """Text as a keyboard has it: a word processor's [\u2019] would make another office of it."""
    return text.translate(_APOSTROPHES)


def text_or_none(value: object, at: Place) -> str | None:
    """Text, or null."""
    return None if value is None else _text(value, at)


def _text(value: object, at: Place) -> str:
    text = str(_typed(value, str, "text", at))
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise at.error("half a character stands here, as [\\ud800], and no file can hold it")
    return text


def _amount(value: object, at: Place) -> Decimal:
    if isinstance(value, float):
        raise at.error(
            "a binary floating-point number stands here",
            why="28.5 grams must be 28.5 exactly: limits of the law are compared with it.",
            repair="Parse the JSON with parse_float=decimal.Decimal.",
        )
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise at.error(f"a number is expected, and here is {_kind_of(value)}")
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0 or amount >= AMOUNT_LIMIT:
        raise at.error("this is not an amount from 0 to 9,999,999,999")
    if amount != round(amount, _PLACES):
        raise at.error(f"the amount has more than {_PLACES} decimal places")
    return amount


def _count(value: object, at: Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise at.error(f"a whole number is expected, and here is {_kind_of(value)}")
    if not 0 <= value < COUNT_LIMIT:
        raise at.error("this is not a count from 0 to 9,223,372,036,854,775,807")
    return value


def _typed(value: object, kind: type, name: str, at: Place) -> Any:
    if not isinstance(value, kind):
        raise at.error(f"{name} is expected, and here is {_kind_of(value)}")
    return value


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    for kinds, name in (
        ((str,), "text"),
        ((int, float, Decimal), "a number"),
        ((list, tuple), "a list"),
        ((Mapping,), "an object"),
    ):
        if isinstance(value, kinds):
            return name
    return "something that is not JSON"
