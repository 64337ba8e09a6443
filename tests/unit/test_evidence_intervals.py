"""Intervals against textbook and published values."""

import math

import pytest

from vacatur.errors import FigureRefused
from vacatur.evidence.shares import share_difference, share_ratio
from vacatur.figures.intervals import (
    Method,
    rate,
    rate_difference,
    rate_ratio,
    rate_ratio_p,
    share,
)


def limits(interval):
    return interval.low, interval.high


def test_shares_by_wilson():
    # R's prop.test(.., correct = FALSE) gives the same limits.
    assert limits(share(1450, 1514)) == pytest.approx((0.9464, 0.9668), abs=5e-5)
    assert limits(share(78, 1100)) == pytest.approx((0.0572, 0.0876), abs=5e-5)


def test_a_share_of_none_and_of_all_has_limits_inside():
    none, every = share(0, 10), share(10, 10)

    assert none.low == pytest.approx(0, abs=1e-12)
    assert every.high == pytest.approx(1)
    assert none.high == pytest.approx(1 - every.low)


def test_counts_by_byar_and_exactly():
    # 10 -> 4.79 to 18.39: Garwood's table; Rothman and Boice give Byar's as 4.79 to 18.39 too.
    assert limits(rate(10, 1)) == pytest.approx((4.79, 18.39), abs=0.01)
    assert limits(rate(10, 1, exact=True)) == pytest.approx((4.7954, 18.3904), abs=1e-4)
    assert rate(0, 1).low == 0


def test_a_ratio_of_two_rates():
    # Rothman, Epidemiology: An Introduction: breast cancer and fluoroscopy, 41/28,010 v 15/19,017.
    cancers = (41, 28_010, 15, 19_017)

    assert limits(rate_ratio(*cancers)) == pytest.approx((1.041, 3.449), abs=5e-4)
    assert limits(rate_ratio(*cancers, exact=True)) == pytest.approx((1.006, 3.609), abs=5e-4)


def test_the_p_value_and_the_interval_agree_about_1():
    # The level at which the lower limit is just 1 is 1 - p.
    cancers = (41, 28_010, 15, 19_017)
    p = rate_ratio_p(*cancers)

    assert 0.03 < p < 0.04
    assert rate_ratio(*cancers, level=1 - p).low == pytest.approx(1, abs=1e-6)
    assert rate_ratio_p(15, 19_017, 41, 28_010) == pytest.approx(p)


def test_a_reference_below_five_gives_one_bound():
    few, enough = rate_ratio(40, 1000, 4, 1000), rate_ratio(40, 1000, 5, 1000)

    assert (few.high, few.method) == (None, Method.ONE_SIDED)
    assert few.low is not None
    assert enough.high is not None
    assert rate_ratio(40, 1000, 0, 1000).low > 1


def test_the_one_bound_of_a_few_is_exact():
    # Where all k events are in one group of equal exposure, p^k = .05 at the bound.
    part = 0.05 ** (1 / 6)

    assert rate_ratio(6, 1, 0, 1).low == pytest.approx(part / (1 - part))


def test_a_difference_of_rates_recovers_the_limits_of_each():
    # MOVER: with an empty reference of huge exposure it is the interval of the rate alone.
    alone, compared = rate(20, 100), rate_difference(20, 100, 0, 1e12)

    assert limits(compared) == pytest.approx(limits(alone), abs=1e-6)


def test_a_difference_of_shares():
    # Newcombe 1998, Statistics in Medicine 17: 56/70 v 48/80, method 10: .0524 to .3339.
    assert limits(share_difference(56, 70, 48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_ratio_of_shares_stays_sound_where_all_are_counted():
    # The score interval of statsmodels 0.15 gives .7 to .7 here, and the ratio is .4.
    low, high = limits(share_ratio(40, 100, 100, 100))
    reverse = share_ratio(100, 100, 40, 100)

    assert low < 0.4 < high
    assert (reverse.low, reverse.high) == pytest.approx((1 / high, 1 / low), rel=1e-6)


def test_a_ratio_of_shares_is_near_the_logarithmic_one_for_large_counts():
    # Katz's log interval: exp(ln 2 +- 1.96 * sqrt(1/2000 - 1/10000 + 1/1000 - 1/10000)).
    half = 1.959964 * math.sqrt(1 / 2000 + 1 / 1000 - 2 / 10_000)

    found = limits(share_ratio(2000, 10_000, 1000, 10_000))

    assert found == pytest.approx((2 * math.exp(-half), 2 * math.exp(half)), rel=2e-3)


def test_few_in_the_reference_share_give_one_bound():
    few = share_ratio(30, 100, 4, 100)
    # MOVER-R by hand from the 90 % limits of both, so that one limit has 95 %.
    one, other = share(30, 100, level=0.9), share(4, 100, level=0.9)
    below = other.high * (2 * 0.04 - other.high)
    inside = (0.3 * 0.04) ** 2 - one.low * (2 * 0.3 - one.low) * below

    assert few.low == pytest.approx((0.3 * 0.04 - math.sqrt(inside)) / below)
    assert (few.high, few.level) == (None, 0.95)
    assert share_ratio(30, 100, 0, 100).low > 1
    assert share_ratio(0, 100, 0, 100).low == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: share(1, 0), "[1] of [0] is no share"),
        (lambda: share(11, 10), "[11] of [10] is no share"),
        (lambda: share(-1, 10), "[-1] is no count"),
        (lambda: rate(3, 0), "[0] is no denominator"),
        (lambda: rate(3, math.nan), "[nan] is no denominator"),
        (lambda: rate(3, math.inf), "[inf] is no denominator"),
        (lambda: rate_ratio(0, 10, 0, 10), "neither group has an event"),
        (lambda: rate_ratio_p(0, 10, 0, 10), "neither group has an event"),
        (lambda: rate_ratio(3, 10, -2, 10), "[-2] is no count"),
    ],
)
def test_what_cannot_be_a_figure_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
