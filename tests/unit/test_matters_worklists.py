"""A worklist page by page holds what the whole list holds, once each and in its order."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.matters import opening
from tests.support.plans import noted, plan_of
from vacatur.matters.applying import opened
from vacatur.matters.queries import Listed, Wanted, counted, grouped
from vacatur.matters.schema import MATTERS, PATTERN_TALLIES
from vacatur.matters.states import Harm, State
from vacatur.matters.store import _row
from vacatur.matters.worklists import Order, known_count, page_of

MANY = 300
PATTERNS = tuple(letter * 64 for letter in "ab")
PLACE = {
    Order.WORK: lambda x: (x.harm_rank, x.oldest_day or date.max, x.number),
    Order.DUE: lambda x: (x.next_due or date.max, x.number),
    Order.NEWEST: lambda x: -x.number,
}


@pytest.fixture
def filled(casework):
    """Matters of every kind, many of them alike in all but their number."""
    draw = random.Random(20260215)
    plain = _row(opened(1, opening()))
    states = [each.value for each in State if each not in {State.SUBMITTED, State.REFUSED}]
    day = date(2000, 1, 1)

    def some_day() -> date | None:
        return None if draw.random() < 0.3 else day + timedelta(days=draw.randrange(9))

    rows = [
        plain
        | {
            "number": number,
            "subject": f"{number:032x}",
            "case_key": f"{number:064x}",
            "particulars_seq": number,
            "vehicle": f"us-xx/vehicle-{draw.randrange(2)}",
            "state": draw.choice(states),
            "pattern": draw.choice(PATTERNS),
            "assigned_to": draw.choice([None, "P. Lee", "A. Roe"]),
            "prepared_by": "P. Lee",
            "approved_by": "A. Roe",
            "victim_notice": "done",
            "harm_rank": draw.choice([0, 2, len(Harm)]),
            "oldest_day": some_day(),
            "next_due": some_day(),
        }
        for number in range(1, MANY + 1)
    ]
    with casework.engine.begin() as connection:
        connection.execute(sa.insert(MATTERS), rows)
    yield casework
    with casework.engine.begin() as connection:
        connection.execute(sa.delete(MATTERS))


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(states=("filed",)),
        Wanted(states=("open", "filed"), vehicle="us-xx/vehicle-1"),
        Wanted(assigned_to="P. Lee"),
        Wanted(pattern=PATTERNS[0]),
        Wanted(pattern="a" * 8),
        Wanted(due_until=date(2000, 1, 4)),
    ],
    ids=["all", "state", "states", "person", "pattern", "beginning", "due"],
)
def test_pages_hold_everything_once_and_in_order(filled, wanted, order):
    lines: list[Listed] = []
    with filled.reading() as connection:
        after = None
        while True:
            page = page_of(connection, wanted, order, after=after, size=17)
            lines += page.lines
            after = page.after
            if after is None:
                break
        expected = sum(each.matters for each in counted(connection, wanted))
        known = known_count(connection, wanted)
    assert len(lines) == len({each.number for each in lines}) == expected > 0
    assert lines == sorted(lines, key=PLACE[order])
    assert known in (None, expected)


def test_tallies_by_pattern_are_what_the_matters_are(filled):
    """As they are written, changed and removed."""
    with filled.engine.begin() as connection:
        moved = sa.update(MATTERS).where(MATTERS.c.number <= 40)
        connection.execute(moved.values(pattern=PATTERNS[1], state="filed"))
        connection.execute(sa.delete(MATTERS).where(MATTERS.c.number > 290))
    columns = (MATTERS.c.pattern, MATTERS.c.vehicle, MATTERS.c.state)
    with filled.reading() as connection:
        counted_now = connection.execute(
            sa.select(*columns, sa.func.count()).group_by(*columns).order_by(*columns)
        ).all()
        tallies = sa.select(PATTERN_TALLIES).where(PATTERN_TALLIES.c.matters > 0)
        kept = connection.execute(tallies.order_by(*list(PATTERN_TALLIES.c)[:3])).all()
        groups = grouped(connection, "filed", limit=3)
    assert [tuple(x) for x in kept] == [tuple(x) for x in counted_now]
    assert [each.matters for each in groups] == sorted((x.matters for x in groups), reverse=True)


def test_the_next_page_is_read_from_an_index_and_sorts_nothing(filled):
    wanted = Wanted(states=("prepared",))
    with filled.reading() as connection:
        first = page_of(connection, wanted, Order.WORK, after=None, size=5)
        with noted() as asked:
            page_of(connection, wanted, Order.WORK, after=first.after, size=5)
        plans = [plan_of(connection, *each) for each in asked if "FROM matters" in each[0]]
    assert plans
    assert not [each for each in plans if "Sort" in each or "TEMP B-TREE" in each]
