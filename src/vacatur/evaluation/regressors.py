"""The columns of a time series: level, trend, season, and what a policy may have changed."""

from __future__ import annotations

import numpy as np

from vacatur.evaluation.series import Floats

HARMONICS = 2
BASE_COLUMNS = 2 + 2 * HARMONICS


def base(months: int, first_month: int = 1) -> Floats:
    """Level, trend by year, and two harmonics of the year: (months, 6)."""
    time = np.arange(months, dtype=float)
    columns = [np.ones(months), (time - time.mean()) / 12]
    for harmonic in range(1, HARMONICS + 1):
        angle = 2 * np.pi * harmonic * (time + first_month) / 12
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def step(months: int, start: int) -> Floats:
    """0 before the first month under the policy, 1 from it on."""
    return (np.arange(months) >= start).astype(float)


def slope(months: int, start: int, *, centred: bool = False) -> Floats:
    """Years since the first month under the policy; 0 before.

    Centred on the middle of the months under the policy, the step beside it is their mean change,
    and not the one at the policy's date.
    """
    time = np.arange(months, dtype=float)
    at = (start + months - 1) / 2 if centred else start
    return np.where(time >= start, (time - at) / 12, 0.0)


def interrupted(months: int, start: int, first_month: int = 1, *, centred: bool = False) -> Floats:
    """Base, step and slope: (months, 8). The step is column 6, the slope column 7."""
    return np.column_stack(
        [
            base(months, first_month),
            step(months, start),
            slope(months, start, centred=centred),
        ]
    )
