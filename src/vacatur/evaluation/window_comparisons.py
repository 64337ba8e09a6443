"""The comparison designs of a window: rates in, results out, a refusal in its design's place."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from vacatur.errors import FigureRefused
from vacatur.evaluation import noise, wording
from vacatur.evaluation.comparison import SyntheticComparisons, compare, estimators_of
from vacatur.evaluation.designs import not_used
from vacatur.evaluation.differences import BIN, require_donors
from vacatur.evaluation.panel import TreatedPanel
from vacatur.evaluation.parallel_trends import LEVEL, EventStudy, relative_magnitudes
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.series import Floats
from vacatur.evaluation.specification_curve import SpecificationCurve
from vacatur.evaluation.window import Window

PARALLEL_TRENDS = "parallel_trends"
SPECIFICATION_CURVE = "specification_curve"


def compare_window(window: Window) -> SyntheticComparisons:
    """The four comparisons, and how far parallel trends could fail before the answer does.

    A refusal stands in its design's place, as one without a number.
    """
    trends = _in_place(PARALLEL_TRENDS, window)
    try:
        found = compare(treated_panel(window))
    except FigureRefused as refusal:
        return SyntheticComparisons(
            results=(*(not_used(name, refusal) for name in estimators_of()), trends),
            curve=None,
            same_sign_share=None,
            placebo_passes=None,
            gaps=None,
        )
    spanned = [
        each if each.estimate is None else replace(each, months=window.compared())
        for each in found.results
    ]
    return SyntheticComparisons(
        results=(*spanned, trends, *([_told(found.curve)] if found.curve else [])),
        curve=found.curve,
        same_sign_share=found.same_sign_share,
        placebo_passes=found.placebo_passes,
        gaps=found.gaps,
    )


def _told(curve: SpecificationCurve) -> DesignResult:
    """The curve beside the designs. It is no estimate: its ends are choices, not sampling error."""
    return DesignResult(
        design=SPECIFICATION_CURVE,
        estimate=None,
        low=None,
        high=None,
        p=None,
        p_floor=None,
        minimum_detectable=None,
        diagnostics={
            "variants": float(len(curve.estimates)),
            "variants_refused": float(curve.refused),
            "negative_share": curve.negative_share,
            "positive_share": curve.positive_share,
            "lowest": min(curve.estimates),
            "highest": max(curve.estimates),
            "depends_on_choices": curve.depends_on_choices,
        },
        sentence=curve.sentence,
    )


def treated_panel(window: Window) -> TreatedPanel:
    """The window's rates; without populations, counts by each unit's own mean before the policy.

    Raises
    ------
    FigureRefused
        Too few donors, or a unit without any event before the policy where there is no population.
    """
    units = (window.treated, *window.donors)
    panel = window.panel.only(units)
    rates = panel.counts / panel.population
    if (panel.population == 1).all():
        means = rates[:, : window.start].mean(axis=1)
        if not means.all():
            raise FigureRefused(
                f"[{units[int(np.argmin(means))]}] had no event before the policy",
                where=panel.outcome,
                why="Without populations, units are compared with their own mean before it.",
                repair="Leave the unit out, or name a column of populations.",
            )
        rates = rates / means[:, None]
    labels = tuple(f"{month:%Y-%m}" for month in panel.months)
    return TreatedPanel(
        units=units,
        periods=labels,
        outcomes=rates,
        treated=window.treated,
        first_treated=labels[window.start],
    )


def event_study_of(window: Window) -> EventStudy:
    """The gap of log rates to the donors by half-years, against the last one before.

    Its covariance is that of one more unit among the donors, widened for their small number.

    Raises
    ------
    FigureRefused
        Fewer than five donors, or no half-year on either side of the last before the policy.
    """
    require_donors(window)
    bins = range(-(window.before // BIN), window.after // BIN)
    means = np.array([_half_year(window, each) for each in bins])
    points = np.delete(means - means[bins.index(-1)], bins.index(-1), axis=0)
    others, count = points[:, 1:], len(window.donors)
    monthly = np.vstack([window.treated_rates(), window.donor_rates()])[:, : window.start]
    uneven = noise.widening(monthly)
    wider = float(student.ppf((1 + LEVEL) / 2, count - 1) / norm.ppf((1 + LEVEL) / 2)) ** 2
    return EventStudy(
        times=tuple(each for each in bins if each != -1),
        estimates=points[:, 0] - others.mean(axis=1),
        covariance=np.atleast_2d(np.cov(others)) * (uneven**2 + 1 / count) * wider,
    )


def _half_year(window: Window, bin_: int) -> Floats:
    first = window.start + bin_ * BIN
    return window.log_rates_over(first, first + BIN)


def _in_place(name: str, window: Window) -> DesignResult:
    try:
        return trend_bounds(window)
    except FigureRefused as refusal:
        return not_used(name, refusal)


def trend_bounds(window: Window) -> DesignResult:
    """The mean gap since the policy, with limits for trends that part as much as they had before.

    Raises
    ------
    FigureRefused
        As for `event_study_of`.
    """
    found = relative_magnitudes(event_study_of(window))
    low, high = (float(np.expm1(limit)) for limit in found.limits[1.0])
    change = float(np.expm1(found.estimate))
    return DesignResult(
        design=PARALLEL_TRENDS,
        estimate=change,
        low=low,
        high=high,
        p=None,
        p_floor=None,
        minimum_detectable=None,
        diagnostics={
            # Infinite where nothing moved before the policy: JSON has no word for it.
            **({"breakdown": found.breakdown} if isfinite(found.breakdown) else {}),
            **{
                f"{side}_at_{magnitude:g}": float(np.expm1(limit))
                for magnitude, limits in found.limits.items()
                for side, limit in zip(("low", "high"), limits, strict=True)
            },
        },
        sentence=_sentence(change, low, high, found.breakdown),
        months=window.compared(before=BIN, after=window.after // BIN * BIN),
    )


def _sentence(change: float, low: float, high: float, breakdown: float) -> str:
    said = (
        f"{wording.percent(change).capitalize()} than the mean of its donors; if trends parted "
        f"after the policy by no more than they had before it, {wording.percent(low)} to "
        f"{wording.percent(high)}."
    )
    if not isfinite(breakdown):
        return f"{said} Before the policy they did not part at all."
    if breakdown == 0:
        return f"{said} Even with parallel trends no change is possible."
    if breakdown < 1:
        return (
            f"{said} No change is possible as soon as they parted by {breakdown:.1f} times the "
            "worst before it."
        )
    return (
        f"{said} No change is possible only if they parted by at least {breakdown:.1f} times the "
        "worst before it."
    )
