"""Somebody who wants to know what a table hides, and has a solver of whole numbers.

Written apart from `vacatur.evidence.disclosure`, on purpose: it has the printed grid, its sums, and
what it is told of the rule, and asks of each hidden cell for the least and the most.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

ALL = -1
Place = tuple[int, ...]


@dataclass
class Adversary:
    """`printed` has a number or None for each place that is printed; -1 in a place is a total."""

    size: tuple[int, ...]
    printed: Mapping[Place, int | None]
    bounds: Mapping[Place, tuple[float, float]]  # what is told of hidden cells
    impossible: frozenset[Place] = frozenset()

    def __post_init__(self):
        self.cells = list(itertools.product(*((*range(n), ALL) for n in self.size)))
        at = {cell: i for i, cell in enumerate(self.cells)}
        rows = []
        for axis, n in enumerate(self.size):
            for cell in self.cells:
                if cell[axis] == ALL:
                    row = np.zeros(len(self.cells))
                    row[at[cell]] = -1
                    for i in range(n):
                        row[at[*cell[:axis], i, *cell[axis + 1 :]]] = 1
                    rows.append(row)
        self.rule = LinearConstraint(np.array(rows), 0, 0)
        low, high = np.zeros(len(at)), np.full(len(at), np.inf)
        for cell, value in self.printed.items():
            low[at[cell]], high[at[cell]] = (
                self.bounds.get(cell, (0, np.inf)) if value is None else (value, value)
            )
        for cell in self.impossible:
            high[at[cell]] = 0
        self.box, self.at = Bounds(low, high), at

        self.low, self.high = np.full(len(at), np.inf), np.full(len(at), -np.inf)

    def most(self, place: Place, sign: int = -1) -> float:
        aim = np.zeros(len(self.cells))
        aim[self.at[place]] = sign
        found = milp(aim, constraints=self.rule, bounds=self.box, integrality=1)
        if found.status in (3, 4):  # nothing holds it: HiGHS says 4 for "unbounded or infeasible"
            return np.inf
        assert found.status == 0, found.message
        counts = np.rint(found.x)
        self.low, self.high = np.minimum(self.low, counts), np.maximum(self.high, counts)
        return round(found.x[self.at[place]])

    def range_of(self, place: Place, *, enough: float) -> tuple[float, float]:
        """Least and most of a cell, or any two that are `enough` apart."""
        at = self.at[place]
        if self.high[at] - self.low[at] < enough:
            return self.most(place, 1), self.most(place)
        return self.low[at], self.high[at]


def told(
    printed: Mapping[Place, int | None],
    true: Mapping[Place, int],
    k: int,
    whole: frozenset[Place],
):
    """What somebody knows of hidden cells who is told which were small, and which were not.

    Not told: which part of a small group is not nought, nor in which of its places (`whole`) a
    group is that is all in one.
    """
    small_groups = [p for p, n in true.items() if 0 < n < k and ALL in p]

    def is_part(place):
        return any(
            place != group and all(g in (ALL, p) for g, p in zip(group, place, strict=True))
            for group in small_groups
        )

    bounds = {}
    for place, value in printed.items():
        if value is not None:
            continue
        if is_part(place):
            bounds[place] = (0, k - 1)
        elif 0 < true[place] < k:
            bounds[place] = (1, k - 1)
        elif true[place] >= k and place not in whole:
            bounds[place] = (k, np.inf)
    return bounds
