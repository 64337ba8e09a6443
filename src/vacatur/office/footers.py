"""How many rows a Parquet file holds, by its footer alone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def rows_in(path: Path) -> tuple[int, str]:
    """Rows of a Parquet file; and what is wrong with it, empty where nothing is."""
    if not path.is_file():
        return 0, "is missing"
    try:
        return pq.read_metadata(path).num_rows, ""
    except (OSError, pa.ArrowException):
        return 0, "cannot be read"
