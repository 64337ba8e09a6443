"""The figures of one source: JSON, the exhibit and the public page are printed of this object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from vacatur.errors import FigureRefused, UsageError, nearest
from vacatur.evidence.denominators import Denominator
from vacatur.evidence.disparity import EVERYONE_ELSE, Disparity, GroupFigure, disparity
from vacatur.evidence.race_codes import GroupCounts, RaceCodes
from vacatur.evidence.sources import DeclaredSource, Unit, unit_named
from vacatur.ingest.arrest_feed.feed import FIRST_DAY
from vacatur.law.codes import CodeTable
from vacatur.office.evidence_beside import Beside, Vanished, beside_of, vanished_of
from vacatur.office.evidence_counting import Counter, require_districts, rows_in_period
from vacatur.office.evidence_population import Population, PopulationAsked, read_population
from vacatur.office.evidence_reading import ARRESTS, OWN, ReadSource, read_source
from vacatur.office.evidence_selecting import (
    EVERYTHING,
    Offense,
    codes_named,
    offense_named,
    require_months,
    select_codes,
)
from vacatur.office.watch_tables import work_folder
from vacatur.scratch import scratch_database

TABLE, EARLIER = "arrests", "arrests_earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAsked:
    """What an office asks of a source."""

    source: Path
    adapter: str
    columns: tuple[str, ...]  # of an own file: NAME=COLUMN
    offense: str  # a code list; "": see `codes`
    codes: tuple[str, ...]  # named one by one; empty: every row, if no offense is named
    what: str  # "": in the words of the adapter
    first: date
    last: date
    unit: str  # "": as the adapter counts
    extracted_on: date | None  # null: nobody stated it, and the day of the reading stands for it
    said_by: str  # "": the adapter says who
    population: Path
    population_asked: PopulationAsked
    by: str  # race or district
    reference: str | None  # null: everyone else
    each_district: bool
    per: int
    wrong_codes: tuple[str, ...]
    wrong_words: tuple[str, ...]
    earlier: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictFigure:
    """A disparity within one district, or why there is none."""

    district: str
    found: Disparity | None
    refused: str  # "": there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that was found. Every printer takes this object and counts nothing itself."""

    read: ReadSource
    offense: Offense
    by: str
    extract_day_stated: bool
    population_file: str
    population_sha256: str
    races: RaceCodes | None  # null: counted by district
    overall: Disparity
    standing: Mapping[str, int]  # rows of the source, by how they stand
    districts: tuple[DistrictFigure, ...]
    no_district: int  # counted, and in no district's figure
    in_districts: Mapping[str, Mapping[str, int]]  # counts by district and group
    months: Mapping[str, Mapping[str, int]]  # by month and group; "": race not recorded
    beside: tuple[Beside, ...]
    vanished: Vanished | None

    @property
    def total(self) -> int:
        return self.overall.known + self.overall.missing

    @property
    def compared_with_all_others(self) -> bool:
        """Whether each group is compared with everyone else, and not with one group."""
        against = {each.compared.reference for each in self.overall.groups if each.compared}
        return against <= {EVERYONE_ELSE}

    @property
    def largest(self) -> GroupFigure:
        """The group with the most events."""
        return max(self.overall.groups, key=lambda each: each.count)

    @property
    def source(self) -> DeclaredSource:
        return self.overall.source


def find_evidence(
    asked: EvidenceAsked, tables: Sequence[CodeTable], *, read_on: date, beside: Path
) -> Evidence:
    """Read a source and a population, and compare groups.

    Parameters
    ----------
    tables
        Code lists by which offenses are known.
    read_on
        Day of the reading.
    beside
        A folder in which a database for the work may be made. It is gone afterwards.

    Raises
    ------
    FigureRefused
        The figure would mislead, and why.
    IngestError
        A file cannot be read.
    """
    offense = _offense(asked, tables)
    population = read_population(asked.population, asked.population_asked)
    with scratch_database(beside) as connection:
        read = _read(connection, asked, asked.source, TABLE, read_on)
        _require_column(read, asked)
        source = _declared(asked, read, read_on)
        counter = _counter(connection, TABLE, offense, source, read)
        codes = None if asked.by == "district" else read.races or _own_races(population)
        what = asked.what or _in_words(read, offense)
        overall = _overall(asked, counter, codes, source, what, population)
        districts, no_district, cells = _districts(asked, counter, codes, source, what, population)
        earlier = None
        if asked.earlier is not None:
            earlier = _vanished(connection, asked, offense, source, counter, codes, read_on)
        return Evidence(
            read=read,
            offense=offense,
            by=asked.by,
            extract_day_stated=asked.extracted_on is not None,
            population_file=population.file,
            population_sha256=population.sha256,
            races=codes,
            overall=overall,
            standing=rows_in_period(connection, TABLE, asked.first, asked.last),
            districts=districts,
            no_district=no_district,
            in_districts=cells,
            months=counter.by_month(codes) if codes else {},
            beside=beside_of(counter, codes, asked.wrong_codes, asked.wrong_words),
            vanished=earlier,
        )


def _offense(asked: EvidenceAsked, tables: Sequence[CodeTable]) -> Offense:
    if asked.by not in ("race", "district"):
        raise UsageError(
            f"nothing is counted by [{asked.by}]", repair=nearest(asked.by, ("race", "district"))
        )
    if asked.offense and asked.codes:
        raise UsageError("an offense and codes", repair="Name the one or the others.")
    if asked.offense:
        return offense_named(tables, asked.offense)
    return codes_named(asked.codes) if asked.codes else EVERYTHING


def _read(
    connection: duckdb.DuckDBPyConnection,
    asked: EvidenceAsked,
    path: Path,
    name: str,
    read_on: date,
) -> ReadSource:
    return read_source(
        connection,
        path,
        work_folder(connection),
        adapter=asked.adapter,
        columns=asked.columns,
        name=name,
        read_on=read_on,
    )


def _require_column(read: ReadSource, asked: EvidenceAsked) -> None:
    needed = {asked.by} | ({"code"} if asked.offense or asked.codes else set())
    needed |= {"district"} if asked.each_district else set()
    needed |= {"words"} if asked.wrong_words else set()
    for column in sorted(needed - read.has):
        raise FigureRefused(
            f"the source has no [{column}]",
            where=read.file,
            why="Nothing else in a row tells it, and it is never guessed.",
            repair="Count by another column, or get a file that has it.",
        )


def _declared(asked: EvidenceAsked, read: ReadSource, read_on: date) -> DeclaredSource:
    unit = unit_named(asked.unit, where=read.file) if asked.unit else read.units[0]
    if unit not in read.units or (read.adapter == OWN and not asked.unit):
        raise FigureRefused(
            f"[{asked.unit}] is no unit of a file of [{read.adapter}]",
            where=read.file,
            why="Arrests, persons and charges differ about twofold.",
            repair="Say with [--unit] what one row is: "
            + ", ".join(f"[{each}]" for each in read.units)
            + ".",
        )
    if read.unit_said and unit_named(read.unit_said, where=read.file) is not unit:
        raise FigureRefused(
            f"the file says of its unit that it is [{read.unit_said}], and not [{unit}]",
            where=read.file,
            why="Arrests, persons and charges differ about twofold.",
            repair=f"Count [{read.unit_said}].",
        )
    return DeclaredSource(
        name=read.file,
        unit=unit,
        first=asked.first,
        last=asked.last,
        extracted_on=asked.extracted_on or read_on,
        said_by=asked.said_by or read.said_by or "not stated",
        sha256=read.sha256,
    )


def _counter(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    offense: Offense,
    source: DeclaredSource,
    read: ReadSource,
) -> Counter:
    select_codes(connection, name, offense)
    require_months(connection, name, source.first, source.last, where=read.file)
    return Counter(
        connection=connection,
        name=name,
        first=source.first,
        last=source.last,
        unit=source.unit,
        by_number=read.adapter == ARRESTS and source.unit is Unit.ARREST,
    )


def _own_races(population: Population) -> RaceCodes:
    """A file of an office's own calls groups as its population does."""
    return RaceCodes(
        name="groups of the population",
        first=FIRST_DAY,
        last=None,
        said_by=population.file,
        groups={**{each: each for each in population.by_group}, "unknown": None},
    )


def _in_words(read: ReadSource, offense: Offense) -> str:
    if not offense.name:
        return read.what
    return f"{read.what} for {offense.name.partition('/')[2].replace('-', ' ') or offense.name}"


def _overall(
    asked: EvidenceAsked,
    counter: Counter,
    codes: RaceCodes | None,
    source: DeclaredSource,
    what: str,
    population: Population,
) -> Disparity:
    years = (source.first.year, source.last.year)
    if codes is None:
        counts = counter.by_district(source, what)
        denominator = population.of_districts(years)
        counts = replace(
            counts, by_group={**dict.fromkeys(denominator.by_group, 0), **counts.by_group}
        )
    else:
        counts = counter.by_race(codes, source, what)
        denominator = population.denominator(tuple(counts.by_group), years)
    return _compare(asked, counts, denominator)


def _compare(asked: EvidenceAsked, counts: GroupCounts, denominator: Denominator) -> Disparity:
    return disparity(counts, denominator, reference=asked.reference, per=asked.per)


_Districts = tuple[tuple[DistrictFigure, ...], int, Mapping[str, Mapping[str, int]]]


def _districts(
    asked: EvidenceAsked,
    counter: Counter,
    codes: RaceCodes | None,
    source: DeclaredSource,
    what: str,
    population: Population,
) -> _Districts:
    if not asked.each_district or codes is None:
        return (), 0, {}
    years = (source.first.year, source.last.year)
    found = []
    counted = dict(counter.by_race_in_districts(codes, source, what))
    nowhere = counted.pop("", None)
    if nowhere is not None:
        everywhere = nowhere.total + sum(each.total for each in counted.values())
        require_districts(nowhere.total, everywhere, where=source.name)
    for district, counts in counted.items():
        try:
            denominator = population.denominator(tuple(counts.by_group), years, district=district)
            figure = _compare(asked, counts, denominator)
            found.append(DistrictFigure(district=district, found=figure, refused=""))
        except FigureRefused as refusal:
            found.append(DistrictFigure(district=district, found=None, refused=refusal.what))
    cells = {district: dict(counts.by_group) for district, counts in counted.items()}
    return tuple(found), nowhere.total if nowhere else 0, cells


def _vanished(
    connection: duckdb.DuckDBPyConnection,
    asked: EvidenceAsked,
    offense: Offense,
    source: DeclaredSource,
    counter: Counter,
    codes: RaceCodes | None,
    read_on: date,
) -> Vanished:
    assert asked.earlier is not None
    read = _read(connection, asked, asked.earlier, EARLIER, read_on)
    before = _counter(connection, EARLIER, offense, source, read)
    return vanished_of(before, counter, codes, file=read.file, sha256=read.sha256)
