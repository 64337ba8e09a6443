"""Standardised comparisons: directly where every stratum bears it, else indirectly.

Direct: what both rates would be in one standard population. Indirect: how many events were seen
for each one that the reference's rates would give; the reference's rates are taken as known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import norm

from vacatur.errors import FigureRefused, nearest
from vacatur.evidence.figures import Comparison
from vacatur.evidence.mantel_haenszel import RateStratum
from vacatur.figures.intervals import LEVEL, Estimate, Interval, Method, rate
from vacatur.record.terms import Term

# Fewer events than this in any stratum, on either side, and rates are standardised indirectly.
FEWEST_FOR_DIRECT = 10


class Standard(Term):
    """How rates are standardised."""

    DIRECT = "direct", "both rates are weighted by one standard population"
    INDIRECT = (
        "indirect",
        "observed events for each one that the reference's rates would give (SMR)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """A standardised comparison."""

    standard: Standard
    rate: Estimate | None  # None: an indirect one has no rate of its own
    reference_rate: Estimate | None  # None: likewise
    expected: float | None  # events by the reference's rates; None: direct
    compared: Comparison


def standardise(
    strata: Sequence[RateStratum],
    standard: Mapping[str, float] | None,
    *,
    reference: str,
    per: int,
    level: float = LEVEL,
) -> Standardised:
    """Directly where every stratum has at least ten events on both sides, else indirectly."""
    fewest = min(min(each.count, each.reference_count) for each in strata)
    if fewest >= FEWEST_FOR_DIRECT:
        return direct(strata, standard, reference=reference, per=per, level=level)
    return indirect(strata, reference=reference, per=per, level=level)


def direct(
    strata: Sequence[RateStratum],
    standard: Mapping[str, float] | None,
    *,
    reference: str,
    per: int,
    level: float = LEVEL,
) -> Standardised:
    """Both rates in one standard population; None: both sides together are the standard.

    Source: A. J. Dobson, K. Kuulasmaa, E. Eberle, J. Scherer, Statistics in Medicine 10 (1991),
    457, for the rates; the ratio by the logarithm's delta method; the difference by MOVER.

    Raises
    ------
    FigureRefused
        The standard does not weigh the strata, each by its name, or one side has no event.
    """
    weights = _weights(strata, standard)
    if not (sum(each.count for each in strata) and sum(each.reference_count for each in strata)):
        raise FigureRefused(
            "one side has no event", why="A ratio to nothing, or of nothing, has no interval here."
        )
    one = _Weighted.of([(each.count, each.exposure) for each in strata], weights, level)
    other = _Weighted.of(
        [(each.reference_count, each.reference_exposure) for each in strata], weights, level
    )
    z = float(norm.ppf((1 + level) / 2))
    half = z * math.sqrt(one.variance / one.value**2 + other.variance / other.value**2)
    ratio, gap = one.value / other.value, one.value - other.value
    below = math.hypot(one.value - one.low, other.high - other.value)
    above = math.hypot(one.high - one.value, other.value - other.low)
    return Standardised(
        standard=Standard.DIRECT,
        rate=one.estimate(per, level),
        reference_rate=other.estimate(per, level),
        expected=None,
        compared=Comparison(
            reference=reference,
            ratio=Estimate(
                value=ratio,
                interval=_interval(
                    ratio * math.exp(-half), ratio * math.exp(half), level, Method.LOG_NORMAL
                ),
            ),
            difference=Estimate(
                value=gap * per,
                interval=_interval((gap - below) * per, (gap + above) * per, level, Method.MOVER),
            ),
        ),
    )


def indirect(
    strata: Sequence[RateStratum], *, reference: str, per: int, level: float = LEVEL
) -> Standardised:
    """The standardised ratio of observed to expected events, with Byar's interval of the observed.

    Source: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), ch. 2.3.

    Raises
    ------
    FigureRefused
        The reference's rates would give no event at all.
    """
    observed = sum(each.count for each in strata)
    exposure = math.fsum(each.exposure for each in strata)
    expected = math.fsum(
        each.exposure * each.reference_count / each.reference_exposure for each in strata
    )
    if expected <= 0:
        raise FigureRefused(
            "the reference's rates would give no event",
            why="A ratio to nothing says nothing.",
            repair="Take a larger reference, or fewer strata.",
        )
    limits = rate(observed, 1, level=level)
    assert limits.low is not None and limits.high is not None
    scale = per / exposure
    return Standardised(
        standard=Standard.INDIRECT,
        rate=None,
        reference_rate=None,
        expected=expected,
        compared=Comparison(
            reference=reference,
            ratio=Estimate(
                value=observed / expected,
                interval=_interval(
                    limits.low / expected, limits.high / expected, level, Method.BYAR
                ),
            ),
            difference=Estimate(
                value=(observed - expected) * scale,
                interval=_interval(
                    (limits.low - expected) * scale,
                    (limits.high - expected) * scale,
                    level,
                    Method.BYAR,
                ),
            ),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighted:
    """A weighted rate with its variance and Dobson's limits."""

    value: float
    variance: float
    low: float
    high: float

    @classmethod
    def of(
        cls, sides: Sequence[tuple[int, float]], weights: Sequence[float], level: float
    ) -> _Weighted:
        value = math.fsum(
            weight * count / exposure
            for weight, (count, exposure) in zip(weights, sides, strict=True)
        )
        variance = math.fsum(
            weight**2 * count / exposure**2
            for weight, (count, exposure) in zip(weights, sides, strict=True)
        )
        events = sum(count for count, _ in sides)
        limits = rate(events, 1, level=level)
        assert limits.low is not None and limits.high is not None
        scale = math.sqrt(variance / events)
        return cls(
            value=value,
            variance=variance,
            low=value + scale * (limits.low - events),
            high=value + scale * (limits.high - events),
        )

    def estimate(self, per: int, level: float) -> Estimate:
        limits = _interval(self.low * per, self.high * per, level, Method.DOBSON)
        return Estimate(value=self.value * per, interval=limits)


def _weights(strata: Sequence[RateStratum], standard: Mapping[str, float] | None) -> list[float]:
    """The weight of each stratum; together they are 1."""
    if standard is None:
        raw = [each.both for each in strata]
    else:
        names = [each.name for each in strata]
        if unlike := sorted(set(standard) ^ set(names)):
            raise FigureRefused(
                f"[{unlike[0]}] is in the strata or in the standard, and not in both",
                why="A stratum without a weight would be left out of the figure.",
                repair=nearest(unlike[0], set(names) - {unlike[0]}),
            )
        raw = [standard[name] for name in names]
    total = math.fsum(raw)
    if not total > 0 or min(raw) < 0:
        raise FigureRefused(
            "a standard of nobody, or of fewer than nobody",
            why="Weights are how many people of the standard are in each stratum.",
        )
    return [weight / total for weight in raw]


def _interval(low: float, high: float, level: float, method: Method) -> Interval:
    return Interval(low=low, high=high, level=level, method=method)
