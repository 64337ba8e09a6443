"""The smallest change that can be seen, from the months before the policy alone."""

from __future__ import annotations

import numpy as np
from scipy.stats import t as student

from vacatur.evaluation import regressors
from vacatur.evaluation.autoregression import effective_df, fit, whitened
from vacatur.evaluation.window import Window
from vacatur.evaluation.wording import MOST_DETECTABLE, WARN_DETECTABLE

POWER = 0.80
LEVEL = 0.05


def detectable(error: float, df: float) -> float:
    """The fall that is found four times in five, as a positive share, from a log standard error."""
    reach = float(student.ppf(1 - LEVEL / 2, df) + student.ppf(POWER, df))
    return 1 - float(np.exp(-reach * error))


def of_months(
    before: int, after: int, *, deviation: float, autocorrelation: float, mean: bool = False
) -> float:
    """The smallest fall that an interrupted time series of so many months finds.

    Parameters
    ----------
    before, after
        Whole months without and with the policy.
    deviation
        Standard deviation of a month's logarithm about trend and season.
    autocorrelation
        Of one month with the month before.
    mean
        Of the mean change under the policy, as in the published table; otherwise of the step at
        its date, which is harder to see.
    """
    months = before + after
    design = regressors.interrupted(months, before, centred=mean)
    white = whitened(design, autocorrelation)
    inner = np.linalg.inv(white.T @ white)[regressors.BASE_COLUMNS, regressors.BASE_COLUMNS]
    innovation = deviation * np.sqrt(1 - autocorrelation**2)
    df = effective_df(months, design.shape[1], autocorrelation)
    return detectable(float(innovation * np.sqrt(inner)), df)


def of_series(window: Window) -> float:
    """The same for the treated unit, from its own months before the policy."""
    months = window.treated_rates()[: window.before]
    first = window.panel.months[0].month
    found = fit(months, regressors.base(window.before, first))
    return of_months(
        window.before,
        window.after,
        deviation=found.deviation,
        autocorrelation=found.autocorrelation,
    )


def cautions(smallest: float) -> tuple[str, ...]:
    """What is said of a design that sees large changes only."""
    if smallest > MOST_DETECTABLE:
        return (f"only a change bigger than {smallest:.0%} would show: it cannot say [no effect]",)
    if smallest > WARN_DETECTABLE:
        return (f"only a change bigger than {smallest:.0%} would show",)
    return ()
