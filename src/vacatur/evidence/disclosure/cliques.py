"""Which dimensions must be looked at together, so that nothing is lost by not taking all at once.

Tables that share dimensions in a tree, as race by district and race by outcome, need no table over
all three: whatever fits each of them and their common totals fits one. Where they close a ring, the
dimensions of the ring belong together. The groups are the cliques of a triangulated graph, joined
in a junction tree (S. L. Lauritzen, Graphical Models, 1996).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

Names = frozenset[str]


def cliques(groups: Iterable[Names], *, close_rings: bool) -> tuple[Names, ...]:
    """Sets of dimensions, each group in one of them.

    `close_rings` False: only the groups themselves, and what follows from a ring alone is lost.
    """
    found = list(dict.fromkeys(groups))
    if close_rings:
        found = [*found, *_eliminated(found)]
    largest = [each for each in found if not any(each < other for other in found)]
    return tuple(sorted(dict.fromkeys(largest), key=sorted))


def _eliminated(groups: Sequence[Names]) -> list[Names]:
    """Take one dimension away after another, first that whose neighbours know each other best."""
    beside: dict[str, set[str]] = {name: set() for group in groups for name in group}
    for group in groups:
        for name in group:
            beside[name] |= group - {name}

    def missing(name: str) -> tuple[int, str]:
        pairs = itertools.combinations(sorted(beside[name]), 2)
        return sum(b not in beside[a] for a, b in pairs), name

    found = []
    while beside:
        name = min(beside, key=missing)
        neighbours = beside.pop(name)
        found.append(frozenset({name, *neighbours}))
        for other in neighbours:
            beside[other] |= neighbours - {other}
            beside[other].discard(name)
    return found


def links(found: Sequence[Names], *, close_rings: bool) -> list[tuple[int, int]]:
    """Pairs of cliques whose common totals are held to be the same.

    A spanning tree of the largest overlaps, and without closed rings every pair.
    """
    pairs = list(itertools.combinations(range(len(found)), 2))
    if not close_rings:
        return pairs
    root = list(range(len(found)))
    chosen = []
    for a, b in sorted(pairs, key=lambda pair: -len(found[pair[0]] & found[pair[1]])):
        if root[a] != root[b]:
            chosen.append((a, b))
            root = [root[a] if each == root[b] else each for each in root]
    return chosen
