"""Days of the solver against the calendar: order, counting, anniversaries, ages."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import z3

from vacatur.dates import Span, age_on, anniversary
from vacatur.engine.solve import days

DAYS = [
    date(year, month, day)
    for year in (1, 1900, 1999, 2000, 2019, 2020, 2023, 9999)
    for month, day in [(1, 1), (1, 31), (2, 28), (3, 1), (4, 30), (8, 31), (12, 30), (12, 31)]
] + [date(year, 2, 29) for year in (4, 2000, 2020, 2400)]


def is_true(claim):
    return z3.is_true(z3.simplify(claim))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_keeps_its_number(day):
    assert z3.simplify(days.ordinal(days.constant(day))).as_long() == day.toordinal()


def test_days_keep_their_order():
    for earlier, later in pairwise(sorted(DAYS)):
        assert is_true(days.is_before(*map(days.constant, (earlier, later)), inclusive=False))
        assert not is_true(days.is_before(*map(days.constant, (later, earlier)), inclusive=True))


@pytest.mark.parametrize("years", [1, 4, 100])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_an_anniversary_is_the_calendars(day, years):
    reached = days.anniversary(days.constant(day), years)
    expected = anniversary(day, years)

    assert is_true(reached.known) == (expected is not None)
    if expected is not None:
        assert is_true(days.is_days_from(reached, days.constant(expected), 0))


def test_an_age_is_the_calendars():
    for born in DAYS:
        for day in (each for each in DAYS if each >= born):
            age = days.age_on(days.constant(born), days.constant(day))
            expected = age_on(born, day)
            assert is_true(age.known) == (expected is not None), (born, day)
            if expected is not None:
                assert z3.simplify(age.value).as_long() == expected, (born, day)


def test_a_variable_is_any_day_of_the_calendar_and_no_other():
    day, rules = days.variable("day")
    solver = z3.Solver()
    solver.add(rules)
    for year, month, number in [(2023, 2, 29), (1900, 2, 29), (2024, 2, 30), (2023, 4, 31)]:
        assert (
            solver.check(day.year == year, day.place == 31 * (month - 1) + number - 1) == z3.unsat
        )
    for each in DAYS:
        is_it = days.is_days_from(day, days.constant(each), 0)
        assert solver.check(day.known, is_it) == z3.sat
        assert days.day_in(solver.model(), day) == each


def test_a_span_holds_both_its_ends():
    span = Span(date(2020, 2, 29), date(2020, 3, 1))
    inside = [date(2020, 2, 29) + timedelta(days=n) for n in range(-1, 3)]

    found = [is_true(days.within(days.constant(day), span)) for day in inside]

    assert found == [False, True, True, False]


@pytest.mark.parametrize("day", [each for each in DAYS if each < date(9999, 12, 30)], ids=str)
def test_the_day_after_is_the_calendars(day):
    here = days.constant(day)
    after, later = (days.constant(day + timedelta(days=n)) for n in (1, 2))

    assert is_true(days.is_days_from(after, here, 1))
    assert is_true(days.is_days_from(here, after, -1))
    assert not is_true(days.is_days_from(later, here, 1))
    assert is_true(days.is_days_from(later, here, 2))
