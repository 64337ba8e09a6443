"""What a count is held against: people or cases, of which place and year, by whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused
from vacatur.evidence.sources import DeclaredSource, Unit
from vacatur.record.terms import Term

# A population further than this from the years of the counts is declared, or refused. Ours.
MOST_YEARS_APART = 2


class DenominatorKind(Term):
    """Who or what could have been counted."""

    RESIDENTS = "residents", "residents of the place"
    ADULT_RESIDENTS = "adult_residents", "residents aged 18 or more"
    PEOPLE_WHO_USE = "people_who_use", "residents who use the substance, by a survey"
    PEOPLE_STOPPED = "people_stopped", "people who were stopped, each counted once"
    CASES_REFERRED = "cases_referred", "cases that were referred to the office"

    @property
    def closed_unit(self) -> Unit | None:
        """What is counted where a count is a part of it; None: a population, over time."""
        return _CLOSED.get(self)


_CLOSED = {
    DenominatorKind.PEOPLE_STOPPED: Unit.PERSON,
    DenominatorKind.CASES_REFERRED: Unit.CASE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """How many there are in each group, and how anyone knows."""

    kind: DenominatorKind
    place: str
    year: int  # of the count of the population
    said_by: str  # the census, survey or agency
    derived: str  # how it was derived: "615,000 residents, 63 % of them Black"; "": it was counted
    years_apart_because: str  # why a population of distant years may serve; "": it may not
    by_group: Mapping[str, float]

    def __post_init__(self) -> None:
        for field in ("place", "said_by"):
            if not getattr(self, field).strip():
                raise FigureRefused(
                    f"a denominator does not say its [{field}]",
                    why="A rate whose denominator is not named cannot be checked.",
                    repair="State the place, and who counted the people in it.",
                )
        if len(self.by_group) < 2:
            raise FigureRefused(
                "a denominator of fewer than two groups",
                where=self.place,
                why="A disparity is between one group and others.",
                repair="State how many are in each group, or in one and in everyone else.",
            )
        for group, total in self.by_group.items():
            _require_total(group, total, closed=self.kind.closed_unit is not None)


def derived_population(
    total: float, share_of_group: Mapping[str, float], *, rest: str
) -> dict[str, float]:
    """How many are in each group, from a total and shares; what is left over is `rest`.

    Raises
    ------
    FigureRefused
        The shares leave nobody over, or are no shares.
    """
    left = 1 - math.fsum(share_of_group.values())
    if left <= 0 or any(not 0 < part < 1 for part in share_of_group.values()):
        raise FigureRefused(
            f"shares that leave [{left:.3f}] for [{rest}]",
            why="Shares of a population lie between 0 and 1, and a reference is somebody.",
        )
    return {group: total * part for group, part in share_of_group.items()} | {rest: total * left}


def years_between(first: date, last: date) -> float:
    """Years from `first` to `last`, both included: each day is one part of the days of its year.

    Three calendar years are 3, with a leap day or without.
    """
    return math.fsum(
        ((min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1) / _days_in(year)
        for year in range(first.year, last.year + 1)
    )


def years_apart(denominator: Denominator, source: DeclaredSource) -> int:
    """Years between the denominator's and the nearest one of the counts.

    Raises
    ------
    FigureRefused
        More than two, and nobody declared why it may serve.
    """
    apart = max(source.first.year - denominator.year, denominator.year - source.last.year, 0)
    if apart > MOST_YEARS_APART and not denominator.years_apart_because.strip():
        raise FigureRefused(
            f"a population of [{denominator.year}] for counts of "
            f"[{source.first.year}] to [{source.last.year}]",
            where=source.name,
            why="Populations change: the rate would be of people who were not there.",
            repair=f"Use a population at most {MOST_YEARS_APART} years away, or declare why not.",
        )
    return apart


def _days_in(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _require_total(group: str, total: float, *, closed: bool) -> None:
    if not (math.isfinite(total) and total > 0):
        raise FigureRefused(
            f"[{total}] is no denominator",
            where=group,
            why="A rate is over somebody.",
            repair="Leave out a group of nobody, or put it together with another one.",
        )
    if closed and total != int(total):
        raise FigureRefused(
            f"[{total}] is no count of people or cases",
            where=group,
            why="They were counted, each one.",
        )
