"""A supervisor's approvals held against the arrests that need one, where the office says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from vacatur.dates import parse_day
from vacatur.ingest.arrest_feed.feed import Feed, read_feed
from vacatur.ingest.work_table import create_table
from vacatur.law.rulebook import Rulebook
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.watch_codes import code_spans
from vacatur.office.watch_tables import classify, work_folder
from vacatur.scratch import scratch_database
from vacatur.screening.watched import Approval, RowStanding

COLUMNS = ("arrest_number", "supervisor", "approved_at", "reason")
_AT = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T](?P<time>[0-9]{2}:[0-9]{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedArrest:
    """One arrest that needs an approval. `arrest_number` null: the feed gives none."""

    row: int  # the first of its rows in the feed
    arrest_number: str | None
    arrest_day: date
    approval: Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWatch:
    """The approvals and the arrests that need one, from `since` on.

    An arrest is an arrest number, or a row without one. `counts` is of the covered arrests,
    `arrests` lists those that are not approved. `not_known` counts rows whose code leaves it open
    whether a policy covers them. `unmatched` are rows of the file, from 2, with no such arrest in
    the feed; `needless` counts approvals of an arrest that needs none.
    """

    feed: Feed
    since: date
    counts: Mapping[Approval, int]
    arrests: tuple[ApprovedArrest, ...]
    not_known: int
    unmatched: tuple[int, ...]
    needless: int


def watch_approvals(
    path: Path, approvals: Path, rulebook: Rulebook, *, since: date, read_on: date, beside: Path
) -> ApprovalWatch:
    """Hold a file of approvals against the covered arrests of a feed.

    Parameters
    ----------
    approvals
        CSV of `arrest_number`, `supervisor`, `approved_at` (YYYY-MM-DD, or with HH:MM) and
        `reason`; one row for each approval.
    since
        The first day on which an arrest needs one, as the office states it.

    Raises
    ------
    IngestError
        A file cannot be read.
    """
    rows = rows_of_csv(approvals, COLUMNS, COLUMNS)
    codes = code_spans(rulebook)
    with scratch_database(beside) as connection:
        work = work_folder(connection)
        feed = read_feed(connection, path, work, name="arrests", read_on=read_on)
        classify(connection, "arrests", codes)
        create_table(connection, "approvals", _TYPES, _approvals(rows))
        told = _arrests(connection, since)
        unmatched, needless = _others(connection)
        ((not_known,),) = connection.execute(
            "select count(*) from arrests where arrest_day >= $since and standing = $not_known",
            {"since": since, "not_known": RowStanding.NOT_KNOWN.value},
        ).fetchall()
    return ApprovalWatch(
        feed=feed,
        since=since,
        counts={each: sum(a.approval is each for a in told) for each in Approval},
        arrests=tuple(each for each in told if each.approval is not Approval.APPROVED),
        not_known=int(not_known),
        unmatched=unmatched,
        needless=needless,
    )


_TYPES: Mapping[str, pa.DataType] = {
    "number": pa.int64(),
    "arrest_number": pa.string(),
    "approved_on": pa.date32(),
    "approved_time": pa.time64("us"),
    "whole": pa.bool_(),
}


def _approvals(rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows, start=2):
        day, at = _moment(row["approved_at"])
        yield {
            "number": number,
            "arrest_number": row["arrest_number"] or None,
            "approved_on": day,
            "approved_time": at,
            "whole": bool(day and row["supervisor"] and row["reason"]),
        }


def _moment(text: str) -> tuple[date | None, time | None]:
    """Day and time of an approval; None: not told, or not as it should be."""
    match = _AT.fullmatch(text)
    if not match:
        return None, None
    try:
        at = time.fromisoformat(match["time"]) if match["time"] else None
        return parse_day(match["day"]), at
    except ValueError:
        return None, None


# One approval of one arrest: true, in time; false, after it; null, nobody can say.
_IN_TIME = """case when not whole then null
    when approved_on < arrest_day then true
    when approved_on > arrest_day then false
    when approved_time is null or arrest_time is null then null
    else approved_time <= arrest_time end"""


def _arrests(connection: duckdb.DuckDBPyConnection, since: date) -> list[ApprovedArrest]:
    connection.execute(
        """create or replace temp table needing as
        select min(row) as row, arrest_number, min(arrest_day) as arrest_day,
            arg_min(arrest_time, arrest_day) as arrest_time
        from arrests where arrest_day >= $since and standing = $covered
        group by arrest_number, case when arrest_number is null then row end""",
        {"since": since, "covered": RowStanding.COVERED.value},
    )
    found = connection.execute(
        f"""select row, arrest_number, arrest_day, case
            when arrest_number is null then '{Approval.UNKNOWN.value}'
            when bool_or(in_time) then '{Approval.APPROVED.value}'
            when count(number) > count(in_time) then '{Approval.UNKNOWN.value}'
            when count(number) > 0 then '{Approval.AFTER.value}'
            else '{Approval.NOT_APPROVED.value}' end
        from (
            select needing.*, number, case when number is not null then {_IN_TIME} end as in_time
            from needing left join approvals using (arrest_number)
        )
        group by row, arrest_number, arrest_day order by arrest_day, row"""
    ).fetchall()
    return [
        ApprovedArrest(row=row, arrest_number=number, arrest_day=day, approval=Approval(approval))
        for row, number, day, approval in found
    ]


def _others(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[int, ...], int]:
    unmatched = connection.execute(
        """select number from approvals
        where arrest_number is null or arrest_number not in (
            select arrest_number from arrests where arrest_number is not null)
        order by number"""
    ).fetchall()
    ((needless,),) = connection.execute(
        """select count(*) from approvals
        where arrest_number in (select arrest_number from arrests where arrest_number is not null)
            and arrest_number not in (
                select arrest_number from needing where arrest_number is not null)"""
    ).fetchall()
    return tuple(int(number) for (number,) in unmatched), int(needless)
