"""The floor under reading CSV, as a process of its own: python -m bench.copy_only OUT FILE ..."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb


def main(out: Path, files: Iterable[Path]) -> None:
    """Turn CSV files into Parquet, cell by cell."""
    out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": "1300MB"})
    connection.execute("set enable_progress_bar = false")
    for path in files:
        connection.execute(
            f"copy (from read_csv('{path}', all_varchar = true)) "
            f"to '{out / path.stem}.parquet' (format parquet, compression zstd)"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
