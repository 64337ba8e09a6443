"""What cases took, or did not take: bookings, jail days, hearings, attorney hours.

A count with its interval, times a declared unit cost with its own. There is no estimate of a unit
cost here: somebody declares it and is named.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.denominators import years_between
from vacatur.evidence.figures import require_count
from vacatur.evidence.sources import DeclaredSource, Unit, refuse_across
from vacatur.figures.intervals import (
    LEVEL,
    Estimate,
    Interval,
    Method,
    rate,
    rate_difference,
    times,
)
from vacatur.record.terms import Term


class Resource(Term):
    """What a case takes."""

    BOOKINGS = "bookings", "bookings into a jail"
    JAIL_DAYS = "jail_days", "days in a jail"
    HEARINGS = "hearings", "hearings in court"
    ATTORNEY_HOURS = "attorney_hours", "hours of prosecutors"


class SpentOrAvoided(Term):
    """Whether it was taken."""

    SPENT = "spent", "taken by cases that were counted"
    AVOIDED = "avoided", "not taken by cases that were fewer than in the earlier period"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """How much of a resource one arrest, charge or case takes, and who says so."""

    resource: Resource
    per: Unit
    low: float
    mid: float
    high: float
    year: int
    said_by: str

    def __post_init__(self) -> None:
        if not self.said_by.strip():
            raise FigureRefused(
                f"a unit cost of [{self.resource}] that nobody declared",
                why="The whole figure rests on it.",
                repair="Name who measured or estimated it.",
            )
        if not (0 <= self.low <= self.mid <= self.high and math.isfinite(self.high)):
            raise FigureRefused(
                f"[{self.low}], [{self.mid}], [{self.high}] is no low, middle and high",
                where=self.said_by,
                why="A unit cost is not less than nothing, and its middle lies between its limits.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFigure:
    """So much of one resource. The limits hold both the count's chance and the declared limits."""

    resource: Resource
    kind: SpentOrAvoided
    what: str  # what was counted
    number: Estimate  # of cases, or how many fewer
    costs: tuple[UnitCost, ...]
    amount: Estimate
    sources: tuple[DeclaredSource, ...]


def spent(
    count: int, cost: UnitCost, source: DeclaredSource, *, what: str, level: float = LEVEL
) -> ResourceFigure:
    """What so many cases took: Byar's limits of the count times the limits of the cost.

    Raises
    ------
    FigureRefused
        The count and the cost are of different units.
    """
    require_count(count, where=source.name)
    refuse_across({source.name: source.unit, cost.said_by: cost.per})
    number = Estimate(value=float(count), interval=rate(count, 1, level=level))
    return _figure(number, cost, SpentOrAvoided.SPENT, what, (source,))


def avoided(
    before: int,
    after: int,
    cost: UnitCost,
    sources: tuple[DeclaredSource, DeclaredSource],
    *,
    what: str,
    level: float = LEVEL,
) -> ResourceFigure:
    """What was not taken, as there were fewer cases than at the earlier pace.

    It is a description: that there were fewer does not show why. The interval may hold less than
    nothing, which means that there may have been more.

    Parameters
    ----------
    before, after
        Counts of the earlier and the later period; the later one's length is what is compared.
    sources
        Of the earlier and of the later count.

    Raises
    ------
    FigureRefused
        The units differ, or the periods overlap.
    """
    earlier, later = sources
    require_count(before, where=earlier.name)
    require_count(after, where=later.name)
    refuse_across(
        {"before": earlier.unit, "after": later.unit, cost.said_by: cost.per},
    )
    if later.first <= earlier.last:
        raise FigureRefused(
            f"periods that overlap: to [{earlier.last}], and from [{later.first}]",
            where=what,
            why="A case of both would be counted as avoided and as spent.",
        )
    years, length = (
        years_between(earlier.first, earlier.last),
        years_between(later.first, later.last),
    )
    limits = rate_difference(before, years, after, length, level=level)
    number = Estimate(value=before / years * length - after, interval=times(limits, length))
    return _figure(number, cost, SpentOrAvoided.AVOIDED, what, sources)


def total(figures: Sequence[ResourceFigure], *, what: str) -> ResourceFigure:
    """The sum of figures of one resource: limits added to limits, which is wide and safe.

    Raises
    ------
    FigureRefused
        Nothing is added, or hours to days, or what was spent to what was avoided.
    """
    kinds = {(each.resource, each.kind) for each in figures}
    if len(kinds) != 1:
        said = ", ".join(sorted(f"[{resource} {kind}]" for resource, kind in kinds)) or "nothing"
        raise FigureRefused(
            f"a sum of {said}",
            where=what,
            why="Hours and days do not add up, and what was spent was not avoided.",
            repair="Print each of them by itself.",
        )
    resource, kind = kinds.pop()
    return ResourceFigure(
        resource=resource,
        kind=kind,
        what=what,
        number=_sum([each.number for each in figures]),
        costs=tuple(cost for each in figures for cost in each.costs),
        amount=_sum([each.amount for each in figures]),
        sources=tuple(source for each in figures for source in each.sources),
    )


def _figure(
    number: Estimate,
    cost: UnitCost,
    kind: SpentOrAvoided,
    what: str,
    sources: tuple[DeclaredSource, ...],
) -> ResourceFigure:
    low, high = number.interval.low, number.interval.high
    assert number.value is not None and low is not None and high is not None
    products = [count * each for count in (low, high) for each in (cost.low, cost.high)]
    return ResourceFigure(
        resource=cost.resource,
        kind=kind,
        what=what,
        number=number,
        costs=(cost,),
        amount=Estimate(
            value=number.value * cost.mid,
            interval=_bounds(min(products), max(products), number.interval.level),
        ),
        sources=sources,
    )


def _sum(parts: Sequence[Estimate]) -> Estimate:
    lows, highs, values = [], [], []
    for each in parts:
        assert each.value is not None
        assert each.interval.low is not None and each.interval.high is not None
        values.append(each.value)
        lows.append(each.interval.low)
        highs.append(each.interval.high)
    level = min(each.interval.level for each in parts)
    return Estimate(
        value=math.fsum(values), interval=_bounds(math.fsum(lows), math.fsum(highs), level)
    )


def _bounds(low: float, high: float, level: float) -> Interval:
    return Interval(low=low, high=high, level=level, method=Method.BOUNDS)
