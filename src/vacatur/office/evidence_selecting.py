"""Which rows of a source are of the offense that is asked for: by code and day, never by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from vacatur.errors import FigureRefused, UsageError, nearest
from vacatur.ingest.work_table import create_table
from vacatur.law.codes import CodeTable, normal_code

_EARLIEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenseCode:
    """One code of an offense, and the days in which it was in use; null: no end."""

    code: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offense:
    """What is counted: a code list of a jurisdiction, or codes that somebody named."""

    name: str  # "us-md/cannabis-possession"; "": every row
    codes: tuple[OffenseCode, ...]
    said_by: str  # where the codes are from


EVERYTHING = Offense(name="", codes=(), said_by="")


def offense_named(tables: Sequence[CodeTable], name: str) -> Offense:
    """The codes of a code list. `cannabis_possession` and `us-md/cannabis-possession` are one.

    Raises
    ------
    UsageError
        There is no such list, or no code stands on it.
    """
    wanted = name.strip().replace("_", "-")
    known = {}
    for table in tables:
        for full in table.list_names:
            known[full] = known[full.partition("/")[2]] = (table, full)
    if wanted not in known:
        raise UsageError(
            f"there is no code list [{name}]",
            why="An offense that is searched by its words is another one: officers write several "
            "things against one code.",
            repair=nearest(wanted, known),
        )
    table, full = known[wanted]
    codes = [each for each in table.codes.values() if each.code_list == full.partition("/")[2]]
    if not codes:
        raise UsageError(
            f"no code stands on the code list [{full}]", why="Nothing could be counted by it."
        )
    return Offense(
        name=full,
        codes=tuple(
            OffenseCode(code=each.code, first=each.used.first, last=each.used.last)
            for each in codes
        ),
        said_by="; ".join(sorted({each.source for each in codes})),
    )


def codes_named(codes: Sequence[str]) -> Offense:
    """Codes as somebody named them, of every day."""
    return Offense(
        name="codes " + ", ".join(f"[{each}]" for each in codes),
        codes=tuple(OffenseCode(code=normal_code(each), first=None, last=None) for each in codes),
        said_by="named on the command line",
    )


def select_codes(connection: duckdb.DuckDBPyConnection, name: str, offense: Offense) -> None:
    """Give each row of the table `name` whether it is of the offense: `is_counted`.

    True: the code was in use on the day; false: another one; null: there is no code.
    """
    if not offense.codes:
        connection.execute(
            f"create or replace view {name}_told as select *, true as is_counted from {name}"
        )
        return
    printed = connection.execute(
        f"select distinct code from {name} where code is not null order by 1"
    ).fetchall()
    connection.execute(f"drop table if exists {name}_codes; drop table if exists {name}_wanted")
    create_table(
        connection,
        f"{name}_codes",
        {"code": pa.string(), "normal": pa.string()},
        ({"code": code, "normal": normal_code(code)} for (code,) in printed),
    )
    create_table(
        connection,
        f"{name}_wanted",
        {"normal": pa.string(), "first": pa.date32(), "last": pa.date32()},
        (
            {
                "normal": each.code,
                "first": each.first or _EARLIEST,
                "last": each.last or _LATEST,
            }
            for each in offense.codes
        ),
    )
    connection.execute(
        f"""create or replace view {name}_told as
        select {name}.*, case when {name}.code is null then null
            else exists (select 1 from {name}_wanted where {name}_wanted.normal =
                {name}_codes.normal and day between first and last) end as is_counted
        from {name} left join {name}_codes using (code)"""
    )


def require_months(
    connection: duckdb.DuckDBPyConnection, name: str, first: date, last: date, *, where: str
) -> None:
    """Refuse a period of which the source lacks whole months.

    Raises
    ------
    FigureRefused
        The months are named.
    """
    lacking = [
        str(month)
        for (month,) in connection.execute(
            f"""select strftime(month, '%Y-%m') from (
                select unnest(range(date_trunc('month', $first::date)::timestamp,
                    $last::timestamp + interval 1 day, interval 1 month))::date as month)
            where month not in (select date_trunc('month', day)::date from {name})
            order by 1""",
            {"first": first, "last": last},
        ).fetchall()
    ]
    if lacking:
        more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        raise FigureRefused(
            "the source has no row at all in "
            + ", ".join(f"[{each}]" for each in lacking[:3])
            + more,
            where=where,
            why="A month that was not sent is no month without events: the rate would be too low.",
            repair="Count a period that the source covers, or get the months.",
        )
