"""The gap between a unit and its counterfactual, month by month, beside those of its placebos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.evaluation.fits import Fit
from vacatur.evaluation.panel import Vector


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """Gaps as shares of the mean counterfactual: -.1 is ten per cent below it.

    `placebos` are of donors, each taken as if it had been treated.
    """

    design: str
    periods: tuple[str, ...]
    before: int  # periods before the policy
    treated: str
    gap: Vector
    placebos: Mapping[str, Vector]
    left_out: int  # placebos that do not fit before the policy, and would only hide the others


def relative_gap(fit: Fit) -> Vector:
    """Observed minus counterfactual over the mean counterfactual, one for each period."""
    gap: Vector = fit.gap / fit.counterfactual.mean()
    return gap
