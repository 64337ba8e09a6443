"""What is hidden beside: cells chosen one after another until no hidden cell can be worked out.

For a hidden cell that is known too closely, the cheapest change of shown counts is looked for that
would let the cell be as far up, or down, as it must; the cells of that change are hidden. It is the
linear programme of J. P. Kelly, B. L. Golden and A. A. Assad, Networks 22 (1992), 397, taken cell
by cell. Small cells are cheap, totals dear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.audit import Adversary, Page, bounds, needed
from vacatur.evidence.disclosure.programme import Floats, Sums
from vacatur.evidence.disclosure.rule import Hidden, Rule

# What a total costs beside what it is a total of, and what a step of another hidden cell is worth.
_TOTAL_COSTS = 40.0
_ALSO_MOVED = 1e-3
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be hidden: by column, its count and of how many dimensions it is a total."""

    counts: Mapping[int, int]  # of every column of the table, hidden and shown
    totals: Mapping[int, int]
    may_hide: frozenset[int]


def hide_beside(page: Page, choice: Choice, rule: Rule) -> dict[int, Hidden]:
    """Every column that must be hidden, those of the page among them.

    Raises
    ------
    DisclosureRefused
        Nothing that may be hidden would be enough.
    """
    work = _Work(page, choice, rule)
    found = -1
    while found != len(work.hidden):
        found = len(work.hidden)
        for column in sorted(work.hidden, key=lambda c: (choice.counts.get(c, 0), c)):
            for adversary in (Adversary.TOLD, Adversary.PAGE):
                work.open(column, adversary)
    return work.hidden


def _price(count: int, totals: int) -> float:
    """What it costs to let a cell differ by one. Small cells say little, totals much."""
    return float(np.log2(1.0 + count)) * _TOTAL_COSTS**totals


class _Work:
    """Hides more and more, and keeps how far apart each cell was seen to be possible."""

    def __init__(self, page: Page, choice: Choice, rule: Rule) -> None:
        self.hidden = dict(page.hidden)
        self._page, self._choice, self._rule = page, choice, rule
        columns = page.sums.matrix.shape[1]
        self._counts = np.full(columns, np.nan)
        for column, count in choice.counts.items():
            self._counts[column] = count
        self._low = {each: self._counts.copy() for each in Adversary}
        self._high = {each: self._counts.copy() for each in Adversary}
        self._cost = np.zeros(columns)
        for column in choice.may_hide:
            order = 1e-3 * column / columns  # so that nothing hangs on how a solver breaks ties
            self._cost[column] = _price(choice.counts[column], choice.totals[column]) + order

    def open(self, column: int, adversary: Adversary) -> None:
        """Hide what it takes to leave a cell as open as it must be."""
        need = needed(self._rule, adversary)
        low, high = self._low[adversary], self._high[adversary]
        if high[column] - low[column] >= need:
            return
        lower, upper = self._bounds(adversary)
        for up in (True, False, True):
            if high[column] - low[column] >= need:
                return
            start = low[column] if up else high[column]
            if np.isnan(start):  # an earlier release hid it, and nobody knows its count here
                self._reach(column, adversary, lower[column], upper[column])
                continue
            goal = start + need if up else start - need
            goal = min(max(goal, lower[column]), upper[column])
            edge = (goal, upper[column]) if up else (lower[column], goal)
            self._reach(column, adversary, *edge)
        if not high[column] - low[column] >= need:
            raise DisclosureRefused(
                "a hidden cell could be worked out, whatever else of the table were hidden",
                why="Its count would be known more closely than the rule allows.",
                repair="Pool categories, or leave a dimension or a total out.",
            )

    def _bounds(self, adversary: Adversary) -> tuple[Floats, Floats]:
        """What the columns could be if everything were hidden that may be."""
        page = Page(self._page.sums, self._page.shown, self.hidden)
        lower, upper = bounds(page, self._rule, adversary)
        for column in self._choice.may_hide:
            if column not in self.hidden:
                told = adversary is Adversary.TOLD
                lower[column] = self._rule.told_bounds(Hidden.BESIDE)[0] if told else 0
                upper[column] = np.inf
        return lower, upper

    def _reach(self, column: int, adversary: Adversary, least: float, most: float) -> bool:
        """Find the cheapest tables with the cell between two bounds, and hide what differs.

        First among cells that could make up for all of the step by themselves: with a little of
        each of several, all of them would be hidden.
        """
        lower, upper = self._bounds(adversary)
        lower[column], upper[column] = max(lower[column], least), min(upper[column], most)
        costly = np.array(sorted(self._choice.may_hide - self.hidden.keys()), dtype=np.int64)
        step = max(least - self._counts[column], self._counts[column] - most)
        reward = self._reward(column, adversary, up=least > self._counts[column], upper=upper)
        poor = costly[self._counts[costly] - lower[costly] < step]
        for held in (poor, poor[:0]):
            low, high = lower.copy(), upper.copy()
            low[held] = high[held] = self._counts[held]
            some = np.setdiff1d(costly, held)
            found = _cheapest(self._page.sums, reward, (low, high), some, self._counts, self._cost)
            if found is not None or not len(poor):
                break
        if found is None:
            return False
        for each in costly[np.abs(found[costly] - self._counts[costly]) > _ALMOST]:
            self.hidden[int(each)] = Hidden.BESIDE
        # Whoever is told more has no more tables left: what fits him fits the other too.
        for who in Adversary if adversary is Adversary.TOLD else (Adversary.PAGE,):
            np.fmin(self._low[who], found, out=self._low[who])
            np.fmax(self._high[who], found, out=self._high[who])
        return True

    def _reward(self, column: int, adversary: Adversary, *, up: bool, upper: Floats) -> Floats:
        """Let other cells that are not yet open enough move along, where it costs nothing."""
        need = needed(self._rule, adversary)
        low, high = self._low[adversary], self._high[adversary]
        reward = np.zeros(len(low))
        for each in self.hidden:
            if each != column and high[each] - low[each] < need:
                reward[each] = -_ALSO_MOVED if up else _ALSO_MOVED
                upper[each] = min(upper[each], low[each] + need)
        return reward


def _cheapest(
    sums: Sums,
    reward: Floats,
    limits: tuple[Floats, Floats],
    costly: NDArray[np.int64],
    counts: Floats,
    cost: Floats,
) -> Floats | None:
    """The tables within limits that change the costly columns as cheaply as can be."""
    lower, upper = limits
    if np.any(lower > upper):
        return None
    plain = np.setdiff1d(np.flatnonzero(lower < upper), costly)
    known = np.setdiff1d(np.flatnonzero(lower >= upper), costly)
    matrix = sums.matrix
    right = sums.right - matrix[:, known] @ lower[known] - matrix[:, costly] @ counts[costly]
    wide = csc_array(hstack([matrix[:, plain], matrix[:, costly], -matrix[:, costly]]))
    rise, fall = upper[costly] - counts[costly], counts[costly] - lower[costly]
    zero = np.zeros(len(costly))
    found = Sums(wide, right).least(
        np.concatenate([reward[plain], cost[costly], cost[costly]]),
        np.concatenate([lower[plain], zero, zero]),
        np.concatenate([upper[plain], rise, fall]),
    )
    if found is None:
        return None
    result = lower.copy()
    many = len(plain)
    result[plain] = found[:many]
    more, less = found[many : many + len(costly)], found[many + len(costly) :]
    result[costly] = counts[costly] + more - less
    return result
