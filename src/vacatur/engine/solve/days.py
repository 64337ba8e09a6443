"""Days as terms of the solver: a year, and a place in the year that is the same in every year.

The place is 31 x (month - 1) + day - 1. So days keep their order, and an anniversary has the same
place in another year. Only a wait in days counts single days, and a year is then taken apart into
four hundreds, hundreds, fours and ones: the solver is slow where it must divide.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date

import z3

from vacatur.dates import Span
from vacatur.engine.solve.terms import SymbolicValue, Term

PLACES = 372
FEBRUARY_28 = 31 + 27
FEBRUARY_29 = 31 + 28
# Places of days that no month has: 30 and 31 February, and the 31st of four months.
_NO_DAYS = (60, 61, 123, 185, 278, 340)
_LAST_OF_30 = tuple(31 * (month - 1) + 29 for month in (4, 6, 9, 11))
# The year 0 would have 366 days.
_BEFORE_YEAR_1 = 366
Years = tuple[int, int]
ALL_YEARS: Years = (date.min.year, date.max.year)
# What lies between the place of a month's first day and its number in a common year.
_GAPS = tuple(
    31 * (month - 1) - (date(2001, month, 1) - date(2001, 1, 1)).days for month in range(1, 13)
)


@dataclass(frozen=True, slots=True)
class SymbolicDay:
    """A day that may be null.

    `leap` says whether its year has a 29 February; `before` counts the days before that year, from
    the year 1.
    """

    known: Term
    year: Term
    place: Term
    leap: Term
    before: Term

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
    return SymbolicDay(
        z3.BoolVal(True),
        z3.IntVal(day.year),
        z3.IntVal(place),
        z3.BoolVal(isleap(day.year)),
        z3.IntVal(date(day.year, 1, 1).toordinal() - 1),
    )


def variable(name: str, years: Years = ALL_YEARS) -> tuple[SymbolicDay, list[Term]]:
    """A nullable day of some years, and the rules that make it one of the calendar."""
    known, year, place = z3.Bool(f"{name} known"), z3.Int(f"{name} year"), z3.Int(f"{name} place")
    parts = [z3.Int(f"{name} {unit}") for unit in ("four hundreds", "hundreds", "fours", "ones")]
    cycles, hundreds, fours, ones = parts
    # How many years divisible by 4, by 100, by 400 lie before this one.
    rest = [ones > 0, z3.Or(fours > 0, ones > 0), z3.Or(hundreds > 0, fours > 0, ones > 0)]
    begun = [z3.If(each, 1, 0) for each in rest]
    leaps = 97 * cycles + 24 * hundreds + fours + begun[0] - begun[1] + begun[2]
    day = SymbolicDay(
        known,
        year,
        place,
        leap=z3.And(ones == 0, z3.Or(fours != 0, hundreds == 0)),
        before=365 * year + leaps - _BEFORE_YEAR_1,
    )
    rules = [
        year == 400 * cycles + 100 * hundreds + 4 * fours + ones,
        cycles >= 0,
        *(
            z3.And(part >= 0, part <= most)
            for part, most in zip(parts[1:], (3, 24, 3), strict=True)
        ),
        day.year >= years[0],
        day.year <= years[1],
        day.place >= 0,
        day.place < PLACES,
        *(day.place != place for place in _NO_DAYS),
        z3.Implies(day.is_leap_day, day.leap),
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
        latest = chosen(day.code > latest.code, day, latest)
    return replace(latest, known=z3.And([day.known for day in days]))


def chosen(where: Term, one: SymbolicDay, other: SymbolicDay) -> SymbolicDay:
    """One day where something holds, and another where it does not."""
    return SymbolicDay(
        *(z3.If(where, getattr(one, each), getattr(other, each)) for each in SymbolicDay.__slots__)
    )


def anniversary(start: SymbolicDay, years: int) -> SymbolicDay:
    """Some years later; null for a start on 29 February and beyond the year 9999."""
    there = z3.And(
        start.known, z3.Not(start.is_leap_day), start.year + years <= z3.IntVal(date.max.year)
    )
    year = start.year + years
    leap = z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))
    past = year - 1
    before = 365 * past + past / 4 - past / 100 + past / 400
    return SymbolicDay(there, year, start.place, leap, before)


def age_on(birth: SymbolicDay, day: SymbolicDay) -> SymbolicValue:
    """Completed years; null on 28 February of a common year for a birth on the 29th."""
    before = z3.If(day.place < birth.place, 1, 0)
    is_open = z3.And(birth.is_leap_day, day.place == FEBRUARY_28, z3.Not(day.leap))
    known = z3.And(birth.known, day.known, z3.Not(is_open))
    return SymbolicValue(known, day.year - birth.year - before)


def ordinal(day: SymbolicDay) -> Term:
    """The number of a known day, as `date.toordinal` counts."""
    gap = z3.IntVal(0)
    for month, missing in enumerate(_GAPS):
        gap = z3.If(day.place >= 31 * month, z3.IntVal(missing), gap)
    leap = z3.If(z3.And(day.leap, day.place > FEBRUARY_29), 1, 0)
    return day.before + day.place - gap + leap + 1


def is_days_from(left: SymbolicDay, right: SymbolicDay, days: int) -> Term:
    """Whether a known day lies so many days after another."""
    match days:
        case 0:
            return left.code == right.code
        case 1:
            return left.code == _next_code(right)
        case -1:
            return right.code == _next_code(left)
    return ordinal(left) - ordinal(right) == days


def _next_code(day: SymbolicDay) -> Term:
    """The code of the day after: a short month leaves places out."""
    ends_early = z3.Or([day.place == place for place in _LAST_OF_30])
    ends_february = z3.And(day.place == FEBRUARY_28, z3.Not(day.leap))
    step = z3.If(ends_early, 2, z3.If(day.is_leap_day, 3, z3.If(ends_february, 4, 1)))
    return day.code + step
