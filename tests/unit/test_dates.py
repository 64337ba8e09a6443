"""The legal calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.dates import Span, age_on, anniversary, days_after, parse_day, parse_span

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize("start", [date(2012, 2, 29), date(2000, 2, 29)])
@pytest.mark.parametrize("years", [1, 4, 100])
def test_a_period_that_starts_on_29_february_has_no_anniversary(start, years):
    assert anniversary(start, years) is None


@pytest.mark.parametrize(
    ("start", "reached"),
    [("2012-02-28", "2016-02-28"), ("2012-03-01", "2016-03-01"), ("2011-12-31", "2015-12-31")],
)
def test_an_anniversary_keeps_month_and_day(start, reached):
    assert anniversary(date.fromisoformat(start), 4) == date.fromisoformat(reached)


def test_a_day_beyond_the_calendar_is_not_known():
    assert anniversary(date(9999, 12, 31), 1) is None
    assert anniversary(date(9998, 12, 31), 1) == date(9999, 12, 31)
    assert days_after(date(9999, 12, 31), 1) is None
    assert days_after(date(9999, 12, 30), 1) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("day", "age"),
    [("2020-06-14", 20), ("2020-06-15", 21), ("2020-06-16", 21)],
)
def test_a_birthday_is_the_first_day_of_an_age(day, age):
    assert age_on(date(1999, 6, 15), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2021-02-27", 20),
        ("2021-02-28", None),
        ("2021-03-01", 21),
        ("2024-02-28", 23),
        ("2024-02-29", 24),
        ("2100-02-28", None),
    ],
)
def test_a_birthday_on_29_february_is_open_on_one_day_of_a_common_year(day, age):
    assert age_on(date(2000, 2, 29), date.fromisoformat(day)) == age


@given(DAYS, st.integers(1, 60))
def test_an_anniversary_is_the_day_on_which_an_age_is_reached(start, years):
    reached = anniversary(start, years)
    if reached is not None:
        assert age_on(start, reached) == years
        assert age_on(start, reached - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    "text",
    ["2020-2-3", "20-02-03", "2020-02-30", "2020-02-03T00:00", " 2020-02-03", "", "٢٠٢٠-٠٢-٠٣"],
)
def test_a_day_is_written_in_one_way_only(text):
    with pytest.raises(ValueError, match=r"\["):
        parse_day(text)


@pytest.mark.parametrize("text", ["2020-01-01..2020-12-31", "2020-01-01..", "..2020-12-31", ".."])
def test_a_span_prints_as_it_is_written(text):
    assert str(parse_span(text)) == text


@given(DAYS, DAYS, DAYS)
def test_a_span_holds_both_of_its_ends(first, last, day):
    first, last = sorted((first, last))
    span = Span(first, last)
    assert first in span
    assert last in span
    assert (day in span) == (first <= day <= last)
    assert span.meets(Span(day, None)) == (day <= last)
    assert span.meets(Span(None, day)) == (first <= day)


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(Exception, match="ends before it begins"):
        Span(date(2020, 1, 2), date(2020, 1, 1))
