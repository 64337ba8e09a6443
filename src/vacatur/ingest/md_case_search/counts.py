"""Count what became of every row, from the files as written and not from what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from vacatur.ingest.md_case_search.files import InputFile
from vacatur.ingest.reconciliation import reconciled
from vacatur.ingest.report import FileReport, IngestReport
from vacatur.ingest.snapshot_rows import WITHHELD, count_withheld
from vacatur.ingest.tallies import (
    counts,
    number,
    offenses_read,
    unmapped_dispositions,
    unreadable,
    wordings,
)

_STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM
    NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP
"""

Connection = duckdb.DuckDBPyConnection


def count_everything(
    connection: Connection,
    *,
    adapter: str,
    files: Sequence[InputFile],
    tables: Mapping[str, int],
) -> IngestReport:
    """Build the report; the views `<table>_written` show the files as written.

    Raises
    ------
    IngestError
        The rows of a file do not add up.
    """
    return IngestReport(
        adapter=adapter,
        files=tuple(_file_report(connection, each) for each in files),
        tables=tables,
        reasons=counts(
            connection,
            # Row numbers in a reason would make each reason its own.
            rf"""select f.name || ': ' || regexp_replace(q.reason, 'row \d+', 'another row', 'g'),
                count(*) from quarantine q join files f on f.role = q.file
                where not starts_with(reason, '{WITHHELD}') group by all""",
        ),
        unmapped_dispositions=unmapped_dispositions(connection),
        unmapped_courts=wordings(
            connection,
            """select known(court_system), count(*), getvariable('cases_file'), min(row)
            from cases_rows join courts
            on courts.as_sent = court_system
            where court is null and known(court_system) is not null group by all""",
        ),
        unreadable=_unreadable(connection),
        offenses=offenses_read(connection),
    )


def _file_report(connection: Connection, file: InputFile) -> FileReport:
    role = file.role.value
    withheld = count_withheld(connection, role)
    set_aside = number(connection, f"select count(*) from quarantine where file = '{role}'")
    return reconciled(
        file.kept,
        role=role,
        rows_in=file.kept.lines - 1,
        mapped=number(connection, f"select count(*) from {_mapped_in(role)}"),
        quarantined=set_aside - withheld,
        withheld=withheld,
        extra_columns=file.extra,
    )


def _mapped_in(role: str) -> str:
    return f"{role}_written" if role in ("cases", "charges") else f"{role}_rows"


def _unreadable(connection: Connection) -> dict[str, int]:
    found = unreadable(connection)
    # No table has the person's state; cities that slipped into it tell of a shifted row.
    shifted = connection.execute(
        """select count(*) from cases_rows where known(defendant_state) is not null
        and not list_contains($states, upper(trim(defendant_state)))""",
        {"states": _STATES.split()},
    ).fetchone()
    if shifted and shifted[0]:
        found["column defendant_state"] = shifted[0]
    return found
