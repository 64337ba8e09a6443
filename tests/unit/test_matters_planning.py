"""The order of work: harm, clocks, age, number; laid on court days."""

from __future__ import annotations

from datetime import date

import pytest

from vacatur.matters.planning import planned
from vacatur.matters.queries import Listed
from vacatur.matters.states import Harm

NO_HARM = len(Harm)
FRIDAY = date(2026, 2, 13)  # Monday the 16th is a holiday


def row(number: int, **changed: object) -> Listed:
    plain = {
        "number": number,
        "state": "prepared",
        "vehicle": "us-xx/motion",
        "assigned_to": None,
        "prepared_by": None,
        "approved_by": None,
        "harm_rank": NO_HARM,
        "oldest_day": None,
        "next_due": None,
        "pattern": "a" * 64,
    }
    return Listed(**(plain | changed))


def numbers(*rows: Listed) -> list[int]:
    return [turn.number for turn in planned(rows, per_day=10, start=FRIDAY)]


def test_the_worst_harm_comes_first_whatever_runs():
    assert numbers(
        row(1, next_due=date(2026, 2, 13)), row(2, harm_rank=Harm.JOB.rank), row(3, harm_rank=0)
    ) == [3, 2, 1]


def test_then_what_runs_out_first_and_what_has_no_clock_last():
    assert numbers(
        row(1, oldest_day=date(1990, 1, 1)),
        row(2, next_due=date(2026, 3, 2)),
        row(3, next_due=date(2026, 3, 1)),
    ) == [3, 2, 1]


def test_then_the_oldest_judgment_and_what_has_no_day_last():
    assert numbers(
        row(1), row(2, oldest_day=date(2012, 1, 1)), row(3, oldest_day=date(2011, 1, 1)), row(0)
    ) == [3, 2, 0, 1]


def test_waves_lie_on_court_days():
    turns = planned([row(n) for n in range(1, 6)], per_day=2, start=FRIDAY)

    assert [(turn.place, turn.wave, turn.day) for turn in turns] == [
        (1, 1, FRIDAY),
        (2, 1, FRIDAY),
        (3, 2, date(2026, 2, 17)),
        (4, 2, date(2026, 2, 17)),
        (5, 3, date(2026, 2, 18)),
    ]


def test_the_first_wave_waits_for_a_court_day():
    (turn,) = planned([row(1)], per_day=1, start=date(2026, 2, 14))

    assert turn.day == date(2026, 2, 17)


@pytest.mark.parametrize(
    ("next_due", "runs_out"),
    [(date(2026, 2, 17), False), (date(2026, 2, 16), True), (None, False)],
)
def test_a_clock_that_ends_before_the_turn_is_told(next_due, runs_out):
    first = row(1, harm_rank=0)
    _, turn = planned([first, row(2, next_due=next_due)], per_day=1, start=FRIDAY)

    assert turn.day == date(2026, 2, 17)
    assert turn.runs_out is runs_out


def test_nothing_waits():
    assert planned([], per_day=1, start=FRIDAY) == []
