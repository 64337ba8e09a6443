"""Records that hold nothing but headers of cases, to be linked by names alone: without any key."""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.ingest.side_tables import SIDE_TABLES
from vacatur.record.tables import TABLES
from vacatur.sql import literal, sql_type

_HEADERS = "defendants"
_TABLES = {
    **{name: TABLES[name].columns for name in ("persons", "cases", "charges")},
    **{name: SIDE_TABLES[name] for name in ("identifiers", _HEADERS)},
}


def write_header_records(connection: duckdb.DuckDBPyConnection, folder: Path, headers: str) -> None:
    """Write the tables that linking reads.

    Parameters
    ----------
    headers
        SQL for rows with some columns of `defendants`; the others are null.
    """
    for name, kinds in _TABLES.items():
        cells = ", ".join(f"null::{sql_type(kind)} as {column}" for column, kind in kinds.items())
        rows = f"select {cells} where false"
        if name == _HEADERS:
            rows = f"{rows} union all by name ({headers})"
        path = literal(folder / f"{name}.parquet")
        connection.execute(f"copy ({rows}) to {path} (format parquet)")
