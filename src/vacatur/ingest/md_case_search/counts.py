"""Count what became of every row, from the files as written and not from what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from vacatur.errors import IngestError
from vacatur.ingest.md_case_search.files import InputFile
from vacatur.ingest.report import FileReport, IngestReport, OffenseReport, UnreadOffense

_UNREAD_SHOWN = 10
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
        reasons=_counts(
            connection,
            # Row numbers in a reason would make each reason its own.
            r"""select f.name || ': ' || regexp_replace(q.reason, 'row \d+', 'another row', 'g'),
                count(*) from quarantine q join files f on f.role = q.file group by all""",
        ),
        unmapped_dispositions=_counts(
            connection,
            """select disposition_recorded, count(*) from charges_written
            where disposition is null and disposition_recorded is not null group by all""",
        ),
        unmapped_courts=_counts(
            connection,
            """select known(court_system), count(*) from cases_rows join courts
            on courts.as_sent = court_system
            where court is null and known(court_system) is not null group by all""",
        ),
        unreadable=_unreadable(connection),
        offenses=_offenses(connection),
    )


def _file_report(connection: Connection, file: InputFile) -> FileReport:
    role = file.role.value
    rows_in = file.kept.lines - 1
    mapped = _number(connection, f"select count(*) from {_mapped_in(role)}")
    quarantined = _number(connection, f"select count(*) from quarantine where file = '{role}'")
    if rows_in != mapped + quarantined:
        raise IngestError(
            f"{rows_in:,} rows came in, and {mapped:,} were mapped and {quarantined:,} quarantined",
            where=file.kept.name,
            why="Rows would be missing, and nothing would say which.",
            repair="Please report this, with the kind of the file.",
        )
    return FileReport(
        role=role,
        name=file.kept.name,
        kept_as=f"raw/{file.kept.path.name}",
        sha256=file.kept.sha256,
        size=file.kept.size,
        rows_in=rows_in,
        mapped=mapped,
        quarantined=quarantined,
        extra_columns=file.extra,
    )


def _mapped_in(role: str) -> str:
    return f"{role}_written" if role in ("cases", "charges") else f"{role}_rows"


def _unreadable(connection: Connection) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in ("cases", "charges", "defendants"):
        counts |= _counts(
            connection,
            f"""select '{table}.' || name, count(*)
            from (select unnest(unreadable) as name from {table}_written) group by all""",
        )
    # No table has the person's state; cities that slipped into it tell of a shifted row.
    shifted = connection.execute(
        """select count(*) from cases_rows where known(defendant_state) is not null
        and not list_contains($states, upper(trim(defendant_state)))""",
        {"states": _STATES.split()},
    ).fetchone()
    if shifted and shifted[0]:
        counts["column defendant_state"] = shifted[0]
    return counts


def _offenses(connection: Connection) -> OffenseReport:
    tallies = """(select offense_id, count(*) as charges from charges_written group by all)
        join offenses_written using (offense_id)"""
    distinct, read, charges_read, charges_unread = connection.execute(
        f"""select count(*), count(act), coalesce(sum(charges) filter (act is not null), 0),
            coalesce(sum(charges) filter (act is null), 0) from {tallies}"""
    ).fetchall()[0]
    unread = connection.execute(
        f"""select statute, local_code, description, charges from {tallies} where act is null
        order by charges desc, offense_id limit {_UNREAD_SHOWN}"""
    ).fetchall()
    return OffenseReport(
        distinct=distinct,
        read=read,
        charges_read=int(charges_read),
        charges_unread=int(charges_unread),
        unread=tuple(
            UnreadOffense(statute=statute, local_code=code, description=words, charges=charges)
            for statute, code, words, charges in unread
        ),
    )


def _counts(connection: Connection, query: str) -> dict[str, int]:
    found = sorted(connection.execute(query).fetchall())
    return {str(name): int(count) for name, count in found}


def _number(connection: Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
