"""Ridge-augmented synthetic control: a regression corrects what the weights leave unmatched."""

from __future__ import annotations

import numpy as np

from vacatur.evaluation.fits import Fit, fit_of
from vacatur.evaluation.panel import Matrix, TreatedPanel, Vector
from vacatur.evaluation.simplex import simplex_least_squares

# Penalties tried, as shares of the largest squared singular value of the donors before the policy.
_SHARES = tuple(10.0**-power for power in np.linspace(0, 6, 13))


def ridge_augmented(panel: TreatedPanel, *, penalty: float | None = None) -> Fit:
    """Augment the outcome-only weights w by a ridge regression of later outcomes on earlier ones.

    With the donors' outcomes before the policy X0, centred on their mean, and the treated unit's x1
    likewise, the weights become w + (x1 - X0'w)' (X0'X0 + penalty I)^-1 X0'. They sum to 1 and may
    be negative: the correction extrapolates.

    Parameters
    ----------
    panel
        The panel.
    penalty
        Of the ridge, in squared units of the outcome; None: chosen by leaving out one period
        before the policy at a time, the greatest within one standard error of the best.

    Notes
    -----
    Source: E. Ben-Michael, A. Feller, J. Rothstein, J. Am. Stat. Assoc. 116 (2021), 1789, eq. 7-9
    and sec. 5.3.
    """
    earlier = panel.donor_rows[:, : panel.before]
    target = panel.treated_row[: panel.before]
    if np.ptp(earlier, axis=0).max() == 0:  # donors that are all alike leave nothing to regress on
        return fit_of(panel, simplex_least_squares(earlier.T, target))
    chosen = _penalty(earlier, target) if penalty is None else penalty
    return fit_of(panel, _weights(earlier, target, chosen))


def _weights(earlier: Matrix, target: Vector, penalty: float) -> Vector:
    weights = simplex_least_squares(earlier.T, target)
    centred = earlier - earlier.mean(axis=0)
    return weights + _correction(centred, target - weights @ earlier, penalty)


def _correction(centred: Matrix, unmatched: Vector, penalty: float) -> Vector:
    """(X0 X0' + penalty I)^-1 X0 (x1 - X0'w), which is the same as in the docstring above."""
    gram = centred @ centred.T + penalty * np.eye(len(centred))
    return np.asarray(np.linalg.solve(gram, centred @ unmatched), dtype=np.float64)


def _penalty(earlier: Matrix, target: Vector) -> float:
    """The greatest penalty whose error is within one standard error of the least."""
    scale = float(np.linalg.norm(earlier - earlier.mean(axis=0), 2) ** 2)
    grid = [share * scale for share in _SHARES]
    errors = np.array(
        [_errors_without(earlier, target, period, grid) for period in range(len(target))]
    )
    mean = errors.mean(axis=0)
    best = int(np.argmin(mean))
    allowed = mean[best] + errors[:, best].std(ddof=1) / np.sqrt(len(errors))
    return max(
        float(penalty) for penalty, error in zip(grid, mean, strict=True) if error <= allowed
    )


def _errors_without(earlier: Matrix, target: Vector, period: int, grid: list[float]) -> Vector:
    """Squared errors at one period of weights made without it, one for each penalty."""
    kept, wanted = np.delete(earlier, period, axis=1), np.delete(target, period)
    weights = simplex_least_squares(kept.T, wanted)
    centred = kept - kept.mean(axis=0)
    unmatched = wanted - weights @ kept
    errors = [
        target[period] - (weights + _correction(centred, unmatched, penalty)) @ earlier[:, period]
        for penalty in grid
    ]
    return np.square(np.array(errors, dtype=np.float64))
