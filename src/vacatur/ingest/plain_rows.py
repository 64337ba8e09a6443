"""Rows of a text that can be left to DuckDB's own CSV reader, which is fast and not always right.

It can be where every quotation mark stands at the border of a cell, so that opening and closing
marks take turns, no cell holds a mark or a NUL byte, and there are as many delimiters as the rows
want. Whether a cell runs over a line's end shows in the number of rows.
"""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path

import duckdb
import numpy as np

from vacatur.ingest.keep import LONGEST_HEADER
from vacatur.ingest.row_tables import LONGEST_LINE, Layout, keep_rows, lines_sql
from vacatur.ingest.tallies import number
from vacatur.sql import literal

_CHUNK = 16 * 1024 * 1024
_QUOTE, _NUL = ord('"'), 0


def load_plain_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, path: Path) -> bool:
    """Make `<name>_rows` and `<name>_lines` of a text, if that gives what cutting its lines would.

    Else nothing is made. The lines are read again whenever they are asked for, since they are
    wanted of few rows, if of any; so the text must stay where it is.
    """
    # A text of our own does not stay.
    if path != layout.kept.path or not is_plain(path, layout):
        return False
    try:
        keep_rows(connection, layout, _cells_sql(layout, path))
    except duckdb.InvalidInputException:
        return False
    rows = number(connection, f"select count(*) from {layout.name}_rows")
    if rows != layout.kept.lines - layout.header:
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


def is_plain(path: Path, layout: Layout) -> bool:
    """Whether DuckDB's reader finds the cells of a text where they are.

    Parameters
    ----------
    path
        Text in UTF-8. One whose lines end in CR alone is not left to the reader.
    layout
        How it is cut. The delimiter is one ASCII character.
    """
    reading = _Reading(layout)
    with path.open("rb") as file:
        if not _skip_header(file, layout.header):
            return False
        before = b"\n"
        while chunk := file.read(_CHUNK):
            if not reading.takes(before, chunk, file.peek(1)[:1] or b"\n"):
                return False
            before = chunk[-1:]
    # The reader refuses a row with a cell too few, and overlooks blank cells too many.
    rows = layout.kept.lines - layout.header
    return reading.opens and reading.delimiters == rows * (layout.fields - 1)


def _skip_header(file: BufferedReader, lines: int) -> bool:
    return all(file.readline(LONGEST_HEADER).endswith(b"\n") for _ in range(lines))


class _Reading:
    """What has been seen of a text, chunk by chunk."""

    def __init__(self, layout: Layout) -> None:
        self._delimiter = ord(layout.delimiter)
        self._quotes = layout.quotes
        self._borders = np.zeros(256, dtype=bool)
        self._borders[[self._delimiter, ord("\n"), ord("\r")]] = True
        self.opens = True  # whether the next quotation mark opens a cell
        self.delimiters = 0  # between cells, up to here

    def takes(self, before: bytes, chunk: bytes, after: bytes) -> bool:
        """Read a chunk between two bytes; false where the text is not plain."""
        around = np.frombuffer(before + chunk + after, dtype=np.uint8)
        text = around[1:-1]
        if (text == _NUL).any():
            return False
        delimiters = text == self._delimiter
        marks = text == _QUOTE
        if not self._quotes or not marks.any():
            outside = self.opens or not self._quotes
            self.delimiters += int(np.count_nonzero(delimiters)) if outside else 0
            return True
        inside = np.logical_xor.accumulate(marks) ^ (not self.opens)
        self.delimiters += int(np.count_nonzero(delimiters & ~inside))
        opening, closing = marks & inside, marks & ~inside
        self.opens = not bool(inside[-1])
        return bool(
            self._borders[around[:-2][opening]].all() and self._borders[around[2:][closing]].all()
        )
