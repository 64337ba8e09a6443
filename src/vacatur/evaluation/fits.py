"""What a comparison with other units gives: the course the treated unit would have taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vacatur.errors import FigureRefused
from vacatur.evaluation.panel import TreatedPanel, Vector


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A counterfactual of the treated unit, and how well it fits before the policy."""

    panel: TreatedPanel
    weights: Vector  # of the donors, in the panel's order; they sum to 1
    counterfactual: Vector  # one value for each period, in the outcome's unit
    pre_rmspe: float  # root mean square of the gap before the policy, in the outcome's unit

    @property
    def gap(self) -> Vector:
        """Observed minus counterfactual, one for each period."""
        return self.panel.treated_row - self.counterfactual

    @property
    def average_gap(self) -> float:
        """The mean gap since the policy began, in the outcome's unit."""
        return float(self.gap[self.panel.before :].mean())

    @property
    def relative_change(self) -> float:
        """The mean gap over the mean counterfactual since the policy began: -.1 is 10 % less.

        Raises
        ------
        FigureRefused
            The counterfactual is not above zero, so there is nothing to be relative to.
        """
        base = float(self.counterfactual[self.panel.before :].mean())
        if base <= 0:
            raise FigureRefused(
                f"a change of [{self.panel.treated}] relative to a counterfactual of [{base:.4g}]",
                why="A share of nothing, or of less, says nothing.",
                repair="Leave the unit out, or use counts or rates that are above zero.",
            )
        return self.average_gap / base

    @property
    def rmspe_ratio(self) -> float:
        """Root mean square gap since the policy over that before: the statistic of the placebos.

        Source: A. Abadie, A. Diamond, J. Hainmueller, J. Am. Stat. Assoc. 105 (2010), 493.
        """
        after = float(np.sqrt(np.mean(self.gap[self.panel.before :] ** 2)))
        smallest = 1e-9 * float(np.abs(self.panel.treated_row).max() or 1.0)
        return after / max(self.pre_rmspe, smallest)

    @property
    def fit_share(self) -> float:
        """The gap before the policy as a share of the treated unit's standard deviation then."""
        spread = float(self.panel.treated_row[: self.panel.before].std(ddof=1))
        return self.pre_rmspe / spread if spread > 0 else float("inf")

    @property
    def top(self) -> tuple[str, float]:
        """The donor of greatest weight."""
        index = int(np.argmax(self.weights))
        return self.panel.donors[index], float(self.weights[index])


Estimator = Callable[[TreatedPanel], Fit]
Statistic = Callable[[Fit], float]


def by_ratio(fit: Fit) -> float:
    """Rank placebos by the ratio of their gaps after and before."""
    return fit.rmspe_ratio


def by_change(fit: Fit) -> float:
    """Rank placebos by the size of their relative change: for fits that need not match levels."""
    return abs(fit.relative_change)


def fit_of(panel: TreatedPanel, weights: Vector, counterfactual: Vector | None = None) -> Fit:
    """The fit of weights; the counterfactual is the weighted donors where none is given."""
    course = weights @ panel.donor_rows if counterfactual is None else counterfactual
    gap = (panel.treated_row - course)[: panel.before]
    return Fit(
        panel=panel,
        weights=weights,
        counterfactual=course,
        pre_rmspe=float(np.sqrt(np.mean(gap**2))),
    )
