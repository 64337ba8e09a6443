"""The four comparisons with other units, always all of them, and what the placebos say of each.

One design that happens to find an effect is a choice; four that agree are less of one. A design
that does not fit before the policy gives no number and says so in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from math import isfinite

from scipy.stats import t as student

from vacatur.errors import FigureRefused
from vacatur.evaluation import wording
from vacatur.evaluation.augmented import ridge_augmented
from vacatur.evaluation.fits import Estimator, Fit, Statistic, by_change, by_ratio
from vacatur.evaluation.gaps import Gaps, relative_gap
from vacatur.evaluation.panel import FEWEST_DONORS, TreatedPanel
from vacatur.evaluation.placebo import ALPHA, InSpace, in_space, in_time, leave_one_out
from vacatur.evaluation.results import SHARE, DesignResult
from vacatur.evaluation.specification_curve import SpecificationCurve, curve_of, variants_of
from vacatur.evaluation.synthetic import FEWEST_STARTS, Predictors, classic, outcome_only
from vacatur.evaluation.synthetic_did import plain_did, synthetic_did
from vacatur.evaluation.threads import one_thread

# The specification's thresholds.
WORST_FIT = 0.20
HEAVIEST = 0.50
_LEAST_WEIGHT = 0.0005  # printed with three decimals, it would be nothing
# No rate falls by more than all of it.
NOTHING_LEFT = -1.0

OUTCOME_ONLY = "synthetic_control"
CLASSIC = "classic_synthetic_control"
AUGMENTED = "augmented_synthetic_control"
SYNTHETIC_DID = "synthetic_did"
PLAIN_DID = "plain_did"  # in the specification curve alone

_STATISTICS: Mapping[str, Statistic] = {
    OUTCOME_ONLY: by_ratio,
    CLASSIC: by_ratio,
    # These do not seek to fit levels, or fit them all but exactly: a ratio of gaps tells nothing.
    AUGMENTED: by_change,
    SYNTHETIC_DID: by_change,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticComparisons:
    """What `results.Comparisons` asks for, and the curve behind it."""

    results: tuple[DesignResult, ...]
    curve: SpecificationCurve | None  # None: no design could be used
    same_sign_share: float | None
    # Of the first design that has a number; see `placebos_pass`.
    placebo_passes: bool | None
    gaps: Gaps | None  # of the same


def estimators_of(
    *, predictors: Predictors | None = None, starts: int = FEWEST_STARTS, seed: int = 0
) -> dict[str, Estimator]:
    """The four designs, in the order in which they are printed."""
    return {
        OUTCOME_ONLY: outcome_only,
        CLASSIC: partial(classic, predictors=predictors, starts=starts, seed=seed),
        AUGMENTED: ridge_augmented,
        SYNTHETIC_DID: synthetic_did,
    }


def compare(
    panel: TreatedPanel, *, predictors: Predictors | None = None, seed: int = 0
) -> SyntheticComparisons:
    """Every comparison of one panel.

    Parameters
    ----------
    panel
        Rates, or counts of units of like size.
    predictors
        Of the classic control; None: means of the outcome over stretches before the policy.
    seed
        Of the starts of the classic control.

    Raises
    ------
    FigureRefused
        There are too few donors for placebos, or the counterfactual is not above zero. A design
        that does not fit before the policy is a result without a number.
    """
    with one_thread():
        return _compare(panel, predictors, seed)


def _compare(panel: TreatedPanel, predictors: Predictors | None, seed: int) -> SyntheticComparisons:
    # Asked of one panel more than once; panels are told apart as objects.
    designs: dict[str, Estimator] = {
        name: lru_cache(maxsize=2)(estimator)
        for name, estimator in estimators_of(predictors=predictors, seed=seed).items()
    }
    answers = [_result(name, panel, estimator) for name, estimator in designs.items()]
    results = tuple(result for result, _ in answers)
    first, gaps = next(each for each in answers if each[0].estimate is not None)
    # Predictors are of the panel's own level and window, so the curve has the classic's own.
    variants = {**estimators_of(seed=seed), PLAIN_DID: plain_did}
    curve = curve_of(list(variants_of(panel, variants, _fits)))
    return SyntheticComparisons(
        results=results,
        curve=curve,
        same_sign_share=curve.same_sign_share(first.estimate or 0.0),
        placebo_passes=placebos_pass(panel, first, designs[first.design]),
        gaps=gaps,
    )


def require_fit(name: str, fit: Fit) -> None:
    """Refuse a fit whose error before the policy is above 20 % of the treated unit's deviation."""
    if not _fits(name, fit):
        missed = f"{fit.fit_share * 100:.0f} %" if isfinite(fit.fit_share) else "all"
        raise FigureRefused(
            f"[{fit.panel.treated}] is missed by [{missed}] of its standard deviation before "
            f"[{fit.panel.first_treated}], and at most [{WORST_FIT * 100:.0f} %] is allowed",
            why="Donors that do not follow it before the policy tell nothing of it after.",
            repair="Choose donors that are like it.",
        )


def _fits(name: str, fit: Fit) -> bool:
    """Differences in differences keep a level apart, and shrink or equal their weights."""
    return name in (SYNTHETIC_DID, PLAIN_DID) or fit.fit_share <= WORST_FIT


def _result(
    name: str, panel: TreatedPanel, estimator: Estimator
) -> tuple[DesignResult, Gaps | None]:
    fit = estimator(panel)
    try:
        require_fit(name, fit)
    except FigureRefused as refused:
        return _refused(name, fit, refused), None
    placebos = in_space(panel, estimator, _STATISTICS[name])
    without = _without_one(panel, estimator)
    change = fit.relative_change
    # The spread is itself found from the placebos: with ten, a normal's reach holds 88 % of truths.
    half = float(student.ppf(1 - ALPHA / 2, len(placebos.changes) - 1)) * placebos.spread
    result = DesignResult(
        design=name,
        estimate=change,
        # As Arkhangelsky and others (2021), algorithm 4: donors vary as the treated unit would.
        low=max(NOTHING_LEFT, change - half),
        high=change + half,
        p=placebos.p,
        p_floor=placebos.p_floor,
        minimum_detectable=placebos.minimum_detectable,
        diagnostics={
            **_diagnostics(fit),
            "placebo_rank": float(placebos.rank),
            "placebo_standard_deviation": placebos.spread,
            "placebos_in_deviation": float(len(placebos.changes)),
            **_range(without),
        },
        warnings=_warnings(name, fit, placebos, without),
        sentence=_sentence(fit, change, half, placebos),
        error=placebos.spread,
        error_of=SHARE,
        weights=_weights(fit),
    )
    gaps = Gaps(
        design=name,
        periods=panel.periods,
        before=panel.before,
        treated=panel.treated,
        gap=relative_gap(fit),
        placebos=placebos.gaps,
        left_out=len(placebos.placebos) - len(placebos.gaps),
    )
    return result, gaps


def _weights(fit: Fit) -> dict[str, float]:
    """Heaviest first; a donor without weight is left out."""
    each = zip(fit.panel.donors, (float(weight) for weight in fit.weights), strict=True)
    told = {donor: weight for donor, weight in each if abs(weight) >= _LEAST_WEIGHT}
    return dict(sorted(told.items(), key=lambda one: -abs(one[1])))


def _refused(name: str, fit: Fit, refused: FigureRefused) -> DesignResult:
    return DesignResult(
        design=name,
        estimate=None,
        low=None,
        high=None,
        p=None,
        p_floor=1 / (len(fit.panel.donors) + 1),
        minimum_detectable=None,
        diagnostics=_diagnostics(fit),
        sentence=f"No answer: {refused.what}.",
        weights=_weights(fit),
    )


def _diagnostics(fit: Fit) -> dict[str, float | str | bool]:
    donor, weight = fit.top
    return {
        "donors": float(len(fit.panel.donors)),
        "pre_rmspe": fit.pre_rmspe,
        # A unit that never changed before has no deviation to compare with.
        **({"pre_rmspe_share": fit.fit_share} if isfinite(fit.fit_share) else {}),
        "average_gap": fit.average_gap,
        "top_donor": donor,
        "top_weight": weight,
    }


def _without_one(panel: TreatedPanel, estimator: Estimator) -> dict[str, float]:
    """Empty where there are just enough donors."""
    return leave_one_out(panel, estimator) if len(panel.donors) > FEWEST_DONORS else {}


def _range(without: Mapping[str, float]) -> dict[str, float]:
    if not without:
        return {}
    return {
        "leave_one_out_low": min(without.values()),
        "leave_one_out_high": max(without.values()),
    }


def _warnings(
    name: str, fit: Fit, placebos: InSpace, without: Mapping[str, float]
) -> tuple[str, ...]:
    donor, weight = fit.top
    found = []
    if weight > HEAVIEST:
        found.append(
            f"[{donor}] has {weight * 100:.0f} % of the weight: this compares with it alone."
        )
    if placebos.p_floor > ALPHA:
        found.append(
            f"{len(fit.panel.donors)} donors cannot give a p below {placebos.p_floor:.3f}, "
            "whatever the policy did."
        )
    turned = [left for left, change in without.items() if change * fit.relative_change < 0]
    if turned:
        found.append(f"Without [{turned[0]}] the sign turns.")
    if name == SYNTHETIC_DID and fit.fit_share > WORST_FIT:
        found.append(
            f"Before the policy it is missed by {fit.fit_share * 100:.0f} % of its deviation."
        )
    return tuple(found)


def _sentence(fit: Fit, change: float, half: float, placebos: InSpace) -> str:
    panel, seen = fit.panel, placebos.minimum_detectable
    said = wording.estimate(
        panel.treated,
        "its weighted donors",
        change,
        max(NOTHING_LEFT, change - half),
        change + half,
    )
    rank = wording.permutation(placebos.p, placebos.p_floor, len(panel.donors))
    smallest = "" if seen is None else f" Found four times in five: {seen * 100:.0f} % or more."
    return f"From {panel.first_treated} to {panel.periods[-1]} {said} {rank}{smallest}"


def placebos_pass(panel: TreatedPanel, result: DesignResult, estimator: Estimator) -> bool | None:
    """Whether a design's effect stands out in space and in time; None: it could not.

    In space: p is at most .05. In time: no start before the policy has such a p and a change as
    great as the least that the interval of the effect allows.
    """
    if result.p is None or 1 / (len(panel.donors) + 1) > ALPHA:
        return None
    found = in_time(panel, estimator, _STATISTICS[result.design])
    if not found:
        return None
    # A start that stands out by a trifle is no rival of the policy's effect.
    least = min(abs(result.low or 0.0), abs(result.high or 0.0))
    moved = [each for each in found.values() if each.p <= ALPHA and abs(each.change) >= least]
    return result.p <= ALPHA and not moved
