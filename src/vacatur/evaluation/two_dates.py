"""A policy and another event in one series: both steps, if they can be told apart at all."""

from __future__ import annotations

from datetime import date

import numpy as np

from vacatur.errors import FigureRefused
from vacatur.evaluation import power, regressors, wording
from vacatur.evaluation.autoregression import fit, two_sided
from vacatur.evaluation.results import LOGARITHM, DesignResult
from vacatur.evaluation.window import Window, require_months

# Two steps that are more alike than this are one regressor.
MOST_ALIKE = 0.9


def two_dates(window: Window, other: date, name: str) -> DesignResult:
    """The policy's step in a series that has the other event's step too.

    Raises
    ------
    FigureRefused
        The two steps are nearly the same column, the other event is outside the series, or there
        are too few months.
    """
    warnings = require_months(window)
    months = len(window.panel.months)
    at = window.panel.first_after(other)
    policy, event = regressors.step(months, window.start), regressors.step(months, at)
    alike = abs(float(np.corrcoef(policy, event)[0, 1]))
    if alike > MOST_ALIKE:
        raise FigureRefused(
            f"the policy of [{window.panel.months[window.start]:%Y-%m}] and [{name}] of "
            f"[{window.panel.months[at]:%Y-%m}] cannot be told apart",
            where=window.panel.outcome,
            why=f"Their steps correlate by {alike:.2f}; above .90 they are one and the same.",
            repair="Compare with units that had the event and not the policy.",
        )
    design = np.column_stack([regressors.base(months, window.panel.months[0].month), policy, event])
    found = fit(window.treated_rates(), design)
    value, error = found.contrast(np.eye(design.shape[1])[regressors.BASE_COLUMNS])
    low, high, p = two_sided(value, error, found.df)
    share, least, most = (float(np.expm1(each)) for each in (value, low, high))
    smallest = power.detectable(error, found.df)
    beside = float(np.expm1(found.coefficients[-1]))
    return DesignResult(
        design="two_dates",
        estimate=share,
        low=least,
        high=most,
        p=p,
        p_floor=None,
        minimum_detectable=smallest,
        diagnostics={
            "correlation": alike,
            "event": name,
            "event_step": beside,
            "autocorrelation": found.autocorrelation,
            "df": found.df,
            "controls": False,
        },
        warnings=(*warnings, *power.cautions(smallest)),
        sentence=wording.estimate(
            window.panel.outcome, f"its trend with a step at [{name}]", share, least, most
        ),
        error=error,
        error_of=LOGARITHM,
        months=window.compared(),
    )
