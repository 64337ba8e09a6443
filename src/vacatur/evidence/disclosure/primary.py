"""What of a table is hidden for its own sake, before anybody asks what follows from the rest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from vacatur.evidence.disclosure.rule import Hidden, Rule
from vacatur.evidence.disclosure.tables import TOTAL, FrequencyTable, Place, Shape


def primary(table: FrequencyTable, rule: Rule) -> dict[Place, Hidden]:
    """The places hidden for their own sake, and why.

    Four reasons. A count is small. It is nought, where noughts are sensitive. It is a part of a
    printed total that is small: such a total is not split, noughts included, or the parts would say
    more than that they are small. Or all of a group are in one category that tells something of
    them: then every part of the group is hidden, so that the noughts do not say which category.
    A nought stays shown where a nought above it is, for it follows from that.
    """
    values, shape = table.values(), table.shape
    hidden: dict[Place, Hidden] = {}
    for place in _in_whole_groups(table):
        if place in values and not shape.is_structural(place):
            hidden[place] = Hidden.IN_WHOLE_GROUP
    for place, count in values.items():
        if rule.is_small(count):
            hidden[place] = Hidden.SMALL
        elif count == 0 and table.sensitive_zeros and not shape.is_structural(place):
            hidden[place] = Hidden.ZERO
    for group, count in values.items():
        if rule.is_small(count) and TOTAL in group:
            for part in _below(shape, group):
                if part in values and not shape.is_structural(part):
                    hidden[part] = Hidden.IN_SMALL_GROUP
    return _without_known_noughts(hidden, values, shape)


def _in_whole_groups(table: FrequencyTable) -> Iterator[Place]:
    """Places of the lines that have all their count in one category which tells something."""
    shape = table.shape
    axes = [range(size) for size in shape.size]
    for axis, dimension in enumerate(shape.dimensions):
        if not dimension.tells:
            continue
        others = [(*range(n), TOTAL) for at, n in enumerate(shape.size) if at != axis]
        for rest in itertools.product(*others):
            line = [(*rest[:axis], at, *rest[axis:]) for at in axes[axis]]
            possible = [place for place in line if not shape.is_structural(place)]
            counted = [place for place in possible if _count(table, place)]
            if len(counted) == 1 and len(possible) > 1:
                yield from possible


def _count(table: FrequencyTable, place: Place) -> int:
    """The count at a place, whether or not its total is printed."""
    where = tuple(slice(None) if at == TOTAL else at for at in place)
    return int(table.counts[where].sum())


def _below(shape: Shape, group: Place) -> Iterator[Place]:
    """The places that are parts of a total."""
    ranges = [
        (*range(size), TOTAL) if at == TOTAL else (at,)
        for at, size in zip(group, shape.size, strict=True)
    ]
    return (place for place in itertools.product(*ranges) if place != group)


def _without_known_noughts(
    hidden: dict[Place, Hidden], values: Mapping[Place, int], shape: Shape
) -> dict[Place, Hidden]:
    """Wider totals first: a part of a nought that is shown is known to be nought."""
    for group in sorted(values, key=lambda place: -place.count(TOTAL)):
        if values[group] == 0 and group not in hidden:
            for part in _below(shape, group):
                hidden.pop(part, None)
    return hidden
