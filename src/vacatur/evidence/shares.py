"""Intervals of the comparison of two shares: each count is a part of a closed whole.

Rates of arrests per resident are Poisson; the part of referred cases that was filed is not, and
the limits of a Poisson rate could pass the whole.
"""

from __future__ import annotations

import math

from vacatur.figures.intervals import FEWEST_FOR_TWO_BOUNDS, LEVEL, Interval, Method, share


def share_ratio(
    count: int, total: int, reference_count: int, reference_total: int, *, level: float = LEVEL
) -> Interval:
    """The interval of a ratio of two shares, from Wilson's limits of each.

    One bound where the reference has fewer than five events, as for rates. The score interval of
    statsmodels 0.15 is not used: where the whole reference is counted, it gives two equal limits
    (docs/adr/0029).

    Source: A. Donner and G. Y. Zou, Stat. Methods Med. Res. 21 (2012), 347 (MOVER-R).
    """
    small = reference_count < FEWEST_FOR_TWO_BOUNDS
    both = 2 * level - 1 if small else level  # of two limits, so that one of them has the level
    one, other = (
        share(count, total, level=both),
        share(reference_count, reference_total, level=both),
    )
    assert one.low is not None and one.high is not None
    assert other.low is not None and other.high is not None
    first, second = count / total, reference_count / reference_total
    product = first * second
    low = _root(
        product, one.low * (2 * first - one.low), other.high * (2 * second - other.high), -1
    )
    if small:
        return Interval(low=low, high=None, level=level, method=Method.ONE_SIDED)
    high = _root(
        product, one.high * (2 * first - one.high), other.low * (2 * second - other.low), 1
    )
    return Interval(low=low, high=high, level=level, method=Method.MOVER_RATIO)


def share_difference(
    count: int, total: int, reference_count: int, reference_total: int, *, level: float = LEVEL
) -> Interval:
    """The interval of a difference of two shares, from Wilson's limits of each.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 873, method 10.
    """
    one, other = (
        share(count, total, level=level),
        share(reference_count, reference_total, level=level),
    )
    assert one.low is not None and one.high is not None
    assert other.low is not None and other.high is not None
    first, second = count / total, reference_count / reference_total
    difference = first - second
    return Interval(
        low=difference - math.hypot(first - one.low, other.high - second),
        high=difference + math.hypot(one.high - first, second - other.low),
        level=level,
        method=Method.NEWCOMBE,
    )


def _root(product: float, part: float, other: float, sign: int) -> float:
    """One root of other * x^2 - 2 * product * x + part, which is linear where `other` is 0."""
    if math.isclose(other, 0, abs_tol=1e-15):
        return part / (2 * product)
    inside = max(product * product - part * other, 0.0)
    return max((product + sign * math.sqrt(inside)) / other, 0.0)
