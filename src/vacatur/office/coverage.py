"""What the records' source declares of its coverage, what the records hold, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from vacatur.ingest.coverage import Coverage, coverage_from
from vacatur.ingest.coverage_checks import judge
from vacatur.ingest.coverage_gap import Gap, gap_lines
from vacatur.office.coverage_counts import Held, Open, held_of, open_of
from vacatur.office.exports import default_coverage
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

_TABLES = ("cases", "charges", "defendants", "persons")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """One workspace's coverage."""

    adapter: str
    file: str | None  # the coverage file; None: what the adapter promises by itself
    declared: Coverage
    through: str | None  # last day of which the records can tell anything; None: not declared
    held: Held
    gaps: tuple[Gap, ...]
    open: Open

    def as_data(self) -> dict[str, Any]:
        """The report for machines."""
        return {**asdict(self), "declared": self.declared.as_data()}

    def in_words(self) -> str:
        """The report for a person."""
        return "\n".join(_lines(self))


def coverage_of(workspace: Workspace) -> CoverageReport:
    """Hold what is declared against the records of a workspace; nothing is changed.

    Raises
    ------
    WorkspaceError
        The workspace holds no records.
    """
    manifest = workspace.records_manifest()
    adapter, file = str(manifest["adapter"]["name"]), manifest.get("coverage")
    declared = coverage_from(file["declared"]) if file else default_coverage(adapter)
    with workspace.connection() as backend:
        connection = backend.con
        for table in _TABLES:
            path = workspace.records_folder / f"{table}.parquet"
            connection.execute(f"create temp view {table}_written as from {parquet(path)}")
        judged = judge(connection, declared)
        return CoverageReport(
            adapter=adapter,
            file=file["name"] if file else None,
            declared=declared,
            through=judged.through.isoformat() if judged.through else None,
            held=held_of(connection),
            gaps=judged.gaps,
            open=open_of(connection),
        )


def _lines(report: CoverageReport) -> Iterator[str]:
    by = f"in {report.file}" if report.file else f"by the adapter {report.adapter}, without a file"
    yield f"Declared {by}:"
    yield from _declared(report.declared.as_data())
    yield ""
    yield "The records hold:"
    held = report.held
    for name, counts in (("courts", held.courts), ("counties", held.counties)):
        yield f"  {name:<12} {', '.join(f'{each} ({n:,})' for each, n in counts.items())}"
    yield f"  {'first day':<12} {held.first_day or 'none'}, of a filing or an outcome"
    yield f"  {'last day':<12} {held.last_day or 'none'}"
    yield ""
    yield "Gaps, with what hangs on them:"
    yield from gap_lines(report.gaps)
    yield ""
    yield "Open in the records, whatever is declared:"
    yield from _open(report.open)


def _declared(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        yield f"  {key:<12} {', '.join(value) if isinstance(value, list) else value}"
    if not data:
        yield "  nothing, beyond what each row of the source says itself"


def _open(found: Open) -> Iterator[str]:
    incomplete = found.cases_lacking_charges + found.cases_not_known_complete
    yield (
        f"  {incomplete:>12,}  of {found.cases:,} cases without all their charges:"
        f" {found.cases_lacking_charges:,} known to lack some,"
        f" {found.cases_not_known_complete:,} not known"
    )
    yield (
        f"  {found.persons_not_searched:>12,}  of {found.persons:,} persons without a search that"
        f" counts, {found.persons_search_set_aside:,} of them with one that was set aside"
    )
    for day, persons in found.persons_by_day.items():
        yield f"  {persons:>12,}  persons searched on {day}"
    yield (
        f"  {found.convictions_without_end:>12,}  of {found.convictions:,} convictions without the"
        " end of their sentence"
    )
    yield (
        f"  {found.cases_gone_on:>12,}  cases that went on elsewhere, with"
        f" {found.charges_gone_on:,} charges, and whose outcome is not here"
    )
