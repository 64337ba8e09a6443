"""Refuse an extract of which a date column holds something else: two columns were swapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from vacatur.ingest.md_case_search.columns import Role
from vacatur.ingest.md_case_search.files import InputFile
from vacatur.ingest.refusals import no_date, shape_sql

# In a few rows of a short file every day may be wrong; in more, the column is another one.
_ENOUGH = 20
_WRITTEN = {"iso_day": "YYYY-MM-DD", "slashed_day": "MM/DD/YYYY"}
# The macro that reads each column, as in the scripts beside this file.
_DATES: Mapping[Role, Mapping[str, str]] = {
    Role.CASES: {"defendant_dob_shifted": "iso_day"},
    Role.CHARGES: {
        "charge_inc_date_from": "iso_day",
        "charge_inc_date_to": "iso_day",
        "charge_disp_date": "iso_day",
        "charge_pbj_end_date": "slashed_day",
        "charge_prob_end_date": "slashed_day",
    },
    Role.HISTORY_SEARCHES: {"searched_on": "iso_day"},
    Role.SENTENCE_ENDS: {"sentence_end": "iso_day"},
    Role.RELATED_PERSONS: {},
    Role.WARRANTS: {"issue_date": "iso_day", "status_date": "iso_day"},
    Role.COURT_SCHEDULE: {"date": "iso_day"},
}


def require_readable_dates(
    connection: duckdb.DuckDBPyConnection, files: Sequence[InputFile]
) -> None:
    """Refuse a file with a date column in which much stands and nothing is a date.

    Raises
    ------
    IngestError
        With the first such row and the shape of its cell. Needs the macros.
    """
    for file in files:
        for column, reads in _DATES[file.role].items():
            _require_a_date(connection, file, column, reads)


def _require_a_date(
    connection: duckdb.DuckDBPyConnection, file: InputFile, column: str, reads: str
) -> None:
    # As a rule the first cell is a date, and the others need not be read.
    if connection.execute(
        f"select 1 from {file.role}_rows where {reads}({column}) is not null limit 1"
    ).fetchone():
        return
    cells, row = connection.execute(
        f"select count(*), min(row) from {file.role}_rows where known({column}) is not null"
    ).fetchall()[0]
    if cells < _ENOUGH:
        return
    ((shape,),) = connection.execute(
        f"select {shape_sql(f'trim({column})')} from {file.role}_rows where row = $row",
        {"row": row},
    ).fetchall()
    raise no_date(
        column,
        cells,
        shape,
        where=f"{file.kept.name}, row {row}",
        why=f"Its days are written {_WRITTEN[reads]}.",
        repair="Two columns may be swapped.",
    )
