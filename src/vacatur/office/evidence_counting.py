"""Counts of a read source: by group, by district and by month, in one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from vacatur.errors import FigureRefused
from vacatur.evidence.figures import MOST_MISSING
from vacatur.evidence.race_codes import GroupCounts, RaceCodes, count_groups
from vacatur.evidence.sources import DeclaredSource, Unit
from vacatur.ingest.arrest_feed.styles import ANOTHER
from vacatur.screening.watch_artefacts import next_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What is counted, and how: rows of a period that a condition lets in, in one unit."""

    connection: duckdb.DuckDBPyConnection
    name: str  # of the table, with `is_counted`
    first: date
    last: date
    unit: Unit
    by_number: bool  # rows of one arrest number are one arrest
    condition: str = "is_counted"

    def cells(self, *columns: str) -> Mapping[tuple[str, ...], int]:
        """How many of each; an empty text where nothing is recorded, or rows contradict."""
        kept = [self._one(each) if self.by_number else each for each in columns]
        listed = ", ".join(f"coalesce({each}, '')" for each in columns)
        renamed = ", ".join(f"{how} as {each}" for how, each in zip(kept, columns, strict=True))
        inner = f"""select {renamed}{"," if renamed else ""} {self._many} as many
            from {self.name}_told where day between $first and $last and ({self.condition})
            {"group by coalesce(number, 'row ' || row)" if self.by_number else ""}"""
        found = self.connection.execute(
            f"""select {listed}{"," if listed else ""} sum(many)::bigint from ({inner})
            {"group by all" if listed else ""}""",
            {"first": self.first, "last": self.last},
        ).fetchall()
        return {tuple(str(each) for each in row[:-1]): int(row[-1] or 0) for row in found}

    @property
    def _many(self) -> str:
        return "1" if self.by_number else "many"

    def _one(self, column: str) -> str:
        """One value for all rows of an arrest; none where they contradict each other."""
        if column == "month":
            return "strftime(min(day), '%Y-%m')"
        return f"case when count(distinct {column}) <= 1 then min({column}) end"

    def total(self) -> int:
        """How many in all."""
        return self.cells()[()]

    def by_race(self, codes: RaceCodes, source: DeclaredSource, what: str) -> GroupCounts:
        """Counts by race, read by a list of codes."""
        rows = {race: many for (race,), many in self.cells("race").items()}
        return count_groups(rows, codes, source=source, what=what)

    def by_race_in_districts(
        self, codes: RaceCodes, source: DeclaredSource, what: str
    ) -> Mapping[str, GroupCounts]:
        """The same for each district; "" where it is not recorded."""
        rows: dict[str, dict[str, int]] = {}
        for (district, race), many in sorted(self.cells("district", "race").items()):
            label = "" if district == ANOTHER else district
            of_district = rows.setdefault(label, {})
            of_district[race] = of_district.get(race, 0) + many
        return {
            district: count_groups(found, codes, source=source, what=what)
            for district, found in rows.items()
        }

    def by_district(self, source: DeclaredSource, what: str) -> GroupCounts:
        """Counts by district.

        Raises
        ------
        FigureRefused
            As by `require_districts`.
        """
        rows = {district: many for (district,), many in self.cells("district").items()}
        missing = rows.pop("", 0) + rows.pop(ANOTHER, 0)
        require_districts(missing, missing + sum(rows.values()), where=source.name)
        return GroupCounts(
            source=source, what=what, by_group=dict(sorted(rows.items())), missing=missing
        )

    def by_month(self, codes: RaceCodes) -> Mapping[str, Mapping[str, int]]:
        """Counts by month, YYYY-MM, and group; those without race under ""."""
        groups = {group or "": 0 for group in codes.groups.values()}
        months = {}
        month = self.first.replace(day=1)
        while month <= self.last:
            months[f"{month:%Y-%m}"] = dict(groups)
            month = next_month(month)
        for (name, race), many in self._months().items():
            months[name][codes.groups.get(race) or ""] += many
        return months

    def _months(self) -> Mapping[tuple[str, ...], int]:
        if self.by_number:
            return self.cells("month", "race")
        found = self.connection.execute(
            f"""select strftime(day, '%Y-%m'), coalesce(race, ''), sum(many)::bigint
            from {self.name}_told where day between $first and $last and ({self.condition})
            group by all""",
            {"first": self.first, "last": self.last},
        ).fetchall()
        return {(str(month), str(race)): int(many) for month, race, many in found}


def require_districts(missing: int, total: int, *, where: str) -> None:
    """Refuse figures by district where it is not recorded in more than 40 % of what is counted.

    Raises
    ------
    FigureRefused
        Each of them would be too low, and nobody knows which one by how much.
    """
    if missing > MOST_MISSING * total:
        raise FigureRefused(
            f"the district is missing in [{missing}] of [{total}]",
            where=where,
            why=f"More than {MOST_MISSING:.0%} missing can be hiding any answer.",
            repair="Count by race, or get the districts from the department.",
        )


def rows_in_period(
    connection: duckdb.DuckDBPyConnection, name: str, first: date, last: date
) -> Mapping[str, int]:
    """How the rows of a source stand: of the offense, of another, without a code, out of period."""
    found = connection.execute(
        f"""select case when day not between $first and $last then 'outside the period'
            when is_counted then 'counted' when is_counted is null then 'no code'
            else 'another code' end as standing, sum(many)::bigint
        from {name}_told group by all order by 1""",
        {"first": first, "last": last},
    ).fetchall()
    return {str(standing): int(rows) for standing, rows in found}
