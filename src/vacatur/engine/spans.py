"""One page's answer for one charge over time: spans of days, and not only the day of decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vacatur.engine.decide_one import decide_one
from vacatur.engine.known import begins
from vacatur.engine.standing import verified_through
from vacatur.engine.turning_days import turning_days
from vacatur.law.answers import Outcome, Published
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.record import Record

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSpan:
    """Neighbouring days on which a page gives a charge one answer, both ends included.

    `first` is None where nobody recorded when the charge began; `last` is None for the last span,
    which has no end.
    """

    first: date | None
    last: date | None
    outcome: Outcome
    published: Published


def spans_of(
    rulebook: Rulebook, page: Page, record: Record, charge_id: str
) -> tuple[AnswerSpan, ...]:
    """What a page answers for a charge on every day on which the charge exists.

    It says what is on the record today, and no more: that nothing else is recorded, and that a
    search on each day finds what today's search found. A record that was not searched on its
    `as_of` is searched on no other day for it. Each day's own facts decide it, as ever: a
    disposition dated later reads as pending.

    Parameters
    ----------
    rulebook, page, record, charge_id
        As for `decide_one`. The record holds the charge.

    Returns
    -------
    tuple of AnswerSpan
        Without gaps, oldest first; neighbours differ. Empty when the page has no answer on any
        day. After the last verified day every charge that the page reaches is in REVIEW.

    Raises
    ------
    GrantsConflict
        The page grants two answers on one of the days.
    """
    spans: list[AnswerSpan] = []
    for first, last in _pieces(rulebook, page, record, charge_id):
        decision = decide_one(rulebook, page, _moved(record, first or date.min), charge_id)
        if decision is None:
            continue
        span = AnswerSpan(
            first=first, last=last, outcome=decision.outcome, published=decision.published
        )
        if spans and _answer(spans[-1]) == _answer(span):
            spans[-1] = replace(spans[-1], last=last)
        else:
            spans.append(span)
    return tuple(spans)


def _answer(span: AnswerSpan) -> tuple[Outcome, Published]:
    return span.outcome, span.published


def _pieces(
    rulebook: Rulebook, page: Page, record: Record, charge_id: str
) -> Iterator[tuple[date | None, date | None]]:
    """The life of a charge, cut wherever the answer can change."""
    charge = record.charge(charge_id)
    begun = begins(charge)
    last_verified = verified_through(rulebook, page)
    days = turning_days(rulebook, page, record, charge)
    if begun is None or begun <= last_verified:
        # Later days are answered as the last verified one was, and that answer does not change.
        days = {day for day in days if day <= last_verified} | {last_verified + ONE_DAY}
    inner = sorted(day for day in days if begun is None or day > begun)
    lasts = [*(day - ONE_DAY for day in inner), None]
    yield from zip([begun, *inner], lasts, strict=True)


def _moved(record: Record, day: date) -> Record:
    """The record on another day, searched on it where it was searched on its own."""
    person = record.person
    if person.history_checked_on == record.as_of:
        person = replace(person, history_checked_on=day)
    return replace(record, as_of=day, person=person)
