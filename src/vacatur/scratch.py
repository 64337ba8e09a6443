"""A database for one piece of work: with bounded memory, gone when the work ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_MEMORY = "1500MB"  # more goes to disk


@contextmanager
def scratch_database(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database on disk, in a folder of its own under `beside`."""
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=beside))
    try:
        connection = duckdb.connect(
            str(folder / "scratch.duckdb"),
            config={
                "autoinstall_known_extensions": False,
                "memory_limit": _MEMORY,
                "temp_directory": str(folder),
            },
        )
        connection.execute("set enable_progress_bar = false")  # progress is told by us
        try:
            yield connection
        finally:
            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def memory_database(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory; what does not fit goes to a folder under `beside`."""
    spill = Path(tempfile.mkdtemp(prefix=".spill-", dir=beside))
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "memory_limit": _MEMORY,
        "temp_directory": str(spill),
    }
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("set enable_progress_bar = false")
            yield connection
    finally:
        shutil.rmtree(spill, ignore_errors=True)
