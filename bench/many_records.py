"""The records of a small office many times over: each person again under other names.

A page that looks up one person looks in files as long as a county's. What the records were made
from says the same as before, so the run over the first people stands, and its answers are theirs.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.identity.linking import CASE_PERSONS
from vacatur.office.decisions import DECISIONS
from vacatur.office.workspace import Workspace
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

_BY_PERSON = ("persons", "cases", "charges", "person_hashes")
_OF_THE_FIRST = "CLIENT-"  # how the names of a small office's people begin
# Half of the copies stand before them and half behind, so that no look is the easiest one.
_OTHERS = ("AHEAD", "LATER")


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
        _multiply(connection, records / "identifiers.parquet", times, "case_id")
        for path in (records / "findings.parquet", run / DECISIONS, *run.glob("conditions/*")):
            _multiply(connection, path, times, "charge_id")
        cases = parquet(records / "cases.parquet")
        whose = f"select case_id, person_id from {cases} order by case_id"
        _write(connection, whose, records / CASE_PERSONS)
        _add_defendants(connection, records)


def _multiply(connection: duckdb.DuckDBPyConnection, path: Path, times: int, order: str) -> None:
    ids = [
        name
        for name, *_ in connection.execute(f"describe from {parquet(path)}").fetchall()
        if name in ("person_id", "case_id", "charge_id")
    ]
    before, behind = _OTHERS
    name = f"case when copy.number % 2 = 0 then '{before}' else '{behind}' end"
    other = f"replace({{0}}, '{_OF_THE_FIRST}', printf('%s-%07d-', {name}, copy.number))"
    made = ", ".join(
        f"case when copy.number = 0 then {each} else {other.format(each)} end as {each}"
        for each in ids
    )
    query = f"""select first.* replace ({made})
        from {parquet(path)} first, range({times}) as copy(number)
        order by {order}"""
    _write(connection, query, path)


def _add_defendants(connection: duckdb.DuckDBPyConnection, records: Path) -> None:
    """A name for each case."""
    path = records / "defendants.parquet"
    query = f"""from (select * from {parquet(path)} union all by name
        select case_id, 'Invented Person' as name from {parquet(records / "cases.parquet")})
        order by case_id"""
    _write(connection, query, path)


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy ({query}) to {literal(partial)} "
        f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
    )
    partial.replace(path)
