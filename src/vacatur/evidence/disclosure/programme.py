"""Linear programmes over cells: sums that must hold, bounds, and what is the most of something.

A solution counts only where it is whole numbers, so that what is shown possible is possible. Tables
of two dimensions have such solutions by themselves; where one does not, the integer programme is
solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from vacatur.errors import DisclosureRefused

Floats = NDArray[np.float64]
_ALMOST = 1e-6
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Equations `matrix @ x = right` over the columns, which are counts."""

    matrix: csc_array
    right: Floats

    def least(self, objective: Floats, lower: Floats, upper: Floats) -> Floats | None:
        """Whole numbers within the bounds that make the objective least; null: there are none.

        Raises
        ------
        DisclosureRefused
            The solver found no answer in its time. What was not audited does not leave.
        """
        found = self._solve(objective, lower, upper, whole=False)
        if found is None or bool(np.all(np.abs(found - np.rint(found)) < _ALMOST)):
            return None if found is None else np.rint(found)
        found = self._solve(objective, lower, upper, whole=True)
        return None if found is None else np.rint(found)

    def _solve(
        self, objective: Floats, lower: Floats, upper: Floats, *, whole: bool
    ) -> Floats | None:
        if np.any(lower > upper):
            return None
        if not len(objective):  # nothing is left open
            return objective if bool(np.all(np.abs(self.right) < _ALMOST)) else None
        rows = self.matrix.shape[0]
        constraints = [LinearConstraint(self.matrix, self.right, self.right)] if rows else []
        found = milp(
            objective,
            constraints=constraints,
            bounds=Bounds(lower, upper),
            integrality=np.full(len(objective), int(whole)),
            options={"time_limit": _SECONDS},
        )
        if found.status == 2:
            return None
        if found.x is None or found.status != 0:
            raise DisclosureRefused(
                "the linear programme found no answer in its time",
                why="Whether a hidden cell can be worked out is not known.",
                repair="Publish a smaller table, or pool categories.",
            )
        return np.asarray(found.x, dtype=np.float64)
