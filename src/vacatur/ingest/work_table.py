"""The database of one ingest: on disk, with bounded memory, gone when the ingest ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

Progress = Callable[[str, int, int], None]

_MEMORY = "4GB"  # more goes to disk


class Steps:
    """Tells the caller how far we are."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def done(self, label: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(label, self._done, self._total)


@contextmanager
def work_table(beside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in a folder of its own under `beside`, for the time of one ingest."""
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".ingest-", dir=beside))
    try:
        connection = duckdb.connect(
            str(folder / "rows.duckdb"),
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
