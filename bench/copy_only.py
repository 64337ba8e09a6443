"""The floor under an ingest, as a process of its own: python -m bench.copy_only EXPORT OUT."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def main(export: Path, out: Path) -> None:
    """Turn cases.csv and charges.csv into Parquet, cell by cell."""
    out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": "1300MB"})
    connection.execute("set enable_progress_bar = false")
    for name in ("cases", "charges"):
        connection.execute(
            f"copy (from read_csv('{export / name}.csv', all_varchar = true)) "
            f"to '{out / name}.parquet' (format parquet, compression zstd)"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
