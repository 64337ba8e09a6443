"""The pooled ratio and difference of rates over person-time, and whether the strata agree.

statsmodels pools tables of people (evidence/tables.py); over person-time it pools nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import chi2, norm

from vacatur.evidence.figures import Comparison
from vacatur.figures.intervals import LEVEL, Estimate, Interval, Method
from vacatur.record.terms import Term


class HomogeneityTest(Term):
    """How it is tested that the strata have one common ratio."""

    RATES = "rates", "Pearson's statistic at the Mantel-Haenszel rate ratio"
    BRESLOW_DAY = (
        "breslow_day",
        "Breslow and Day's test of the odds ratios, with Tarone's correction",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Homogeneity:
    """A test that the strata have one common ratio."""

    test: HomogeneityTest
    statistic: float | None  # None: it cannot be computed
    degrees: int
    p: float | None  # None: it could not be tested, which is no sign that the strata agree


@dataclass(frozen=True, slots=True, kw_only=True)
class RateStratum:
    """Counts of one stratum over what was exposed: residents, or person-years."""

    name: str
    count: int
    exposure: float
    reference_count: int
    reference_exposure: float

    @property
    def both(self) -> float:
        return self.exposure + self.reference_exposure


def pooled_rates(
    strata: Sequence[RateStratum], *, reference: str, per: int, level: float = LEVEL
) -> Comparison:
    """The Mantel-Haenszel rate ratio and rate difference; each side has an event in some stratum.

    Source: S. Greenland and J. M. Robins, Biometrics 41 (1985), 55; as in K. J. Rothman,
    S. Greenland, T. L. Lash, Modern Epidemiology (3rd ed. 2008), ch. 15.
    """
    z = float(norm.ppf((1 + level) / 2))
    upper, lower = _sums(strata)
    spread = math.fsum(
        (each.count + each.reference_count) * each.exposure * each.reference_exposure / each.both**2
        for each in strata
    )
    half = z * math.sqrt(spread / (upper * lower))
    ratio = upper / lower
    weights = [each.exposure * each.reference_exposure / each.both for each in strata]
    gap = (upper - lower) / math.fsum(weights)
    variance = math.fsum(
        weight**2
        * (each.count / each.exposure**2 + each.reference_count / each.reference_exposure**2)
        for weight, each in zip(weights, strata, strict=True)
    )
    gap_half = z * math.sqrt(variance) / math.fsum(weights)
    return Comparison(
        reference=reference,
        ratio=Estimate(
            value=ratio,
            interval=_interval(ratio * math.exp(-half), ratio * math.exp(half), level),
        ),
        difference=Estimate(
            value=gap * per,
            interval=_interval((gap - gap_half) * per, (gap + gap_half) * per, level),
        ),
    )


def rates_homogeneity(strata: Sequence[RateStratum]) -> Homogeneity | None:
    """Whether the strata agree with one rate ratio; None for a single stratum.

    A stratum without an event on either side says nothing of the ratio and is left out.

    Source: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), ch. 3.6,
    with the Mantel-Haenszel ratio in place of the one of greatest likelihood.
    """
    telling = [each for each in strata if each.count + each.reference_count]
    if len(strata) < 2:
        return None
    degrees = len(telling) - 1
    if degrees < 1:
        return Homogeneity(test=HomogeneityTest.RATES, statistic=None, degrees=0, p=None)
    upper, lower = _sums(strata)
    ratio = upper / lower
    statistic = math.fsum(_away(each, ratio) for each in telling)
    return Homogeneity(
        test=HomogeneityTest.RATES,
        statistic=statistic,
        degrees=degrees,
        p=float(chi2.sf(statistic, degrees)),
    )


def _sums(strata: Sequence[RateStratum]) -> tuple[float, float]:
    upper = math.fsum(each.count * each.reference_exposure / each.both for each in strata)
    lower = math.fsum(each.reference_count * each.exposure / each.both for each in strata)
    return upper, lower


def _away(stratum: RateStratum, ratio: float) -> float:
    """How far the count is from its expectation under one ratio, given the stratum's total."""
    total = stratum.count + stratum.reference_count
    part = ratio * stratum.exposure / (ratio * stratum.exposure + stratum.reference_exposure)
    return (stratum.count - total * part) ** 2 / (total * part * (1 - part))


def _interval(low: float, high: float, level: float) -> Interval:
    return Interval(low=low, high=high, level=level, method=Method.MANTEL_HAENSZEL)
