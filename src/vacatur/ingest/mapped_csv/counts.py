"""What became of every row, and what stops a file whose columns are not what the mapping says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from vacatur.ingest.mapped_csv.layout import ROLE, CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading, Section
from vacatur.ingest.reconciliation import reconciled
from vacatur.ingest.refusals import no_date, shape_sql
from vacatur.ingest.report import FileReport, IngestReport
from vacatur.ingest.snapshot_rows import count_withheld
from vacatur.ingest.tallies import (
    counts,
    number,
    offenses_read,
    unmapped_dispositions,
    unreadable,
    wordings,
)
from vacatur.sql import literal

Connection = duckdb.DuckDBPyConnection


def require_readable_dates(
    connection: Connection, section: Section, file: CsvFile, mapping: CsvMapping
) -> None:
    """Refuse a date column in which something stands and nothing is a date: it is another column.

    Raises
    ------
    IngestError
        With the first such row, the shape of its cell, and the line of the mapping.
    """
    for name, field in section.fields.items():
        reading = field.source
        if not isinstance(reading, Reading) or field.column.kind is not date:
            continue
        sent, read = connection.execute(
            f"select count(x_{name}), count(v_{name}) from {section.name}_read"
        ).fetchall()[0]
        if sent and not read:
            row, shape = connection.execute(
                f"""select row, {shape_sql(f"x_{name}")} from {section.name}_read
                where x_{name} is not null order by row limit 1"""
            ).fetchall()[0]
            line = mapping.lines.get(reading.columns[0], 1)
            raise no_date(
                reading.columns[0],
                sent,
                shape,
                where=f"{file.layout.kept.name}, row {row}",
                why=f"{mapping.name}, line {line}, reads [{name}] from it as"
                f" {' or '.join(f'[{each}]' for each in reading.formats)}.",
                repair="Two columns may be swapped; or add the format.",
            )


def count_everything(
    connection: Connection,
    *,
    adapter: str,
    file: CsvFile,
    mapping: CsvMapping,
    tables: Mapping[str, int],
) -> IngestReport:
    """Build the report; the views `<table>_written` show the files as written.

    Raises
    ------
    IngestError
        The rows do not add up.
    """
    name = file.layout.kept.name
    return IngestReport(
        adapter=adapter,
        files=(_file_report(connection, file),),
        tables=tables,
        reasons={
            f"{name}: {reason}": rows
            for reason, rows in counts(
                connection,
                # Row numbers in a reason would make each reason its own.
                r"""select regexp_replace(reason, 'row \d+', 'another row', 'g'), count(*)
                from quarantine_written group by all""",
            ).items()
        },
        unmapped_dispositions=unmapped_dispositions(connection),
        unmapped_courts=_courts(connection, mapping, name),
        unreadable=unreadable(connection),
        offenses=offenses_read(connection),
    )


def _file_report(connection: Connection, file: CsvFile) -> FileReport:
    kept = file.layout.kept
    return reconciled(
        kept,
        role=ROLE,
        rows_in=kept.lines - file.layout.header,
        mapped=number(connection, "select count(*) from charges_written"),
        quarantined=number(connection, "select count(*) from quarantine_written"),
        withheld=count_withheld(connection, ROLE),
        extra_columns=file.extra,
    )


def _courts(connection: Connection, mapping: CsvMapping, name: str) -> dict[str, int]:
    field = mapping.case.fields.get("court")
    if field is None or not isinstance(field.source, Reading):
        return {}
    return wordings(
        connection,
        f"""select x_court, count(*), {literal(name)}, min(row) from case_read
        where v_court is null and x_court is not null group by all""",
    )
