"""What comparing two snapshots costs, as a process of its own.

python -m bench.compare_snapshots RECORDS OUT hashes the records and compares them with themselves:
every id is looked up and every hash is weighed, as when nothing has changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from vacatur.ingest.facts import FACTS, write_facts
from vacatur.ingest.snapshots import Snapshot, compare


def main(records: Path, out: Path) -> None:
    """Hash, compare, and make sure that nothing differs."""
    out.mkdir(parents=True, exist_ok=True)
    gone = out / "gone.parquet"
    duckdb.execute(
        "copy (select '' as kind, '' as id, '' as case_id where false) "
        f"to '{gone}' (format parquet)"
    )
    write_facts(records, out / FACTS)
    before = Snapshot(
        number=2, key="", facts=records / FACTS, identifiers=None, memory=None, older=False,
        allow_vanished=False, gone=gone,
    )  # fmt: skip
    found = compare(out / FACTS, before)
    if any(each.added or each.changed for each in found.values()):
        raise SystemExit(f"bench: records differ from themselves: {found}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
