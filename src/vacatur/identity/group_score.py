"""How right a linkage is for each group of people, and how far each lies from everybody else.

A wrong link harms both whose cases it joins, so a linked pair counts for the group of each of its
two cases; a true pair has one person, and so one group.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vacatur.identity.score import Share, pairs_of, share_of

# Of fewer persons a share says next to nothing, and may say something of one of them.
SMALL = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A group's share less that of all other pairs, with its interval at `score.LEVEL`."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A group's share, and its difference from the others; None where either side is small."""

    share: Share
    difference: Difference | None

    @property
    def is_small(self) -> bool:
        """Whether it is of too few persons to be told."""
        return self.share.persons < SMALL

    @property
    def is_lower(self) -> bool:
        """Whether the whole interval of the difference lies below the others."""
        return self.difference is not None and self.difference.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """A group of true persons, `value` of the grouping `by`."""

    by: str
    value: str
    precision: Measured
    recall: Measured


def score_groups(
    truth: Sequence[str], person: Sequence[str], by: str, groups: Mapping[str, str]
) -> list[GroupScore]:
    """Score each group of one grouping.

    Parameters
    ----------
    truth, person
        Of each case: who it is truly about, and whom it is linked to.
    by
        What the grouping is called.
    groups
        The group of each true person.
    """
    cells = Counter(zip(truth, person, strict=True))
    linked, true = list(_linked(cells, groups)), list(_true(cells, groups))
    return [
        GroupScore(
            by=by, value=value, precision=_measured(linked, value), recall=_measured(true, value)
        )
        for value in sorted(set(groups.values()))
    ]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sampled person: right pairs and all pairs of each group, and of the whole person."""

    right: Mapping[str, int]
    pairs: Mapping[str, int]
    all_right: int
    all_pairs: int


def _true(cells: Mapping[tuple[str, str], int], groups: Mapping[str, str]) -> Iterable[_Unit]:
    held: dict[str, list[int]] = defaultdict(list)
    for (truth, _), cases in cells.items():
        held[truth].append(cases)
    for truth, parts in held.items():
        right, pairs = sum(map(pairs_of, parts)), pairs_of(sum(parts))
        yield _Unit({groups[truth]: right}, {groups[truth]: pairs}, right, pairs)


def _linked(cells: Mapping[tuple[str, str], int], groups: Mapping[str, str]) -> Iterable[_Unit]:
    held: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (truth, person), cases in cells.items():
        held[person].append((groups[truth], cases))
    for parts in held.values():
        right, size = Counter[str](), Counter[str]()
        for group, cases in parts:
            right[group] += pairs_of(cases)
            size[group] += cases
        whole = size.total()
        # All pairs but those of which neither case is the group's.
        pairs = {name: pairs_of(whole) - pairs_of(whole - n) for name, n in size.items()}
        yield _Unit(right, pairs, right.total(), pairs_of(whole))


def _measured(units: Iterable[_Unit], group: str) -> Measured:
    having = [unit for unit in units if unit.all_pairs]
    right = [unit.right.get(group, 0) for unit in having]
    pairs = [unit.pairs.get(group, 0) for unit in having]
    share = share_of(right, pairs)
    others = share_of(
        [unit.all_right - mine for unit, mine in zip(having, right, strict=True)],
        [unit.all_pairs - mine for unit, mine in zip(having, pairs, strict=True)],
    )
    is_small = min(share.persons, others.persons) < SMALL
    return Measured(share, None if is_small else difference(share, others))


def difference(one: Share, other: Share) -> Difference:
    """One share less another, both of some pairs.

    Notes
    -----
    The interval is Newcombe's from the two shares' own (Statistics in Medicine 17, 1998, 873-890,
    method 10).
    """
    p, q = _bounds(one), _bounds(other)
    value = p[0] - q[0]
    below = math.hypot(p[0] - p[1], q[2] - q[0])
    above = math.hypot(p[2] - p[0], q[0] - q[1])
    return Difference(value=value, low=value - below, high=value + above)


def _bounds(share: Share) -> tuple[float, float, float]:
    assert share.value is not None
    assert share.low is not None
    assert share.high is not None
    return share.value, share.low, share.high
