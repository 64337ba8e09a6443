"""What a worklist's address asks for: states, ids and days; nobody is named in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from vacatur.dates import parse_day
from vacatur.errors import UsageError
from vacatur.matters.queries import Wanted
from vacatur.matters.states import State
from vacatur.matters.worklists import Cursor, Order

SIZES = (25, 50, 100)
COLUMNS: Mapping[str, str] = {
    "state": "State",
    "vehicle": "Vehicle",
    "assigned": "Assigned to",
    "prepared": "Prepared by",
    "approved": "Approved by",
    "harm": "Harm",
    "oldest": "Oldest judgment",
    "due": "Due",
    "pattern": "Pattern",
}
USUAL = ("state", "vehicle", "assigned", "harm", "oldest", "due")
ME = "me"
_CODE = 10  # digits of the code of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `assigned` is `me`, or a code of somebody of the staff; empty: anybody."""

    states: tuple[str, ...]
    vehicle: str
    assigned: str
    pattern: str
    due: date | None
    order: Order
    size: int
    columns: tuple[str, ...]
    after: Cursor | None  # None: the first page

    def query(self, *, after: Cursor | None = None) -> str:
        """The same as the end of an address; from the first page, or from a line on."""
        told: list[tuple[str, str]] = [("state", each) for each in self.states]
        told += [("vehicle", self.vehicle)] if self.vehicle else []
        told += [("assigned", self.assigned)] if self.assigned else []
        told += [("pattern", self.pattern)] if self.pattern else []
        told += [("due", str(self.due))] if self.due else []
        told += [("sort", self.order.value)] if self.order is not Order.WORK else []
        told += [("size", str(self.size))] if self.size != SIZES[1] else []
        if self.columns != USUAL:
            told += [("column", each) for each in self.columns]
        told += [("after", written(after))] if after else []
        return urlencode(told)

    def changed(self, **changes: object) -> str:
        """The query of something slightly different, from its first page on."""
        return replace(self, **changes).query()  # type: ignore[arg-type]

    def wanted(self, me: str, staff: Sequence[str]) -> Wanted:
        """What is asked of the store.

        Raises
        ------
        UsageError
            Nobody on the staff has that code.
        """
        return Wanted(
            states=self.states,
            vehicle=self.vehicle,
            assigned_to=_named(self.assigned, me, staff),
            pattern=self.pattern,
            due_until=self.due,
        )


def asked_in(query: QueryParams) -> Asked:
    """Read an address.

    Raises
    ------
    UsageError
        Something in it is not known.
    """
    due = _day(query.get("due", ""))
    order = _known(query.get("sort") or Order.WORK.value, [each.value for each in Order])
    size = _known(query.get("size") or str(SIZES[1]), [str(each) for each in SIZES])
    columns = [_known(each, list(COLUMNS)) for each in query.getlist("column")]
    return Asked(
        states=tuple(
            _known(each, [state.value for state in State])
            for each in dict.fromkeys(query.getlist("state"))
            if each
        ),
        vehicle=query.get("vehicle", ""),
        assigned=query.get("assigned", ""),
        pattern=_pattern(query.get("pattern", "")),
        due=due,
        # What runs out by a day is read in the order of days.
        order=Order.DUE if due else Order(order),
        size=int(size),
        columns=tuple(each for each in COLUMNS if each in columns) or USUAL,
        after=read_cursor(query.get("after", "")),
    )


def code_of(name: str) -> str:
    """What stands for somebody of the staff in an address."""
    return hashlib.sha256(f"staff {name}".encode()).hexdigest()[:_CODE]


def written(cursor: Cursor) -> str:
    """A line's place, as an address holds it."""
    days = (cursor.oldest_day, cursor.next_due)
    told = [str(cursor.number), str(cursor.harm_rank), *(str(day or "") for day in days)]
    return "_".join(told)


def read_cursor(text: str) -> Cursor | None:
    """A place in a worklist; None: its beginning.

    Raises
    ------
    UsageError
        It is none.
    """
    if not text:
        return None
    parts = text.split("_")
    if len(parts) != 4 or not all(x.isascii() and x.isdigit() and len(x) < 19 for x in parts[:2]):
        raise UsageError("the page is none", repair="Begin again on the first page.")
    return Cursor(
        number=int(parts[0]),
        harm_rank=int(parts[1]),
        oldest_day=_day(parts[2]),
        next_due=_day(parts[3]),
    )


def _named(code: str, me: str, staff: Sequence[str]) -> str:
    if code in ("", ME):
        return me if code else ""
    for name in staff:
        if code_of(name) == code:
            return name
    raise UsageError("nobody on the staff is meant by this address")


def _known(value: str, words: Sequence[str]) -> str:
    if value not in words:
        raise UsageError("the address asks for something that is not known here")
    return value


def _pattern(text: str) -> str:
    if text and (len(text) > 64 or not set(text) <= set("0123456789abcdef")):
        raise UsageError("a pattern is written with the digits 0 to 9 and a to f")
    return text


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError:
        raise UsageError("a day cannot be read", repair="Write it like 2026-02-15.") from None
