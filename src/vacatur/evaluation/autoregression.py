"""Least squares with errors that hang on the month before: GLS-AR(1) by REML.

statsmodels' GLSAR takes the autocorrelation from residuals (Cochrane and Orcutt), which finds too
little of it in a short series; restricted maximum likelihood (REML) corrects for what the trend and
the season took. Newey and West's errors are not here on purpose: docs/adr/0032 has the rates at
which they find what is not there (13 to 40 % at a nominal 5 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import t as student

from vacatur.evaluation.series import Floats

_MOST = 0.95
FEWEST_DF = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Coefficients, their covariance, the autocorrelation, and the degrees of freedom left."""

    coefficients: Floats  # (k,)
    covariance: Floats  # (k, k)
    autocorrelation: float
    deviation: float  # of the errors themselves, not of their innovations
    df: float

    def contrast(self, weights: Floats) -> tuple[float, float]:
        """A weighted sum of coefficients, and its standard error."""
        value = float(weights @ self.coefficients)
        return value, float(np.sqrt(weights @ self.covariance @ weights))


def whitened(values: Floats, autocorrelation: float) -> Floats:
    """What is left of each month when what it takes from the month before is taken off."""
    out: Floats = np.array(values, dtype=float)
    out[1:] -= autocorrelation * values[:-1]
    out[0] *= np.sqrt(1 - autocorrelation**2)
    return out


def effective_df(months: int, columns: int, autocorrelation: float) -> float:
    """Degrees of freedom that autocorrelated months are worth, at least three.

    Months that resemble each other say less: n (1 - r) / (1 + r) of them count.
    """
    worth = months * (1 - autocorrelation) / (1 + autocorrelation)
    return max(FEWEST_DF, worth - columns)


def fit(values: Floats, design: Floats) -> Fit:
    """Fit a design of (months, columns) to values of (months,) by REML.

    An autocorrelation below zero is taken for none: in counts of crimes it is chance, and would
    make the errors smaller than independent months do.
    """
    months, columns = design.shape

    def deviance(autocorrelation: float) -> float:
        x, y = whitened(design, autocorrelation), whitened(values, autocorrelation)
        inner = x.T @ x
        residual = y - x @ np.linalg.solve(inner, x.T @ y)
        _, logdet = np.linalg.slogdet(inner)
        scale = float(residual @ residual) / (months - columns)
        spread = (months - columns) * np.log(max(scale, 1e-300))
        return float(spread + logdet - np.log(1 - autocorrelation**2))

    found = minimize_scalar(
        deviance, bounds=(0.0, _MOST), method="bounded", options={"xatol": 1e-4}
    )
    rho = float(found.x)
    x, y = whitened(design, rho), whitened(values, rho)
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ (x.T @ y)
    residual = y - x @ coefficients
    scale = float(residual @ residual) / (months - columns)
    return Fit(
        coefficients=coefficients,
        covariance=scale * inverse,
        autocorrelation=rho,
        deviation=float(np.sqrt(scale / (1 - rho**2))),
        df=effective_df(months, columns, rho),
    )


def two_sided(value: float, error: float, df: float) -> tuple[float, float, float]:
    """Low, high and p of a value with a standard error; at 95 %."""
    half = float(student.ppf(0.975, df)) * error
    if error <= 0:
        return value, value, 0.0 if value else 1.0
    return value - half, value + half, float(2 * student.sf(abs(value) / error, df))
