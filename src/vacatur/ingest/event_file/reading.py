"""Read a file of events into one small table: how many of each day, race, district and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from vacatur.errors import FigureRefused, IngestError
from vacatur.ingest.event_file.shapes import EventShape, require_columns
from vacatur.ingest.keep import kept, working_text
from vacatur.ingest.refusals import require_few_columns
from vacatur.ingest.row_tables import cut_header
from vacatur.sql import literal, trimmed

FIRST_DAY = date(1980, 1, 1)
# Of a file's rows; more of them unread, and the file is not what it says. Ours.
MOST_UNREAD = 0.01
_LEAST_IN_MONTH = 20  # different rows, below which a month that is there twice cannot be told
_RAGGED = "more or fewer cells than the header"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file, read. `rows_in` = rows of the table + `unread`, by reason.

    `has` names what of `READ` the file has; `unit` what it says itself of its unit, empty: nothing.
    """

    name: str
    sha256: str
    rows_in: int
    unread: Mapping[str, int]
    has: frozenset[str]
    unit: str


def read_events(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    folder: Path,
    *,
    shape: EventShape,
    name: str,
    read_on: date,
) -> EventFile:
    """Make the table `name`: `day`, `race`, `district`, `code`, `words` and `many`, one row each.

    Parameters
    ----------
    folder
        A folder for the work, which its owner removes. Nothing of the file is kept.
    read_on
        Day of the reading: no event is later.

    Raises
    ------
    IngestError
        The file cannot be read, or lacks a column.
    FigureRefused
        More than 1 in 100 rows cannot be read; a count is negative; a month, a group or a row id
        is there twice; one file counts in two units.
    """
    with kept([path], folder) as (file,):
        header = cut_header(file.header, ",", quotes=True)
        require_few_columns(header, f"{file.name}, header")
        columns = require_columns(shape, header, f"{file.name}, header")
        with working_text(file, "utf-8", folder) as text:
            _load(connection, text, header, columns, shape, name)
    _require_no_row_twice(connection, name, columns, file.name)
    unread = _unread(connection, name, read_on)
    told = _aggregate(connection, name, columns, read_on, file.name)
    if ragged := _one(connection, "select count(distinct line) from ragged_lines"):
        unread[_RAGGED] = ragged
    rows_in = told + sum(unread.values())
    require_read(unread, rows_in, file.name)
    return EventFile(
        name=file.name,
        sha256=file.sha256,
        rows_in=rows_in,
        unread=unread,
        has=frozenset(columns),
        unit=_unit(connection, name, columns, file.name),
    )


def _load(
    connection: duckdb.DuckDBPyConnection,
    text: Path,
    header: Sequence[str],
    columns: Mapping[str, str],
    shape: EventShape,
    name: str,
) -> None:
    at = {column: f"c{place}" for place, column in enumerate(header)}
    types = ", ".join(f"'{each}': 'varchar'" for each in at.values())
    read = {each: at[columns[each]] for each in columns}
    unread = [cell for cell in at.values() if cell not in read.values()]

    def cell(each: str) -> str:
        return f"nullif({trimmed(read[each])}, '')" if each in read else "null::varchar"

    day = trimmed(read["day"])
    formats = ", ".join(literal(each) for each in shape.days)
    connection.execute("drop table if exists ragged_lines; drop table if exists ragged_scans")
    try:
        # Alike rows are counted first, and read once: millions of rows say few things.
        connection.execute(
            f"""create or replace table {name}_rows as
            select case when regexp_full_match({day}, '[0-9/-]{{10}}([ T].*)?')
                then try_strptime({day}[:10], [{formats}])::date end as day,
                {cell("race")} as race, {cell("district")} as district, {cell("code")} as code,
                {cell("words")} as words, {cell("unit")} as unit, {cell("row_id")} as row_id,
                {cell("count")} as counted, sum(times)::bigint as times, whole_row
            from (
                select {", ".join(dict.fromkeys(read.values()))},
                    {f"hash({', '.join(unread)})" if unread else "0"} as whole_row,
                    count(*) as times
                from read_csv({literal(text)}, auto_detect=false, header=true, delim=',',
                    quote='"', escape='"', columns={{{types}}}, null_padding=false,
                    store_rejects=true, rejects_table='ragged_lines',
                    rejects_scan='ragged_scans', rejects_limit=0)
                group by all
            ) group by all"""
        )
    except duckdb.Error:
        raise IngestError(
            "the file cannot be read as CSV", where=text.name, repair="Export it again."
        ) from None


def _require_no_row_twice(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], where: str
) -> None:
    if "row_id" in columns:
        twice = _one(
            connection,
            f"""select count(*) from (select row_id from {name}_rows where row_id is not null
            group by row_id having sum(times) > 1)""",
        )
        if twice:
            raise FigureRefused(
                f"[{twice}] row numbers of [{columns['row_id']}] stand twice",
                where=where,
                why="An event that is there twice would count as two.",
                repair="Export each event once.",
            )
        return
    if "count" in columns:
        found = _one(
            connection,
            f"""select count(*) from (select day from {name}_rows
            group by day, race, district, code, words, unit having sum(times) > 1)""",
        )
        if found:
            raise FigureRefused(
                f"[{found}] groups of a day have two counts",
                where=where,
                why="A month that is there twice would count as two.",
                repair="Export each month once, with one count for each group.",
            )
        return
    doubled = connection.execute(
        f"""select date_trunc('month', day)::date as month from {name}_rows where day is not null
        group by month having count(*) >= $least and bool_and(times % 2 = 0) order by 1""",
        {"least": _LEAST_IN_MONTH},
    ).fetchall()
    if doubled:
        raise FigureRefused(
            f"every row of [{doubled[0][0]:%Y-%m}] stands there twice",
            where=where,
            why="The month was exported twice, and would count as two.",
            repair="Export each month once.",
        )


def _unread(connection: duckdb.DuckDBPyConnection, name: str, read_on: date) -> dict[str, int]:
    found = connection.execute(
        f"""select reason, sum(times)::bigint from (select times, case
            when day is null then 'no day that can be read'
            when day < $first then 'a day before {FIRST_DAY}'
            when day > $last then 'a day after the day of reading' end as reason
        from {name}_rows) where reason is not null group by reason order by reason""",
        {"first": FIRST_DAY, "last": read_on},
    ).fetchall()
    return {reason: int(rows) for reason, rows in found}


def _aggregate(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    read_on: date,
    where: str,
) -> int:
    """Make the table; how many rows of the file it holds."""
    many = "times"
    if "count" in columns:
        many = "try_cast(counted as bigint) * times"
        wrong = connection.execute(
            f"""select counted from {name}_rows
            where counted is null or try_cast(counted as bigint) is null
                or try_cast(counted as bigint) < 0 limit 1"""
        ).fetchall()
        if wrong:
            raise FigureRefused(
                f"[{wrong[0][0] or ''}] is no count",
                where=f"{where}, column {columns['count']}",
                why="What is counted is a whole number, and never less than none.",
                repair="Give how many there were; 0 where there was none.",
            )
    condition = f"day between date '{FIRST_DAY}' and date '{read_on}'"
    connection.execute(
        f"""create or replace table {name} as
        select day, race, district, code, words, null::varchar as number,
            sum({many})::bigint as many
        from {name}_rows where {condition} group by all"""
    )
    return _one(
        connection, f"select coalesce(sum(times), 0)::bigint from {name}_rows where {condition}"
    )


def require_read(unread: Mapping[str, int], rows_in: int, where: str) -> None:
    """Refuse a file of which more than 1 in 100 rows cannot be read, by reason.

    Raises
    ------
    FigureRefused
        How many, and why.
    """
    if rows_in == 0 or sum(unread.values()) > MOST_UNREAD * rows_in:
        said = "; ".join(f"{rows:,}: {reason}" for reason, rows in unread.items())
        raise FigureRefused(
            f"[{sum(unread.values()):,}] of [{rows_in:,}] rows cannot be read ({said or 'empty'})",
            where=where,
            why="More than 1 in 100 lost, and which of them nobody knows: a figure would be of "
            "something else.",
            repair="Export the file again, with as many cells in each row as in its header.",
        )


def _unit(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], where: str
) -> str:
    if "unit" not in columns:
        return ""
    found = [
        str(unit or "")
        for (unit,) in connection.execute(
            f"select distinct unit from {name}_rows order by 1"
        ).fetchall()
    ]
    if len(found) > 1:
        raise FigureRefused(
            "one table counts in two units: " + ", ".join(f"[{each}]" for each in found),
            where=where,
            why="One arrest may hold several charges, and one person several arrests.",
            repair="Export each unit by itself.",
        )
    return found[0] if found else ""


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((found,),) = connection.execute(sql).fetchall()
    return int(found)
