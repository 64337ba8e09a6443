"""A county many times over: the same records under new ids, so that size is the only difference."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

IDS = ("charge_id", "case_id", "person_id", "charge", "underlying", "record_id")


def multiply(workspace: Path, times: int, target: Path) -> Path:
    """Write a workspace with every person `times` times over; each copy has ids of its own.

    Incidents are compared within a person only, so they keep theirs. A workspace that is there
    already is left as it is.
    """
    done = target / "made"
    if done.exists():
        return target
    shutil.rmtree(target, ignore_errors=True)
    (target / "records").mkdir(parents=True)
    shutil.copy(workspace / "vacatur.toml", target)
    with duckdb.connect(config={"memory_limit": "4GB"}) as connection:
        connection.execute("set preserve_insertion_order = true")
        for path in sorted((workspace / "records").glob("*.parquet")):
            _multiply(connection, path, times, target / "records" / path.name)
    shutil.copy(workspace / "records" / "manifest.json", target / "records")
    done.touch()
    return target


def _multiply(connection: duckdb.DuckDBPyConnection, path: Path, times: int, target: Path) -> None:
    described = connection.execute(f"describe from read_parquet('{path}')").fetchall()
    ids = [name for name, kind, *_ in described if name in IDS and kind == "VARCHAR"]
    if path.stem == "offenses" or not ids:
        shutil.copy(path, target)
        return
    renamed = ", ".join(f"{name} || '~' || copy as {name}" for name in ids)
    connection.execute(
        f"copy (select rows.* replace ({renamed}) from range({times}) copies(copy), "
        f"read_parquet('{path}') rows) to '{target}' (format parquet, compression zstd)"
    )
