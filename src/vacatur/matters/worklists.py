"""A worklist page by page: each page begins after the last line of the one before.

No page counts and none skips rows, so that the last page of a million is as fast as the first. A
worklist of several states is read state by state and merged: each of them is in order by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

import sqlalchemy as sa

from vacatur.matters.queries import Listed, Wanted, conditions
from vacatur.matters.schema import MATTERS, PATTERN_TALLIES, TALLIES
from vacatur.matters.states import State
from vacatur.record.terms import Term

_COLUMNS = [MATTERS.c[name] for name in Listed.__slots__]
_HASH = 64  # hexadecimal digits
_FENCE = 1_000_000_000  # more matters than there are
_LAST = date.max  # what has no day comes after what has one
_M = MATTERS.c


class Order(Term):
    """In which order a worklist stands."""

    WORK = "work", "the worst harm first, then the oldest judgment"
    DUE = "due", "what runs out first; what has no day is last"
    NEWEST = "newest", "the latest number first"


# A line's place in an order. It is what a page is continued after.
_PLACE: Mapping[Order, Callable[[Listed], tuple[Any, ...]]] = {
    Order.WORK: lambda line: (
        line.harm_rank,
        line.oldest_day is None,
        line.oldest_day or _LAST,
        line.number,
    ),
    Order.DUE: lambda line: (line.next_due is None, line.next_due or _LAST, line.number),
    Order.NEWEST: lambda line: (-line.number,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The line after which a page begins. What of it counts depends on the order."""

    number: int
    harm_rank: int
    oldest_day: date | None
    next_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfMatters:
    """A page. `after` is where the next one begins; null: this is the last."""

    lines: tuple[Listed, ...]
    after: Cursor | None


def page_of(
    connection: sa.Connection, wanted: Wanted, order: Order, *, after: Cursor | None, size: int
) -> PageOfMatters:
    """A page of a worklist.

    Parameters
    ----------
    wanted
        Without a state, every state is asked for.
    after
        The last line of the page before; null: the first page.
    """
    states = wanted.states or tuple(each.value for each in State)
    parts = [_part(connection, wanted, order, state, after, size + 1) for state in states]
    lines = tuple(islice(heapq.merge(*parts, key=_PLACE[order]), size + 1))
    if len(lines) <= size:
        return PageOfMatters(lines=lines, after=None)
    last = lines[size - 1]
    cursor = Cursor(
        number=last.number,
        harm_rank=last.harm_rank,
        oldest_day=last.oldest_day,
        next_due=last.next_due,
    )
    return PageOfMatters(lines=lines[:size], after=cursor)


def known_count(connection: sa.Connection, wanted: Wanted) -> int | None:
    """How many matters are asked for, where that is counted as they are written; None: it is not.

    A whole pattern is named for its count to be known, and not its beginning.
    """
    if wanted.assigned_to or wanted.due_until:
        return None
    table = TALLIES
    query = sa.select(sa.func.coalesce(sa.func.sum(TALLIES.c.matters), 0))
    if wanted.pattern:
        if len(wanted.pattern) < _HASH:
            return None
        table = PATTERN_TALLIES
        query = sa.select(sa.func.coalesce(sa.func.sum(table.c.matters), 0)).where(
            table.c.pattern == wanted.pattern
        )
    if wanted.states:
        query = query.where(table.c.state.in_(wanted.states))
    if wanted.vehicle:
        query = query.where(table.c.vehicle == wanted.vehicle)
    return int(connection.execute(query).scalar_one())


def vehicles_of(connection: sa.Connection) -> list[str]:
    """Every vehicle of which there are matters, by name."""
    query = sa.select(TALLIES.c.vehicle).where(TALLIES.c.matters > 0).distinct()
    return sorted(connection.execute(query).scalars())


def _part(
    connection: sa.Connection,
    wanted: Wanted,
    order: Order,
    state: str,
    after: Cursor | None,
    limit: int,
) -> list[Listed]:
    """The next lines of one state: an index gives them in order."""
    asked = [_M.state == state, *conditions(_without_states(wanted))]
    query = sa.select(*_COLUMNS).where(*asked)
    columns: _Columns = _M
    if order is not Order.WORK and (wanted.pattern or wanted.assigned_to):
        # Fenced off: else SQLite reads a whole state in order to find a few of somebody's.
        few = query.limit(_FENCE).subquery()
        query, columns = sa.select(few), few.c
    found: list[Listed] = []
    for beyond, in_order in _stretches(order, after, columns, connection.dialect.name):
        rest = query.where(*beyond).order_by(*in_order).limit(limit - len(found))
        found += [Listed(**row._mapping) for row in connection.execute(rest)]
        if len(found) == limit:
            break
    return found


def _without_states(wanted: Wanted) -> Wanted:
    return Wanted(
        vehicle=wanted.vehicle,
        assigned_to=wanted.assigned_to,
        pattern=wanted.pattern,
        due_until=wanted.due_until,
    )


_Columns: TypeAlias = Any  # of a table, or of what was selected from one
_Stretch = tuple[Sequence[sa.ColumnElement[bool]], Sequence[Any]]


def _stretches(
    order: Order, after: Cursor | None, columns: _Columns, dialect: str
) -> list[_Stretch]:
    """What an order is made of, one after the other, from a line on: what has a day, what has none.

    Each is a range of one index, so that a database reads what it gives and no more.
    """
    if order is Order.NEWEST:
        beyond = [] if after is None else [columns.number < after.number]
        return [(beyond, [columns.number.desc()])]
    if order is Order.DUE:
        return _by_due(after, columns)
    return _by_work(after, columns, dialect)


def _by_due(after: Cursor | None, c: _Columns) -> list[_Stretch]:
    by_day, by_number = [c.next_due, c.number], [c.number]
    undated = ([c.next_due.is_(None)], by_number)
    if after is None:
        return [([c.next_due.is_not(None)], by_day), undated]
    if after.next_due is None:
        return [([c.next_due.is_(None), c.number > after.number], by_number)]
    return [([_beyond(c.next_due, c.number, after.next_due, after.number)], by_day), undated]


def _by_work(after: Cursor | None, c: _Columns, dialect: str) -> list[_Stretch]:
    is_undated = c.oldest_day.is_(None)
    whole = [c.harm_rank, is_undated, c.oldest_day, c.number]
    if after is None:
        return [([], whole)]
    # As a comparison, and not by itself: so that it is read from the index on it.
    undated, dated = is_undated == sa.true(), is_undated == sa.false()
    same = c.harm_rank == after.harm_rank
    worse = ([c.harm_rank > after.harm_rank], whole)
    # SQLite knows the index by what is not the same in all of them, and PostgreSQL by the whole;
    # told otherwise, each sorts the rest of the stretch.
    rest = whole if dialect == "postgresql" else [c.oldest_day, c.number]
    if after.oldest_day is None:
        return [([same, undated, c.number > after.number], rest), worse]
    place = _beyond(c.oldest_day, c.number, after.oldest_day, after.number)
    return [([same, dated, place], rest), ([same, undated], rest), worse]


def _beyond(day: Any, number: Any, last: date, last_number: int) -> sa.ColumnElement[bool]:
    return sa.tuple_(day, number) > sa.tuple_(sa.literal(last), sa.literal(last_number))
