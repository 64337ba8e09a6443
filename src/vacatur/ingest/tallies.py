"""Counts that every adapter's report has, taken from the tables as written."""

from __future__ import annotations

import re

import duckdb

from vacatur.ingest.report import OffenseReport, UnreadOffense, shown

_UNREAD_SHOWN = 10
# A code of Maryland's courts, as [1 0573]: four digits, and yet no part of anybody's data.
_CODE = re.compile(r"\d[ A-Z-]\d{4}")

Connection = duckdb.DuckDBPyConnection


def unreadable(connection: Connection) -> dict[str, int]:
    """Rows by `table.column` whose cell could not be read."""
    found: dict[str, int] = {}
    for table in ("cases", "charges", "defendants"):
        found |= counts(
            connection,
            f"""select '{table}.' || name, count(*)
            from (select unnest(unreadable) as name from {table}_written) group by all""",
        )
    return found


def unmapped_dispositions(connection: Connection) -> dict[str, int]:
    """Wordings of dispositions that became no term, as `shown` -> charges."""
    return wordings(
        connection,
        """select disposition_recorded, count(*), arg_min(source_file, source_row), min(source_row)
        from charges_written
        where disposition is null and disposition_recorded is not null group by all""",
    )


def wordings(connection: Connection, query: str) -> dict[str, int]:
    """Wording, as `shown` -> rows, from a query for wording, rows, and first file and row."""
    found = sorted(connection.execute(query).fetchall())
    return {
        shown(str(words), rows=int(rows), file=str(file), row=int(row)): int(rows)
        for words, rows, file, row in found
    }


def offenses_read(connection: Connection) -> OffenseReport:
    """How the distinct offences were read."""
    tallies = """(select offense_id, count(*) as charges,
            arg_min(source_file, source_row) as file, min(source_row) as row
        from charges_written group by all)
        join offenses_written using (offense_id)"""
    distinct, read, charges_read, charges_unread = connection.execute(
        f"""select count(*), count(act), coalesce(sum(charges) filter (act is not null), 0),
            coalesce(sum(charges) filter (act is null), 0) from {tallies}"""
    ).fetchall()[0]
    unread = connection.execute(
        f"""select statute, local_code, description, charges, file, row from {tallies}
        where act is null
        order by charges desc, offense_id limit {_UNREAD_SHOWN}"""
    ).fetchall()
    return OffenseReport(
        distinct=distinct,
        read=read,
        charges_read=int(charges_read),
        charges_unread=int(charges_unread),
        unread=tuple(_unread(*each) for each in unread),
    )


def _unread(
    statute: str | None,
    code: str | None,
    description: str | None,
    charges: int,
    file: str,
    row: int,
) -> UnreadOffense:
    def words(text: str | None) -> str | None:
        return None if text is None else shown(text, rows=charges, file=file, row=row)

    return UnreadOffense(
        statute=words(statute),
        local_code=code if code and _CODE.fullmatch(code) else words(code),
        description=words(description),
        charges=charges,
    )


def counts(connection: Connection, query: str) -> dict[str, int]:
    """Name -> number, from a query for the two."""
    found = sorted(connection.execute(query).fetchall())
    return {str(name): int(count) for name, count in found}


def number(connection: Connection, query: str) -> int:
    """The one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
