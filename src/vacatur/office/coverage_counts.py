"""What records hold, and what they leave open: counts of cases, charges and persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Where and when the records are of. [not known] counts cases without a court or a county."""

    courts: Mapping[str, int]  # court -> cases
    counties: Mapping[str, int]  # county -> cases
    first_day: str | None  # of a filing or an outcome; None: there is no such day
    last_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What the records cannot tell."""

    cases: int
    cases_lacking_charges: int
    cases_not_known_complete: int
    persons: int
    persons_not_searched: int  # no search of theirs counts
    persons_search_set_aside: int  # of these: a search was sent, and does not count
    persons_by_day: Mapping[str, int]  # day of the search -> persons
    convictions: int
    convictions_without_end: int
    cases_gone_on: int  # to another court, and no case here has that court's number
    charges_gone_on: int


def held_of(connection: duckdb.DuckDBPyConnection) -> Held:
    """Count the places and find the days; needs the table `covered_cases` that `judge` leaves."""
    first, last = connection.execute(
        "select min(first_day)::varchar, max(last_day)::varchar from covered_cases"
    ).fetchall()[0]
    return Held(
        courts=_places(connection, "court"),
        counties=_places(connection, "county"),
        first_day=first,
        last_day=last,
    )


def _places(connection: duckdb.DuckDBPyConnection, column: str) -> Mapping[str, int]:
    rows = connection.execute(
        f"""select coalesce({column}, 'not known'), count(*) from covered_cases
        group by all order by 2 desc, 1"""
    ).fetchall()
    return {str(name): int(cases) for name, cases in rows}


def open_of(connection: duckdb.DuckDBPyConnection) -> Open:
    """Count what is open; needs the views `<table>_written` of cases, charges and persons."""
    cases, lacking, not_known = _row(
        connection,
        """select count(*), count(*) filter (not charges_complete),
            count(*) filter (charges_complete is null) from cases_written""",
    )
    persons, unsearched, set_aside = _row(
        connection,
        """select count(*), count(*) filter (history_checked_on is null),
            count(*) filter (list_contains(unreadable, 'history_checked_on'))
        from persons_written""",
    )
    convictions, without_end = _row(
        connection,
        """select count(*), count(*) filter (sentence_end is null)
        from charges_written where disposition = 'convicted'""",
    )
    gone_on, charges_gone_on = _row(connection, _GONE_ON)
    days = connection.execute(
        """select history_checked_on::varchar, count(*) from persons_written
        where history_checked_on is not null group by all order by 1"""
    ).fetchall()
    return Open(
        cases=cases,
        cases_lacking_charges=lacking,
        cases_not_known_complete=not_known,
        persons=persons,
        persons_not_searched=unsearched,
        persons_search_set_aside=set_aside,
        persons_by_day={str(day): int(count) for day, count in days},
        convictions=convictions,
        convictions_without_end=without_end,
        cases_gone_on=gone_on,
        charges_gone_on=charges_gone_on,
    )


# A case may have gone on under several numbers; "?" is a number that nobody told.
_GONE_ON = """
    with told as (
        select case_id, unnest(string_split(continued_in, '; ')) as went_on
        from cases_written where continued_in is not null
    ), gone as (
        select case_id from told group by case_id
        having not bool_or(went_on in (select number from cases_written where number is not null))
    )
    select (select count(*) from gone),
        (select count(*) from charges_written where case_id in (from gone))"""


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(int(value) for value in connection.execute(query).fetchall()[0])
