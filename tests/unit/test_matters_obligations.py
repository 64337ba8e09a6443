"""The ledger of compliance, read from its own table, says what the relieved matters say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.matters import (
    DAY,
    LEE,
    do,
    doing,
    hire,
    open_some,
    walk,
    way_from_court,
    way_to_court,
)
from vacatur.errors import ChainBroken
from vacatur.law.vehicle import Holder
from vacatur.matters.commands import RecordChange
from vacatur.matters.obligations import (
    Place,
    all_obligations,
    hold_obligations,
    holder_counts,
    left_of,
    obligations_of,
)
from vacatur.matters.queries import in_state
from vacatur.matters.schema import OBLIGATIONS
from vacatur.matters.states import State

HOLDER = Holder.COURT_FILE


def test_it_follows_each_matter_and_what_was_written_past_it_is_found(casework):
    hire(casework)
    (number,) = open_some(casework)
    walk(casework, number, [*way_to_court(), *way_from_court()[:5]])
    with casework.reading() as connection:
        (relieved,) = in_state(connection, State.RELIEVED.value)
        assert list(all_obligations(connection)) == obligations_of(relieved) != []
        due = min(each.due_on for each in obligations_of(relieved) if each.due_on)
        late = {each.holder: each.late for each in holder_counts(connection, due + timedelta(1))}
        assert set(late.values()) == {1}
        assert {each.late for each in holder_counts(connection, due)} == {0}
    holder = relieved.records[0].holder
    with casework.working(doing()) as work:
        do(work, number, RecordChange(by=LEE.name, holder=holder, on=DAY, evidence="Seen."), LEE)
    with casework.reading() as connection:
        confirmed = {each.holder: each.confirmed for each in holder_counts(connection, DAY)}
        assert confirmed[holder] == 1
        assert left_of(connection, holder, after=None, size=9) == []
        hold_obligations(connection)
    with casework.working(doing()) as work:
        work.take_back(work.matter(number), "Another record.")
    with casework.engine.begin() as connection:
        assert left_of(connection, holder, after=None, size=9)
        hold_obligations(connection)
        connection.execute(sa.update(OBLIGATIONS).values(changed_on=DAY, record="another"))
        with pytest.raises(ChainBroken, match=f"matter {number}") as found:
            hold_obligations(connection)
        assert "court days" not in str(found.value)
        connection.rollback()


def test_pages_hold_each_line_once_and_the_most_late_first(casework):
    day = date(2026, 1, 1)
    rows = [
        {
            "matter": number,
            "place": place,
            "vehicle": "us-xx/v",
            "holder": HOLDER.value,
            "record": "the file",
            "ordered_on": day,
            "due_on": None if number % 4 == 0 else day + timedelta(number % 5),
            "changed_on": day if number % 3 == 0 else None,
        }
        for number in range(1001, 1061)  # another test left its own
        for place in (0, 1)
    ]
    with casework.engine.begin() as connection:
        connection.execute(sa.insert(OBLIGATIONS), rows)
        found, after = [], None
        while lines := left_of(connection, HOLDER, after=after, size=7):
            found += lines
            last = lines[-1]
            after = Place(due_on=last.due_on, matter=last.matter, place=last.place)
        connection.rollback()
    left = [each for each in rows if each["changed_on"] is None]
    order = sorted((x["due_on"] or date.max, x["matter"], x["place"]) for x in left)
    mine = [x for x in found if x.matter > 1000]
    assert [(x.due_on or date.max, x.matter, x.place) for x in mine] == order


def test_a_day_that_is_counted_otherwise_accuses_nobody_alone(casework, monkeypatch):
    (number,) = open_some(casework)
    walk(casework, number, [*way_to_court(), *way_from_court()[:5]])
    monkeypatch.setattr("vacatur.matters.waiting.court_day_until", lambda day: day - timedelta(9))
    with (
        casework.reading() as connection,
        pytest.raises(ChainBroken, match="an earlier vacatur has counted court days otherwise"),
    ):
        hold_obligations(connection)
