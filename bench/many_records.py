"""The records of a small office many times over: each person again under other names.

A page that looks up one person looks in files as long as a county's. What the records were made
from says the same as before, so the run over the first people stands, and its answers are theirs.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.office.decisions import DECISIONS
from vacatur.office.workspace import Workspace
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

_BY_PERSON = ("persons", "cases", "charges", "person_hashes")
_BY_ROW = ("findings", "identifiers")
_OF_THE_FIRST = "CLIENT-"  # how the names of a small office's people begin


def multiply_records(workspace: Workspace, people: int) -> None:
    """Write the records and the decisions of so many people in place of the few."""
    records, run = workspace.records_folder, workspace.run_folder("latest")
    with duckdb.connect() as connection:
        ((first,),) = connection.execute(
            f"select count(*) from {parquet(records / 'persons.parquet')}"
        ).fetchall()
        times = max(people // first, 1)
        for name in _BY_PERSON:
            _multiply(connection, records / f"{name}.parquet", times, "person_id")
        for path in (*(records / f"{name}.parquet" for name in _BY_ROW), run / DECISIONS):
            _multiply(connection, path, times, "")
        _add_defendants(connection, records)


def _multiply(connection: duckdb.DuckDBPyConnection, path: Path, times: int, order: str) -> None:
    ids = [
        name
        for name, *_ in connection.execute(f"describe from {parquet(path)}").fetchall()
        if name in ("person_id", "case_id", "charge_id")
    ]
    other = f"replace({{0}}, '{_OF_THE_FIRST}', printf('COPY-%07d-', copy.number))"
    made = ", ".join(
        f"case when copy.number = 0 then {each} else {other.format(each)} end as {each}"
        for each in ids
    )
    query = f"""select first.* replace ({made})
        from {parquet(path)} first, range({times}) as copy(number)
        order by {order or "copy.number"}"""
    _write(connection, query, path)


def _add_defendants(connection: duckdb.DuckDBPyConnection, records: Path) -> None:
    """A name for each case, in the order in which cases came."""
    path = records / "defendants.parquet"
    query = f"""from (select * from {parquet(path)} union all by name
        select case_id, 'Invented Person' as name from {parquet(records / "cases.parquet")})
        order by hash(case_id)"""
    _write(connection, query, path)


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy ({query}) to {literal(partial)} "
        f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
    )
    partial.replace(path)
