"""A new table beside the earlier releases of its basis, as one page for an adversary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.audit import Page
from vacatur.evidence.disclosure.ledger import Release
from vacatur.evidence.disclosure.rounding import known, rounded
from vacatur.evidence.disclosure.rule import Hidden, Rule
from vacatur.evidence.disclosure.suppression import Choice
from vacatur.evidence.disclosure.system import Atoms, System, system_of
from vacatur.evidence.disclosure.tables import TOTAL, Cell, FrequencyTable, Place, Shape

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier releases of one basis show, as spans, and what they hide, by cell."""

    shown: Mapping[Cell, Span]
    hidden: frozenset[Cell]


def before(earlier: Sequence[Release], rule: Rule) -> Before:
    """What is known of the cells of earlier releases.

    Raises
    ------
    DisclosureRefused
        Two releases say of one cell what cannot both be.
    """
    shown: dict[Cell, Span] = {}
    cells = {release.shape.cell(p): None for release in earlier for p in release.values}
    for release in earlier:
        for place, value in release.values.items():
            if value is not None:
                cell = release.shape.cell(place)
                low, high = known(value, release.rounded_to, rule)
                old = shown.get(cell, (0.0, float("inf")))
                shown[cell] = (max(old[0], low), min(old[1], high))
    if any(low > high for low, high in shown.values()):
        raise _contradiction()
    return Before(shown=shown, hidden=frozenset(cells) - shown.keys())


@dataclass(frozen=True, slots=True)
class Joined:
    """The sums of a table and of releases beside it, and the sums that must not come out small."""

    table: FrequencyTable
    system: System
    known: Before
    small: Mapping[int, Hidden]  # differences of two cells, by column

    @classmethod
    def of(cls, table: FrequencyTable, earlier: Sequence[Release], rule: Rule) -> Joined:
        """Join them."""
        known_before = before(earlier, rule)
        system = system_of(_different([table.shape, *(each.shape for each in earlier)]))
        found = _small_differences(table, system, _added_up(earlier, rule), rule)
        system = system.with_sums(found)
        at = {atoms: column for column, atoms in enumerate(system.atoms)}
        return cls(table, system, known_before, {at[each]: why for each, why in found.items()})

    def page(self, hidden: Mapping[Place, Hidden], *, rounded_to: int, rule: Rule) -> Page:
        """The page if of the table no more than these places were hidden."""
        shown = self._shown_before()
        for place, count in self.table.values().items():
            if place not in hidden and (column := self._column(place)) is not None:
                low, high = known(rounded(count, rounded_to), rounded_to, rule)
                old = shown.get(column, (0.0, float("inf")))
                shown[column] = (max(old[0], low), min(old[1], high))
        if any(low > high for low, high in shown.values()):
            raise _contradiction()
        return Page(self.system.sums, shown, self._hidden(hidden))

    def open_page(
        self, hidden: Mapping[Place, Hidden], *, also_known: Before
    ) -> tuple[Page, Choice]:
        """The page on which all of the table is still to choose, but noughts and what is known.

        `also_known` is of releases whose sums are not looked at here.
        """
        shown, protected = self._shown_before(), self._hidden(hidden)
        for cell, span in also_known.shown.items():
            if (column := self.system.column.get(cell)) is not None:
                shown[column] = span
        counts: dict[int, int] = {}
        totals: dict[int, int] = {}
        for place, count in self.table.values().items():
            if (column := self._column(place)) is not None:
                counts[column] = count
                totals[column] = min(place.count(TOTAL), totals.get(column, len(place)))
                if count == 0 and column not in protected:
                    shown[column] = (0, 0)
        for column, (low, high) in shown.items():
            if low == high:
                counts.setdefault(column, int(low))
        open_ = frozenset(c for c in totals if c not in shown and c not in protected)
        return Page(self.system.sums, shown, protected), Choice(counts, totals, open_)

    def places(self, columns: Mapping[int, Hidden]) -> dict[Place, Hidden]:
        """The places of the table among some columns."""
        found = ((place, self._column(place)) for place in self.table.values())
        return {place: columns[c] for place, c in found if c is not None and c in columns}

    def _column(self, place: Place) -> int | None:
        return self.system.column.get(self.table.shape.cell(place))

    def _shown_before(self) -> dict[int, Span]:
        columns = self.system.column
        return {columns[cell]: s for cell, s in self.known.shown.items() if cell in columns}

    def _hidden(self, hidden: Mapping[Place, Hidden]) -> dict[int, Hidden]:
        columns = self.system.column
        found = {columns[cell]: Hidden.BEFORE for cell in self.known.hidden if cell in columns}
        found |= self.small
        for place, why in hidden.items():
            if (column := self._column(place)) is not None:
                found[column] = why
        return found


def _different(shapes: Sequence[Shape]) -> list[Shape]:
    """Without those that have every cell of another: the same table again."""
    seen: dict[frozenset[Cell], Shape] = {}
    for shape in shapes:
        seen.setdefault(frozenset(shape.cell(place) for place in shape.places()), shape)
    return list(seen.values())


def _added_up(earlier: Sequence[Release], rule: Rule) -> dict[Cell, Span]:
    """What earlier releases show, and the totals of it that they do not print."""
    found: dict[Cell, Span] = {}
    for release in earlier:
        for place, parts in release.shape.sums():
            values = [v for each in parts if (v := release.values.get(each)) is not None]
            if len(values) < len(parts):
                continue
            spans = [known(value, release.rounded_to, rule) for value in values]
            low, high = sum(each[0] for each in spans), sum(each[1] for each in spans)
            cell = release.shape.cell(place)
            old = found.get(cell, (0.0, float("inf")))
            found[cell] = (max(old[0], low), min(old[1], high))
    return found


def _small_differences(
    table: FrequencyTable, system: System, shown_before: Mapping[Cell, Span], rule: Rule
) -> dict[Atoms, Hidden]:
    """What one table has and another has not, where it is small: a table without one district.

    Of each new cell and each earlier one of which one is a part of the other, totals that are not
    printed among them: they can be added up, and less than all says how many are in no district.
    Parts of one table need no such look: what its sums tell is in the audit.
    """
    found: dict[Atoms, Hidden] = {}
    named = {system.atoms[column] for column in system.column.values()}
    values = table.values()
    new = {
        table.shape.cell(place): sum(values[each] for each in parts)
        for place, parts in table.shape.sums()
    }
    for old, (low, high) in shown_before.items():
        for cell, count in new.items():
            if is_part(cell, old):
                rest, span = system.difference(old, cell), (low - count, high - count)
            elif is_part(old, cell):
                rest, span = system.difference(cell, old), (count - high, count - low)
            else:
                continue
            if rest and rest not in named and span[0] < rule.least_shown and span[1] > 0:
                exact = span[0] == span[1]
                found[rest] = Hidden.SMALL if exact else Hidden.BEFORE
    return found


def is_part(less: Cell, more: Cell) -> bool:
    """Whether all that is in one cell is in another, as their categories say."""
    inside = dict(less)
    return less != more and all(n in inside and inside[n] <= parts for n, parts in more)


def _contradiction() -> DisclosureRefused:
    return DisclosureRefused(
        "two releases of one extract say of one cell what cannot both be",
        why="No counts would give all that is printed, so nothing can be audited.",
        repair="Check that both were counted from the same extract, and in the same unit.",
    )
