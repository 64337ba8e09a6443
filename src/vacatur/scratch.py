"""A database for one piece of work: with bounded memory, gone when the work ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

# More goes to disk. DuckDB does not count all that it takes, so a process needs about half a
# gigabyte more.
_MEMORY = "1300MB"


@contextmanager
def scratch_database(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory; what does not fit goes to a folder of its own under `beside`.

    A database on disk would compress every table that is only read once or twice, and took three
    times as long for it.
    """
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=beside))
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "memory_limit": _MEMORY,
        "temp_directory": str(folder),
    }
    try:
        with duckdb.connect(str(folder / "scratch.duckdb"), config=config) as connection:
            connection.execute("set enable_progress_bar = false")  # progress is told by us
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)
