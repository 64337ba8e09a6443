"""Write the record tables as Parquet, all of them or none, with the manifest beside them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from vacatur.ingest.side_tables import SIDE_TABLES
from vacatur.ingest.tallies import number
from vacatur.progress import Steps
from vacatur.record.tables import PERSON_LISTS, TABLES
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet, sql_type

ALL_TABLES: Mapping[str, Mapping[str, str]] = {
    **{name: spec.columns for name, spec in TABLES.items()},
    **SIDE_TABLES,
}
MANIFEST = "manifest.json"
_AS_READ = "row_number() over ()"
# By what rows are looked up for one case or person comes first, where linking does not see to it.
ORDER: Mapping[str, str] = {
    "case_warrants": "case_id, source_row",
    "cases": "source_row",
    "charges": "source_row",
    "court_dates": "case_id, source_row",
    "defendants": "case_id, source_row",
    "findings": f"charge_id, {_AS_READ}",
    "identifiers": "case_id, kind, value",
    "offenses": "offense_id",
    "participants": "case_id, source_file, source_row",
    "quarantine": "file, row",
    **dict.fromkeys(PERSON_LISTS, f"person_id, {_AS_READ}"),
    **dict.fromkeys(("objections", "victims"), f"case_id, {_AS_READ}"),
}


@contextmanager
def fresh_records(workspace: Path) -> Iterator[Path]:
    """A folder to write into, which becomes `<workspace>/records` when the block succeeds.

    The old records stand until the new ones are whole. When the block raises, they stay.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".records-", dir=workspace))
    partial.chmod(0o755)
    try:
        yield partial
        _replace(partial, workspace / "records")
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replace(fresh: Path, target: Path) -> None:
    old = target.with_name(".records-replaced")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def write_tables(
    connection: duckdb.DuckDBPyConnection,
    relations: Mapping[str, str],
    folder: Path,
    steps: Steps,
) -> Mapping[str, int]:
    """Write every table, from its relation where it has one; `<table>_written` reads it back."""
    counts = {}
    for table in ALL_TABLES:
        counts[table] = _write_parquet(connection, table, relations.get(table), folder)
        if table in relations:
            steps.done(f"wrote {table}")
    return counts


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, table: str, relation: str | None, folder: Path
) -> int:
    """Write one table, open it as `<table>_written`, and return its number of rows.

    `relation` is a table or view of the connection, with some of the table's columns under their
    names; the others are written empty. None writes an empty table. Rows come in source order.
    """
    types = {name: sql_type(kind) for name, kind in ALL_TABLES[table].items()}
    have: frozenset[str] = _columns_of(connection, relation) if relation else frozenset()
    cells = (
        f"cast({_quoted(name) if name in have else 'null'} as {kind}) as {_quoted(name)}"
        for name, kind in types.items()
    )
    source = f"from {relation}" if relation else "where false"
    order = f"order by {ORDER[table]}" if relation and table in ORDER else ""
    path = folder / f"{table}.parquet"
    connection.execute(
        f"copy (select {', '.join(cells)} {source} {order}) "
        f"to {literal(path)} "
        f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
    )
    connection.execute(f"create temp view {table}_written as select * from {parquet(path)}")
    return number(connection, f"select count(*) from {table}_written")


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write what the records were made from, so that `explain` can walk back to the source."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> frozenset[str]:
    rows = connection.execute(f"describe {relation}").fetchall()
    return frozenset(str(row[0]) for row in rows)


def _quoted(name: str) -> str:
    return f'"{name}"'
