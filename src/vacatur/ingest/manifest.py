"""What `records/manifest.json` holds: the sources, the adapter, the map and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from vacatur.ingest.report import IngestReport


def manifest_of(
    report: IngestReport,
    *,
    version: int,
    columns: Mapping[str, Sequence[str]],
    headers: Mapping[str, Sequence[str]],
    codes_sha256: Mapping[str, str],
) -> dict[str, Any]:
    """Put a manifest together. No day and no clock: the same inputs give the same manifest.

    Parameters
    ----------
    report
        Counts, reconciliation, and what could not be mapped.
    version
        Of the adapter; it grows when the same file would be mapped another way.
    columns
        `table.column` -> the columns of the files that it was made from, as `role.column`.
    headers
        File -> its columns, in order.
    codes_sha256
        Jurisdiction -> hash of the code lists the offences were read with.
    """
    return {
        "adapter": {"name": report.adapter, "version": version},
        "codes_sha256": dict(codes_sha256),
        "files": [{**asdict(file), "columns": list(headers[file.name])} for file in report.files],
        "columns": {name: list(made_from) for name, made_from in columns.items()},
        "tables": dict(report.tables),
        "quarantine": dict(report.reasons),
        "unmapped_dispositions": dict(report.unmapped_dispositions),
        "unmapped_courts": dict(report.unmapped_courts),
        "unreadable": dict(report.unreadable),
        "offenses": asdict(report.offenses) if report.offenses else None,
    }
