"""What of the figures the public may see: released tables, and what follows from what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import Released
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import (
    TOTAL,
    Basis,
    Dimension,
    FrequencyTable,
    Place,
    Shape,
)
from vacatur.evidence.disparity import EVERYONE_ELSE, GroupFigure, warned
from vacatur.office.evidence_beside_shown import ShownBeside, ShownVanished
from vacatur.office.evidence_figures import Evidence
from vacatur.screening.watch_artefacts import next_month

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvidence:
    """Released tables of some figures. Null: not asked for, or `refused` and why.

    Figures are those of the evidence where every count that they follow from is shown, and null
    where one is hidden. All tables are of rows of known race (or district), so that the few without
    one do not hide the others; how many those are is a table of its own.
    """

    found: Evidence
    groups: Released
    missing: Released
    districts: Released | None
    months: Released | None
    refused: tuple[str, ...]
    beside: tuple[ShownBeside, ...] = ()
    vanished: ShownVanished | None = None

    def count(self, group: str) -> int | None:
        """How many of a group; null: hidden."""
        return self.groups.values[(_at(self.groups, group),)]

    @property
    def known(self) -> int | None:
        """How many of known race; null: hidden."""
        return self.groups.values[(TOTAL,)]

    @property
    def not_recorded(self) -> int | None:
        """How many without race; null: hidden."""
        return self.missing.values[(0,)]

    def figure(self, group: str) -> GroupFigure | None:
        """Share, rate and comparison of a group: the reference is what is left, or another one."""
        values = self.groups.values
        shown = self.count(group) is not None and self.known is not None
        if not (shown and self._is_whole(values)):
            return None
        return warned(self.found.overall.group(group), self.most_missing)

    @property
    def most_missing(self) -> int:
        """Rows without race, or where that is hidden the most that it may be."""
        if self.not_recorded is not None:
            return self.not_recorded
        return max(self.found.overall.missing, self.groups.least_shown - 1)

    def of_district(self, district: str, group: str) -> GroupFigure | None:
        """The same within a district."""
        if self.districts is None:
            return None
        first, second = self.districts.shape.dimensions
        at = first.categories.index(district)
        row = {place: n for place, n in self.districts.values.items() if place[0] == at}
        if group not in second.categories or not self._is_whole(row):
            return None
        if None in (row[(at, second.categories.index(group))], row[(at, TOTAL)]):
            return None
        for each in self.found.districts:
            if each.district == district and each.found is not None:
                return warned(each.found.group(group), 0)  # how many are missing is not published
        return None

    def by_district(self) -> Mapping[str, Mapping[str, int | None]]:
        """Counts by district and group; null: hidden."""
        return _cells(self.districts)

    def by_month(self) -> Mapping[str, Mapping[str, int | None]]:
        """Counts by month and group; null: hidden."""
        return _cells(self.months)

    def _is_whole(self, values: Mapping[Place, int | None]) -> bool:
        """Whether nothing is hidden, where the reference is one of the groups."""
        return self.found.compared_with_all_others or None not in values.values()


def publish(found: Evidence, ledger: Ledger, *, by: str, on: date) -> PublicEvidence:
    """Release the tables of the figures, each audited with those before it.

    Raises
    ------
    DisclosureRefused
        The tables of the groups alone, and of who is in none, cannot be released.
    """
    groups = [each.group for each in found.overall.groups]
    refused: list[str] = []

    def let_out(name: str, dimensions: Sequence[Dimension], counts: Sequence[object]) -> Released:
        return release(
            _table(found, name, dimensions, counts),
            tier=Tier.PUBLIC,
            ledger=ledger,
            by=by,
            on=on,
            hide_more=True,
        )

    def tried(
        name: str, dimensions: Sequence[Dimension], counts: Sequence[object]
    ) -> Released | None:
        if not counts:
            return None
        try:
            return let_out(name, dimensions, counts)
        except DisclosureRefused as refusal:
            refused.append(f"{name}: {refusal.what}")
            return None

    def grid(name: str, first: Dimension, rows: Mapping[str, Mapping[str, int]]) -> Released | None:
        """By each group; where that cannot be shown, by the largest one and everyone else."""
        if not rows:
            return None
        whole = [[counts.get(each, 0) for each in groups] for counts in rows.values()]
        before = len(refused)
        shown = tried(name, [first, by_groups], whole)
        largest = found.largest.group
        if shown is None and len(groups) > 2 and found.compared_with_all_others:
            at = groups.index(largest)
            halves = [[row[at], sum(row) - row[at]] for row in whole]
            shown = tried(f"{name}, in two", [first, _in_two(found.by, groups, largest)], halves)
        if shown is not None:
            del refused[before:]
        return shown

    by_groups = _groups(found.by, groups, total_printed=True)
    in_districts = _with_nowhere(found)
    # First, and not only tried: with who is counted elsewhere, the total of the groups tells it.
    missing = let_out(
        f"{found.by} not recorded",
        [_recorded(found.by, groups)],
        [found.overall.missing, found.overall.known],
    )
    return PublicEvidence(
        found=found,
        missing=missing,
        groups=let_out(
            f"by {found.by}", [by_groups], [each.count for each in found.overall.groups]
        ),
        districts=grid(
            "by district and race",
            _rows("district", {each: frozenset({each}) for each in in_districts}),
            in_districts,
        ),
        months=grid("by month and race", _rows("month", months_of(found)), found.months),
        refused=tuple(refused),
    )


def _with_nowhere(found: Evidence) -> Mapping[str, Mapping[str, int]]:
    """Counts by district, and of those without one: it is not printed, but can be subtracted."""
    if not found.in_districts:
        return {}
    nowhere = {
        each.group: each.count - sum(n.get(each.group, 0) for n in found.in_districts.values())
        for each in found.overall.groups
    }
    return {**found.in_districts, NOT_RECORDED: nowhere}


def group_table(found: Evidence) -> FrequencyTable:
    """The counts of the groups, as they are."""
    names = [each.group for each in found.overall.groups]
    counts = [each.count for each in found.overall.groups]
    return _table(found, f"by {found.by}", [_groups(found.by, names, total_printed=True)], counts)


def _rows(label: str, made_of: Mapping[str, frozenset[str]]) -> Dimension:
    # A district may be missing, and months are those of the period alone: neither holds all.
    return Dimension(
        name=label,
        categories=tuple(made_of) or ("none",),
        whole=False,
        tells=label != "month",
        total_printed=False,
        made_of=made_of,
    )


def _groups(by: str, columns: Sequence[str], *, total_printed: bool) -> Dimension:
    return Dimension(
        name=by,
        categories=tuple(columns),
        whole=False,
        tells=True,
        total_printed=total_printed,
    )


def _recorded(by: str, groups: Sequence[str]) -> Dimension:
    """Who has no race, beside all who have one: together they are everybody, by district too.

    Of districts nobody knows whether a later table names one more.
    """
    return Dimension(
        name=by,
        categories=(NOT_RECORDED, "recorded"),
        whole=by == "race",
        tells=True,
        total_printed=False,
        made_of={"recorded": frozenset(groups)},
    )


def _in_two(by: str, groups: Sequence[str], largest: str) -> Dimension:
    others = frozenset(each for each in groups if each != largest)
    return Dimension(
        name=by,
        categories=(largest, EVERYONE_ELSE),
        whole=False,
        tells=True,
        total_printed=True,
        made_of={EVERYONE_ELSE: others},
    )


def _cells(released: Released | None) -> Mapping[str, Mapping[str, int | None]]:
    if released is None:
        return {}
    first, second = released.shape.dimensions
    return {
        name: {
            group: released.values[(row, column)] for column, group in enumerate(second.categories)
        }
        for row, name in enumerate(first.categories)
    }


def _table(
    found: Evidence,
    name: str,
    dimensions: Sequence[Dimension],
    counts: Sequence[object],
) -> FrequencyTable:
    """A table with what lets it be held against others: the offense and the months are filters."""
    # Every offense is no filter: as a category of its own it would be no part of another release.
    only = {"offense": codes} if (codes := _codes(found)) else {}
    if all(each.name != "month" for each in dimensions):
        only["month"] = frozenset().union(*months_of(found).values())
    return FrequencyTable(
        shape=Shape(
            name=f"{found.overall.what}, {name}",
            basis=Basis(
                feed=found.read.adapter,
                snapshot=found.source.sha256,
                unit=found.source.unit.value,
            ),
            dimensions=tuple(dimensions),
            only=only,
            structural_zeros=frozenset(),
        ),
        counts=np.array(counts, dtype=np.int64),
        sensitive_zeros=False,
    )


def _codes(found: Evidence) -> frozenset[str]:
    return frozenset(each.code for each in found.offense.codes)


def months_of(found: Evidence) -> dict[str, frozenset[str]]:
    """The months of the period and their days; one that is not whole is named by its days.

    A period is held against another by days, or the one day that it has more would be told.
    """
    first, last = found.source.first, found.source.last
    named = {}
    for month in found.months or _between(first, last):
        day = date.fromisoformat(f"{month}-01")
        end = next_month(day) - timedelta(days=1)
        whole = first <= day and end <= last
        start, stop = max(first, day), min(last, end)
        named[month if whole else f"{start}..{stop}"] = frozenset(
            (start + timedelta(days=n)).isoformat() for n in range((stop - start).days + 1)
        )
    return named


def _between(first: date, last: date) -> list[str]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(f"{month:%Y-%m}")
        month = next_month(month)
    return found


def _at(released: Released, group: str) -> int:
    return released.shape.dimensions[0].categories.index(group)


def divisions(found: Evidence) -> tuple[Dimension, Dimension]:
    """Every group of known race, and the largest one beside everyone else."""
    groups = [each.group for each in found.overall.groups]
    in_two = _in_two(found.by, groups, found.largest.group)
    return _groups(found.by, groups, total_printed=True), in_two


def other_table(
    found: Evidence,
    name: str,
    dimension: Dimension,
    counts: Sequence[int],
    *,
    only: Mapping[str, frozenset[str]],
    snapshot: str = "",
) -> FrequencyTable:
    """A table of the same rows counted in another way, with filters of its own.

    Parameters
    ----------
    only
        Filters beside the months, and instead of the offense where it names one.
    snapshot
        Hash of another file of the feed; empty: that of the figures.
    """
    table = _table(found, name, [dimension], counts)
    basis = replace(table.shape.basis, snapshot=snapshot or table.shape.basis.snapshot)
    shape = replace(table.shape, basis=basis, only={**table.shape.only, **only})
    return replace(table, shape=shape)
