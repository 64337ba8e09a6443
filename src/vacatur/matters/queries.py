"""What is asked of the store: worklists, groups, and whose matters there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from vacatur.law.vehicle import Event
from vacatur.matters.codec import read, read_matter
from vacatur.matters.events import LawFollowed
from vacatur.matters.former import HAS_LEFT
from vacatur.matters.gates import Member
from vacatur.matters.matter import Matter
from vacatur.matters.schema import EVENTS, MATTERS, PATTERN_TALLIES, STAFF, TALLIES
from vacatur.matters.states import BEFORE_FILING, Order, Role, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which matters are asked for; empty = any. `due_until`: something is due by then."""

    states: tuple[str, ...] = ()
    vehicle: str = ""
    assigned_to: str = ""
    pattern: str = ""
    due_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a worklist. Nothing on it names the person."""

    number: int
    state: str
    vehicle: str
    assigned_to: str | None
    prepared_by: str | None
    approved_by: str | None
    harm_rank: int
    oldest_day: date | None
    next_due: date | None
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many matters of a vehicle stand in a state."""

    vehicle: str
    state: str
    matters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """How many matters share a pattern, and the first of them."""

    pattern: str
    vehicle: str
    matters: int
    example: int


_HASH = 64  # hexadecimal digits
_AT_ONCE = 1_000  # SQLite takes no more than some thousands in one query
_COLUMNS = [MATTERS.c[name] for name in Listed.__slots__]
# The worst harm first, then the oldest judgment; what has no day comes after what has one.
_ORDER = (
    MATTERS.c.harm_rank,
    MATTERS.c.oldest_day.is_(None),
    MATTERS.c.oldest_day,
    MATTERS.c.number,
)


def listed(
    connection: sa.Connection, wanted: Wanted, *, limit: int | None, offset: int = 0
) -> list[Listed]:
    """A page of a worklist, in the order of work."""
    query = sa.select(*_COLUMNS).where(*conditions(wanted)).order_by(*_ORDER)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Listed(**row._mapping) for row in rows]


def counted(connection: sa.Connection, wanted: Wanted) -> list[Counted]:
    """How many matters there are, by vehicle and state."""
    if not (wanted.assigned_to or wanted.pattern or wanted.due_until):
        return _tallied(connection, wanted)
    number = sa.func.count().label("matters")
    query = (
        sa.select(MATTERS.c.vehicle, MATTERS.c.state, number)
        .where(*conditions(wanted))
        .group_by(MATTERS.c.vehicle, MATTERS.c.state)
        .order_by(MATTERS.c.vehicle, MATTERS.c.state)
    )
    return [Counted(**row._mapping) for row in connection.execute(query)]


def _tallied(connection: sa.Connection, wanted: Wanted) -> list[Counted]:
    """The same by state and vehicle: it was counted as the matters were written."""
    query = sa.select(TALLIES).where(TALLIES.c.matters > 0)
    if wanted.states:
        query = query.where(TALLIES.c.state.in_(wanted.states))
    if wanted.vehicle:
        query = query.where(TALLIES.c.vehicle == wanted.vehicle)
    rows = connection.execute(query.order_by(TALLIES.c.vehicle, TALLIES.c.state))
    return [Counted(**row._mapping) for row in rows]


def due_by_state(connection: sa.Connection, until: date) -> Mapping[str, int]:
    """How many matters have something that runs out by a day, by state.

    It is read from the index of days alone: by vehicle, each matter's row would be looked up.
    """
    query = (
        sa.select(MATTERS.c.state, sa.func.count())
        .where(MATTERS.c.state.in_([each.value for each in State]), MATTERS.c.next_due <= until)
        .group_by(MATTERS.c.state)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def numbers(connection: sa.Connection, wanted: Wanted, *, limit: int | None = None) -> list[int]:
    """The numbers of the matters asked for, in the order of work."""
    query = sa.select(MATTERS.c.number).where(*conditions(wanted)).order_by(*_ORDER).limit(limit)
    return list(connection.execute(query).scalars())


def newest(connection: sa.Connection, state: str, *, before: int | None, limit: int) -> list[int]:
    """The numbers of the matters of a state, the latest first; null: from the last one on."""
    query = sa.select(MATTERS.c.number).where(MATTERS.c.state == state)
    if before is not None:
        query = query.where(MATTERS.c.number < before)
    return list(connection.execute(query.order_by(MATTERS.c.number.desc()).limit(limit)).scalars())


def due(connection: sa.Connection, until: date | None) -> Sequence[Matter]:
    """Matters in which something runs that has a day; only those whose first day is by `until`."""
    query = sa.select(MATTERS.c.content).where(MATTERS.c.next_due.is_not(None))
    if until is not None:
        query = query.where(MATTERS.c.next_due <= until)
    contents = connection.execute(query.order_by(MATTERS.c.next_due, MATTERS.c.number)).scalars()
    return [read_matter(each) for each in contents]


def matters_of(connection: sa.Connection, numbers: Collection[int]) -> Mapping[int, Matter]:
    """Some matters as they stand, by number; at most a thousand."""
    query = sa.select(MATTERS.c.content).where(MATTERS.c.number.in_(numbers))
    found = (read_matter(each) for each in connection.execute(query).scalars())
    return {each.number: each for each in found}


def in_state(connection: sa.Connection, state: str) -> Iterator[Matter]:
    """Every matter of a state, by number, a thousand at a time."""
    query = sa.select(MATTERS.c.content).where(MATTERS.c.state == state).order_by(MATTERS.c.number)
    rows = connection.execute(query.execution_options(yield_per=1_000)).scalars()
    yield from (read_matter(each) for each in rows)


def grouped(
    connection: sa.Connection, state: str, *, limit: int | None = None, offset: int = 0
) -> list[Grouped]:
    """The matters of a state by pattern and vehicle, the largest group first.

    They were counted as they were written; the example is the first of each in the order of work.
    """
    tallies = PATTERN_TALLIES
    columns = (tallies.c.pattern, tallies.c.vehicle)
    query = (
        sa.select(*columns, tallies.c.matters)
        .where(tallies.c.state == state, tallies.c.matters > 0)
        .order_by(tallies.c.matters.desc(), *columns)
        .limit(limit)
        .offset(offset)
    )
    found = connection.execute(query).all()
    return [
        Grouped(**row._mapping, example=_example(connection, row.pattern, row.vehicle, state))
        for row in found
    ]


def _example(connection: sa.Connection, pattern: str, vehicle: str, state: str) -> int:
    query = (
        sa.select(MATTERS.c.number)
        .where(
            MATTERS.c.pattern == pattern,
            MATTERS.c.state == state,
            MATTERS.c.vehicle == vehicle,
        )
        .order_by(*_ORDER)
        .limit(1)
    )
    return int(connection.execute(query).scalar_one())


def on_the_way(connection: sa.Connection) -> list[Listed]:
    """Matters whose paper has not gone to the court yet, in no order.

    Relief that the law gives of itself is left out: nobody files it.
    """
    states = [each.value for each in BEFORE_FILING]
    query = sa.select(*_COLUMNS).where(MATTERS.c.state.in_(states), MATTERS.c.files_paper)
    return [Listed(**row._mapping) for row in connection.execute(query)]


def of_cases(
    connection: sa.Connection, case_keys: Collection[str]
) -> Mapping[str, tuple[str, frozenset[str]]]:
    """By case key: the subject of the case, and the vehicles for which it has a matter."""
    rows = connection.execute(
        sa.select(MATTERS.c.case_key, MATTERS.c.subject, MATTERS.c.vehicle).where(
            MATTERS.c.case_key.in_(case_keys)
        )
    ).all()
    vehicles: dict[str, set[str]] = {}
    for row in rows:
        vehicles.setdefault(row.case_key, set()).add(row.vehicle)
    subjects = {row.case_key: row.subject for row in rows}
    return {key: (subject, frozenset(vehicles[key])) for key, subject in subjects.items()}


def numbers_of_cases(connection: sa.Connection, case_keys: Collection[str]) -> list[int]:
    """The matters of some cases, by number."""
    mine = MATTERS.c.case_key.in_(case_keys)
    query = sa.select(MATTERS.c.number).where(mine).order_by(MATTERS.c.number)
    return list(connection.execute(query).scalars())


def relieved_on(connection: sa.Connection) -> Mapping[str, date]:
    """By case key: the first day on which relief was ordered, or followed from the law.

    Cases that are in the vault or forgotten have no key, and are not among them.
    """
    states = [str(each) for each in (State.RELIEVED, State.CLOSED)]
    rows = connection.execute(
        sa.select(MATTERS.c.number, MATTERS.c.case_key, MATTERS.c.content).where(
            MATTERS.c.state.in_(states), MATTERS.c.case_key.is_not(None)
        )
    ).all()
    found: dict[str, date] = {}
    for row in rows:
        day = _day_of_relief(connection, row.number, read_matter(row.content))
        if day is not None:
            found[row.case_key] = min(day, found.get(row.case_key, day))
    return found


def _day_of_relief(connection: sa.Connection, number: int, matter: Matter) -> date | None:
    if matter.order is not None:
        return matter.happened[Event.ORDER] if matter.order is Order.GRANTED else None
    entry = connection.execute(
        sa.select(EVENTS.c.kind, EVENTS.c.public)
        .where(EVENTS.c.matter == number, EVENTS.c.kind == LawFollowed.__name__)
        .order_by(EVENTS.c.seq)
    ).first()
    event = None if entry is None else read(entry.kind, entry.public, None)
    return event.on if isinstance(event, LawFollowed) else None


def with_papers(
    connection: sa.Connection, subjects: Collection[str]
) -> Mapping[str, frozenset[int]]:
    """By subject of a case: the matters of it whose papers are built, or with the court."""
    states = [str(each) for each in (State.PACKETED, State.SUBMITTED, State.FILED)]
    found: dict[str, set[int]] = {}
    asked = sorted(subjects)
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        rows = connection.execute(
            sa.select(MATTERS.c.subject, MATTERS.c.number).where(
                MATTERS.c.subject.in_(some),
                MATTERS.c.state.in_(states),
                MATTERS.c.files_paper.is_(True),
            )
        )
        for row in rows:
            found.setdefault(row.subject, set()).add(row.number)
    return {subject: frozenset(numbers) for subject, numbers in found.items()}


def vehicles_of(
    connection: sa.Connection, numbers: Sequence[int], states: Collection[str]
) -> Mapping[int, str]:
    """The vehicles of some matters, by number: of those that stand in one of the states."""
    found: dict[int, str] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = connection.execute(
            sa.select(MATTERS.c.number, MATTERS.c.vehicle).where(
                MATTERS.c.number.in_(some), MATTERS.c.state.in_(states)
            )
        )
        found |= {row.number: row.vehicle for row in rows}
    return found


def staff(connection: sa.Connection, *, former: bool = False) -> list[Member]:
    """Everybody of the staff who is here, by name; `former`: everybody who has left."""
    rows = connection.execute(
        sa.select(STAFF.c.name, STAFF.c.role)
        .where(HAS_LEFT if former else ~HAS_LEFT)
        .order_by(STAFF.c.name)
    )
    return [Member(name=row.name, role=Role(row.role)) for row in rows]


def names_of_staff(connection: sa.Connection) -> list[str]:
    """The names under which matters can stand: of who is here, and of who has left."""
    return list(connection.execute(sa.select(STAFF.c.name).order_by(STAFF.c.name)).scalars())


def conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """What rows of `MATTERS` must be to be asked for."""
    found: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        found.append(MATTERS.c.state.in_(wanted.states))
    if wanted.vehicle:
        found.append(MATTERS.c.vehicle == wanted.vehicle)
    if wanted.assigned_to:
        found.append(MATTERS.c.assigned_to == wanted.assigned_to)
    if len(wanted.pattern) == _HASH:
        found.append(MATTERS.c.pattern == wanted.pattern.lower())
    elif wanted.pattern:
        # As a range, and not by `like`: so that the index is read.
        low, high = (wanted.pattern.lower().ljust(_HASH, end) for end in "0f")
        found.append(MATTERS.c.pattern.between(low, high))
    if wanted.due_until is not None:
        found.append(MATTERS.c.next_due <= wanted.due_until)
    return found
