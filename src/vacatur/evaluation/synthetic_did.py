"""Synthetic difference in differences, and the plain one beside it."""

from __future__ import annotations

import numpy as np

from vacatur.evaluation.fits import Fit
from vacatur.evaluation.panel import TreatedPanel, Vector
from vacatur.evaluation.simplex import simplex_least_squares


def synthetic_did(panel: TreatedPanel) -> Fit:
    """Weights of donors and of earlier periods, both with an intercept; then one double difference.

    The gap of a later period is observed minus weighted donors, less the same difference over the
    weighted earlier periods; its mean is the published estimate.

    Source: D. Arkhangelsky, S. Athey, D. A. Hirshberg, G. W. Imbens, S. Wager, American Economic
    Review 111 (2021), 4088, algorithm 1; the regularisation is eq. 5.
    """
    earlier, later = np.split(panel.donor_rows, [panel.before], axis=1)
    noise = float(np.diff(earlier, axis=1).std(ddof=1))
    zeta = (panel.outcomes.shape[1] - panel.before) ** 0.25 * noise
    units = _with_intercept(
        earlier.T, panel.treated_row[: panel.before], ridge=zeta**2 * panel.before
    )
    # A trace of the penalty makes the periods' weights unique, as in the paper's algorithm.
    periods = _with_intercept(earlier, later.mean(axis=1), ridge=(1e-6 * noise) ** 2 * len(earlier))
    return _double_difference(panel, units, periods)


def plain_did(panel: TreatedPanel) -> Fit:
    """The same with equal weights: the difference in differences of two by two means."""
    donors = len(panel.donors)
    return _double_difference(
        panel, np.full(donors, 1 / donors), np.full(panel.before, 1 / panel.before)
    )


def _double_difference(panel: TreatedPanel, units: Vector, periods: Vector) -> Fit:
    donors = units @ panel.donor_rows
    level = periods @ (panel.treated_row - donors)[: panel.before]
    difference = (panel.treated_row - donors)[: panel.before]
    return Fit(
        panel=panel,
        weights=units,
        counterfactual=donors + level,
        # Levels need not match, so the fit is judged after its own intercept.
        pre_rmspe=float(difference.std()),
    )


def _with_intercept(columns: np.ndarray, target: Vector, *, ridge: float) -> Vector:
    """Simplex weights with a free intercept: everything is centred over its conditions."""
    return simplex_least_squares(
        columns - columns.mean(axis=0), target - target.mean(), ridge=ridge
    )
