"""A day's bookings in a CSV file: read as any export is, screened, and forgotten again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis

from vacatur.ingest.report import IngestReport
from vacatur.office.exports import export_of
from vacatur.office.formats import init, writing
from vacatur.office.intake import ingest
from vacatur.office.loading import load_records
from vacatur.office.screening import Booked, pending_charges
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.terms import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedExport:
    """The people of a file, and what became of its rows: in = mapped + quarantined."""

    booked: tuple[Booked, ...]
    report: IngestReport


def booked_in_csv(path: Path, mapping: Path, as_of: date, progress: Progress) -> BookedExport:
    """Read the people of a CSV file who have an open charge, as a mapping says.

    The file goes through the same path as an export, in a folder that is gone afterwards.

    Parameters
    ----------
    as_of
        The day of screening.

    Raises
    ------
    UsageError, IngestError
        The mapping or the file cannot be read.
    """
    export = export_of([path], mapping=mapping)
    export.require_files()
    with _passing_workspace() as place:
        intake = ingest(export, place, progress=progress, on=as_of)
        assert intake.ingested is not None  # a new workspace has no earlier file
        return BookedExport(booked=tuple(_booked(place, as_of)), report=intake.ingested)


def _booked(place: Workspace, as_of: date) -> Iterator[Booked]:
    with place.connection() as connection:
        records = place.records(connection)
        charges = records["charges"]
        maybe = charges.disposition.isnull() | (charges.disposition == str(Disposition.PENDING))
        maybe |= charges.disposition_date > ibis.literal(as_of, "date")
        rows = charges.filter(maybe).select("charge_id").order_by("charge_id").to_pyarrow()
        found = load_records(records, rows["charge_id"].to_pylist(), as_of=as_of)
    for record in {each.record_id: each for each in found.values()}.values():
        yield Booked(record=record, charges=pending_charges(record))


@contextmanager
def _passing_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="vacatur-screen-") as folder:
        place = init(Path(folder) / "bookings")
        with writing(place.folder, "vacatur screen") as opened:
            yield opened
