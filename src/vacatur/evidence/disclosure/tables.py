"""A frequency table, and what each cell of it counts, so that cells of two can be compared.

A cell is named by what it counts: for each dimension, the set of categories that are in. A total
over a dimension that divides everybody names no category of it. So the total of one table and the
cell of another are known to be one number, and a table without one district is known to be a part
of the table with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from vacatur.errors import DisclosureRefused

Counts = NDArray[np.int64]
# What a cell counts: pairs of a dimension and the categories of it that are in.
Cell = frozenset[tuple[str, frozenset[str]]]
# Place in the printed grid, where -1 is the total of a dimension.
Place = tuple[int, ...]
TOTAL = -1
MOST_DIMENSIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way in which a table divides what it counts.

    `whole`: everything counted anywhere from the source is in one of the categories. `tells`: to be
    in a category says something of a person, as race or an outcome does and a month does not; a
    group that is all in one such category is not shown to be. `made_of` says which categories a
    pooled one stands for; those that are left out stand for themselves.
    """

    name: str
    categories: tuple[str, ...]
    whole: bool
    tells: bool
    total_printed: bool
    made_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = [part for each in self.categories for part in self.parts(each)]
        if not self.categories or len(set(parts)) != len(parts):
            raise DisclosureRefused(
                f"the categories of [{self.name}] are none, or one of them is there twice",
                why="What is in two categories is counted twice, and no audit of sums is right.",
            )
        if unknown := set(self.made_of) - set(self.categories):
            raise DisclosureRefused(f"{sorted(unknown)} are no categories of [{self.name}]")

    def parts(self, category: str) -> frozenset[str]:
        """What a category is made of."""
        return self.made_of.get(category, frozenset({category}))

    @property
    def everything(self) -> frozenset[str]:
        """What all categories together are made of."""
        return frozenset().union(*(self.parts(each) for each in self.categories))


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was counted: two tables can be held against each other if all three are the same."""

    feed: str  # the source, over its snapshots
    snapshot: str  # hash of the extract
    unit: str  # person, arrest, charge, case or stop


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Everything of a table but its counts. `only` are filters: dimension to categories let in."""

    name: str
    basis: Basis
    dimensions: tuple[Dimension, ...]
    only: Mapping[str, frozenset[str]]
    structural_zeros: frozenset[tuple[str, ...]]  # one category per dimension: nobody can be there

    def __post_init__(self) -> None:
        names = [each.name for each in self.dimensions]
        if not 1 <= len(names) <= MOST_DIMENSIONS or len({*names, *self.only}) != len(names) + len(
            self.only
        ):
            raise DisclosureRefused(
                f"the table [{self.name}] is over {sorted(names)} and filtered by"
                f" {sorted(self.only)}",
                why=f"A table has one to {MOST_DIMENSIONS} dimensions, and none of them twice.",
            )
        for zero in self.structural_zeros:
            if len(zero) != len(names) or any(
                category not in dimension.categories
                for category, dimension in zip(zero, self.dimensions, strict=False)
            ):
                raise DisclosureRefused(f"{list(zero)} is no cell of the table [{self.name}]")

    @property
    def size(self) -> tuple[int, ...]:
        """How many categories each dimension has."""
        return tuple(len(each.categories) for each in self.dimensions)

    def places(self) -> Iterator[Place]:
        """Every place that is printed, row by row, a total after its parts."""
        return itertools.product(
            *(
                (*range(len(each.categories)), *((TOTAL,) if each.total_printed else ()))
                for each in self.dimensions
            )
        )

    def sums(self) -> Iterator[tuple[Place, tuple[Place, ...]]]:
        """Every place and every total that anybody can add up, with the printed places to add.

        A total that is not printed is the sum of what is: whoever reads the table has it too.
        """
        axes = [(*range(size), TOTAL) for size in self.size]
        for place in itertools.product(*axes):
            ranges = (
                range(len(each.categories))
                if where == TOTAL and not each.total_printed
                else (where,)
                for where, each in zip(place, self.dimensions, strict=True)
            )
            yield place, tuple(itertools.product(*ranges))

    def cell(self, place: Place) -> Cell:
        """What is counted at a place."""
        found = list(self.only.items())
        for where, dimension in zip(place, self.dimensions, strict=True):
            if where != TOTAL:
                found.append((dimension.name, dimension.parts(dimension.categories[where])))
            elif not dimension.whole:
                found.append((dimension.name, dimension.everything))
        return frozenset(found)

    def labels(self, place: Place) -> tuple[str | None, ...]:
        """Category by category; null: the total."""
        return tuple(
            None if where == TOTAL else dimension.categories[where]
            for where, dimension in zip(place, self.dimensions, strict=True)
        )

    def is_structural(self, place: Place) -> bool:
        """Whether everybody knows that nobody can be there."""
        return all(inner in self.structural_places for inner in self.inner(place))

    def inner(self, place: Place) -> Iterator[Place]:
        """The places without a total that a place is the sum of."""
        return itertools.product(
            *(
                range(size) if where == TOTAL else (where,)
                for where, size in zip(place, self.size, strict=True)
            )
        )

    @cached_property
    def structural_places(self) -> frozenset[Place]:
        """Where nobody can be."""
        return frozenset(
            tuple(d.categories.index(c) for c, d in zip(zero, self.dimensions, strict=True))
            for zero in self.structural_zeros
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class FrequencyTable:
    """Counts as they are. It is for nobody's eyes before `release`; no public printer takes it.

    `counts` has a dimension for each of the shape's, without totals. `sensitive_zeros`: that nobody
    is in a cell is itself a thing to hide.
    """

    shape: Shape
    counts: Counts
    sensitive_zeros: bool

    def __post_init__(self) -> None:
        counts = self.counts
        if counts.shape != self.shape.size or counts.dtype.kind not in "iu" or (counts < 0).any():
            raise DisclosureRefused(
                f"the counts of [{self.shape.name}] are no whole numbers from nought on, in"
                f" [{'x'.join(map(str, self.shape.size))}] cells",
                repair="Give one count for each cell; name a cell that cannot be as a"
                " structural zero.",
            )
        if any(counts[place] for place in self.shape.structural_places):
            raise DisclosureRefused(
                f"a structural zero of [{self.shape.name}] has a count",
                why="It would be printed as a cell where nobody can be.",
            )

    def values(self) -> dict[Place, int]:
        """Every count that would be printed, totals among them."""
        full = self.counts
        for axis in range(full.ndim):
            full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
        return {place: int(full[place]) for place in self.shape.places()}

    def __repr__(self) -> str:
        # Counts are not for logs.
        return f"FrequencyTable({self.shape.name!r}, {prod(self.shape.size)} cells)"
