"""Take back, from tables that are written, what the declared coverage does not bear out.

It only ever weakens: nothing that was not concluded is concluded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from vacatur.ingest.coverage_checks import Judged, judge
from vacatur.ingest.coverage_file import CoverageFile
from vacatur.ingest.keep import KeptFile, kept
from vacatur.ingest.store import ORDER
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet


@contextmanager
def kept_coverage(declared: CoverageFile | None, raw: Path) -> Iterator[KeptFile | None]:
    """Keep a coverage file in `raw/` like every input; None where there is none."""
    if declared is None:
        yield None
        return
    with kept([declared.path], raw) as (copy,):
        yield copy


def weaken(
    connection: duckdb.DuckDBPyConnection, declared: CoverageFile | None, records: Path
) -> Judged | None:
    """Judge a declared coverage, and take back what it does not bear out.

    Parameters
    ----------
    connection
        Has the views `<table>_written` of the tables in `records`.
    declared
        None: no file declares anything. The tables stay as the adapter's own promise has them.
    records
        Folder of the tables. `cases` and `defendants` are written again: where lists of charges
        prove nothing, a case whose list counted as complete has null for it (false stays: some are
        known to be missing); and a search that does not count is unreadable.

    Returns
    -------
    Judged | None
        None: no file declares anything.
    """
    if declared is None:
        return None
    judged = judge(connection, declared.coverage)
    if not judged.lists_charges:
        # False must not become null: a case that is known to lack charges keeps its person's
        # history open, whatever a search says.
        cells = "nullif(charges_complete, true) as charges_complete"
        _rewrite(connection, records / "cases.parquet", cells)
    _rewrite(connection, records / "defendants.parquet", _searches(judged))
    return judged


def _searches(judged: Judged) -> str:
    late = f"history_checked_on > date '{judged.through}'" if judged.through else "false"
    lost = f"history_checked_on is not null and {late if judged.searches_count else 'true'}"
    return f"""
        case when not ({lost}) then history_checked_on end as history_checked_on,
        case when {lost}
             then list_filter(read_elsewhere, lambda p: not starts_with(p, 'history_checked_on='))
             else read_elsewhere end as read_elsewhere,
        case when {lost} then list_sort(list_append(unreadable, 'history_checked_on'))
             else unreadable end as unreadable"""


def _rewrite(connection: duckdb.DuckDBPyConnection, path: Path, cells: str) -> None:
    order = ORDER[path.stem]
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy (select * replace ({cells}) from {parquet(path)} order by {order}) "
        f"to {literal(partial)} "
        f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
    )
    partial.replace(path)


def in_manifest(
    declared: CoverageFile | None, copy: KeptFile | None, judged: Judged | None
) -> Mapping[str, Any]:
    """What the manifest says of the coverage; empty where no file declares one."""
    if declared is None or copy is None or judged is None:
        return {}
    return {
        "coverage": {
            "name": copy.name,
            "kept_as": f"raw/{copy.path.name}",
            "sha256": copy.sha256,
            "declared": declared.coverage.as_data(),
            "through": judged.through and judged.through.isoformat(),
            "gaps": judged.gaps_as_data(),
        }
    }
