"""What became of every row of one input: an account that must balance, or nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from vacatur.errors import IngestError
from vacatur.ingest.keep import KeptFile
from vacatur.ingest.report import FileReport


def reconciled(
    kept: KeptFile,
    *,
    role: str,
    rows_in: int,
    mapped: int,
    quarantined: int,
    withheld: int,
    extra_columns: Sequence[str],
) -> FileReport:
    """Put the account of one input together.

    Raises
    ------
    IngestError
        The rows do not add up.
    """
    if rows_in != mapped + quarantined + withheld:
        raise IngestError(
            f"{rows_in:,} rows came in, and {mapped:,} were mapped, {quarantined:,} quarantined and"
            f" {withheld:,} withheld",
            where=kept.name,
            why="Rows would be missing, and nothing would say which.",
            repair="Please report this, with the kind of the file.",
        )
    return FileReport(
        role=role,
        name=kept.name,
        kept_as=f"raw/{kept.path.name}",
        sha256=kept.sha256,
        size=kept.size,
        rows_in=rows_in,
        mapped=mapped,
        quarantined=quarantined,
        withheld=withheld,
        extra_columns=tuple(extra_columns),
    )
