"""How right a linkage is, held against a truth: precision and recall of pairs, with intervals.

A pair is two cases of one person. Precision is the share of linked pairs that are true, recall the
share of true pairs that are linked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
# Below this a variance is none: what is left of it is rounding.
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of pairs with its interval at `LEVEL`; value and bounds are None without a pair.

    `persons` are those who have pairs: for precision linked persons, for recall true ones.
    """

    value: float | None
    low: float | None
    high: float | None
    right: int
    pairs: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A linkage held against a truth.

    `merged` are linked persons that hold cases of several true ones, `split` true persons whose
    cases lie with several linked ones.
    """

    cases: int
    persons_true: int
    persons_linked: int
    pairs_true: int
    pairs_linked: int
    pairs_right: int
    precision: Share
    recall: Share
    merged: int
    split: int


def score(truth: Sequence[str], person: Sequence[str]) -> Score:
    """Score a linkage.

    Parameters
    ----------
    truth, person
        Of each case: who it is truly about, and whom it is linked to. Equally long.

    Notes
    -----
    Pairs of one person are not independent, so persons are the sampling units: of linked pairs the
    linked persons, of true pairs the true ones. `share_of` says how the intervals are made.
    """
    linked, true = _units(person, truth), _units(truth, person)
    precision, recall = (share_of(units.right, units.pairs) for units in (linked, true))
    return Score(
        cases=len(truth),
        persons_true=true.count,
        persons_linked=linked.count,
        pairs_true=recall.pairs,
        pairs_linked=precision.pairs,
        pairs_right=recall.right,
        precision=precision,
        recall=recall,
        merged=linked.mixed,
        split=true.mixed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Units:
    """Persons of one side: how many, who holds several of the other side, and their pairs."""

    count: int
    mixed: int
    right: list[int]
    pairs: list[int]


def _units(of: Iterable[str], by: Iterable[str]) -> _Units:
    """Persons who have no pair are counted, and tell no share anything."""
    cells = Counter(zip(of, by, strict=True))
    cases, right, others = Counter[str](), Counter[str](), Counter[str]()
    for (person, _), number in cells.items():
        cases[person] += number
        right[person] += pairs_of(number)
        others[person] += 1
    having = [person for person, number in cases.items() if number > 1]
    return _Units(
        count=len(cases),
        mixed=sum(number > 1 for number in others.values()),
        right=[right[person] for person in having],
        pairs=[pairs_of(cases[person]) for person in having],
    )


def pairs_of(cases: int) -> int:
    """How many pairs so many cases make."""
    return cases * (cases - 1) // 2


def share_of(right: Sequence[int], pairs: Sequence[int]) -> Share:
    """The share of pairs that are right, over persons who are sampled whole.

    Parameters
    ----------
    right, pairs
        Of each person: pairs that are right, and all. Who has no pair counts for nothing.

    Notes
    -----
    The variance is that of a ratio over persons (Cochran, Sampling Techniques, 3rd ed. 1977,
    section 6.4). The interval is Wilson's (1927) with the number of pairs that would have this
    variance if they were independent (Korn and Graubard, Survey Methodology 24, 1998), and never
    with more than there are. Where the persons do not differ, or there is only one, they show no
    variance, which is not to say that there is none: there it is the number of persons.
    """
    total, persons = sum(pairs), sum(each > 0 for each in pairs)
    counts = {"right": sum(right), "pairs": total, "persons": persons}
    if total == 0:
        return Share(value=None, low=None, high=None, **counts)
    value = sum(right) / total
    squares = sum((r - value * x) ** 2 for r, x in zip(right, pairs, strict=True))
    variance = squares * persons / max(1, persons - 1) / total**2
    if persons == 1 or variance <= _NO_VARIANCE:
        alike = float(persons)
    else:
        alike = value * (1 - value) / variance
    low, high = _wilson(value, min(alike, total))
    return Share(value=value, low=low, high=high, **counts)


def _wilson(share: float, n: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # A share of all or none is its own bound; rounding must not leave it outside.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))
