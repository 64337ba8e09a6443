"""Which links by name stand together: no chain of links may join two who contradict each other.

[J SMITH] may be James as well as John. One link would do for either, both would make one person of
two; and to keep the likelier one would be a guess. So where links lead to a contradiction, the
weakest gives way, and with it every rival that is hardly better: a person looks at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Five bits: a rival within a factor of 32 is no clear winner.
RIVAL_BITS = 5.0


@dataclass(frozen=True, slots=True)
class NameLink:
    """Two labels that would be joined, and the weight of the evidence in bits."""

    one: int
    other: int
    weight: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether two labels agree in a field that both record."""

    one: int
    other: int
    field: str
    agree: bool


def held_back(
    links: Iterable[NameLink],
    contradictions: Iterable[tuple[int, int]],
    compared: Iterable[Compared] = (),
) -> frozenset[NameLink]:
    """The links that may not join anybody by themselves.

    Parameters
    ----------
    links
        All that would join; the order makes no difference.
    contradictions
        Labels that cannot be one person's.
    compared
        Two groups contradict each other, too, where every label of the one that records a field
        differs in it from every label of the other. One that agrees may tell of a typing error.
    """
    against = _Against(contradictions, compared)
    standing = sorted(links, key=lambda link: (-link.weight, link.one, link.other))
    held: set[NameLink] = set()
    while refused := _refused(standing, against):
        rivals = {rival for link in refused for rival in _rivals(link, standing)}
        held |= rivals
        standing = [link for link in standing if link not in rivals]
    return frozenset(held)


class _Against:
    """What speaks against joining two groups of labels."""

    def __init__(
        self, contradictions: Iterable[tuple[int, int]], compared: Iterable[Compared]
    ) -> None:
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in contradictions:
            self._apart[one].add(other)
            self._apart[other].add(one)
        self._fields: dict[str, dict[int, dict[int, bool]]] = {}
        for each in compared:
            field = self._fields.setdefault(each.field, defaultdict(dict))
            field[each.one][each.other] = field[each.other][each.one] = each.agree

    def contradict(self, one: set[int], other: set[int]) -> bool:
        smaller, larger = sorted((one, other), key=len)
        if any(self._apart[label] & larger for label in smaller if label in self._apart):
            return True
        return any(_differ(field, smaller, larger) for field in self._fields.values())


def _differ(field: Mapping[int, Mapping[int, bool]], one: set[int], other: set[int]) -> bool:
    """Both groups record the field, and nobody of the one agrees with anybody of the other."""
    agree = [
        agrees
        for label in one
        if label in field
        for rival, agrees in field[label].items()
        if rival in other
    ]
    return bool(agree) and not any(agree)


def _refused(links: Sequence[NameLink], against: _Against) -> list[NameLink]:
    """The links that would join two groups in which somebody contradicts somebody."""
    group: dict[int, set[int]] = {}
    refused = []
    for link in links:
        one = group.setdefault(link.one, {link.one})
        other = group.setdefault(link.other, {link.other})
        if one is other:
            continue
        if against.contradict(one, other):
            refused.append(link)
            continue
        smaller, larger = sorted((one, other), key=len)
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
