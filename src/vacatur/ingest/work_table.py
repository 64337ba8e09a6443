"""Small tables of Python's rows, for the database of one ingest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa


def create_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Iterable[Mapping[str, object]],
) -> None:
    """Make a small table of the connection out of rows of Python."""
    small = pa.Table.from_pylist(list(rows), schema=pa.schema(list(columns.items())))
    connection.register("small", small)
    connection.execute(f"create table {name} as select * from small")
    connection.unregister("small")
