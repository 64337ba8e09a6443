"""Intervals of shares, rates and their comparisons, each by one named method.

A share is a binomial proportion, a rate a Poisson count over what was exposed. Which method serves
what is the specification's: Wilson, Byar, conditional mid-P; exact ones for the appendix.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from vacatur.errors import FigureRefused
from vacatur.record.terms import Term

LEVEL = 0.95
# Below this a reference group gives one bound and not two.
FEWEST_FOR_TWO_BOUNDS = 5


class Method(Term):
    """How an interval is made."""

    WILSON = "wilson", "Wilson's score interval of a share"
    BYAR = "byar", "Byar's approximation for a Poisson count"
    EXACT = "exact", "the exact Poisson interval (Garwood)"
    MID_P = "mid_p", "conditional mid-P interval of a ratio of two Poisson rates"
    EXACT_RATIO = "exact_ratio", "conditional exact interval of a ratio of two Poisson rates"
    MOVER = "mover", "difference of two rates, recovered from the limits of each (MOVER)"
    NEWCOMBE = "newcombe", "difference of two shares, from Wilson's limits of each (Newcombe)"
    MOVER_RATIO = "mover_ratio", "ratio of two shares, recovered from Wilson's limits of each"
    MANTEL_HAENSZEL = "mantel_haenszel", "of a figure pooled over strata (Greenland and Robins)"
    LOG_NORMAL = "log_normal", "normal interval of the logarithm"
    DOBSON = "dobson", "of a directly standardised rate, from Byar's limits of its count (Dobson)"
    RUBIN = "rubin", "t interval pooled over imputations (Rubin)"
    AALEN_JOHANSEN = "aalen_johansen", "of a cumulative incidence, by its complementary logarithm"
    BOUNDS = "bounds", "lowest and highest of declared values, by interval arithmetic"
    ONE_SIDED = "one_sided", "one-sided bound: the reference group is too small for two"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two limits at a level. `high` None: no upper limit can be given; `low` likewise."""

    low: float | None
    high: float | None
    level: float
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value and its interval, in the same unit."""

    value: (
        float | None
    )  # None: there is none, such as a ratio to nothing; the interval still bounds it
    interval: Interval


def share(count: int, total: int, *, level: float = LEVEL) -> Interval:
    """Wilson's interval of a share.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209.

    Raises
    ------
    FigureRefused
        There is nothing that it would be a share of, or more than all.
    """
    _require_count(count)
    if total <= 0 or count > total:
        raise FigureRefused(
            f"[{count}] of [{total}] is no share", why="A share is of something, and at most all."
        )
    low, high = proportion_confint(count, total, alpha=1 - level, method="wilson")
    return Interval(low=float(low), high=float(high), level=level, method=Method.WILSON)


def rate(count: int, exposure: float, *, level: float = LEVEL, exact: bool = False) -> Interval:
    """Byar's interval of a rate, per unit of what was exposed.

    Source: K. J. Rothman and J. D. Boice, Epidemiologic Analysis with a Programmable Calculator
    (1979); the exact one is Garwood's, Biometrika 28 (1936), 437.

    Parameters
    ----------
    exposure
        Residents, person-years or what else a count is over; more than zero.
    exact
        The exact interval, for an appendix.
    """
    _require_count(count)
    _require_exposure(exposure)
    if exact:
        low, high = confint_poisson(count, exposure, method="exact-c", alpha=1 - level)
        return Interval(low=float(low), high=float(high), level=level, method=Method.EXACT)
    low, high = _byar(count, level)
    return Interval(low=low / exposure, high=high / exposure, level=level, method=Method.BYAR)


def rate_ratio(
    count: int,
    exposure: float,
    reference_count: int,
    reference_exposure: float,
    *,
    level: float = LEVEL,
    exact: bool = False,
) -> Interval:
    """The interval of a ratio of two rates, given their total count.

    Given the total, the first count is binomial; its mid-P limits are those of the odds. A
    reference group with fewer than five events has no upper limit that could be relied on, and a
    one-sided exact bound is given.

    Source: G. Berry and P. Armitage, The Statistician 44 (1995), 417; K. J. Rothman, S. Greenland,
    T. L. Lash, Modern Epidemiology (3rd ed. 2008), ch. 14.
    """
    _require_count(count)
    _require_count(reference_count)
    _require_exposure(exposure)
    _require_exposure(reference_exposure)
    total = count + reference_count
    if total == 0:
        raise FigureRefused(
            "neither group has an event", why="A ratio of nothing to nothing says nothing."
        )
    scale = reference_exposure / exposure
    if reference_count < FEWEST_FOR_TWO_BOUNDS:
        low = _odds_low(count, total, 1 - level, _exact_tail) * scale
        return Interval(low=low, high=None, level=level, method=Method.ONE_SIDED)
    tail = _exact_tail if exact else _mid_tail
    half = (1 - level) / 2
    low = _odds_low(count, total, half, tail) * scale
    # The upper limit of a ratio is one by the lower limit of its inverse.
    inverse = _odds_low(reference_count, total, half, tail)
    return Interval(
        low=low,
        high=scale / inverse,
        level=level,
        method=Method.EXACT_RATIO if exact else Method.MID_P,
    )


def rate_difference(
    count: int,
    exposure: float,
    reference_count: int,
    reference_exposure: float,
    *,
    level: float = LEVEL,
) -> Interval:
    """The interval of a difference of two rates, from Byar's limits of each.

    Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693 (MOVER).
    """
    one = rate(count, exposure, level=level)
    other = rate(reference_count, reference_exposure, level=level)
    first, second = count / exposure, reference_count / reference_exposure
    assert one.low is not None and one.high is not None
    assert other.low is not None and other.high is not None
    difference = first - second
    return Interval(
        low=difference - math.hypot(first - one.low, other.high - second),
        high=difference + math.hypot(one.high - first, second - other.low),
        level=level,
        method=Method.MOVER,
    )


def rate_ratio_p(
    count: int, exposure: float, reference_count: int, reference_exposure: float
) -> float:
    """The two-sided mid-P value of two equal rates, given their total count.

    Twice the smaller tail, so that it is below 1 - level just where the mid-P interval of that
    level leaves out 1.
    """
    _require_count(count)
    _require_count(reference_count)
    _require_exposure(exposure)
    _require_exposure(reference_exposure)
    total = count + reference_count
    if total == 0:
        raise FigureRefused("neither group has an event", why="There is nothing to test.")
    upper = _mid_tail(count, total, exposure / (exposure + reference_exposure))
    return 2 * min(upper, 1 - upper)


def times(limits: Interval, factor: float) -> Interval:
    """An interval in another unit: both limits times a factor above 0."""
    return Interval(
        low=None if limits.low is None else limits.low * factor,
        high=None if limits.high is None else limits.high * factor,
        level=limits.level,
        method=limits.method,
    )


def _byar(count: int, level: float) -> tuple[float, float]:
    z = float(norm.ppf(1 - (1 - level) / 2))
    more = count + 1
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return max(low, 0.0), high


_Tail = Callable[[int, int, float], float]


def _exact_tail(count: int, total: int, part: float) -> float:
    """The chance of so many or more."""
    return float(binom.sf(count - 1, total, part))


def _mid_tail(count: int, total: int, part: float) -> float:
    """The chance of more, and half of the chance of just so many."""
    return float(binom.sf(count, total, part) + binom.pmf(count, total, part) / 2)


def _odds_low(count: int, total: int, alpha: float, tail: _Tail) -> float:
    """The odds at which so many or more would have the chance `alpha`."""
    if count == 0:
        return 0.0

    def excess(part: float) -> float:
        return tail(count, total, part) - alpha

    edge = 1e-12
    if excess(1 - edge) <= 0:  # every event is in the group: half of the chance is not `alpha`
        return math.inf
    part = float(brentq(excess, edge, 1 - edge, xtol=1e-14))
    return part / (1 - part)


def _require_count(count: int) -> None:
    if count < 0:
        raise FigureRefused(
            f"[{count}] is no count", why="What is counted is never less than none."
        )


def _require_exposure(exposure: float) -> None:
    if not (exposure > 0 and math.isfinite(exposure)):
        raise FigureRefused(
            f"[{exposure}] is no denominator",
            why="A rate is over something.",
            repair="Name how many residents, person-years or cases it is over.",
        )
