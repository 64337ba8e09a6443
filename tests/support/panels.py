"""Invented panels with a known effect: cities that share two courses, each in its own measure."""

from __future__ import annotations

import numpy as np

from vacatur.evaluation.panel import TreatedPanel


def invented_panel(
    *,
    donors: int = 24,
    before: int = 36,
    after: int = 12,
    change: float = 0.0,
    noise: float = 1.0,
    seed: int = 0,
) -> TreatedPanel:
    """Rates of about 100; the treated city is inside the donors' range, then moves by `change`."""
    random = np.random.default_rng(seed)
    periods = before + after
    courses = np.vstack(
        [
            10 * np.sin(np.arange(periods) * 2 * np.pi / 12),
            np.cumsum(random.normal(size=periods)) * 2,
        ]
    )
    loadings = random.uniform(0.2, 1.8, size=(donors + 1, 2))
    loadings[0] = 1.0
    levels = random.uniform(80, 120, size=(donors + 1, 1))
    levels[0] = 100
    outcomes = levels + loadings @ courses + noise * random.normal(size=(donors + 1, periods))
    outcomes[0, before:] *= 1 + change
    names = tuple(f"city {index:02d}" for index in range(donors + 1))
    labels = tuple(f"{2016 + at // 12}-{at % 12 + 1:02d}" for at in range(periods))
    return TreatedPanel(
        units=names,
        periods=labels,
        outcomes=outcomes,
        treated=names[0],
        first_treated=labels[before],
    )
