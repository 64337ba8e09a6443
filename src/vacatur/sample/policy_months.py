"""Months of invented counties, in one of which a policy did what is known, because it was planted.

No number is of any place. What an evaluation finds can be held against what was planted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vacatur.sample.dice import Dice

FIRST_YEAR, YEARS, POLICY_YEAR = 2014, 5, 2018
TREATED = "Example County"
NEIGHBOURS = 20
# How much of each column is left under the policy: the truth, against which a report is held.
PLANTED: Mapping[str, float] = {
    "possession_arrests": 0.2,
    "robberies": 0.65,
    "burglaries": 1.0,
    "frauds": 1.0,
}
_LEVELS = {"possession_arrests": 300, "robberies": 500, "burglaries": 700, "frauds": 400}
_MEMORY, _DEVIATION, _SEASON = 0.4, 0.08, 0.1
_YEAR = 12
_SIZES, _DRIFTS = 101, 102  # streams of draws


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyMonth:
    """One county in one month, YYYY-MM, with a count for each column of `PLANTED`."""

    county: str
    month: str
    counts: Mapping[str, int]


def county_months(seed: int) -> Iterator[CountyMonth]:
    """Every county and month. A month hangs on the month before; all counties share a season."""
    counties = (TREATED, *(f"Neighbour {at + 1:02d}" for at in range(NEIGHBOURS)))
    months = [(FIRST_YEAR + at // _YEAR, at % _YEAR + 1) for at in range(YEARS * _YEAR)]
    names = tuple(PLANTED)
    drift = _drifts(seed, len(counties), len(names), len(months))
    size = 0.6 + Dice(seed, _SIZES).below(1_000, len(counties)) / 1_000
    season = _SEASON * np.sin(2 * np.pi * np.arange(len(months)) / _YEAR)
    for row, county in enumerate(counties):
        for at, (year, month) in enumerate(months):
            is_under = county == TREATED and year >= POLICY_YEAR
            counts = {
                name: round(
                    float(_LEVELS[name] * size[row] * np.exp(season[at] + drift[row, column, at]))
                    * (PLANTED[name] if is_under else 1.0)
                )
                for column, name in enumerate(names)
            }
            yield CountyMonth(county=county, month=f"{year}-{month:02d}", counts=counts)


def _drifts(seed: int, counties: int, columns: int, months: int) -> npt.NDArray[np.float64]:
    """Deviations of logarithms, autocorrelated: (counties, columns, months).

    A sum of twelve uniform draws, less six, is as good as normal here.
    """
    drawn = Dice(seed, _DRIFTS).below(1_000_001, counties * columns * months * 12)
    fresh = drawn.reshape(counties, columns, months, 12).sum(axis=-1) / 1_000_000 - 6
    fresh = fresh * _DEVIATION * np.sqrt(1 - _MEMORY**2)
    for month in range(1, months):
        fresh[..., month] += _MEMORY * fresh[..., month - 1]
    return np.asarray(fresh, dtype=np.float64)
