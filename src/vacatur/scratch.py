"""A database for one piece of work: with bounded memory, gone when the work ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from vacatur.errors import WorkspaceError

# More goes to disk. DuckDB does not count all that it takes, so a process needs about half a
# gigabyte more. With less, ten million charges do not go through.
_MEMORY = "1200MB"
_OTHER_MEMORY = "VACATUR_MEMORY"


@contextmanager
def scratch_database(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in a folder of its own under `beside`, into which it also spills.

    It is on disk because DuckDB then keeps repeated wordings once, and reads each of them once.
    """
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=beside))
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "memory_limit": os.environ.get(_OTHER_MEMORY, _MEMORY),
        "temp_directory": str(folder),
    }
    try:
        with duckdb.connect(str(folder / "scratch.duckdb"), config=config) as connection:
            connection.execute("set enable_progress_bar = false")  # progress is told by us
            yield connection
    except duckdb.OutOfMemoryException:
        raise WorkspaceError(
            f"the work does not fit into the {config['memory_limit']} of memory that it may take",
            repair=f"Let it take more, by the environment variable {_OTHER_MEMORY}, as in"
            f" {_OTHER_MEMORY}=4GB.",
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
