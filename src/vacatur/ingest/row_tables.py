"""The two tables that a file of rows becomes: its lines, and the cells that are read of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.ingest.keep import KeptFile
from vacatur.sql import literal, trimmed

LONGEST_LINE = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the lines of one file are cut, and which of the cells are read."""

    name: str  # prefix of the tables
    grain: str  # what one row is
    kept: KeptFile
    header: int  # lines before the first row
    delimiter: str
    quotes: bool  # whether quotation marks may stand around a cell
    fields: int  # cells of every row
    cells: Mapping[str, int | None]  # column in SQL -> its place from 1; None reads as blank
    labels: Mapping[str, str]  # column in SQL -> its name in the file
    key: tuple[str, ...]  # columns in SQL that name a row
    key_sql: str  # the row's name, made of them
    unread: str = "that are not mapped"  # of columns on which two rows may differ


def cut_header(line: str, delimiter: str, *, quotes: bool) -> tuple[str, ...]:
    """Names of the columns. A quotation mark that is never closed makes one long name."""
    csv.field_size_limit(LONGEST_LINE)
    if not quotes:
        return tuple(name.strip() for name in line.split(delimiter))
    row = next(csv.reader([line], delimiter=delimiter), [])
    return tuple(name.strip() for name in row)


def lines_sql(layout: Layout, path: Path) -> str:
    """A query for `row`, from 1 after the header, and `line`, of the text at `path`."""
    # Not strict: a line may end in LF, CRLF or CR.
    return f"""select number - {layout.header} as row, line
        from (
            select row_number() over () as number, coalesce(line, '') as line
            from read_csv({literal(path)}, auto_detect=false, header=false,
                columns={{'line': 'varchar'}}, delim={literal(layout.kept.absent)}, quote='',
                escape='', strict_mode=false, max_line_size={LONGEST_LINE})
        )
        where number > {layout.header}"""


def keep_rows(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    cells: str,
    named: Mapping[str, str] | None = None,
) -> None:
    """Make `<name>_rows` out of a query for `row` and the cells of each row.

    `named` are values that the query asks for by name.
    """
    keys = ", ".join(f"{trimmed(name)} as {name}" for name in layout.key)
    without_space = f" replace ({keys})" if keys else ""
    connection.execute(
        f"""create table {layout.name}_rows as
        select row, {layout.key_sql} as key, []::varchar[] as conflicts,
            * exclude (row){without_space}
        from ({cells})""",
        named or {},
    )
