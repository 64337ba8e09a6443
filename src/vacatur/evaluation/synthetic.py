"""Synthetic control: the treated unit as a weighted mean of units that had no policy.

Outcome-only, which has one optimum; and the classic one, whose weights of predictors are searched
for and whose search has many local optima, so that it begins at many places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from vacatur.errors import FigureRefused
from vacatur.evaluation.fits import Fit, fit_of
from vacatur.evaluation.panel import Matrix, TreatedPanel, Vector
from vacatur.evaluation.simplex import shortest_mean, simplex_least_squares

# The specification's: a single start is found to end far from the optimum, and without a warning.
FEWEST_STARTS = 12
_MOST_BLOCKS = 6
# Steps of the search for each predictor: from every start, then from the best few ends.
_FIRST_STEPS, _LAST_STEPS, _KEPT = 15, 60, 3
# Where it stops: by the logarithms of the weights, and by the error as a share of the variance.
_NEAR_ENOUGH, _SAME_ERROR = 1e-2, 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictors:
    """What the classic control is made alike on: `values` is (units, predictors), without gaps.

    `fitted` are the periods over which the error is minimised; empty: all before the policy.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    values: Matrix
    fitted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.units), len(self.names)):
            raise FigureRefused(
                f"predictors of [{len(self.units)}] units and [{len(self.names)}] names have "
                f"values of shape [{self.values.shape}]"
            )
        gaps = np.argwhere(~np.isfinite(self.values))
        if len(gaps):
            unit, name = (int(index) for index in gaps[0])
            raise FigureRefused(
                f"[{self.units[unit]}] has no value of the predictor [{self.names[name]}]"
            )

    def of(self, units: Sequence[str]) -> Matrix:
        """The rows of some units, in their order."""
        return self.values[[self.units.index(unit) for unit in units]]


def outcome_only(panel: TreatedPanel) -> Fit:
    """The weights that are nearest to every outcome before the policy.

    Source: N. Doudchenko and G. W. Imbens, NBER working paper 22791 (2016), sec. 5.1, under
    the constraints of Abadie and others.
    """
    earlier = panel.donor_rows[:, : panel.before]
    return fit_of(panel, simplex_least_squares(earlier.T, panel.treated_row[: panel.before]))


def classic(
    panel: TreatedPanel,
    *,
    predictors: Predictors | None = None,
    starts: int = FEWEST_STARTS,
    seed: int = 0,
) -> Fit:
    """The weights nearest to the predictors, these weighted so that the earlier outcomes fit best.

    Parameters
    ----------
    panel
        The panel.
    predictors
        None: means of the outcome over up to six equal stretches before the policy.
    starts
        Where the search begins: equal weights, then weights drawn by `seed`. The best ends
        are searched from once more.
    seed
        Of the starts.

    Raises
    ------
    FigureRefused
        Fewer than twelve starts.

    Notes
    -----
    Source: A. Abadie, A. Diamond, J. Hainmueller, J. Am. Stat. Assoc. 105 (2010), 493, sec. 2.3.
    """
    if starts < FEWEST_STARTS:
        raise FigureRefused(
            f"a search from [{starts}] start(s)",
            why="The search has many local optima; from few it ends at wrong weights unseen.",
            repair=f"Give at least [{FEWEST_STARTS}].",
        )
    search = _Search(panel, predictors or stretches(panel))
    ends = [search.improve(start, _FIRST_STEPS) for start in search.starts(starts, seed)]
    best = [search.improve(end, _LAST_STEPS) for end in sorted(ends, key=search.error)[:_KEPT]]
    return fit_of(panel, search.weights(min(best, key=search.error)))


def stretches(panel: TreatedPanel) -> Predictors:
    """Means of the outcome over equal stretches before the policy."""
    parts = np.array_split(np.arange(panel.before), min(_MOST_BLOCKS, panel.before))
    return Predictors(
        names=tuple(f"{panel.periods[part[0]]} to {panel.periods[part[-1]]}" for part in parts),
        units=panel.units,
        values=np.column_stack([panel.outcomes[:, part].mean(axis=1) for part in parts]),
    )


class _Search:
    """The outer search: over logarithms of the predictors' weights, by Nelder and Mead."""

    def __init__(self, panel: TreatedPanel, predictors: Predictors) -> None:
        treated = predictors.of([panel.treated])[0]
        donors = predictors.of(panel.donors)
        spread = np.vstack([donors, treated]).std(axis=0, ddof=1)
        spread[spread == 0] = 1.0
        self._away = ((donors - treated) / spread).T
        fitted = predictors.fitted or panel.periods[: panel.before]
        columns = [panel.periods.index(period) for period in fitted if period in panel.periods]
        self._target = panel.treated_row[columns]
        self._outcomes = panel.donor_rows[:, columns]
        self._variance = float(self._target.var()) or 1.0

    def starts(self, count: int, seed: int) -> list[Vector]:
        drawn = np.random.default_rng(seed).dirichlet(np.ones(len(self._away)), size=count - 1)
        return [np.zeros(len(self._away)), *np.log(drawn + 1e-6)]

    def weights(self, logarithms: Vector) -> Vector:
        root = np.exp((logarithms - logarithms.max()) / 2)
        return shortest_mean(root[:, None] * self._away)

    def error(self, logarithms: Vector) -> float:
        gap = self._target - self.weights(logarithms) @ self._outcomes
        return float(gap @ gap) / len(gap)

    def improve(self, start: Vector, steps: int) -> Vector:
        found = minimize(
            self.error,
            start,
            method="Nelder-Mead",
            options={
                "maxfev": steps * len(start),
                "xatol": _NEAR_ENOUGH,
                "fatol": _SAME_ERROR * self._variance,
                "initial_simplex": start
                + np.vstack([np.zeros(len(start)), 2 * np.eye(len(start))]),
            },
        )
        return np.asarray(found.x, dtype=np.float64)
