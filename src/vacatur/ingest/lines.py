"""From the text of a file to rows of cells: one line is one row, and no line is lost.

DuckDB's own CSV reader lets a quotation mark that is never closed swallow the lines after it, so it
reads a text whole only where that cannot be (`plain_rows`). Of any other text it is only asked for
lines, which are cut into cells with its string functions; that takes some three times as long. A
line that is not as the dialect has it (delimiter, double quotation marks, no line break in a cell)
goes to quarantine.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from vacatur.errors import IngestError
from vacatur.ingest.keep import LONGEST_HEADER
from vacatur.ingest.plain_rows import load_plain_rows
from vacatur.ingest.row_tables import LONGEST_LINE, Layout, cut_header, keep_rows, lines_sql
from vacatur.ingest.tallies import number
from vacatur.sql import literal

# A cell in quotation marks, whole; inside, a mark stands doubled.
_QUOTED = '"(?:[^"]|"")*"'
# DuckDB cuts two thousand lines at once, and their cells must fit into memory.
_MOST_CELLS = 10_000
_NUL = "chr(0)"
BLANK_LINE = "the line is blank"
HEADER_AGAIN = "the header again"


def load_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, path: Path) -> None:
    """Load one file, whose text stands at `path` (`keep.working_text`).

    Afterwards `<name>_lines` holds every line (`row`, from 1, and `line`), `<name>_rows` the ones
    that could be cut: `row`, `key`, `conflicts` (empty as yet) and a text column for each cell that
    is read, blank where nothing was sent; the others are in `quarantine`.

    Raises
    ------
    IngestError
        DuckDB and the count of `keep.scan` disagree about the number of lines, or a line is longer
        than 16 MB or has more than 10,000 fields.
    """
    if load_plain_rows(connection, layout, path):
        return
    _load_lines(connection, layout, path)
    _require_few_cells(connection, layout)
    _cut_lines(connection, layout)
    _quarantine_lines(connection, layout)


def _load_lines(connection: duckdb.DuckDBPyConnection, layout: Layout, path: Path) -> None:
    kept = layout.kept
    try:
        connection.execute(f"create table {layout.name}_lines as {lines_sql(layout, path)}")
    except duckdb.InvalidInputException:
        # What DuckDB says is not told: it holds the line.
        raise _cannot_be_told_apart(layout, path) from None
    loaded = number(connection, f"select count(*) from {layout.name}_lines")
    if loaded != kept.lines - layout.header:
        raise IngestError(
            f"{loaded:,} rows were read, and the file has {kept.lines - layout.header:,}",
            where=kept.name,
            why="Rows would be missing, and nothing would say which.",
            repair="Please report this, with the kind of the file.",
        )


def _cannot_be_told_apart(layout: Layout, path: Path) -> IngestError:
    name, number = layout.kept.name, _first_too_long(path)
    if not number:
        return IngestError(
            "the lines cannot be told apart",
            where=name,
            repair="Please report this, with the kind of the file.",
        )
    return IngestError(
        "the line is longer than 16 MB",
        where=f"{name}, row {number - layout.header}" if number > layout.header else name,
        why="No export has such a row.",
        repair="Look whether the file's lines end as they should.",
    )


def _first_too_long(path: Path) -> int:
    """Number of the first line that is too long, from 1; 0: there is none."""
    number = 1
    # As Latin-1 a character is a byte, whatever the letters are.
    with path.open(encoding="latin-1") as text:
        while piece := text.readline(LONGEST_LINE):
            if len(piece) == LONGEST_LINE:
                return number
            number += 1
    return 0


def _require_few_cells(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    delimiters = f"len(line) - len(replace(line, {literal(layout.delimiter)}, ''))"
    found = connection.execute(
        f"""select min(row) from {layout.name}_lines
        where strlen(line) >= {_MOST_CELLS} and {delimiters} >= {_MOST_CELLS}"""
    ).fetchone()
    if found and found[0] is not None:
        raise IngestError(
            f"the line has more than {_MOST_CELLS:,} fields",
            where=f"{layout.kept.name}, row {found[0]}",
            why="No export has such a row.",
            repair="Look whether the file's lines end as they should.",
        )


def first_lines(path: Path, count: int) -> list[str]:
    """The first lines of a text in UTF-8; what goes beyond the longest header is left out."""
    lines: list[str] = []
    with path.open(encoding="utf-8-sig") as text:
        while len(lines) < count and (line := text.readline(LONGEST_HEADER)):
            piece = line
            while not piece.endswith("\n") and (piece := text.readline(LONGEST_HEADER)):
                pass
            lines.append(line.removesuffix("\n"))
    return lines


def _cut_lines(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    cells = ", ".join(f"{_cell(layout, name)} as {name}" for name in layout.cells)
    keep_rows(
        connection,
        layout,
        f"""select row, {cells}
        from (
            select row, {_quoted(layout)} as quoted, {cells_of(layout)} as cells
            from {layout.name}_lines
            where not contains(line, {_NUL})
        )
        where len(cells) = {layout.fields} and (not quoted or {_ALL_WHOLE})""",
        _hidden(layout),
    )


def _quoted(layout: Layout) -> str:
    return "contains(line, '\"')" if layout.quotes else "false"


def _hidden(layout: Layout) -> Mapping[str, str]:
    return {"hidden": layout.kept.absent} if layout.quotes else {}


def cells_of(layout: Layout) -> str:
    """SQL that cuts `line` into a list of cells; wants `$hidden` where there are quotes."""
    delimiter = literal(layout.delimiter)
    if not layout.quotes:
        return f"string_split(line, {delimiter})"
    # Every second part between quotation marks is inside them; its delimiters are none, and are
    # hidden behind a character that the file does not have. (A regular expression for whole lines
    # took three times as long.)
    return f"""string_split(
        case when contains(line, '"') then array_to_string(list_transform(string_split(line, '"'),
            lambda part, place: case when place % 2 = 0 then replace(part, {delimiter}, $hidden)
                else part end
        ), '"') else line end, {delimiter})"""


_ALL_WHOLE = f"""list_bool_and(list_transform(cells,
    lambda cell: not contains(cell, '"') or regexp_full_match(cell, '{_QUOTED}')))"""


def _cell(layout: Layout, name: str) -> str:
    place = layout.cells[name]
    if place is None:
        return "''"
    cell = f"cells[{place}]"
    if not layout.quotes:
        return cell
    return f"""case when quoted and starts_with({cell}, '"')
        then replace(replace({cell}[2:-2], '""', '"'), $hidden, {literal(layout.delimiter)})
        else {cell} end"""


def _quarantine_lines(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    quotes = f"""
            when (len(line) - len(replace(line, '"', ''))) % 2 = 1
                then 'a quotation mark is not closed on its line'
            when not {_ALL_WHOLE}
                then 'a quotation mark stands inside a field that has none around it'"""
    connection.execute(
        f"""insert into quarantine
        select $name, row, case
            when contains(line, {_NUL}) then 'a NUL byte stands in the line'
            when trim(line) = '' then '{BLANK_LINE}'{quotes if layout.quotes else ""}
            else len(cells) || ' fields, and the header has {layout.fields}' end, line
        from (
            select row, line, {cells_of(layout)} as cells
            from {layout.name}_lines anti join {layout.name}_rows using (row)
        )""",
        {"name": layout.name, **_hidden(layout)},
    )


def quarantine_rows(connection: duckdb.DuckDBPyConnection, name: str, bad: str) -> None:
    """Move rows to quarantine. `bad` is a query for `row` and the reason."""
    connection.execute("create or replace temp table bad (row bigint, reason varchar)")
    connection.execute(f"insert into bad {bad}")
    connection.execute(
        f"""insert into quarantine select '{name}', bad.row, reason, line
        from bad join {name}_lines using (row)"""
    )
    connection.execute(f"delete from {name}_rows where row in (select row from bad)")


def quarantine_headers(connection: duckdb.DuckDBPyConnection, layout: Layout, header: str) -> None:
    """Move the rows that are the header again."""
    names = cut_header(header, layout.delimiter, quotes=layout.quotes)
    key = layout.key[0]
    place = layout.cells[key]
    if not place or place > len(names):
        return
    # Few rows are named as the header is, and only their lines are asked for.
    quarantine_rows(
        connection,
        layout.name,
        f"""select row, '{HEADER_AGAIN}'
        from {layout.name}_rows join {layout.name}_lines using (row)
        where {key} = {literal(names[place - 1])} and trim(line) = {literal(header.strip())}""",
    )
