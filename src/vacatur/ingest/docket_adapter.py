"""The adapter `docket`: records given as JSON dockets, for a clinic or a researcher.

A docket says whose record it is, so its cases come with their person; nothing is left to link. Its
day, its question and its expected answer are not facts of the record, and are not stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.ingest.docket import read_dockets
from vacatur.ingest.keep import KeptFile, kept
from vacatur.ingest.manifest import manifest_of
from vacatur.ingest.reconciliation import reconciled
from vacatur.ingest.report import FileReport, IngestReport
from vacatur.ingest.side_tables import SIDE_TABLES
from vacatur.ingest.snapshot_records import withhold_records
from vacatur.ingest.snapshots import Snapshot
from vacatur.ingest.store import ALL_TABLES, fresh_records, write_manifest
from vacatur.law.codes import CodeTable
from vacatur.record.record import Record
from vacatur.record.rows import rows_of

NAME = "docket"
VERSION = 1

_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "int64": pa.int64(),
    "date": pa.date32(),
    "decimal(20, 10)": pa.decimal128(20, 10),
    "array<string>": pa.list_(pa.string()),
}


def ingest_dockets(
    path: Path,
    workspace_folder: Path,
    codes: Mapping[str, CodeTable],
    *,
    snapshot: Snapshot | None = None,
) -> IngestReport:
    """Read a file of dockets into the record tables of a workspace.

    Parameters
    ----------
    path
        `.jsonl` (one docket per line) or `.json` (one docket, or a list of them).
    workspace_folder
        Gets the file in `raw/`, byte for byte, and the tables in `records/`.
    codes
        Code lists by jurisdiction, for bounds in a charge's own words.
    snapshot
        What stood before, so that vanished records are left out. None: nothing did.

    Returns
    -------
    IngestReport
        A row is a docket. None is ever quarantined: somebody typed it, and can mend it. One is
        withheld when all of its cases have vanished before.

    Raises
    ------
    RecordError
        A docket is not as the format has it. Nothing is written.
    IngestError
        The file cannot be read at all.
    WorkspaceError
        Too many of the earlier records would vanish.
    """
    with kept([path], workspace_folder / "raw") as (copy,):
        typed = [docket.record for docket in read_dockets(path, codes=codes)]
        records = withhold_records(typed, snapshot) if snapshot else typed
        with fresh_records(workspace_folder) as folder:
            tables = _write(records, folder)
            report = IngestReport(
                adapter=NAME,
                files=(_file_report(copy, dockets=len(typed), mapped=len(records)),),
                tables=tables,
                reasons={},
                unmapped_dispositions={},
                unmapped_courts={},
                unreadable=_unreadable(records),
                offenses=None,
            )
            manifest = manifest_of(
                report,
                version=VERSION,
                columns={},
                headers={copy.name: ()},
                codes_sha256={name: table.sha256 for name, table in codes.items()},
            )
            write_manifest(folder, manifest)
    return report


def _write(records: Sequence[Record], folder: Path) -> dict[str, int]:
    rows: Mapping[str, list[dict[str, Any]]] = {
        **{name: [] for name in SIDE_TABLES},
        **rows_of(records),
        "identifiers": [
            {"case_id": case.case_id, "kind": "feed_person_key", "value": record.record_id}
            for record in records
            for case in record.cases
        ],
    }
    for name, columns in ALL_TABLES.items():
        schema = pa.schema([(column, _ARROW_TYPES[kind]) for column, kind in columns.items()])
        table = pa.Table.from_pylist(rows[name], schema=schema)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return {name: len(rows[name]) for name in ALL_TABLES}


def _file_report(copy: KeptFile, *, dockets: int, mapped: int) -> FileReport:
    return reconciled(
        copy,
        role=NAME,
        rows_in=dockets,
        mapped=mapped,
        quarantined=0,
        withheld=dockets - mapped,
        extra_columns=(),
    )


def _unreadable(records: Iterable[Record]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for record in records:
        for charge in record.charges():
            for name in charge.unreadable:
                counts[f"charges.{name}"] = counts.get(f"charges.{name}", 0) + 1
    return counts
