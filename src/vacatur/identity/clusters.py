"""Which links by name stand together: no chain of links may join two who contradict each other.

[J SMITH] may be James as well as John. One link would do for either, both would make one person of
two; and to keep the likelier one would be a guess. So where links lead to a contradiction, the
weakest gives way, and with it every rival that is hardly better: a person looks at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Five bits: a rival within a factor of 32 is no clear winner.
RIVAL_BITS = 5.0


@dataclass(frozen=True, slots=True)
class NameLink:
    """Two labels that would be joined, and the weight of the evidence in bits."""

    one: int
    other: int
    weight: float


def held_back(
    links: Iterable[NameLink], contradictions: Iterable[tuple[int, int]]
) -> frozenset[NameLink]:
    """The links that may not join anybody by themselves.

    Parameters
    ----------
    links
        All that would join; the order makes no difference.
    contradictions
        Labels that cannot be one person's.
    """
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in contradictions:
        apart[one].add(other)
        apart[other].add(one)
    standing = sorted(links, key=lambda link: (-link.weight, link.one, link.other))
    held: set[NameLink] = set()
    while refused := _refused(standing, apart):
        rivals = {rival for link in refused for rival in _rivals(link, standing)}
        held |= rivals
        standing = [link for link in standing if link not in rivals]
    return frozenset(held)


def _refused(links: Sequence[NameLink], apart: dict[int, set[int]]) -> list[NameLink]:
    """The links that would join two groups in which somebody contradicts somebody."""
    group: dict[int, set[int]] = {}
    refused = []
    for link in links:
        one = group.setdefault(link.one, {link.one})
        other = group.setdefault(link.other, {link.other})
        if one is other:
            continue
        smaller, larger = sorted((one, other), key=len)
        if any(apart[label] & larger for label in smaller if label in apart):
            refused.append(link)
            continue
        larger |= smaller
        for label in smaller:
            group[label] = larger
    return refused


def _rivals(refused: NameLink, links: Sequence[NameLink]) -> Iterable[NameLink]:
    """The link itself, and those at either of its ends that hardly weigh more."""
    ends = {refused.one, refused.other}
    return (
        link
        for link in links
        if ends & {link.one, link.other} and link.weight <= refused.weight + RIVAL_BITS
    )
