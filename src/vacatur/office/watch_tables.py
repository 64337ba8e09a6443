"""A feed's rows with how each stands under the policies, and its months in counts, by DuckDB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.ingest.arrest_feed.feed import Feed
from vacatur.ingest.work_table import create_table
from vacatur.law.codes import normal_code
from vacatur.office.watch_codes import CodeSpan
from vacatur.screening.watch_artefacts import FeedMonth, next_month
from vacatur.screening.watched import RowStanding

NO_CODE = "no code"
# Columns whose blanks are watched, month by month, where the feed has them.
_WATCHED = ("arrest_number", "incident", "code", "district", "race", "unit")
_EARLIEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)


def work_folder(connection: duckdb.DuckDBPyConnection) -> Path:
    """The folder of a scratch database, which goes when the work ends."""
    ((folder,),) = connection.execute("select current_setting('temp_directory')").fetchall()
    return Path(str(folder))


def classify(connection: duckdb.DuckDBPyConnection, name: str, codes: Sequence[CodeSpan]) -> None:
    """Give each row of a feed's table its `code_list` (null: none has its code) and `standing`.

    The code decides, and never the words: officers write several things against one code.
    """
    printed = connection.execute(
        f"select distinct code from {name} where code is not null order by 1"
    ).fetchall()
    connection.execute("drop table if exists printed_codes; drop table if exists code_spans")
    create_table(
        connection,
        "printed_codes",
        {"code": pa.string(), "normal": pa.string()},
        ({"code": code, "normal": normal_code(code)} for (code,) in printed),
    )
    create_table(
        connection,
        "code_spans",
        {
            "normal": pa.string(),
            "code_list": pa.string(),
            "first": pa.date32(),
            "last": pa.date32(),
            "told": pa.string(),
        },
        (
            {
                "normal": each.code,
                "code_list": each.code_list,
                "first": each.first or _EARLIEST,
                "last": each.last or _LATEST,
                "told": each.standing.value,
            }
            for each in codes
        ),
    )
    connection.execute(
        f"""create or replace table {name} as
        select {name}.*, printed_codes.normal, code_spans.code_list, case
            when {name}.code is null then $no_code
            when code_spans.told is null then $not_classified
            else code_spans.told end as standing
        from {name}
        left join printed_codes using (code)
        left join code_spans on code_spans.normal = printed_codes.normal
            and arrest_day between first and last""",
        {
            "no_code": RowStanding.NO_CODE.value,
            "not_classified": RowStanding.NOT_CLASSIFIED.value,
        },
    )


def feed_months(
    connection: duckdb.DuckDBPyConnection, name: str, feed: Feed
) -> tuple[FeedMonth, ...]:
    """The months of a classified feed that have rows, the earliest first."""
    groups: dict[date, dict[str, int]] = defaultdict(dict)
    for month, group, rows in connection.execute(
        f"""select date_trunc('month', arrest_day)::date, coalesce(code_list, normal, $no_code),
            count(*) from {name} group by all""",
        {"no_code": NO_CODE},
    ).fetchall():
        groups[month][group] = int(rows)
    columns = [each for each in _WATCHED if each in feed.has]
    blanks = ", ".join(f"count(*) - count({each})" for each in columns)
    missing: Mapping[date, dict[str, int]] = {
        month: dict(zip(columns, map(int, counts), strict=True))
        for month, *counts in connection.execute(
            f"select date_trunc('month', arrest_day)::date, {blanks} from {name} group by all"
        ).fetchall()
    }
    found = connection.execute(f"select distinct arrest_day from {name}").fetchall()
    days = {day for (day,) in found}
    return tuple(
        FeedMonth(
            month=month,
            rows=sum(groups[month].values()),
            groups=groups[month],
            missing=missing[month],
            idle=tuple(_idle(month, days)),
        )
        for month in sorted(groups)
    )


def _idle(month: date, days: set[date]) -> Iterator[tuple[date, date]]:
    """Runs of days of a month on which there is no row."""
    first: date | None = None
    day, end = month, next_month(month)
    while day < end:
        if day in days and first is not None:
            yield first, day - timedelta(days=1)
            first = None
        elif day not in days and first is None:
            first = day
        day += timedelta(days=1)
    if first is not None:
        yield first, end - timedelta(days=1)
