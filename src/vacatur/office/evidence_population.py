"""Files of populations: two declared shapes of Baltimore, and a plain one of group and number."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import FigureRefused, IngestError, nearest
from vacatur.evidence.denominators import Denominator, DenominatorKind
from vacatur.ingest.unpack import content
from vacatur.office.evidence_reading import BLACK, OTHERS, WHITE, districts_named

PLAIN = ("group", "population")
_DISTRICT = ("district_shp", "Population", "White", "Blk_AfAm", "PopOver18", "Ovr18White")
_CENSUS = ("CSA2010", "totalpop10", "peraa10", "perwhite10")
_ADULTS = ("PopOver18", "Ovr18White", "Ovr18Blk_A")
# A census is taken every ten years; nearer than half of that there is no other.
_CENSUS_NEAR = 5
_DERIVED_DISTRICTS = "census tracts, divided among police districts by area"
_DERIVED_AREAS = "percentages of community statistical areas times their residents"
_BUREAU = "U.S. Census Bureau, decennial census of 2010"


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationAsked:
    """What an office says of a population file; empty or null: the file's shape says it."""

    kind: DenominatorKind
    year: int | None
    place: str
    said_by: str
    derived: str
    years_apart_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A population file, read: by group for the whole place, and by district where it has them."""

    file: str
    sha256: str
    asked: PopulationAsked  # with what the shape says filled in
    by_group: Mapping[str, float]
    by_district: Mapping[str, Mapping[str, float]]

    def denominator(
        self, groups: Sequence[str], years: tuple[int, int], *, district: str | None = None
    ) -> Denominator:
        """Of some groups, for counts from one year to another.

        Raises
        ------
        FigureRefused
            A group or a district is not in the file.
        """
        found = self.by_group
        if district is not None:
            if district not in self.by_district:
                raise FigureRefused(
                    f"[{district}] is no district of the population",
                    where=self.file,
                    why="A count over nobody is no rate.",
                    repair=nearest(district, self.by_district),
                )
            found = self.by_district[district]
        for group in groups:
            if group not in found:
                raise FigureRefused(
                    f"[{group}] was counted and has no denominator",
                    where=self.file,
                    why="A count over nobody is no rate.",
                    repair=nearest(group, found),
                )
        return self._of({group: found[group] for group in found}, years, district)

    def of_districts(self, years: tuple[int, int]) -> Denominator:
        """Everybody, by district."""
        if not self.by_district:
            raise FigureRefused(
                "the population has no districts",
                where=self.file,
                why="A count over nobody is no rate.",
                repair="Give a file with one row for each district.",
            )
        return self._of(
            {name: sum(groups.values()) for name, groups in self.by_district.items()}, years, None
        )

    def _of(
        self, by_group: Mapping[str, float], years: tuple[int, int], district: str | None
    ) -> Denominator:
        asked = self.asked
        assert asked.year is not None
        because = asked.years_apart_because
        apart = max(years[0] - asked.year, asked.year - years[1], 0)
        if not because and asked.said_by == _BUREAU and apart < _CENSUS_NEAR:
            because = "a census is taken every ten years, and no other is nearer"
        return Denominator(
            kind=asked.kind,
            place=f"{asked.place}, {district} district" if district else asked.place,
            year=asked.year,
            said_by=asked.said_by,
            derived=asked.derived,
            years_apart_because=because,
            by_group=by_group,
        )


def read_population(path: Path, asked: PopulationAsked) -> Population:
    """Read a population file of one of three shapes.

    Raises
    ------
    IngestError
        There is no such file, or its header is of none of them.
    FigureRefused
        A cell is no number of people, or the file says less than a denominator needs.
    """
    if not path.is_file():
        raise IngestError("there is no such file", where=path.name, repair="Check the path.")
    raw = path.read_bytes()
    text = b"".join(content(path, name=path.name)).decode("utf-8-sig", errors="replace")
    lines = list(csv.reader(io.StringIO(text)))
    header, rows = (lines[0] if lines else []), [row for row in lines[1:] if row]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise FigureRefused(
                f"[{len(row)}] cells under [{len(header)}] names",
                where=f"{path.name}, line {number}",
                why="Every cell after the missing one would be read as another.",
                repair="Export the file again, with as many cells in each row as in its header.",
            )
    table = [dict(zip(header, row, strict=True)) for row in rows]
    by_group, by_district, asked = _shaped(header, table, asked, path.name)
    _require_whole(asked, path.name)
    return Population(
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        asked=asked,
        by_group=by_group,
        by_district=by_district,
    )


_Shaped = tuple[Mapping[str, float], Mapping[str, Mapping[str, float]], PopulationAsked]


def _shaped(
    header: Sequence[str], table: Sequence[Mapping[str, str]], asked: PopulationAsked, where: str
) -> _Shaped:
    if set(_DISTRICT) <= set(header):
        return _districts(table, asked, where)
    if set(_CENSUS) <= set(header):
        return _areas(table, asked, where)
    if set(PLAIN) <= set(header):
        return _plain(header, table, asked, where)
    raise IngestError(
        "this is no header of a population file that is declared here",
        where=where,
        why="Without its header nobody knows what a cell means.",
        repair=f"Write a file with the columns [{', '.join(PLAIN)}], and [district] if it has one.",
    )


def _districts(table: Sequence[Mapping[str, str]], asked: PopulationAsked, where: str) -> _Shaped:
    adults = asked.kind is DenominatorKind.ADULT_RESIDENTS
    columns = _ADULTS if adults else ("Population", "White", "Blk_AfAm")
    by_district: dict[str, Mapping[str, float]] = {}
    for number, row in enumerate(table, start=2):
        at = f"{where}, line {number}"
        everybody, white, black = (_people(row[each], at) for each in columns)
        name = districts_named(row["district_shp"])
        if name in by_district:
            raise _twice(name, at)
        by_district[name] = _three(everybody, black, white, at)
    return _sums(by_district), by_district, _filled(asked, _DERIVED_DISTRICTS)


def _areas(table: Sequence[Mapping[str, str]], asked: PopulationAsked, where: str) -> _Shaped:
    if asked.kind is not DenominatorKind.RESIDENTS:
        raise FigureRefused(
            f"the file has no [{asked.kind.value}] by race",
            where=where,
            why="A share of all residents is no share of another population.",
            repair="Count over residents, or give another file.",
        )
    areas: dict[str, Mapping[str, float]] = {}
    for number, row in enumerate(table, start=2):
        at = f"{where}, line {number}"
        if row["CSA2010"] in areas:
            raise _twice(row["CSA2010"], at)
        everybody = _people(row["totalpop10"], at)
        black, white = (
            everybody * _people(row[each], at) / 100 for each in ("peraa10", "perwhite10")
        )
        areas[row["CSA2010"]] = _three(everybody, black, white, at)
    return _sums(areas), {}, _filled(asked, _DERIVED_AREAS)


def _plain(
    header: Sequence[str], table: Sequence[Mapping[str, str]], asked: PopulationAsked, where: str
) -> _Shaped:
    by_district: dict[str, dict[str, float]] = {}
    for number, row in enumerate(table, start=2):
        at = f"{where}, line {number}"
        district = districts_named(row.get("district", ""))
        groups = by_district.setdefault(district, {})
        if row["group"].strip() in groups:
            raise _twice(row["group"].strip(), at)
        groups[row["group"].strip()] = _people(row["population"], at)
    return _sums(by_district), by_district if "district" in header else {}, asked


def _three(everybody: float, black: float, white: float, at: str) -> Mapping[str, float]:
    rest = everybody - black - white
    if rest < 0:
        raise FigureRefused(
            f"[{black:.0f}] and [{white:.0f}] are more than all [{everybody:.0f}]",
            where=at,
            why="A group is a part of everybody.",
        )
    return {BLACK: black, WHITE: white, OTHERS: rest}


def _sums(parts: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for groups in parts.values():
        for group, people in groups.items():
            found[group] = found.get(group, 0.0) + people
    return found


def _filled(asked: PopulationAsked, derived: str) -> PopulationAsked:
    """What the shape of 2010 says, but for what the office said itself."""
    return PopulationAsked(
        kind=asked.kind,
        year=asked.year or 2010,
        place=asked.place or "Baltimore",
        said_by=asked.said_by or _BUREAU,
        derived=asked.derived or derived,
        years_apart_because=asked.years_apart_because,
    )


def _require_whole(asked: PopulationAsked, where: str) -> None:
    for value, option, what in (
        (asked.year, "--population-year", "the year of the population"),
        (asked.place, "--population-place", "whose population it is"),
        (asked.said_by, "--population-said-by", "who counted it"),
    ):
        if not value:
            raise FigureRefused(
                f"the population file does not say {what}",
                where=where,
                why="A rate whose denominator is not named cannot be checked.",
                repair=f"Say it with [{option}].",
            )


def _people(cell: str, at: str) -> float:
    try:
        found = float(cell)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e11:
        raise FigureRefused(
            f"[{cell}] is no number of people",
            where=at,
            why="A denominator is a number from 0 on.",
            repair="Write it in digits, without separators.",
        )
    return found


def _twice(name: str, at: str) -> FigureRefused:
    return FigureRefused(
        f"[{name}] stands twice", where=at, why="Its people would be counted as twice as many."
    )
