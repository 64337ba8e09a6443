"""A monthly panel: one row for each unit and month, whole, once, and in counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vacatur.dates import parse_day
from vacatur.errors import FigureRefused, nearest

Floats = NDArray[np.float64]

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_WHOLE = re.compile(r"[0-9]+(\.0+)?")
_PERCENT = re.compile(
    r"(^|_|\b)(pct|percent|percentage|share|rate|ratio|proportion|per_capita|per_1[0k]+)s?(_|\b|$)|%",
    re.IGNORECASE,
)
# A first or last month below this part of its three neighbours looks cut off.
PARTIAL = 0.5
# Below so many in a month chance halves one easily.
FEWEST_TO_JUDGE = 20
# So many months of none are a gap in reporting; more may be a practice that ended for a while.
LONGEST_GAP = 3
# A population that is so many times another month's was counted otherwise.
MOST_GROWTH = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the file has it, all of it text. `population` None: no such column is named."""

    unit: str
    time: str
    count: str
    population: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Counts and populations, units x months. Months are their first days, without a gap.

    A population of 1 everywhere stands for none: a rate is then the count itself.
    """

    outcome: str
    units: tuple[str, ...]
    months: tuple[date, ...]
    counts: Floats  # (units, months), whole numbers
    population: Floats  # (units, months), above zero

    def row(self, unit: str) -> int:
        """Which row a unit has.

        Raises
        ------
        FigureRefused
            There is no such unit; the nearest is named.
        """
        if unit not in self.units:
            raise FigureRefused(
                f"there is no unit [{unit}] in the data", repair=nearest(unit, self.units)
            )
        return self.units.index(unit)

    def log_rates(self) -> Floats:
        """Logarithm of the rate, units x months; a month without any counts as half of one."""
        rates: Floats = np.log(np.maximum(self.counts, 0.5) / self.population)
        return rates

    def first_after(self, day: date) -> int:
        """Index of the first whole month on or after a day.

        Raises
        ------
        FigureRefused
            The day is outside the series, or leaves no month on one side.
        """
        start = day if day.day == 1 else month_after(day, 1)
        if not self.months[0] < start <= self.months[-1]:
            raise FigureRefused(
                f"the day [{day}] is outside the series",
                where=self.outcome,
                why=f"It runs from {self.months[0]:%Y-%m} to {self.months[-1]:%Y-%m}.",
                repair="Give a series with months before and after the policy.",
            )
        return self.months.index(start)

    def only(self, units: Sequence[str]) -> Panel:
        """The same panel with these units alone, in this order."""
        rows = [self.row(unit) for unit in units]
        return Panel(
            outcome=self.outcome,
            units=tuple(units),
            months=self.months,
            counts=self.counts[rows],
            population=self.population[rows],
        )


def panel_of(
    rows: Iterable[Row],
    outcome: str,
    *,
    complete_from: date | None = None,
    complete_through: date | None = None,
) -> Panel:
    """A panel from rows of text.

    Parameters
    ----------
    rows
        One for each unit and month, in any order; a month is YYYY-MM or its first day.
    outcome
        The column that is counted.
    complete_from, complete_through
        First and last day that the file covers. Where one is not told, an end that looks cut off
        is refused.

    Raises
    ------
    FigureRefused
        A month is missing, stands twice or is partial; a value is no count; a population is none.
    """
    if found := _PERCENT.search(outcome):
        raise _no_count(
            f"column [{outcome}] is called a {(found.group(2) or found.group()).lower()}", outcome
        )
    cells: dict[tuple[str, date], tuple[float, float]] = {}
    for row in rows:
        if not row.unit.strip():
            raise FigureRefused(
                f"a row of [{row.time}] has no unit",
                where=outcome,
                why="It belongs to nobody, or to somebody whose sum is then too small.",
                repair="Say whose it is, or leave it out.",
            )
        key = (row.unit, month_of(row.time, outcome))
        if key in cells:
            raise FigureRefused(
                f"[{row.unit}] has the month [{key[1]:%Y-%m}] twice",
                where=outcome,
                why="Either row may be the right one.",
                repair="Give one row for each unit and month, with all that was counted in it.",
            )
        cells[key] = (_count(row, outcome), _population(row, outcome))
    if not cells:
        raise FigureRefused("there is no row", where=outcome, repair="Look at the data file.")
    units = tuple(sorted({unit for unit, _ in cells}))
    months = _months(min(m for _, m in cells), max(m for _, m in cells))
    _require_all(cells, units, months, outcome)
    panel = Panel(
        outcome=outcome,
        units=units,
        months=months,
        counts=np.array([[cells[u, m][0] for m in months] for u in units]),
        population=np.array([[cells[u, m][1] for m in months] for u in units]),
    )
    _refuse_partial(panel, complete_from, complete_through)
    _refuse_gaps(panel)
    _refuse_jumps(panel)
    return panel


def month_of(text: str, where: str) -> date:
    """The first day of a month that is written YYYY-MM, or YYYY-MM-01.

    Raises
    ------
    FigureRefused
        It is no month, or another day of one: rows of days are not added up here.
    """
    told = text.strip().removesuffix(" 00:00:00")
    try:
        day = parse_day(f"{told}-01" if _MONTH.fullmatch(told) else told)
    except ValueError:
        day = None
    if day is None or day.day != 1:
        raise FigureRefused(
            f"[{text}] is no month",
            where=where,
            why="A design is about whole months; a day or a year is not one.",
            repair="Write months as YYYY-MM, and add days up to months first.",
        )
    return day


def month_after(day: date, months: int) -> date:
    """The first day of the month that is so many months later (or earlier, below zero)."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(first: date, second: date) -> int:
    """Calendar months from one day to another; below zero where the second is earlier."""
    return (second.year - first.year) * 12 + second.month - first.month


def _months(first: date, last: date) -> tuple[date, ...]:
    return tuple(month_after(first, i) for i in range(months_between(first, last) + 1))


def _require_all(
    cells: dict[tuple[str, date], tuple[float, float]],
    units: tuple[str, ...],
    months: tuple[date, ...],
    outcome: str,
) -> None:
    for unit in units:
        missing = [month for month in months if (unit, month) not in cells]
        if missing:
            raise FigureRefused(
                f"[{unit}] lacks [{missing[0]:%Y-%m}]"
                + (f" and {len(missing) - 1} more months" if len(missing) > 1 else ""),
                where=outcome,
                why="A month that is not there is not a month with none.",
                repair="Add the month, with 0 where nothing was counted, or leave the unit out.",
            )


def _count(row: Row, outcome: str) -> float:
    text = row.count.strip()
    if not _WHOLE.fullmatch(text):
        raise _no_count(f"[{row.unit}] has [{text}] in [{row.time}]", outcome)
    return float(text)


def _no_count(what: str, outcome: str) -> FigureRefused:
    return FigureRefused(
        f"{what}: that is no count",
        where=outcome,
        why="A percentage or a rate hides how many there were, and so what chance does to it.",
        repair="Give whole numbers of events, and the population in a column of its own.",
    )


def _population(row: Row, outcome: str) -> float:
    if row.population is None:
        return 1.0
    try:
        people = float(row.population)
    except ValueError:
        people = 0.0
    if not (people > 0 and np.isfinite(people)):
        raise FigureRefused(
            f"[{row.unit}] has the population [{row.population}] in [{row.time}]",
            where=outcome,
            why="A rate is per somebody.",
            repair="Give the population of every month, above zero.",
        )
    return people


def _refuse_partial(panel: Panel, start: date | None, end: date | None) -> None:
    first, last = panel.months[0], panel.months[-1]
    if start is not None and start > first:
        raise _partial(first, f"The data begin on {start}.")
    if end is not None and month_after(last, 1).toordinal() - 1 > end.toordinal():
        raise _partial(last, f"The data end on {end}.")
    if len(panel.months) < 5:
        return
    totals = panel.counts.sum(axis=0)
    after, before = float(totals[1:4].min()), float(totals[-4:-1].min())
    if start is None and after >= FEWEST_TO_JUDGE and totals[0] < PARTIAL * after:
        raise _partial(first, "It has less than half of each of the three months after it.")
    if end is None and before >= FEWEST_TO_JUDGE and totals[-1] < PARTIAL * before:
        raise _partial(last, "It has less than half of each of the three months before it.")
    # A unit that ends early among whole ones is lost in their sum. Of many, one is halved by chance
    # now and then, so that it is held against all its months.
    for unit, counts in zip(panel.units, panel.counts, strict=True):
        for told, month, at, others in (
            (start, first, counts[0], counts[1:]),
            (end, last, counts[-1], counts[:-1]),
        ):
            least = float(others.min())
            if told is None and least >= FEWEST_TO_JUDGE and at < PARTIAL * least:
                said = "It has less than half of any other month of that unit."
                raise _partial(month, said, f" of [{unit}]")


def _refuse_gaps(panel: Panel) -> None:
    """Refuse up to three months of none between months of many: those were not reported."""
    for unit, counts in zip(panel.units, panel.counts, strict=True):
        none = np.flatnonzero(counts == 0)
        for run in np.split(none, np.flatnonzero(np.diff(none) > 1) + 1):
            if not len(run) or len(run) > LONGEST_GAP or run[0] == 0 or run[-1] == len(counts) - 1:
                continue
            if min(counts[run[0] - 1], counts[run[-1] + 1]) >= FEWEST_TO_JUDGE:
                raise FigureRefused(
                    f"[{unit}] has none in [{panel.months[run[0]]:%Y-%m}], between months of "
                    f"[{FEWEST_TO_JUDGE}] or more",
                    where=panel.outcome,
                    why="A month that was not reported is not a month with none.",
                    repair="Add what was counted, or leave the unit out.",
                )


def _refuse_jumps(panel: Panel) -> None:
    """Refuse a population that is another one a month later: a rate would move with it."""
    change = np.abs(np.log(panel.population[:, 1:] / panel.population[:, :-1]))
    unit, at = np.unravel_index(int(np.argmax(change)), change.shape) if change.size else (0, 0)
    if change.size and change[unit, at] > np.log(MOST_GROWTH):
        raise FigureRefused(
            f"the population of [{panel.units[unit]}] is another in "
            f"[{panel.months[at + 1]:%Y-%m}]: [{panel.population[unit, at]:.0f}], then "
            f"[{panel.population[unit, at + 1]:.0f}]",
            where=panel.outcome,
            why="No city grows or shrinks by a quarter in a month; its rate would for it.",
            repair="Look for a typing error, or for an area that changed its bounds.",
        )


def _partial(month: date, why: str, whose: str = "") -> FigureRefused:
    return FigureRefused(
        f"the month [{month:%Y-%m}]{whose} is partial, or looks so",
        why=why + " A partial month looks like a fall.",
        repair="Leave it out; or, if it is whole, say so with [complete_from] or "
        "[complete_through] in the plan.",
    )
