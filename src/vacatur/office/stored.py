"""Tables that many queries read, as Parquet in a folder of their own while they are needed.

In memory a county's charges with everything that all pages read of them would not fit; on disk each
query reads the few columns it names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend


@contextmanager
def stored_in(connection: Backend, folder: Path) -> Iterator[Callable[[ir.Table], ir.Table]]:
    """A function that stores a table; what it stored is gone when the block ends.

    Parameters
    ----------
    folder
        Where a folder of its own is made, on the disk of the workspace.
    """
    own = Path(tempfile.mkdtemp(prefix=".stored-", dir=folder))
    numbers = count(1)

    def store(table: ir.Table) -> ir.Table:
        path = own / f"{next(numbers)}.parquet"
        connection.to_parquet(table, path)
        # A day that was reckoned comes back as a time of day from the file.
        return connection.read_parquet(path).cast(table.schema())

    try:
        yield store
    finally:
        shutil.rmtree(own, ignore_errors=True)
