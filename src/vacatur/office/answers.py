"""The answers of one page over a whole workspace, for reports that write no run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.decide import SharedDays, decide
from vacatur.engine.standing import verified_through
from vacatur.law.rulebook import Rulebook
from vacatur.office.runs import refuse_two_answers
from vacatur.office.stored import stored_in
from vacatur.record.tables import Records

SUPPOSED = (
    "Supposed: every person was searched on the day, and the search found what the records hold. "
    "No such search was run, so nothing here may be filed on."
)


def answers_of(
    connection: Backend,
    folder: Path,
    rulebook: Rulebook,
    page_id: str,
    records: Records,
    as_of: date,
    shared: SharedDays | None = None,
) -> ir.Table:
    """The decisions of one page, stored in the connection.

    Parameters
    ----------
    folder
        Where to keep what is read on the way, until the answers are there.
    shared
        What several pages share on the day, where more than this one is asked.

    Returns
    -------
    ir.Table
        As `engine.decide.PageDecisions` describes; one row for each charge that the page reaches.

    Raises
    ------
    GrantsConflict
        The page granted two different answers to one charge.
    """
    with stored_in(connection, folder) as hold:
        alone = rulebook.only([page_id])
        decided = decide(alone, records, as_of=as_of, hold=hold, shared=shared)[page_id]
        stored = connection.create_table(ibis.util.gen_name("answers"), decided.table, temp=True)
    refuse_two_answers(decided, stored)
    return stored


def as_if_searched(records: Records, day: date) -> Records:
    """The same records, as if every person had been searched on `day`.

    It supposes that the search found what the records hold, and nothing else.
    """
    persons = records["persons"].mutate(history_checked_on=ibis.literal(day, "date"))
    return Records({**records.tables, "persons": persons})


def forget(connection: Backend, tables: Iterable[ir.Table]) -> None:
    """Drop answers that are not needed again."""
    for table in tables:
        connection.raw_sql(f"drop table {table.get_name()}")


def unverified(rulebook: Rulebook, days: Sequence[date]) -> Iterator[str]:
    """Say of each rule on which of the days nobody has checked its law."""
    for page in rulebook.pages:
        checked = verified_through(rulebook, page)
        for day in days:
            if day > checked:
                yield (
                    f"{page.implements} is verified through {checked} only: "
                    f"on {day} every charge that it reaches is REVIEW."
                )
