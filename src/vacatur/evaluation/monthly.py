"""The course of an outcome by month, beside what the same months were before the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.evaluation.describe import YEAR
from vacatur.evaluation.window import Window

PER = 100_000
# From 1 to 9 a number may tell of somebody: the rule of published tables.
FEWEST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyValue:
    """One month. `low` and `high` are None before the policy, or with no year before."""

    month: date
    value: float  # a count, or a rate per 100,000
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """The months of one unit. `per` None: they are counts."""

    outcome: str
    unit: str
    per: int | None
    months: tuple[MonthlyValue, ...]
    is_small: bool  # some month counts from 1 to 9, so that the months are not published


def monthly_of(window: Window) -> Monthly:
    """The treated unit's months, and for those under the policy the range of earlier years."""
    row = window.panel.row(window.treated)
    counts, people = window.panel.counts[row], window.panel.population[row]
    per = None if (people == 1).all() else PER
    values = counts if per is None else counts / people * per
    told = []
    for at, month in enumerate(window.panel.months):
        past = [float(values[i]) for i in range(at % YEAR, window.start, YEAR)]
        known = past if at >= window.start else []
        told.append(
            MonthlyValue(
                month=month,
                value=float(values[at]),
                low=min(known, default=None),
                high=max(known, default=None),
            )
        )
    return Monthly(
        outcome=window.panel.outcome,
        unit=window.treated,
        per=per,
        months=tuple(told),
        is_small=bool(((counts > 0) & (counts < FEWEST_SHOWN)).any()),
    )
