"""Damage the rows of an export, and list every row that was damaged.

Only what the export shows is touched; the truth files say what they said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from vacatur.sample import keys
from vacatur.sample.columns import Table, cells_at, looked_up, replaced, taken
from vacatur.sample.dice import Dice, Flags, Ints
from vacatur.sample.noise_changes import HEADER_SAYS, Cells
from vacatur.sample.noise_kinds import (
    CHARGE_UNREAD,
    HEADER_UNREAD,
    KINDS,
    PERSON_UNREAD,
    Fate,
    Kind,
)

NOISE_COLUMNS = ("file", "row", "kind", "column")
MOST_NOISE = 50  # times; beyond it the stated kinds would leave few whole rows
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One line of `truth/noise.csv`."""

    file: str  # cases, charges, ...
    row: int  # from 1, within the chunk
    kind: str
    column: str  # the one to look at first; "" = the row as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """One file's rows of a chunk after the noise."""

    table: Table
    short: Flags  # rows to be written without their last cell
    noted: Sequence[Noted]


@dataclass(slots=True)
class _Plan:
    """What is to become of the rows of one file; every row is struck once at most."""

    free: Flags
    struck: list[tuple[Kind, int, Cells]] = field(default_factory=list)

    def positions(self, fate: Fate) -> list[int]:
        return [position for kind, position, _ in self.struck if kind.fate is fate]


def damage(
    tables: Mapping[str, Table], *, seed: int, index: int, planted: int, level: int
) -> dict[str, Damaged]:
    """Damage the export's files of one chunk.

    Parameters
    ----------
    tables
        The files by name; those not named here are left alone.
    index
        Position of the chunk in the county.
    planted
        So many of the first headers and charges were planted, and are never struck.
    level
        How many times as often as in the extract.
    """
    cases, charges = tables["cases"], tables["charges"]
    header_plan = _plan(cases, "cases", _not_planted(cases, planted), seed, index, level)
    unread = header_plan.positions(Fate.LOST) + header_plan.positions(Fate.SHORT)
    lost = frozenset(cells_at(cases["case_num"], np.array(unread, dtype=np.int64)))
    orphan = _among(charges, ("case_num",), lost)
    free = ~orphan & (np.arange(len(orphan)) >= planted)
    header_says = looked_up(charges["case_num"], cases["case_num"], cases[HEADER_SAYS])
    with_header = {**charges, HEADER_SAYS: header_says}
    charge_plan = _plan(with_header, "charges", free, seed, index, level)
    unread_charges = orphan.copy()
    unread_charges[charge_plan.positions(Fate.SHORT)] = True
    return {
        "cases": _carried_out(cases, "cases", header_plan),
        "charges": _carried_out(charges, "charges", charge_plan, orphan),
        "sentence_ends": _answers(tables["sentence_ends"], charges, unread_charges),
        "history_searches": _searches(tables["history_searches"], cases, header_plan),
    }


def noise_rows(damaged: Mapping[str, Damaged], rows_before: Mapping[str, int]) -> list[Noted]:
    """Return the lines of `truth/noise.csv`, by file and row, as counted over the whole file."""
    return [
        Noted(file=each.file, row=each.row + rows_before[file], kind=each.kind, column=each.column)
        for file, chunk in damaged.items()
        for each in sorted(chunk.noted, key=lambda noted: noted.row)
    ]


def _not_planted(cases: Table, planted: int) -> Flags:
    """Tell which headers were drawn: neither planted nor the Circuit header of a planted case."""
    first = cells_at(cases["case_num"], np.arange(planted))
    in_circuit = _among(cases, ("district_case_num",), frozenset(first))
    return ~in_circuit & (np.arange(len(in_circuit)) >= planted)


def _plan(table: Table, file: str, free: Flags, seed: int, index: int, level: int) -> _Plan:
    plan = _Plan(free.copy())
    for number, kind in enumerate(KINDS):
        if kind.file == file:
            _strike(plan, kind, table, Dice(seed, index, keys.NOISE, number), level)
    return plan


def _strike(plan: _Plan, kind: Kind, table: Table, dice: Dice, level: int) -> None:
    rate = min(kind.per_million * level, _MILLION)
    drawn = dice.below(_MILLION, len(plan.free)) < rate
    position = np.flatnonzero(drawn & plan.free)
    roll = dice.below(1 << 30, len(position))
    cells = {name: cells_at(table[name], position) for name in kind.reads}
    for place, (at, number) in enumerate(zip(position.tolist(), roll.tolist(), strict=True)):
        row = {name: column[place] for name, column in cells.items()}
        changed = kind.change(row, number)
        if changed is not None:
            plan.struck.append((kind, at, changed))
            plan.free[at] = False


def _carried_out(table: Table, file: str, plan: _Plan, orphan: Flags | None = None) -> Damaged:
    """Return the rows as they will stand, with a note of each that was struck."""
    copies = np.ones(len(plan.free), dtype=np.int64)
    copies[plan.positions(Fate.LOST)] = 0
    copies[plan.positions(Fate.TWICE)] = 2
    first = np.cumsum(copies) - copies
    short = np.zeros(int(copies.sum()), dtype=bool)
    short[first[plan.positions(Fate.SHORT)]] = True
    edits: dict[str, dict[int, str]] = defaultdict(dict)
    noted = []
    for kind, position, cells in plan.struck:
        row = int(first[position]) + (kind.fate is Fate.TWICE)
        for name, cell in cells.items():
            edits[name][row] = cell
        if kind.fate is not Fate.LOST:
            column = next(iter(cells), "")
            noted.append(Noted(file=file, row=row + 1, kind=kind.name, column=column))
    if orphan is not None:
        noted += _follows(file, first[orphan], HEADER_UNREAD, "case_num")
    rows = dict(taken(table, np.repeat(np.arange(len(copies)), copies)))
    for name, cells_of_column in edits.items():
        rows[name] = replaced(rows[name], cells_of_column)
    return Damaged(table=rows, short=short, noted=noted)


def _answers(answers: Table, charges: Table, unread_charges: Flags) -> Damaged:
    names = ("case_num", "charge_num")
    keys_unread = frozenset(_keys(charges, names, np.flatnonzero(unread_charges)))
    return _untouched("sentence_ends", answers, names, keys_unread, CHARGE_UNREAD)


def _searches(searches: Table, cases: Table, plan: _Plan) -> Damaged:
    """Note the searches whose person no readable header names any more."""
    names = ("case_num",) if "case_num" in searches else ("person_key",)
    unread = np.zeros(len(plan.free), dtype=bool)
    unread[plan.positions(Fate.LOST) + plan.positions(Fate.SHORT)] = True
    # Two headers that name different people: neither is believed.
    for kind, position, cells in plan.struck:
        unread[position] |= kind.fate is Fate.TWICE and names[0] in cells
    named = frozenset(_keys(cases, names, np.flatnonzero(~unread)))
    searched = frozenset(_keys(searches, names, np.arange(len(searches["searched_on"]))))
    return _untouched("history_searches", searches, names, searched - named, PERSON_UNREAD)


def _untouched(
    file: str, table: Table, names: Sequence[str], unread: Set[str], kind: str
) -> Damaged:
    """Return the rows as they were, with a note of those that follow from an unread one."""
    following = _among(table, names, unread)
    return Damaged(
        table=table,
        short=np.zeros(len(following), dtype=bool),
        noted=_follows(file, np.flatnonzero(following), kind, names[0]),
    )


def _follows(file: str, position: Ints, kind: str, column: str) -> list[Noted]:
    return [Noted(file=file, row=at + 1, kind=kind, column=column) for at in position.tolist()]


def _among(table: Table, names: Sequence[str], wanted: Set[str]) -> Flags:
    found = _keys(table, names, np.arange(len(table[names[0]])))
    return np.array([each in wanted for each in found], dtype=bool)


def _keys(table: Table, names: Sequence[str], position: Ints) -> list[str]:
    columns = [cells_at(table[name], position) for name in names]
    return ["/".join(cells) for cells in zip(*columns, strict=True)]
