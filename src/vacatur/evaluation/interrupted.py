"""Interrupted time series: one unit before and after, with its trend, its season and its memory.

It cannot tell a policy from anything else that began in the same month.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vacatur.errors import FigureRefused
from vacatur.evaluation import power, regressors, wording
from vacatur.evaluation.autoregression import effective_df, fit, two_sided
from vacatur.evaluation.results import LOGARITHM, DesignResult
from vacatur.evaluation.series import Floats
from vacatur.evaluation.window import Window, require_months

NAME = "interrupted"
# Below this mean the logarithm of a count is no longer normal.
FEWEST_FOR_LOG = 20
# A trend is a straight line for so long; see docs/adr/0032 for what more months do to it.
MOST_AFTER = 12
_STEP = regressors.BASE_COLUMNS


def interrupted_series(window: Window) -> DesignResult:
    """The step at the policy's date, in a series with trend, season and a change of slope.

    It looks at the first year under the policy at most: a straight trend that is drawn further
    bends in real series, and a bend is taken for a change. On the log rate by GLS-AR(1) with REML;
    where the mean count is below 20, by quasi-Poisson regression.

    Raises
    ------
    FigureRefused
        Too few months, or nothing was counted.
    """
    warnings = require_months(window)
    window = _first_year(window)
    counts = window.panel.counts[window.panel.row(window.treated)]
    if not counts.any():
        raise FigureRefused(
            f"[{window.treated}] has no [{window.panel.outcome}] at all",
            why="Of nothing there is no change to estimate.",
            repair="Take a wider outcome.",
        )
    for when, part in (("before", counts[: window.start]), ("under", counts[window.start :])):
        if not part.any():
            raise FigureRefused(
                f"[{window.treated}] has no [{window.panel.outcome}] in the months {when} the "
                "policy",
                why="A change from nothing, or to nothing, is no share with an interval.",
                repair="Take a wider outcome, or read the description.",
            )
    design = regressors.interrupted(len(counts), window.start, window.panel.months[0].month)
    few = counts.mean() < FEWEST_FOR_LOG
    value, error, df, found = _by_counts(window, design) if few else _by_log(window, design)
    smallest = _detectable_count(window, design) if few else power.of_series(window)
    low, high, p = two_sided(value, error, df)
    first = window.panel.months[window.start]
    against = f"its own trend and season led to when the policy began in {first:%Y-%m}"
    share, least, most = (float(np.expm1(each)) for each in (value, low, high))
    return DesignResult(
        design=NAME,
        estimate=share,
        low=least,
        high=most,
        p=p,
        p_floor=None,
        minimum_detectable=smallest,
        diagnostics={
            **found,
            "df": df,
            "months_before": float(window.before),
            "months_after_used": float(window.after),
            "controls": False,
        },
        warnings=(*warnings, *power.cautions(smallest)),
        sentence=wording.estimate(window.panel.outcome, against, share, least, most)
        + " What else began then is in it.",
        error=error,
        error_of=LOGARITHM,
        months=window.compared(),
    )


def _first_year(window: Window) -> Window:
    panel, end = window.panel, window.start + MOST_AFTER
    return replace(
        window,
        panel=replace(
            panel,
            months=panel.months[:end],
            counts=panel.counts[:, :end],
            population=panel.population[:, :end],
        ),
    )


_Found = tuple[float, float, float, dict[str, float | str | bool]]


def _by_log(window: Window, design: Floats) -> _Found:
    found = fit(window.treated_rates(), design)
    value, error = found.contrast(np.eye(design.shape[1])[_STEP])
    change = float(np.expm1(found.coefficients[_STEP + 1]))
    return (
        value,
        error,
        found.df,
        {
            "method": "GLS-AR(1) by REML on the log rate",
            "autocorrelation": found.autocorrelation,
            "slope_per_year": change,
        },
    )


def _detectable_count(window: Window, design: Floats) -> float:
    """The smallest fall that is found four times in five in few events, from the months before.

    A fall leaves fewer events to be counted, so that its own error is part of the sum.
    """
    import statsmodels.api as sm

    row = window.panel.row(window.treated)
    counts = window.panel.counts[row, : window.before]
    people = window.panel.population[row, : window.before]
    base = design[: window.before, : regressors.BASE_COLUMNS]
    found = sm.GLM(counts, base, family=sm.families.Poisson(), offset=np.log(people)).fit(
        scale="X2"
    )
    memory = _memory(np.asarray(found.resid_pearson))
    widened = max(1.0, float(found.scale)) * (1 + memory) / (1 - memory)
    df = effective_df(len(design), design.shape[1], memory)
    for percent in range(1, 100):
        left = np.where(design[:, _STEP] > 0, counts.mean() * (1 - percent / 100), counts.mean())
        variance = np.linalg.inv(design.T @ (left[:, None] * design))[_STEP, _STEP]
        if power.detectable(float(np.sqrt(widened * variance)), df) <= percent / 100:
            return percent / 100
    return 1.0


def _memory(residual: Floats) -> float:
    """The autocorrelation of residuals, between none and .9."""
    found = float(np.corrcoef(residual[1:], residual[:-1])[0, 1])
    return min(max(0.0, found if np.isfinite(found) else 0.0), 0.9)


def _by_counts(window: Window, design: Floats) -> _Found:
    """Quasi-Poisson; its errors are widened by what the residuals remember."""
    # Imported here: it takes seconds, and only a small series needs it.
    import statsmodels.api as sm

    row = window.panel.row(window.treated)
    model = sm.GLM(
        window.panel.counts[row],
        design,
        family=sm.families.Poisson(),
        offset=np.log(window.panel.population[row]),
    )
    found = model.fit(scale="X2")
    memory = _memory(np.asarray(found.resid_pearson))
    months, columns = design.shape
    # Fewer than the Poisson's own spread is chance: nothing is taken for it.
    spread = max(1.0, float(found.scale))
    error = float(found.bse[_STEP]) * np.sqrt(spread / float(found.scale))
    return (
        float(found.params[_STEP]),
        float(error * np.sqrt((1 + memory) / (1 - memory))),
        effective_df(months, columns, memory),
        {
            "method": "quasi-Poisson",
            "autocorrelation": memory,
            "dispersion": float(found.scale),
            "slope_per_year": float(np.expm1(found.params[_STEP + 1])),
        },
    )
