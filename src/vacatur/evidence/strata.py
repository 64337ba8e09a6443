"""A comparison of rates within strata (age, district), and a pooled figure where it may stand.

Where the strata differ, no pooled figure stands: one number would hide that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.figures import Caution, Comparison, require_count
from vacatur.evidence.mantel_haenszel import (
    Homogeneity,
    RateStratum,
    pooled_rates,
    rates_homogeneity,
)
from vacatur.evidence.standardise import Standard, Standardised, standardise
from vacatur.figures import intervals
from vacatur.figures.intervals import FEWEST_FOR_TWO_BOUNDS, LEVEL, Estimate, times

# Strata differ where a test of homogeneity says so at this level.
ALPHA = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumFigure:
    """One stratum, or all of them together."""

    name: str
    count: int
    exposure: float
    reference_count: int
    reference_exposure: float
    compared: Comparison | None  # None: neither side has an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratified:
    """Crude, by stratum, and pooled where a pooled figure may stand."""

    reference: str
    per: int
    crude: StratumFigure
    strata: tuple[StratumFigure, ...]
    homogeneity: Homogeneity | None  # None: too few events to test, or one stratum
    pooled: Comparison | None  # Mantel-Haenszel; None: the strata differ, or it could not be tested
    standardised: Standardised | None  # None: likewise
    cautions: tuple[Caution, ...]


def stratify(
    strata: Sequence[RateStratum],
    *,
    reference: str,
    standard: Mapping[str, float] | None = None,
    per: int = 1000,
    level: float = LEVEL,
) -> Stratified:
    """Compare rates within strata, pool them by Mantel and Haenszel, and standardise them.

    Parameters
    ----------
    reference
        Whom the rates are compared with, in words.
    standard
        The weight of each stratum, by name, for direct standardisation; None: both sides together.
    per
        How many residents or person-years a rate is per.

    Raises
    ------
    FigureRefused
        There are no strata, two of one name, a negative count, or a side with nobody in it.
    """
    require_strata(strata)
    whole = RateStratum(
        name="all",
        count=sum(each.count for each in strata),
        exposure=sum(each.exposure for each in strata),
        reference_count=sum(each.reference_count for each in strata),
        reference_exposure=sum(each.reference_exposure for each in strata),
    )
    crude = _figure(whole, reference, per, level)
    figures = tuple(_figure(each, reference, per, level) for each in strata)
    few = min(whole.count, whole.reference_count) < FEWEST_FOR_TWO_BOUNDS
    tested = None if few else rates_homogeneity(strata)
    pooled = None if few else pooled_rates(strata, reference=reference, per=per, level=level)
    cautions = cautions_of(crude.compared, pooled, tested)
    stands = Caution.STRATA_DIFFER not in cautions and Caution.NOT_TESTED not in cautions
    even = None
    if stands:
        even = standardise(strata, standard, reference=reference, per=per, level=level)
        if even.standard is Standard.INDIRECT:
            cautions = (*cautions, Caution.REFERENCE_AS_KNOWN)
    return Stratified(
        reference=reference,
        per=per,
        crude=crude,
        strata=figures,
        homogeneity=tested,
        pooled=pooled if stands else None,
        standardised=even,
        cautions=cautions,
    )


def cautions_of(
    crude: Comparison | None, pooled: Comparison | None, tested: Homogeneity | None
) -> tuple[Caution, ...]:
    """What a reader must know before one pooled figure: a reversal, or strata that differ.

    A reversal is said even where the pooled figure itself may not stand.
    """
    found = []
    if _reverses(crude, pooled):
        found.append(Caution.SIGN_FLIP)
    if tested is None or tested.p is None:
        found.append(Caution.NOT_TESTED)
    elif tested.p < ALPHA:
        found.append(Caution.STRATA_DIFFER)
    return tuple(found)


def _reverses(crude: Comparison | None, pooled: Comparison | None) -> bool:
    if crude is None or pooled is None:
        return False
    one, other = crude.ratio.value, pooled.ratio.value
    return one is not None and other is not None and (one - 1) * (other - 1) < 0


def require_strata(strata: Sequence[RateStratum]) -> None:
    """Refuse no strata, two of one name, what is no count, and a side where nobody was exposed."""
    if not strata:
        raise FigureRefused("there are no strata", why="Nothing can be pooled from nothing.")
    names = [each.name for each in strata]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise FigureRefused(
            f"two strata are named [{twice[0]}]",
            why="A stratum counted twice weighs twice.",
            repair="Put their counts together, or name them apart.",
        )
    for each in strata:
        require_count(each.count, where=each.name)
        require_count(each.reference_count, where=each.name)
        for exposure in (each.exposure, each.reference_exposure):
            if not exposure > 0:
                raise FigureRefused(
                    f"[{exposure}] is no denominator",
                    where=each.name,
                    why="Where one side is nobody, nothing is compared.",
                    repair="Put this stratum together with a neighbouring one.",
                )


def _figure(stratum: RateStratum, reference: str, per: int, level: float) -> StratumFigure:
    return StratumFigure(
        name=stratum.name,
        count=stratum.count,
        exposure=stratum.exposure,
        reference_count=stratum.reference_count,
        reference_exposure=stratum.reference_exposure,
        compared=_compare(stratum, reference, per, level),
    )


def _compare(stratum: RateStratum, reference: str, per: int, level: float) -> Comparison | None:
    if stratum.count + stratum.reference_count == 0:
        return None
    sides = (
        stratum.count,
        stratum.exposure,
        stratum.reference_count,
        stratum.reference_exposure,
    )
    one = stratum.count / stratum.exposure
    other = stratum.reference_count / stratum.reference_exposure
    return Comparison(
        reference=reference,
        ratio=Estimate(
            value=one / other if other else None,
            interval=intervals.rate_ratio(*sides, level=level),
        ),
        difference=Estimate(
            value=(one - other) * per,
            interval=times(intervals.rate_difference(*sides, level=level), per),
        ),
    )
