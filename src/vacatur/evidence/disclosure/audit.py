"""What an adversary can work out of what is printed: the least and the most of each hidden cell.

Two adversaries, as `Rule` says: one has the page, the other is told the rule and why each cell is
hidden. For each, and for each hidden cell, two linear programmes ask for the least and the most
that the cell can be. A cell that tables found on the way already leave open enough is not asked
about again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array
from scipy.sparse.csgraph import connected_components

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.programme import Floats, Sums
from vacatur.evidence.disclosure.rule import Hidden, Rule
from vacatur.record.terms import Term


class Adversary(Term):
    """Who tries to work out what is hidden."""

    PAGE = "page", "knows the printed tables, and that no count is less than nought"
    TOLD = "told", "knows the rule as well, and is told why each cell is hidden"


@dataclass(frozen=True, slots=True)
class Page:
    """What stands in public, by column of a system.

    `shown` has least and greatest count of what is printed: the same number twice, unless it was
    rounded. `hidden` has what must not be worked out, and why; each of them is free from nought on
    if it is not also among `shown`, where another table has it.
    """

    sums: Sums
    shown: Mapping[int, tuple[float, float]]
    hidden: Mapping[int, Hidden]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A hidden cell that is known too closely."""

    column: int
    adversary: Adversary
    low: float
    high: float


def needed(rule: Rule, adversary: Adversary) -> int:
    """How far apart least and most must be."""
    return rule.width if adversary is Adversary.PAGE else rule.told_width


def bounds(page: Page, rule: Rule, adversary: Adversary) -> tuple[Floats, Floats]:
    """Least and greatest count of each column, before any sum is looked at."""
    columns = page.sums.matrix.shape[1]
    lower, upper = np.zeros(columns), np.full(columns, np.inf)
    if adversary is Adversary.TOLD:
        for column, why in page.hidden.items():
            lower[column], upper[column] = rule.told_bounds(why)
    for column, (low, high) in page.shown.items():
        # Not the narrower of the two: what is printed elsewhere is so, whatever it was hidden for.
        lower[column], upper[column] = low, high
    return lower, upper


def audit(page: Page, rule: Rule) -> tuple[Weak, ...]:
    """The hidden cells that are known too closely; none: the page may be printed.

    Raises
    ------
    DisclosureRefused
        The tables contradict each other, or a programme found no answer in its time.
    """
    return tuple(weak for adversary in Adversary for weak in _weak_for(page, rule, adversary))


def _weak_for(page: Page, rule: Rule, adversary: Adversary) -> Iterator[Weak]:
    lower, upper = bounds(page, rule, adversary)
    need = needed(rule, adversary)
    for column in sorted(page.hidden):
        if lower[column] == upper[column]:
            yield Weak(column=column, adversary=adversary, low=lower[column], high=upper[column])
    # Enough above everything printed for any cell to be as wide open as it must.
    cap = 4.0 * max([float(high) for _, high in page.shown.values()] + [rule.least_shown]) + 100
    for part in parts(page.sums, lower, upper):
        asked = [at for at, column in enumerate(part.columns) if int(column) in page.hidden]
        if asked:
            low, high = _ranges(part, asked, need, cap)
            for at in asked:
                if high[at] - low[at] < need:
                    yield Weak(
                        column=int(part.columns[at]),
                        adversary=adversary,
                        low=float(low[at]),
                        high=float(high[at]),
                    )


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that sums bind together, without those that are known."""

    columns: NDArray[np.int64]
    sums: Sums
    lower: Floats
    upper: Floats


def parts(sums: Sums, lower: Floats, upper: Floats) -> Iterator[Part]:
    """Take what is known out of the sums, and what is left apart."""
    free = np.flatnonzero(lower < upper)
    known = np.flatnonzero(lower >= upper)
    right = sums.right - sums.matrix[:, known] @ lower[known]
    matrix = csc_array(sums.matrix[:, free])
    rows, count = matrix.shape[0], len(free)
    entries = coo_array(matrix)
    touched = np.zeros(rows, bool)
    touched[entries.row] = True
    if np.any(np.abs(right[~touched]) > 0.5):
        raise _contradiction()
    graph = coo_array(
        (np.ones(len(entries.row)), (entries.row, entries.col + rows)),
        shape=(rows + count, rows + count),
    )
    _, label = connected_components(graph, directed=False)
    by_rows = matrix.tocsr()
    for each in np.unique(label[rows:]):
        inside = np.flatnonzero(label[rows:] == each)
        lines = np.flatnonzero((label[:rows] == each) & touched)
        yield Part(
            columns=free[inside],
            sums=Sums(csc_array(by_rows[lines][:, inside]), right[lines]),
            lower=lower[free[inside]],
            upper=upper[free[inside]],
        )


def _ranges(part: Part, asked: Sequence[int], need: int, cap: float) -> tuple[Floats, Floats]:
    """Least and most of the columns asked about, as far as it takes to see that they are apart."""
    count = len(part.columns)
    upper = np.minimum(part.upper, np.maximum(cap, part.lower + need))
    low, high = np.full(count, np.inf), np.full(count, -np.inf)

    def look(objective: Floats) -> None:
        found = part.sums.least(objective, part.lower, upper)
        if found is None:
            raise _contradiction()
        np.minimum(low, found, out=low)
        np.maximum(high, found, out=high)

    def wanting() -> list[int]:
        return [at for at in asked if not high[at] - low[at] >= need]

    # Many at once, as long as that helps; then those that are left one by one.
    before = count + 1
    while len(wanting()) < before:
        before = len(wanting())
        for sign in (-1.0, 1.0):
            together = np.zeros(count)
            together[wanting()] = sign
            look(together)
    for at in wanting():
        for sign in (-1.0, 1.0):
            if not high[at] - low[at] >= need:
                alone = np.zeros(count)
                alone[at] = sign
                look(alone)
    return low, high


def _contradiction() -> DisclosureRefused:
    return DisclosureRefused(
        "the tables of this extract contradict each other",
        why="No counts would give all that is printed, so nothing can be audited.",
        repair="Check that all were counted from the same extract, and in the same unit.",
    )
