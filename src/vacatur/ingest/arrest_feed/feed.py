"""Read an arrest feed into one table, and account for each of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from vacatur.ingest import lines
from vacatur.ingest.arrest_feed.styles import (
    ANOTHER,
    DISTRICTS,
    NO_INCIDENT,
    RACES,
    READ,
    FeedStyle,
    style_of,
)
from vacatur.ingest.keep import KeptFile, kept, working_text
from vacatur.ingest.refusals import require_few_columns, require_rows
from vacatur.ingest.row_tables import Layout, cut_header
from vacatur.ingest.tallies import number
from vacatur.sql import literal, trimmed

FIRST_DAY = date(1980, 1, 1)
SAME_AS_EARLIER = "the same, in every column, as an earlier row"
_QUARANTINE = """create table if not exists quarantine
    (file varchar, row bigint, reason varchar, line varchar)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """Why rows of a feed stand in no count: how many, and the first few of them."""

    reason: str
    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, read. `rows_in` = `mapped` + the quarantined rows, always.

    `numbers` counts the different arrest numbers, and `unnumbered` the rows without one. `alike`
    counts rows without a number that are, in every column, as an earlier one: two arrests, or one
    twice, and nobody can tell; they are counted. `has` names the columns of `READ` that are there.
    """

    name: str
    sha256: str
    style: str
    rows_in: int
    mapped: int
    quarantined: tuple[Quarantined, ...]
    numbers: int
    unnumbered: int
    alike: int
    has: frozenset[str]

    @property
    def out(self) -> int:
        """How many rows are in quarantine."""
        return sum(each.rows for each in self.quarantined)


def read_feed(
    connection: duckdb.DuckDBPyConnection, path: Path, folder: Path, *, name: str, read_on: date
) -> Feed:
    """Make the table `name` of a feed; the file is copied into `folder` while it is read.

    Parameters
    ----------
    folder
        A folder for the work, which its owner removes. Nothing of the feed is kept.
    name
        Name of the table: one row for each arrest row, with `row`, from 1 after the header,
        `arrest_number`, `age` (integer), `sex`, `race`, `arrest_day` (date, never null),
        `arrest_time` (time), `incident`, `code` and `words` (as printed), `district`, `unit`.
        Null: the feed says nothing, or nothing that can be read.
    read_on
        Day of the reading: no arrest is later.

    Raises
    ------
    IngestError
        The file cannot be read, or its header is of no declared style.
    """
    connection.execute(_QUARANTINE)
    with kept([path], folder) as (file,):
        style = style_of(header := _header(file), f"{file.name}, header")
        layout = _layout(file, style, header, name)
        with working_text(file, "utf-8", folder) as text:
            lines.load_rows(connection, layout, text)
            require_rows(connection, layout, "Export the file as the feed gives it, as CSV.")
            lines.quarantine_headers(connection, layout, file.header)
            _quarantine_undated(connection, layout, style, read_on)
            alike = _quarantine_copies(connection, layout)
            connection.execute(_mapped(name, style))
    return _told(connection, file, style, name, alike)


def _header(file: KeptFile) -> tuple[str, ...]:
    columns = cut_header(file.header, ",", quotes=True)
    require_few_columns(columns, f"{file.name}, header")
    return columns


def _layout(file: KeptFile, style: FeedStyle, header: tuple[str, ...], name: str) -> Layout:
    places = {column: place for place, column in enumerate(header, start=1)}
    fields = len(header) - style.shares_last_cell
    read = {each: places.get(style.reads.get(each, "")) for each in READ}
    taken = {place for place in read.values() if place} | {places.get(style.row_id)}
    rest = {f"other_{n}": n for n in range(1, fields + 1) if n not in taken}
    cells: Mapping[str, int | None] = {**read, **rest}
    return Layout(
        name=name,
        grain="arrest row",
        kept=file,
        header=1,
        delimiter=",",
        quotes=True,
        fields=fields,
        cells=cells,
        labels={each: each for each in cells},
        key=("arrest_number",),
        key_sql="arrest_number",
    )


def _day(style: FeedStyle) -> str:
    """SQL for the day in a cell. Other lengths are not read: a year would have to be guessed."""
    cell = trimmed("arrest_day")
    formats = ", ".join(literal(each) for each in style.days)
    # A day may have a time behind it, and nothing else.
    return f"""case when regexp_full_match({cell}, '[0-9/-]{{10}}([ T][0-9:.+Z]*)?')
        then try_strptime({cell}[:10], [{formats}])::date end"""


def _quarantine_undated(
    connection: duckdb.DuckDBPyConnection, layout: Layout, style: FeedStyle, read_on: date
) -> None:
    lines.quarantine_rows(
        connection,
        layout.name,
        f"""select row, reason from (
            select row, case
                when {trimmed("arrest_day")} = '' then 'no day of arrest'
                when {_day(style)} is null then 'the day of arrest cannot be read'
                when {_day(style)} < date '{FIRST_DAY}'
                    then 'the day of arrest is before {FIRST_DAY}'
                when {_day(style)} > date '{read_on}'
                    then 'the day of arrest is after the day of reading'
                end as reason
            from {layout.name}_rows
        ) where reason is not null""",
    )


def _quarantine_copies(connection: duckdb.DuckDBPyConnection, layout: Layout) -> int:
    """Take out copies of a row that has a number; how many there are of rows without one."""
    cells = ", ".join(layout.cells)
    connection.execute(
        f"""create or replace temp table copies as
        select row, first, arrest_number <> '' as numbered from (
            select row, arrest_number, min(row) over (partition by {cells}) as first
            from {layout.name}_rows
        ) where row <> first"""
    )
    lines.quarantine_rows(
        connection,
        layout.name,
        f"select row, {literal(SAME_AS_EARLIER)} from copies where numbered",
    )
    return number(connection, "select count(*) from copies where not numbered")


def _mapped(name: str, style: FeedStyle) -> str:
    def known(cell: str) -> str:
        return f"nullif({trimmed(cell)}, '')"

    districts = ", ".join(f"{literal(key)}: {literal(word)}" for key, word in DISTRICTS.items())
    races = ", ".join(literal(each) for each in RACES)
    return f"""create table {name} as select row,
        {known("arrest_number")} as arrest_number,
        case when try_cast({known("age")} as double) between 1 and 120
            then try_cast({known("age")} as double)::integer end as age,
        {known("sex")} as sex,
        case when {known("race")} is null then null
            when upper({known("race")}) in ({races}) then upper({known("race")})
            else {literal(ANOTHER)} end as race,
        {_day(style)} as arrest_day,
        try_cast({known("arrest_time")} as time) as arrest_time,
        case when upper({known("incident")}) <> {literal(NO_INCIDENT)}
            then {known("incident")} end as incident,
        {known("code")} as code,
        {known("words")} as words,
        case when {known("district")} is not null then coalesce(
            map {{{districts}}}[upper({known("district")})], {literal(ANOTHER)}) end as district,
        {known("unit")} as unit
        from {name}_rows"""


def _told(
    connection: duckdb.DuckDBPyConnection, file: KeptFile, style: FeedStyle, name: str, alike: int
) -> Feed:
    out = connection.execute(
        """select reason, count(*), list(row order by row)[:5] from quarantine
        where file = $name group by reason order by 2 desc, 1""",
        {"name": name},
    ).fetchall()
    numbers, unnumbered, mapped = connection.execute(
        f"""select count(distinct arrest_number), count(*) - count(arrest_number), count(*)
        from {name}"""
    ).fetchall()[0]
    return Feed(
        name=file.name,
        sha256=file.sha256,
        style=style.name,
        rows_in=file.lines - 1,
        mapped=int(mapped),
        quarantined=tuple(
            Quarantined(reason=reason, rows=int(rows), first=tuple(first))
            for reason, rows, first in out
        ),
        numbers=int(numbers),
        unnumbered=int(unnumbered),
        alike=alike,
        has=frozenset(style.reads),
    )
