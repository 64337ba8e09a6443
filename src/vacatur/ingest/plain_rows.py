"""Rows of a text that can be left to DuckDB's own CSV reader, which is fast and not always right.

It can be where every quotation mark stands at the border of a cell, so that opening and closing
marks take turns, and no cell holds a mark or a NUL byte. Whether a cell runs over a line's end
shows in the number of rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from vacatur.ingest.row_tables import LONGEST_LINE, Layout, keep_rows, lines_sql
from vacatur.sql import literal

_CHUNK = 16 * 1024 * 1024
_QUOTE, _NUL = ord('"'), 0

Bytes = npt.NDArray[np.uint8]


def load_plain_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, path: Path) -> bool:
    """Make `<name>_rows` and `<name>_lines` of a text, if that gives what cutting its lines would.

    Else nothing is made. The lines are read again whenever they are asked for, since they are
    wanted of few rows, if of any; so the text must stay where it is.
    """
    # A text of our own does not stay.
    if path != layout.kept.path or not is_plain(path, layout.delimiter, quotes=layout.quotes):
        return False
    try:
        keep_rows(connection, layout, _cells_sql(layout, path))
    except duckdb.InvalidInputException:
        return False
    rows = connection.execute(f"select count(*) from {layout.name}_rows").fetchone()
    if not rows or rows[0] != layout.kept.lines - layout.header:
        connection.execute(f"drop table {layout.name}_rows")
        return False
    connection.execute(f"create view {layout.name}_lines as {lines_sql(layout, path)}")
    return True


def _cells_sql(layout: Layout, path: Path) -> str:
    quote = literal('"' if layout.quotes else "")
    columns = ", ".join(f"'p{place}': 'varchar'" for place in range(1, layout.fields + 1))
    cells = ", ".join(
        f"coalesce(p{place}, '') as {name}" if place else f"'' as {name}"
        for name, place in layout.cells.items()
    )
    return f"""select row_number() over () as row, {cells}
        from read_csv({literal(path)}, auto_detect=false, header=false, skip={layout.header},
            columns={{{columns}}}, delim={literal(layout.delimiter)}, quote={quote},
            escape={quote}, max_line_size={LONGEST_LINE})"""


def is_plain(path: Path, delimiter: str, *, quotes: bool) -> bool:
    """Whether the quotation marks of a text, if they are any, stand around whole cells only.

    Parameters
    ----------
    path
        Text in UTF-8, in which a line ends in LF, CRLF or CR.
    delimiter
        One ASCII character.
    quotes
        Whether quotation marks have a meaning; else they are letters.
    """
    borders = np.zeros(256, dtype=bool)
    borders[[ord(delimiter), ord("\n"), ord("\r")]] = True
    opens = True  # whether the next quotation mark opens a cell
    with path.open("rb") as file:
        before = b"\n"
        while chunk := file.read(_CHUNK):
            after = file.peek(1)[:1] or b"\n"
            text = np.frombuffer(before + chunk + after, dtype=np.uint8)
            if (text[1:-1] == _NUL).any():
                return False
            if quotes:
                marks = np.flatnonzero(text[1:-1] == _QUOTE) + 1
                if not _take_turns(text, marks, borders, opens=opens):
                    return False
                opens ^= bool(len(marks) % 2)
            before = chunk[-1:]
    return opens


def _take_turns(
    text: Bytes, marks: npt.NDArray[np.intp], borders: npt.NDArray[np.bool_], *, opens: bool
) -> bool:
    first, second = (marks[0::2], marks[1::2]) if opens else (marks[1::2], marks[0::2])
    return bool(borders[text[first - 1]].all() and borders[text[second + 1]].all())
