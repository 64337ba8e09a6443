"""Whose records the relieved matters change: what each holder has confirmed, and what is late.

It stands in a table of its own, written with each matter, and is read from one index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from vacatur.errors import ChainBroken
from vacatur.law.vehicle import Actor, Event, Holder
from vacatur.matters.matter import Matter
from vacatur.matters.queries import in_state
from vacatur.matters.schema import OBLIGATIONS
from vacatur.matters.states import State
from vacatur.matters.waiting import waiting

_O = OBLIGATIONS.c
_INSERT = sa.insert(OBLIGATIONS)
_DELETE = sa.delete(OBLIGATIONS).where(_O.matter == sa.bindparam("of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One record of one matter that is to change; `place` is the record's among the matter's.

    `due_on` is null where the vehicle names no number of days; `changed_on` until its holder has
    complied.
    """

    matter: int
    place: int
    vehicle: str
    holder: Holder
    record: str
    ordered_on: date | None
    due_on: date | None
    changed_on: date | None

    def standing(self, today: date) -> str:
        """`confirmed`, `late` or `waiting`."""
        if self.changed_on is not None:
            return "confirmed"
        return "late" if self.due_on is not None and self.due_on < today else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCounts:
    """What one holder owes: all = `confirmed` + `late` + `waiting`."""

    holder: Holder
    confirmed: int
    late: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The line after which a page begins."""

    due_on: date | None
    matter: int
    place: int


def obligations_of(matter: Matter) -> list[Obligation]:
    """What a matter obliges others to; nothing, unless it is relieved."""
    if matter.state is not State.RELIEVED:
        return []
    days = [x.day for x in waiting(matter) if x.who is Actor.AGENCY and x.day is not None]
    return [
        Obligation(
            matter=matter.number,
            place=place,
            vehicle=matter.vehicle,
            holder=record.holder,
            record=record.text,
            ordered_on=matter.happened.get(Event.ORDER),
            due_on=min(days, default=None),
            changed_on=record.changed_on,
        )
        for place, record in enumerate(matter.records)
    ]


def write_obligations(connection: sa.Connection, matter: Matter, *, had: bool) -> None:
    """Write what a matter obliges others to; `had`: it did before, and that goes."""
    if had:
        connection.execute(_DELETE, {"of": matter.number})
    if rows := [_row(each) for each in obligations_of(matter)]:
        connection.execute(_INSERT, rows)


def holder_counts(connection: sa.Connection, today: date) -> list[HolderCounts]:
    """What each holder owes; the one with the most that is late comes first."""
    all_of = _counted(connection, sa.true())
    left = _counted(connection, _O.changed_on.is_(None))
    late = _counted(connection, _O.changed_on.is_(None), _O.due_on < today)
    found = [
        HolderCounts(
            holder=Holder(name),
            confirmed=number - left.get(name, 0),
            late=late.get(name, 0),
            waiting=left.get(name, 0) - late.get(name, 0),
        )
        for name, number in all_of.items()
    ]
    return sorted(found, key=lambda each: (-each.late, -each.waiting, each.holder.value))


def left_of(
    connection: sa.Connection, holder: Holder, *, after: Place | None, size: int
) -> list[Obligation]:
    """What a holder has not confirmed: the earliest day first, then what has no day."""
    mine = sa.select(OBLIGATIONS).where(_O.holder == holder.value, _O.changed_on.is_(None))
    found: list[Obligation] = []
    for beyond, in_order in _stretches(after):
        query = mine.where(*beyond).order_by(*in_order).limit(size - len(found))
        found += [_read(row) for row in connection.execute(query)]
        if len(found) == size:
            break
    return found


def all_obligations(connection: sa.Connection) -> Iterator[Obligation]:
    """Every record that the relieved matters reach, by matter."""
    query = sa.select(OBLIGATIONS).order_by(_O.matter, _O.place)
    rows = connection.execute(query.execution_options(yield_per=1_000))
    return (_read(row) for row in rows)


def hold_obligations(connection: sa.Connection) -> None:
    """Hold the table against the matters.

    Raises
    ------
    ChainBroken
        It says something else than a matter.
    """
    relieved = in_state(connection, State.RELIEVED.value)
    owed = (each for matter in relieved for each in obligations_of(matter))
    for is_owed, stands in zip_longest(owed, all_obligations(connection)):
        if is_owed == stands:
            continue
        raise _other_than_said(is_owed, stands)


def _other_than_said(is_owed: Obligation | None, stands: Obligation | None) -> ChainBroken:
    """That the ledger is wrong; a day may be one that an earlier version has counted."""
    there = [each for each in (is_owed, stands) if each is not None]
    is_a_day = len({replace(each, due_on=None) for each in there}) == 1 == len(there) - 1
    return ChainBroken(
        "the ledger of compliance does not say what the matters say",
        where=f"matter {min(each.matter for each in there)}",
        why="Somebody has written into the database past vacatur."
        if not is_a_day
        else "It is the day on which it is due: somebody has written into the database past "
        "vacatur, or an earlier vacatur has counted court days otherwise.",
        repair="Restore the last backup whose chain holds.",
    )


def _counted(connection: sa.Connection, *wanted: sa.ColumnElement[bool]) -> dict[str, int]:
    query = sa.select(_O.holder, sa.func.count()).where(
        _O.holder.in_([each.value for each in Holder]), *wanted
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(_O.holder))}


def _stretches(after: Place | None) -> list[tuple[list[sa.ColumnElement[bool]], list[Any]]]:
    """What has a day, then what has none; each is a range of the index."""
    dated, undated = _O.due_on.is_not(None), _O.due_on.is_(None)
    by_day, by_number = [_O.due_on, _O.matter, _O.place], [_O.matter, _O.place]
    if after is None:
        return [([dated], by_day), ([undated], by_number)]
    line = (sa.literal(after.matter), sa.literal(after.place))
    if after.due_on is None:
        return [([undated, sa.tuple_(*by_number) > sa.tuple_(*line)], by_number)]
    beyond = sa.tuple_(*by_day) > sa.tuple_(sa.literal(after.due_on), *line)
    return [([beyond], by_day), ([undated], by_number)]


def _row(each: Obligation) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Obligation.__slots__} | {
        "holder": each.holder.value
    }


def _read(row: sa.Row[Any]) -> Obligation:
    return Obligation(**{**row._mapping, "holder": Holder(row.holder)})
