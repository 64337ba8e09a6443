"""From the text of a file to rows of cells: one line is one row, and no line is lost.

DuckDB's own CSV reader lets a quotation mark that is never closed swallow the lines after it, so it
is only asked for lines here. They are cut into cells with its string functions. A line that is not
as the dialect has it (comma, double quotation marks, no line break in a cell) goes to quarantine.
"""

from __future__ import annotations

import duckdb

from vacatur.errors import IngestError
from vacatur.ingest.md_case_search.columns import FileSpec
from vacatur.ingest.md_case_search.files import InputFile

# A cell in quotation marks, whole; inside, a mark stands doubled.
_QUOTED = '"(?:[^"]|"")*"'
_LONGEST_LINE = 16 * 1024 * 1024


def load_rows(connection: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    """Load one file.

    Afterwards `<role>_lines` holds every line (`row`, from 1, and `line`), `<role>_rows` the ones
    that could be cut: `row`, `key`, `conflicts` (empty as yet) and a text column for each column
    that is read, blank where nothing was sent; the others are in `quarantine`.

    Raises
    ------
    IngestError
        DuckDB and the count of `keep.scan` disagree about the number of lines, or a line is longer
        than 16 MB.
    """
    _load_lines(connection, file)
    _cut_lines(connection, file)
    _quarantine_lines(connection, file)
    _quarantine_blank_keys(connection, file)


def load_nothing(connection: duckdb.DuckDBPyConnection, spec: FileSpec) -> None:
    """Make the empty rows of a companion that did not come."""
    cells = ", ".join(f"{name} varchar" for name in spec.read)
    connection.execute(
        f"create table {spec.role}_rows (row bigint, key varchar, conflicts varchar[], {cells})"
    )


def _load_lines(connection: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    try:
        # Not strict: LF, CRLF and CR may stand in one file, and each ends a line.
        connection.execute(
            f"""create table {file.role}_lines as
            select row_number() over () as row, coalesce(line, '') as line
            from read_csv($path, auto_detect=false, header=true, columns={{'line': 'varchar'}},
                delim=$absent, quote='', escape='', strict_mode=false,
                max_line_size={_LONGEST_LINE})""",
            {"path": str(file.kept.path), "absent": file.kept.absent},
        )
    except duckdb.InvalidInputException as problem:
        raise IngestError(
            f"the lines cannot be told apart ({str(problem).splitlines()[0]})",
            where=file.kept.name,
            repair="Look for a line longer than 16 MB.",
        ) from None
    loaded = _count(connection, f"select count(*) from {file.role}_lines")
    if loaded != file.kept.lines - 1:
        raise IngestError(
            f"{loaded:,} rows were read, and the file has {file.kept.lines - 1:,}",
            where=file.kept.name,
            why="Rows would be missing, and nothing would say which.",
            repair="Please report this, with the kind of the file.",
        )


def _cut_lines(connection: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    cells = ", ".join(f"{_cell(file, name)} as {name}" for name in file.spec.read)
    key = " || '/' || ".join(f"trim({name})" for name in file.spec.key)
    trimmed = ", ".join(f"trim({name}) as {name}" for name in file.spec.key)
    connection.execute(
        f"""create table {file.role}_rows as
        select row, {key} as key, []::varchar[] as conflicts, * exclude (row) replace ({trimmed})
        from (
            select row, {cells}
            from (
                select row, contains(line, '"') as quoted, {_CELLS} as cells
                from {file.role}_lines
            )
            where len(cells) = {len(file.columns)} and (not quoted or {_ALL_WHOLE})
        )""",
        {"hidden": file.kept.absent},
    )


# Every second part between quotation marks is inside them; its commas are no delimiters, and are
# hidden behind a character that the file does not have. (A regular expression for whole lines took
# three times as long.)
_CELLS = """string_split(
    case when contains(line, '"') then array_to_string(list_transform(string_split(line, '"'),
        lambda part, place: case when place % 2 = 0 then replace(part, ',', $hidden) else part end
    ), '"') else line end, ',')"""
_ALL_WHOLE = f"""list_bool_and(list_transform(cells,
    lambda cell: not contains(cell, '"') or regexp_full_match(cell, '{_QUOTED}')))"""


def _cell(file: InputFile, name: str) -> str:
    if name not in file.columns:
        return "''"
    cell = f"cells[{file.columns.index(name) + 1}]"
    return f"""case when quoted and starts_with({cell}, '"')
        then replace(replace({cell}[2:-2], '""', '"'), $hidden, ',') else {cell} end"""


def _quarantine_lines(connection: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    connection.execute(
        f"""insert into quarantine
        select $role, row, case
            when trim(line) = '' then 'the line is blank'
            when (len(line) - len(replace(line, '"', ''))) % 2 = 1
                then 'a quotation mark is not closed on its line'
            when not {_ALL_WHOLE}
                then 'a quotation mark stands inside a field that has none around it'
            else len(cells) || ' fields, and the header has {len(file.columns)}' end, line
        from (
            select row, line, {_CELLS} as cells
            from {file.role}_lines anti join {file.role}_rows using (row)
        )""",
        {"role": file.role.value, "hidden": file.kept.absent},
    )


def _quarantine_blank_keys(connection: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    blank = " or ".join(f"{name} = ''" for name in file.spec.key)
    names = " and ".join(file.spec.key)
    quarantine_rows(
        connection,
        file.spec,
        f"select row, 'no {names}, so nothing to name the row by' from {file.role}_rows "
        f"where {blank}",
    )


def quarantine_rows(connection: duckdb.DuckDBPyConnection, spec: FileSpec, bad: str) -> None:
    """Move rows to quarantine. `bad` is a query for `row` and the reason."""
    connection.execute("create or replace temp table bad (row bigint, reason varchar)")
    connection.execute(f"insert into bad {bad}")
    connection.execute(
        f"""insert into quarantine select '{spec.role}', bad.row, reason, line
        from bad join {spec.role}_lines using (row)"""
    )
    connection.execute(f"delete from {spec.role}_rows where row in (select row from bad)")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
