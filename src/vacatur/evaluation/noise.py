"""How uneven a unit is from month to month: a small city moves more by chance than a large one.

Ranks and intervals that take donors for a measure of chance are wrong where the treated unit is
the more uneven: with eight events a month among cities of five hundred, "p <= .05" was found in 36
of 100 runs without an effect.
"""

from __future__ import annotations

import numpy as np

from vacatur.evaluation.series import Floats


def deviations(before: Floats) -> Floats:
    """Each unit's monthly standard deviation about its own line beside the median unit.

    `before` has the shape (units, months): logarithms, or outcomes over their own mean.
    """
    gap = before - np.median(before, axis=0)
    months = np.arange(before.shape[1], dtype=float)
    line = np.column_stack([np.ones(len(months)), months - months.mean()])
    left = gap.T - line @ np.linalg.lstsq(line, gap.T, rcond=None)[0]
    spread: Floats = np.sqrt((left**2).sum(axis=0) / max(1, len(months) - 2))
    return spread


def excess(before: Floats) -> Floats:
    """How many times the median unit's deviation each has, at least 1: what a rank is divided by.

    It treats all units alike, so that a rank stays exact where they are.
    """
    spread = deviations(before)
    middle = float(np.median(spread))
    return np.maximum(1.0, spread / middle) if middle > 0 else np.ones(len(spread))


def widening(before: Floats) -> float:
    """How many times the donors' deviation the first unit has, at least 1."""
    spread = deviations(before)
    donors = float(np.sqrt(np.mean(spread[1:] ** 2)))
    return max(1.0, float(spread[0]) / donors) if donors > 0 else 1.0
