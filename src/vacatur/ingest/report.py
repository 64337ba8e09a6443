"""What became of every row of an ingest: counts for a person, and for the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vacatur.ingest.coverage_gap import Gap, gap_lines

# A shifted row puts a name, an address or a birth date where a wording belongs. What stands in so
# many rows, and holds no long number, is taken for a wording of the court.
_ROWS_OF_A_WORDING = 3
_LONG_NUMBER = re.compile(r"\d{4}")


def shown(wording: str, *, rows: int, file: str, row: int) -> str:
    """A wording as a report and a manifest may show it: its words, or where they stand.

    `rows` is how often it occurs, and `file` and `row` where it stands first. The report leaves the
    office, and the records do not, so the words can be looked up by whoever has them.
    """
    if rows >= _ROWS_OF_A_WORDING and not _LONG_NUMBER.search(wording):
        return wording
    times = "once" if rows == 1 else f"{rows:,} times"
    return f"[a wording seen {times}, first in {file} row {row}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One input. `rows_in` = `mapped` + `quarantined` + `withheld`, always."""

    role: str  # what the file is: cases, charges, ...
    name: str
    kept_as: str  # its copy, under the workspace
    sha256: str
    size: int  # bytes
    rows_in: int  # lines after the header; documents of a docket file
    mapped: int
    quarantined: int
    extra_columns: tuple[str, ...]  # columns nobody reads
    withheld: int = 0  # about records that vanished before; 0 where no earlier ones were known


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadOffense:
    """An offence that is on no one code list, with the charges that have it; words as `shown`."""

    statute: str | None
    local_code: str | None
    description: str | None
    charges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenseReport:
    """How the distinct offences were read. `unread` holds the most frequent ones only."""

    distinct: int
    read: int  # distinct offences on which code, words and statute agree
    charges_read: int
    charges_unread: int
    unread: tuple[UnreadOffense, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What one ingest did. Mappings run from a name to the number of rows."""

    adapter: str
    files: tuple[FileReport, ...]
    tables: Mapping[str, int]
    reasons: Mapping[str, int]  # of quarantine
    unmapped_dispositions: Mapping[str, int]  # wording, as `shown` -> charges
    unmapped_courts: Mapping[str, int]  # wording, as `shown` -> cases
    unreadable: Mapping[str, int]  # table.column -> rows
    offenses: OffenseReport | None  # None: the adapter reads no offences
    coverage: tuple[Gap, ...] | None = None  # None: no file declares one


def format_report(report: IngestReport) -> str:
    """Print a report for a person. Every file shows rows in = mapped + quarantined + withheld."""
    lines = [f"Ingested with the adapter {report.adapter}.", ""]
    for file in report.files:
        lines.append(
            f"  {file.name}: {_count(file.rows_in, 'row')} in"
            f" = {file.mapped:,} mapped + {file.quarantined:,} quarantined"
            + (f" + {file.withheld:,} withheld: vanished before" if file.withheld else "")
        )
        if file.extra_columns:
            lines.append(f"    columns that nobody reads: {', '.join(file.extra_columns)}")
    lines += _section("Quarantined, with the reason", report.reasons)
    lines += _section(
        "Dispositions whose wording is not mapped; each of these charges needs a person",
        report.unmapped_dispositions,
    )
    lines += _section("Courts whose name is not mapped", report.unmapped_courts)
    lines += _section(
        "Values that were sent and could not be read (unknown, not missing)", report.unreadable
    )
    if report.offenses:
        lines += _offense_lines(report.offenses)
    if report.coverage is not None:
        lines += ["", "Declared coverage, held against the files:", *gap_lines(report.coverage)]
    written = {name: rows for name, rows in report.tables.items() if rows}
    lines += _section("Rows written (tables without rows are left out)", written)
    return "\n".join(lines) + "\n"


def _section(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield f"{title}:"
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {count:>12,}  {name}"


def _offense_lines(offenses: OffenseReport) -> Iterator[str]:
    yield ""
    yield (
        f"Offences: {offenses.distinct:,} distinct; code, words and statute agree on a list for"
        f" {offenses.read:,} of them ({_count(offenses.charges_read, 'charge')});"
        f" {_count(offenses.charges_unread, 'charge')} left unread."
    )
    for each in offenses.unread:
        words = " | ".join(part or "-" for part in (each.local_code, each.statute))
        yield f"  {each.charges:>12,}  {words} | {each.description or '-'}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
