"""Days as terms of the solver: a year, and a place in the year that is the same in every year.

The place is 31 x (month - 1) + day - 1. So days keep their order, and an anniversary has the same
place in another year: the calendar's own arithmetic is needed only to count single days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import z3

from vacatur.dates import Span
from vacatur.engine.solve.terms import SymbolicValue, Term

PLACES = 372
FEBRUARY_28 = 31 + 27
FEBRUARY_29 = 31 + 28
# Places of days that no month has: 30 and 31 February, and the 31st of four months.
_NO_DAYS = (60, 61, 123, 185, 278, 340)
# What lies between the place of a month's first day and its number in a common year.
_GAPS = tuple(
    31 * (month - 1) - (date(2001, month, 1) - date(2001, 1, 1)).days for month in range(1, 13)
)


@dataclass(frozen=True, slots=True)
class SymbolicDay:
    """A day that may be null."""

    known: Term
    year: Term
    place: Term

    @property
    def code(self) -> Term:
        """A number that orders days."""
        return self.year * PLACES + self.place

    @property
    def is_leap_day(self) -> Term:
        """Whether it is a 29 February."""
        return self.place == FEBRUARY_29


def constant(day: date) -> SymbolicDay:
    """A day that is given."""
    place = 31 * (day.month - 1) + day.day - 1
    return SymbolicDay(z3.BoolVal(True), z3.IntVal(day.year), z3.IntVal(place))


def variable(name: str) -> tuple[SymbolicDay, list[Term]]:
    """A nullable day of which nothing is known, and the rules that make it one of the calendar."""
    day = SymbolicDay(z3.Bool(f"{name} known"), z3.Int(f"{name} year"), z3.Int(f"{name} place"))
    rules = [
        day.year >= date.min.year,
        day.year <= date.max.year,
        day.place >= 0,
        day.place < PLACES,
        *(day.place != place for place in _NO_DAYS),
        z3.Implies(day.is_leap_day, _is_leap(day.year)),
    ]
    return day, rules


def day_in(model: Term, day: SymbolicDay) -> date | None:
    """The day in a model; None where it is null there."""
    if not z3.is_true(model.eval(day.known)):
        return None
    year = model.eval(day.year, model_completion=True).as_long()
    place = model.eval(day.place, model_completion=True).as_long()
    return date(year, place // 31 + 1, place % 31 + 1)


def is_before(left: SymbolicDay, right: SymbolicDay, *, inclusive: bool) -> Term:
    """Whether one known day is earlier than another, or on it."""
    return left.code <= right.code if inclusive else left.code < right.code


def within(day: SymbolicDay, span: Span) -> Term:
    """Whether a known day lies in a span."""
    parts = []
    if span.first is not None:
        parts.append(is_before(constant(span.first), day, inclusive=True))
    if span.last is not None:
        parts.append(is_before(day, constant(span.last), inclusive=True))
    return z3.And(parts)


def later_of(days: list[SymbolicDay]) -> SymbolicDay:
    """The latest of several days; null when one is."""
    latest = days[0]
    for day in days[1:]:
        is_later = day.code > latest.code
        latest = SymbolicDay(
            latest.known,
            z3.If(is_later, day.year, latest.year),
            z3.If(is_later, day.place, latest.place),
        )
    return SymbolicDay(z3.And([day.known for day in days]), latest.year, latest.place)


def anniversary(start: SymbolicDay, years: int) -> SymbolicDay:
    """Some years later; null for a start on 29 February and beyond the year 9999."""
    there = z3.And(
        start.known, z3.Not(start.is_leap_day), start.year + years <= z3.IntVal(date.max.year)
    )
    return SymbolicDay(there, start.year + years, start.place)


def age_on(birth: SymbolicDay, day: SymbolicDay) -> SymbolicValue:
    """Completed years; null on 28 February of a common year for a birth on the 29th."""
    before = z3.If(day.place < birth.place, 1, 0)
    is_open = z3.And(birth.is_leap_day, day.place == FEBRUARY_28, z3.Not(_is_leap(day.year)))
    known = z3.And(birth.known, day.known, z3.Not(is_open))
    return SymbolicValue(known, day.year - birth.year - before)


def ordinal(day: SymbolicDay) -> Term:
    """The number of a known day, as `date.toordinal` counts."""
    years = day.year - 1
    before = 365 * years + years / 4 - years / 100 + years / 400
    gap = z3.IntVal(0)
    for month, missing in enumerate(_GAPS):
        gap = z3.If(day.place >= 31 * month, z3.IntVal(missing), gap)
    leap = z3.If(z3.And(_is_leap(day.year), day.place > 61), 1, 0)
    return before + day.place - gap + leap + 1


def is_days_from(left: SymbolicDay, right: SymbolicDay, days: int) -> Term:
    """Whether a known day lies so many days after another."""
    if days == 0:
        return left.code == right.code
    return ordinal(left) - ordinal(right) == days


def next_to(day: date, days: int) -> SymbolicDay:
    """A given day and some days, as a constant."""
    return constant(day + timedelta(days=days))


def _is_leap(year: Term) -> Term:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))
