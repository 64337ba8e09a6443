"""How numbers, periods and intervals are printed: once, for sentences and for claim cards alike."""

from __future__ import annotations

import math
from datetime import date

from vacatur.evidence.sources import DeclaredSource
from vacatur.figures.intervals import Estimate, Interval

WHY = "This does not by itself show why."


def number(value: float) -> str:
    """A number as a reader reads it: whole from 10 on, one decimal from 1 on, else two digits."""
    size = abs(value)
    if round(size, 1) >= 10 or value == 0:
        return f"{value:,.0f}"
    if round(size, 2) >= 1:
        return f"{value:.1f}"
    return f"{value:.{1 - math.floor(math.log10(size))}f}"


def percent(share: float, *, sign: str = "%") -> str:
    """A share with one decimal: 95.8%."""
    return f"{share * 100:.1f}{sign}"


def in_a_hundred(share: float) -> str:
    """About so many in 100; a share that is neither none nor all is never printed as such."""
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return "fewer than 1"
    if whole == 100 and share < 1:
        return "more than 99"
    return f"about {whole}"


def sentence(text: str) -> str:
    """A text with a capital letter."""
    return text[:1].upper() + text[1:]


def percents(limits: Interval) -> str:
    """Both limits of a share: 94.6-96.7."""
    return f"{percent(limits.low or 0, sign='')}-{percent(_high(limits), sign='')}"


def spread(limits: Interval) -> str:
    """Both limits in the unit of the figure: 10 to 17; a limit that is not there is said."""
    if limits.high is None:
        return f"at least {number(limits.low or 0)}"
    if limits.low is None:
        return f"at most {number(limits.high)}"
    return f"{number(limits.low)} to {number(limits.high)}"


def level(limits: Interval) -> str:
    """The level of an interval: 95% CI."""
    return f"{limits.level * 100:g}% CI"


def value_and_spread(estimate: Estimate) -> str:
    """A value with its limits: 115 (109 to 122)."""
    if estimate.value is None:
        return spread(estimate.interval)
    return f"{number(estimate.value)} ({spread(estimate.interval)})"


def period(first: date, last: date) -> str:
    """The days of a source: in 2016, in 2015-2017, or from day to day."""
    whole_years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole_years and first.year == last.year:
        return f"in {first.year}"
    if whole_years:
        return f"in {first.year}-{last.year}"
    return f"from {_day(first)} to {_day(last)}"


def cited(source: DeclaredSource) -> str:
    """The line under a figure: who said it, what one row is, which days, which file."""
    return (
        f"Source: {source.name}, {source.said_by}; one row is one {source.unit.value}; "
        f"{_day(source.first)} to {_day(source.last)}; extracted {_day(source.extracted_on)}; "
        f"sha256 {source.sha256[:12]}."
    )


def horizon(days: int) -> str:
    """A horizon in words."""
    return {30: "30 days", 365: "one year", 730: "two years"}.get(days, f"{days} days")


def _high(limits: Interval) -> float:
    return 1.0 if limits.high is None else limits.high


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
