"""What stops a file whose cells would stand under names that are not theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb

from vacatur.errors import IngestError
from vacatur.ingest.lines import BLANK_LINE
from vacatur.ingest.row_tables import Layout

_MOST_COLUMNS = 5000


def require_few_columns(columns: Sequence[str], where: str) -> None:
    """Refuse a header of many thousand columns.

    Raises
    ------
    IngestError
        With the number of columns.
    """
    if len(columns) > _MOST_COLUMNS:
        raise IngestError(
            f"there are {len(columns):,} columns",
            where=where,
            why=f"No export has more than {_MOST_COLUMNS:,}.",
            repair="Look whether the delimiter is the right one.",
        )


def require_each_once(columns: Sequence[str], named: Collection[str], where: str) -> None:
    """Refuse a header in which one of the named columns stands twice.

    Raises
    ------
    IngestError
        With its name.
    """
    twice = sorted({name for name in columns if name in named and columns.count(name) > 1})
    if twice:
        raise IngestError(
            f"the column [{twice[0]}] stands twice",
            where=where,
            why="Nothing says which of the two is meant.",
            repair="Export the file with a name of its own for each column.",
        )


def require_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, repair: str) -> None:
    """Refuse a file of which lines are there, and not one could be cut as the header has it.

    Raises
    ------
    IngestError
        With what most lines have instead, and the first such row.
    """
    if connection.execute(f"select row from {layout.name}_rows limit 1").fetchone():
        return
    found = connection.execute(
        """select reason, count(*), min(row) from quarantine
        where file = $name and reason <> $blank group by all order by 2 desc, 3 limit 1""",
        {"name": layout.name, "blank": BLANK_LINE},
    ).fetchone()
    if not found:
        return
    reason, lines, row = found
    raise IngestError(
        f"not one row is as it should be; of {lines:,} rows: {reason}",
        where=f"{layout.kept.name}, row {row}",
        why="Cells would stand under names that are not theirs.",
        repair=repair,
    )


def no_date(
    column: str, cells: int, shape: str, *, where: str, why: str, repair: str
) -> IngestError:
    """The refusal of a date column in which something stands and nothing is a date."""
    return IngestError(
        f"the column [{column}] holds no date: {cells:,} cells, of the shape [{shape}] and others",
        where=where,
        why=why,
        repair=repair,
    )


def shape_sql(cell: str) -> str:
    """SQL for a cell with each digit as 9 and each letter as a, which says nothing of a person."""
    digits = rf"regexp_replace({cell}[:40], '\p{{N}}', '9', 'g')"
    return rf"regexp_replace({digits}, '[\p{{L}}\p{{M}}]', 'a', 'g')"
