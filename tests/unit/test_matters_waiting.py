"""Clocks and court days, on both sides of each boundary: no day counts in anybody's disfavour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.matters import AGENCIES, CLOSING_DUTY, OURS, RESPONSE, matter_in
from vacatur.law.vehicle import Actor, Event
from vacatur.matters.court_days import court_day_from, court_day_until, is_court_day
from vacatur.matters.matter import Filing, Matter
from vacatur.matters.states import Answer, Discharge, Order, Receipt, State
from vacatur.matters.waiting import next_due, waiting

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, day) for day in (6, 7, 8, 9))
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (SUNDAY, False),
        (MONDAY, True),
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), True),
        (date(2026, 1, 19), False),  # Martin Luther King Jr.
        (date(2026, 2, 16), False),  # Washington
        (date(2026, 6, 19), False),  # Juneteenth
        (date(2026, 7, 3), False),  # Independence Day falls on a Saturday: the day before
        (date(2026, 11, 27), False),  # American Indian Heritage Day: Maryland, the day after
        (date(2027, 12, 24), False),  # Christmas falls on a Saturday
    ],
)
def test_the_days_on_which_courts_are_open(day, is_open):
    assert is_court_day(day) is is_open


def test_court_days_before_and_after():
    assert court_day_from(FRIDAY) == court_day_until(FRIDAY) == FRIDAY
    assert court_day_from(SATURDAY) == MONDAY
    assert court_day_until(SUNDAY) == FRIDAY
    # A weekend and a holiday in one row: 14, 15 and 16 February 2026.
    assert court_day_from(date(2026, 2, 14)) == date(2026, 2, 17)
    assert court_day_until(date(2026, 2, 16)) == date(2026, 2, 13)


def test_each_court_day_is_one_and_the_nearest():
    day = date(2025, 12, 1)
    while day < date(2027, 2, 1):
        after, until = court_day_from(day), court_day_until(day)
        assert is_court_day(after)
        assert is_court_day(until)
        assert until <= day <= after
        between = {until + ONE_DAY * n for n in range(1, (after - until).days)}
        assert not any(is_court_day(each) for each in between)
        day += ONE_DAY


def lines(matter: Matter) -> dict[str, date | None]:
    return {each.what: each.day for each in waiting(matter)}


def filed(**happened: date) -> Matter:
    """A filed matter; when each event happened, by its name."""
    return matter_in(State.FILED, happened={Event(name): day for name, day in happened.items()})


# Thirty days after 6 February 2026 is Sunday 8 March; after 7 February, Monday 9 March.
@pytest.mark.parametrize(
    ("notice", "runs_to"),
    [
        (date(2026, 2, 4), FRIDAY),
        (date(2026, 2, 5), MONDAY),
        (date(2026, 2, 6), MONDAY),
        (date(2026, 2, 7), MONDAY),
        (date(2026, 1, 17), date(2026, 2, 17)),  # 16 February is a holiday
    ],
)
def test_what_another_may_do_runs_to_the_first_court_day_not_before_its_end(notice, runs_to):
    assert lines(filed(NOTICE=notice)) == {RESPONSE.text: runs_to}


@pytest.mark.parametrize(
    ("order", "due"),
    [
        (date(2026, 2, 4), FRIDAY),
        (date(2026, 2, 5), FRIDAY),
        (date(2026, 2, 6), FRIDAY),
        (date(2026, 2, 7), MONDAY),
        (date(2026, 1, 17), date(2026, 2, 13)),  # 14, 15 and 16 February: closed
    ],
)
def test_what_the_office_must_do_is_due_on_the_last_court_day_not_after_its_end(order, due):
    relieved = replace(with_nolle_open(), happened={Event.ORDER: order})
    assert lines(relieved)[OURS.text] == due


def with_nolle_open(state: State = State.RELIEVED) -> Matter:
    matter = matter_in(state, order=Order.GRANTED)
    return replace(
        matter,
        duties=tuple(
            replace(each, how=None) if each.number == CLOSING_DUTY.number else each
            for each in matter.duties
        ),
    )


def test_a_clock_whose_event_has_not_happened_does_not_run():
    assert lines(filed()) == {}
    assert next_due(filed()) is None


@pytest.mark.parametrize(
    "changed", [{"answer": Answer.OBJECTS}, {"answer": Answer.SILENT}, {"order": Order.DENIED}]
)
def test_the_time_to_answer_ends_with_an_answer_or_an_order(changed):
    assert RESPONSE.text in lines(filed(NOTICE=FRIDAY))
    assert RESPONSE.text not in lines(replace(filed(NOTICE=FRIDAY), **changed))


def test_what_the_office_must_do_ends_with_its_duty():
    relieved = replace(with_nolle_open(), happened={Event.ORDER: FRIDAY})
    done = replace(
        relieved,
        duties=tuple(replace(each, how=Discharge.DONE) for each in relieved.duties),
    )
    assert OURS.text in lines(relieved)
    assert OURS.text not in lines(done)


def test_the_agencies_time_ends_when_every_record_has_changed():
    relieved = replace(with_nolle_open(), happened={Event.ORDER: FRIDAY})
    first, second = relieved.records
    half = replace(relieved, records=(replace(first, changed_on=MONDAY), second))
    whole = replace(half, records=(half.records[0], replace(second, changed_on=MONDAY)))

    assert AGENCIES.text in lines(half)
    assert AGENCIES.text not in lines(whole)


@pytest.mark.parametrize("state", [State.CLOSED, State.SET_ASIDE, State.REFUSED])
def test_nothing_runs_by_a_clock_once_the_matter_has_ended(state):
    ended = replace(with_nolle_open(state), happened={Event.ORDER: FRIDAY, Event.NOTICE: FRIDAY})
    assert lines(ended) == {}


def test_the_court_is_asked_on_the_first_court_day_from_the_day_of_sending():
    sent = matter_in(State.SUBMITTED)
    for day, asked in (
        (FRIDAY, FRIDAY),
        (SATURDAY, MONDAY),
        (date(2026, 2, 14), date(2026, 2, 17)),
    ):
        paper = replace(sent.filings[0], submitted_on=day)
        (line,) = waiting(replace(sent, filings=(paper,)))
        assert (line.what, line.day) == ("ask the court whether it has the paper", asked)


# Fourteen days after 20 February 2026 is Friday 6 March; after 21 February, a Saturday.
@pytest.mark.parametrize(
    ("sent_back", "due"),
    [
        (date(2026, 2, 19), date(2026, 3, 5)),
        (date(2026, 2, 20), FRIDAY),
        (date(2026, 2, 21), FRIDAY),
        (date(2026, 2, 22), FRIDAY),
        (date(2026, 2, 23), MONDAY),
    ],
)
def test_a_paper_that_was_sent_back_is_filed_again_within_fourteen_days(sent_back, due):
    paper = Filing(
        document="x",
        content_sha256="y",
        submitted_on=FRIDAY,
        receipt=Receipt.REJECTED,
        answered_on=sent_back,
    )
    assigned = matter_in(State.ASSIGNED, filings=(paper,))
    assert lines(assigned) == {"mend the paper and file it again": due}
    assert lines(replace(assigned, state=State.SET_ASIDE)) == {}


def test_a_duty_before_the_hearing_is_due_on_the_last_court_day_before_it():
    matter = matter_in(State.FILED, hearing_set_for=SUNDAY)
    open_again = replace(
        matter, duties=tuple(replace(each, how=None) for each in matter.duties if each.number == 1)
    )
    assert lines(matter) == {}
    assert list(lines(open_again).values()) == [FRIDAY]
    assert lines(replace(open_again, happened={Event.HEARING: FRIDAY})) == {}


def test_the_earliest_comes_first_and_what_has_no_day_last():
    endless = replace(RESPONSE, text="may object", days=10**8)
    matter = replace(
        filed(NOTICE=FRIDAY, ORDER=date(2026, 2, 2)), clocks=(endless, AGENCIES, RESPONSE, OURS)
    )
    days = [each.day for each in waiting(matter)]

    assert days[-1] is None
    assert days[:-1] == sorted(day for day in days if day)
    assert next_due(matter) == days[0]
    assert {each.who for each in waiting(matter)} <= set(Actor)
