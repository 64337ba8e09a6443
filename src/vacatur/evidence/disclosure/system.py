"""Several tables of one basis as sums over the finest cells that any of them tells apart.

A finest cell is in or out of each published cell, wholly. Every published cell is then a sum of
finest ones, and whatever follows from the tables together follows from these sums. The finest cells
are those over a clique of dimensions; cliques are tied by their common totals.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.cliques import Names, cliques, links
from vacatur.evidence.disclosure.programme import Sums
from vacatur.evidence.disclosure.tables import Cell, Shape

Atoms = frozenset[int]
Blocks = Mapping[str, Sequence[frozenset[str]]]
MOST_ATOMS = 1_500
# Stands for whatever of a dimension no table names.
_OTHERS = "\0"


@dataclass(frozen=True, slots=True)
class Space:
    """The finest cells: a grid of numbers for each clique, over the blocks of its dimensions."""

    blocks: Blocks
    cliques: Sequence[Names]
    grids: Sequence[NDArray[np.int64]]

    def clique_of(self, cell: Cell) -> int:
        """The first clique with all dimensions of a cell."""
        names = {name for name, _ in cell}
        return next(at for at, each in enumerate(self.cliques) if names <= each)

    def members(self, cell: Cell, clique: int) -> Atoms:
        """The finest cells of a clique that are in a cell."""
        inside = dict(cell)
        picked = [
            [
                at
                for at, block in enumerate(self.blocks[name])
                if name not in inside or block <= inside[name]
            ]
            for name in sorted(self.cliques[clique])
        ]
        return frozenset(self.grids[clique][np.ix_(*picked)].ravel().tolist())


@dataclass(frozen=True, slots=True)
class System:
    """`column` is where a cell's count stands; a cell in which nobody can be has none."""

    column: Mapping[Cell, int]
    atoms: Sequence[Atoms]  # by column, in the numbers of the space
    sums: Sums
    space: Space
    dead: Atoms  # finest cells in which nobody can be
    ties: Sequence[tuple[Atoms, Atoms]]

    def difference(self, more: Cell, less: Cell) -> Atoms:
        """What one cell has and a part of it has not."""
        clique = self.space.clique_of(less)
        return self.space.members(more, clique) - self.space.members(less, clique) - self.dead

    def with_sums(self, others: Iterable[Atoms]) -> System:
        """The same with a column more for each sum that has none."""
        members = {cell: self.atoms[at] for cell, at in self.column.items()}
        return _numbered(members, tuple(others), self.space, self.dead, self.ties)


def fits(shapes: Sequence[Shape]) -> bool:
    """Whether all that follows from some tables can be audited, rings and all."""
    blocks = _all_blocks(shapes)
    return all(
        prod(len(blocks[name]) for name in each) <= MOST_ATOMS
        for each in cliques(_groups(shapes), close_rings=True)
    )


def system_of(shapes: Sequence[Shape]) -> System:
    """The sums of some tables of one basis; without what follows from rings where that is too much.

    Raises
    ------
    DisclosureRefused
        Two tables divide everybody by one dimension, and not the same everybody.
    """
    close_rings = fits(shapes)
    space = _space(shapes, close_rings=close_rings)
    dead: set[int] = set()
    for shape in shapes:
        for place in shape.structural_places:
            cell = shape.cell(place)
            dead |= space.members(cell, space.clique_of(cell))
    ties = [
        (space.members(cell, a) - dead, space.members(cell, b) - dead)
        for a, b in links(space.cliques, close_rings=close_rings)
        for cell in _common(space, a, b)
    ]
    members = {cell: space.members(cell, space.clique_of(cell)) - dead for cell in _cells(shapes)}
    kept = {cell: atoms for cell, atoms in members.items() if atoms}
    return _numbered(kept, (), space, frozenset(dead), ties)


def _space(shapes: Sequence[Shape], *, close_rings: bool) -> Space:
    blocks = _all_blocks(shapes)
    found = cliques(_groups(shapes), close_rings=close_rings)
    grids, start = [], 0
    for each in found:
        size = [len(blocks[name]) for name in sorted(each)]
        grids.append(np.arange(start, start + prod(size)).reshape(size))
        start += prod(size)
    return Space(blocks, found, grids)


def _common(space: Space, a: int, b: int) -> Iterable[Cell]:
    """The finest cells over the dimensions that two cliques share."""
    shared = sorted(space.cliques[a] & space.cliques[b])
    for picked in itertools.product(*(space.blocks[name] for name in shared)):
        yield frozenset(zip(shared, picked, strict=True))


def _groups(shapes: Sequence[Shape]) -> list[Names]:
    return [frozenset({*each.only, *(d.name for d in each.dimensions)}) for each in shapes]


def _cells(shapes: Sequence[Shape]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(each.cell(place) for each in shapes for place in each.places()))


def _all_blocks(shapes: Sequence[Shape]) -> dict[str, list[frozenset[str]]]:
    cells = _cells(shapes)
    names = sorted(frozenset().union(*_groups(shapes)))
    return {name: _blocks(name, shapes, cells) for name in names}


def _blocks(name: str, shapes: Sequence[Shape], cells: Sequence[Cell]) -> list[frozenset[str]]:
    """The categories of a dimension, those together that no cell tells apart."""
    used = dict.fromkeys(parts for cell in cells for key, parts in cell if key == name)
    named = frozenset().union(*used)
    dimensions = [d for each in shapes for d in each.dimensions if d.name == name]
    wholes = {each.everything for each in dimensions if each.whole}
    if len(wholes) > 1 or any(named - whole for whole in wholes):
        raise DisclosureRefused(
            f"two tables of one extract divide everybody by [{name}], each otherwise",
            why="Which of their totals are one number is not known, so they cannot be audited"
            " together.",
            repair="Give both the same categories, or say what a pooled category is made of.",
        )
    everything = next(iter(wholes)) if wholes else named | {_OTHERS}
    together: dict[tuple[bool, ...], set[str]] = {}
    for category in sorted(everything):
        together.setdefault(tuple(category in parts for parts in used), set()).add(category)
    return [frozenset(each) for each in together.values()]


def _numbered(
    members: Mapping[Cell, Atoms],
    others: tuple[Atoms, ...],
    space: Space,
    dead: Atoms,
    ties: Sequence[tuple[Atoms, Atoms]],
) -> System:
    """Columns: the finest cells that are in anything first, then the sums."""
    tied = [each for pair in ties for each in pair]
    used = sorted(frozenset().union(*members.values(), *others, *tied))
    new = {atom: at for at, atom in enumerate(used)}
    columns: dict[Atoms, int] = {frozenset({atom}): at for atom, at in new.items()}
    for atoms in (*members.values(), *others):
        columns.setdefault(atoms, len(columns))
    rows = [
        [*((new[x], 1.0) for x in atoms), (at, -1.0)]
        for atoms, at in columns.items()
        if at >= len(used)
    ]
    rows += [[*((new[x], 1.0) for x in a), *((new[x], -1.0) for x in b)] for a, b in ties]
    entries = [(row, column, sign) for row, each in enumerate(rows) for column, sign in each]
    row, column, sign = (
        (np.array(each) for each in zip(*entries, strict=True))
        if entries
        else (
            np.zeros(0, int),
            np.zeros(0, int),
            np.zeros(0),
        )
    )
    matrix = csc_array(coo_array((sign, (row, column)), shape=(len(rows), len(columns))))
    return System(
        column={cell: columns[atoms] for cell, atoms in members.items()},
        atoms=tuple(columns),
        sums=Sums(matrix, np.zeros(len(rows))),
        space=space,
        dead=dead,
        ties=ties,
    )
