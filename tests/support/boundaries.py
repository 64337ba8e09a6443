"""Where a page's answers change: the days, amounts and periods that generated records must hit.

Random dates rarely land on the day a law changes or on 29 February, so they are read off the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from vacatur.law import nodes as n
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk

ONE_DAY = timedelta(days=1)
SMALLEST = Decimal("1e-10")
LEAP_DAYS = [date(year, 2, 29) for year in (1992, 2000, 2004, 2008, 2012, 2016, 2020, 2024)]


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """Everything about some pages on which an answer can turn."""

    days: tuple[date, ...]
    decision_days: tuple[date, ...]
    verified_through: date
    amounts: tuple[Decimal, ...]
    years: tuple[int, ...]
    waits_in_days: tuple[int, ...]
    ages: tuple[int, ...]


def boundaries_of(rulebook: Rulebook) -> Boundaries:
    """Read the boundaries off every page of a rulebook's library that the rulebook decides."""
    days: set[date] = set()
    decision_days: set[date] = set()
    amounts: set[Decimal] = set()
    numbers: set[int] = set()
    years: set[int] = {1, 3, 4}
    waits: set[int] = {1, 30}
    for page in rulebook.pages:
        decision_days |= _around(page.verified_through)
        for section in page.sections:
            for span in (section.in_force, section.uncertain):
                for day in (span.first, span.last) if span else ():
                    decision_days |= _around(day)
            for row in section.amounts:
                days |= _around(row.in_force.first) | _around(row.in_force.last)
                amounts |= _near(row.amount)
        for condition in page.conditions():
            for node in walk(condition.truth):
                match node:
                    case n.Literal(value=date() as day):
                        days |= _around(day)
                    case n.Literal(value=Decimal() as number):
                        numbers.add(int(number))
                    case n.Waited() | n.NotWithin():
                        years.add(node.years)
                        waits.add(getattr(node, "days", 0))
    for table in rulebook.codes.values():
        for code in table.codes.values():
            days |= _around(code.used.first) | _around(code.used.last)
            amounts |= {b for b in (code.below_grams, code.at_least_grams) if b is not None}
    return Boundaries(
        days=tuple(sorted(days | decision_days)),
        decision_days=tuple(sorted(decision_days)),
        verified_through=min(page.verified_through for page in rulebook.pages),
        amounts=tuple(sorted(amounts)),
        years=tuple(sorted(years - {0})),
        waits_in_days=tuple(sorted(waits - {0})),
        ages=tuple(sorted(numbers | {21})),
    )


def _around(day: date | None) -> set[date]:
    return set() if day is None else {day - ONE_DAY, day, day + ONE_DAY}


def _near(limit: Decimal) -> set[Decimal]:
    """The limit and both edges of its guard band, each exactly and one smallest step beside."""
    low, high = limit * Decimal("0.95"), limit * Decimal("1.05")
    found = set()
    for edge in (low, limit, high):
        exact = edge.quantize(SMALLEST)
        found |= {exact - SMALLEST, exact, exact + SMALLEST}
    return {each for each in found if each >= 0}
