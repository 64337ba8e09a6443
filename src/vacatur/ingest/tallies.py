"""Counts that every adapter's report has, taken from the tables as written."""

from __future__ import annotations

import duckdb

from vacatur.ingest.report import OffenseReport, UnreadOffense

_UNREAD_SHOWN = 10

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
    """Wordings of dispositions that became no term -> charges."""
    return counts(
        connection,
        """select disposition_recorded, count(*) from charges_written
        where disposition is null and disposition_recorded is not null group by all""",
    )


def offenses_read(connection: Connection) -> OffenseReport:
    """How the distinct offences were read."""
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


def counts(connection: Connection, query: str) -> dict[str, int]:
    """Name -> number, from a query for the two."""
    found = sorted(connection.execute(query).fetchall())
    return {str(name): int(count) for name, count in found}


def number(connection: Connection, query: str) -> int:
    """The one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
