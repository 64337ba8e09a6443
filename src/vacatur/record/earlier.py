"""Tables as an earlier vacatur wrote them: with fewer columns, or one table fewer."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir

from vacatur.record.tables import TABLES
from vacatur.sql import sql_type

# Only these may be missing from a folder. Any other table that is not there was lost.
ADDED_LATER = frozenset({"participants"})


def was_never_written(folder: Path, name: str) -> bool:
    """Whether a folder of an earlier vacatur lacks a table: it has no rows then."""
    return name in ADDED_LATER and not (folder / f"{name}.parquet").is_file()


def with_every_column(name: str, table: ir.Table) -> ir.Table:
    """The table with the columns that it lacks, all null: nobody has told them."""
    lacking = {
        column: ibis.null(kind)
        for column, kind in TABLES[name].columns.items()
        if column not in table.columns
    }
    return table.mutate(**lacking) if lacking else table


def no_rows(name: str) -> str:
    """SQL for a table without rows."""
    return f"select {', '.join(_nulls(name))} where false"


def rows_with_every_column(name: str, there: frozenset[str], source: str) -> str:
    """SQL for the rows of a source that has the columns `there`; the others are null."""
    cells = (
        f'"{column}"' if column in there else null
        for column, null in zip(TABLES[name].columns, _nulls(name), strict=True)
    )
    return f"select {', '.join(cells)} from {source}"


def _nulls(name: str) -> list[str]:
    return [
        f'null::{sql_type(kind)} as "{column}"' for column, kind in TABLES[name].columns.items()
    ]
