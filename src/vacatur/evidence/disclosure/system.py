"""Several tables of one basis as sums over the finest cells that any of them tells apart.

A finest cell is in or out of each published cell, wholly. Every published cell is then a sum of
finest ones, and whatever follows from the tables together follows from these sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.programme import Sums
from vacatur.evidence.disclosure.tables import Cell, Shape

Atoms = frozenset[int]
MOST_ATOMS = 20_000
# Stands for whatever of a dimension no table names.
_OTHERS = "\0"


@dataclass(frozen=True, slots=True)
class System:
    """`column` is where a cell's count stands; cells that count the same have one column.

    A cell in which nobody can be has none. Columns that are no finest cell are sums of such.
    """

    column: Mapping[Cell, int]
    atoms: Sequence[Atoms]  # by column
    sums: Sums

    @property
    def columns(self) -> int:
        return len(self.atoms)


def system_of(shapes: Sequence[Shape]) -> System:
    """The sums of some tables of one basis.

    Raises
    ------
    DisclosureRefused
        Two tables divide everybody by one dimension, and not the same everybody; or the tables
        together have too many finest cells to audit.
    """
    blocks = _all_blocks(shapes)
    size = [len(each) for each in blocks.values()]
    if not fits(shapes):
        raise DisclosureRefused(
            f"[{prod(size)}] finest cells are too many to audit together",
            why="Whether a hidden cell can be worked out from these tables together is not known.",
            repair="Publish fewer dimensions of this extract, or pool categories.",
        )
    grid = np.arange(prod(size)).reshape(size)
    dead: set[int] = set()
    for shape in shapes:
        for place in shape._structural:
            dead |= _members(shape.cell(place), blocks, grid)
    members = {cell: frozenset(_members(cell, blocks, grid) - dead) for cell in _cells(shapes)}
    return _numbered({cell: atoms for cell, atoms in members.items() if atoms})


def fits(shapes: Sequence[Shape]) -> bool:
    """Whether some tables together have no more finest cells than are audited at once."""
    return prod(len(each) for each in _all_blocks(shapes).values()) <= MOST_ATOMS


def with_sums(system: System, others: Iterable[Atoms]) -> System:
    """The same with a column more for each sum that has none."""
    members: dict[Cell, Atoms] = {cell: system.atoms[at] for cell, at in system.column.items()}
    return _numbered(members, tuple(others))


def _dimensions(shapes: Sequence[Shape]) -> tuple[str, ...]:
    names = [name for each in shapes for name in (*each.only, *(d.name for d in each.dimensions))]
    return tuple(dict.fromkeys(names))


def _cells(shapes: Sequence[Shape]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(each.cell(place) for each in shapes for place in each.places()))


def _all_blocks(shapes: Sequence[Shape]) -> dict[str, list[frozenset[str]]]:
    cells = _cells(shapes)
    return {name: _blocks(name, shapes, cells) for name in _dimensions(shapes)}


def _blocks(name: str, shapes: Sequence[Shape], cells: Sequence[Cell]) -> list[frozenset[str]]:
    """The categories of a dimension, those together that no cell tells apart."""
    used = dict.fromkeys(parts for cell in cells for key, parts in cell if key == name)
    named = frozenset().union(*used)
    wholes = {
        d.everything for each in shapes for d in each.dimensions if d.whole and d.name == name
    }
    if len(wholes) > 1 or any(named - whole for whole in wholes):
        raise DisclosureRefused(
            f"two tables of one extract divide everybody by [{name}], each otherwise",
            why="Which of their totals are one number is not known, so they cannot be audited"
            " together.",
            repair="Give both the same categories, or say what a pooled category is made of.",
        )
    everything = named if wholes else named | {_OTHERS}
    together: dict[tuple[bool, ...], set[str]] = {}
    for category in sorted(everything):
        together.setdefault(tuple(category in parts for parts in used), set()).add(category)
    return [frozenset(each) for each in together.values()]


def _members(
    cell: Cell, blocks: Mapping[str, list[frozenset[str]]], grid: NDArray[np.int64]
) -> set[int]:
    inside = dict(cell)
    picked = [
        [at for at, block in enumerate(found) if name not in inside or block <= inside[name]]
        for name, found in blocks.items()
    ]
    return set(grid[np.ix_(*picked)].ravel().tolist())


def _numbered(members: Mapping[Cell, Atoms], others: tuple[Atoms, ...] = ()) -> System:
    """Columns: the finest cells that are in anything first, then the sums."""
    used = sorted(frozenset().union(*members.values(), *others))
    new = {atom: at for at, atom in enumerate(used)}
    columns: dict[Atoms, int] = {frozenset({at}): at for at in range(len(used))}
    renamed = {cell: frozenset(new[x] for x in atoms) for cell, atoms in members.items()}
    for atoms in (*renamed.values(), *(frozenset(new[x] for x in each) for each in others)):
        columns.setdefault(atoms, len(columns))
    sums = [(atoms, at) for atoms, at in columns.items() if at >= len(used)]
    rows = np.array([r for r, (atoms, _) in enumerate(sums) for _ in range(len(atoms) + 1)], int)
    where = np.array([x for atoms, at in sums for x in (*sorted(atoms), at)], int)
    signs = np.array([s for atoms, _ in sums for s in (*[1.0] * len(atoms), -1.0)])
    matrix = csc_array(coo_array((signs, (rows, where)), shape=(len(sums), len(columns))))
    return System(
        column={cell: columns[atoms] for cell, atoms in renamed.items()},
        atoms=tuple(columns),
        sums=Sums(matrix, np.zeros(len(sums))),
    )
