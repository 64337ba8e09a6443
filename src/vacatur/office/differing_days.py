"""Two days of one law: what the law changed, and what the time between did.

Four readings tell them apart: the law of each day, with the clock on each day. Only one of them
moves from one reading to the next, so what changes there is its doing, in whichever order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.compile.masks import begins
from vacatur.engine.standing import verified_through
from vacatur.errors import UsageError
from vacatur.law.frozen import days_of_change, frozen_on, sections_changed
from vacatur.law.nodes import Entity
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.answers import SUPPOSED, answers_of, as_if_searched, forget, unverified
from vacatur.office.differences import (
    NOT_ON_RECORD,
    NOT_REACHED,
    Amendment,
    Cause,
    Difference,
    Flip,
    flips_of,
    in_order,
    joined,
)
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.sql import literal


def differing_days(
    workspace: Workspace,
    rulebook: Rulebook,
    first: date,
    last: date,
    *,
    suppose_searched: bool,
    examples: int,
    progress: Progress,
) -> Difference:
    """Say which answers differ between two days, and whether the law or the time did it.

    Parameters
    ----------
    suppose_searched
        Decide as if every person had been searched on each of the two days.
    examples
        How many charge ids to name of each kind of flip.

    Raises
    ------
    UsageError
        The first day is not the earlier one.
    """
    if first >= last:
        raise UsageError(
            f"[{first}] is not before [{last}]",
            repair="Name the earlier day first, then the later.",
        )
    with workspace.connection() as connection:
        reader = _Reader(connection, workspace, rulebook, suppose_searched)
        flips: list[Flip] = []
        for number, page in enumerate(rulebook.pages):
            progress(f"comparing {page.page_id}", number, len(rulebook.pages))
            flips += reader.flips(page, first, last, examples)
        charges = reader.charges()
    return Difference(
        before=str(first),
        after=str(last),
        charges=charges,
        flips=in_order(flips),
        amendments=tuple(_amendments(rulebook, first, last)),
        unverified=tuple(unverified(rulebook, (first, last))),
        notes=(SUPPOSED,) if suppose_searched else (),
    )


def _amendments(rulebook: Rulebook, first: date, last: date) -> Iterator[Amendment]:
    for page in rulebook.pages:
        for day in days_of_change(rulebook, page, after=first, until=last):
            sections = sections_changed(rulebook, page, day)
            yield Amendment(implements=page.implements, day=day, sections=sections)


class _Reader:
    """Reads the pages of one rulebook over the records of one workspace."""

    def __init__(
        self,
        connection: Backend,
        workspace: Workspace,
        rulebook: Rulebook,
        suppose_searched: bool,
    ) -> None:
        self._connection = connection
        self._folder = workspace.folder
        self._records = workspace.records(connection)
        self._rulebook = rulebook
        self._suppose_searched = suppose_searched

    def charges(self) -> int:
        """How many charges are on record."""
        return int(self._records["charges"].count().execute())

    def flips(self, page: Page, first: date, last: date, examples: int) -> Iterator[Flip]:
        """Every way in which one page's answers differ between the two days."""
        days = days_of_change(self._rulebook, page, after=first, until=last)
        is_verified = last <= verified_through(self._rulebook, page)
        cells = {
            "before": self._read(page, self._rulebook, first),
            "after": self._read(page, self._rulebook, last),
        }
        if is_verified and days:
            cells |= self._with_one_moved(page, days, first, last)
        joined(self._connection, "cells", cells)
        if not is_verified:
            cause, changed_on = literal(Cause.UNVERIFIED), "[]"
        elif not days:
            cause, changed_on = literal(Cause.TIME), "[]"
        else:
            cause, changed_on = _CAUSE, _changed_on(days)
        yield from flips_of(
            self._connection,
            f"""select cells.charge_id, {self._before(first)} as before, after,
                {cause} as cause, {changed_on} as changed_on
            from cells""",
            page.implements,
            examples,
        )
        forget(self._connection, cells.values())

    def _with_one_moved(
        self, page: Page, days: Sequence[date], first: date, last: date
    ) -> dict[str, ir.Table]:
        """The last day's law on the first day, and each earlier law on the last day."""
        laws = (first, *days[:-1])
        moved = {
            f"law{number}": self._read(page, self._frozen(day, last), last)
            for number, day in enumerate(laws)
        }
        return {"new_law": self._read(page, self._frozen(last, last), first), **moved}

    def _frozen(self, day: date, last: date) -> Rulebook:
        return frozen_on(self._rulebook, day, read_until=last)

    def _read(self, page: Page, rulebook: Rulebook, day: date) -> ir.Table:
        records = as_if_searched(self._records, day) if self._suppose_searched else self._records
        return answers_of(self._connection, self._folder, rulebook, page.page_id, records, day)

    def _before(self, day: date) -> str:
        """What stands before: a charge that began later was not on record."""
        charges = self._records["charges"]
        began = begins(Entity.CHARGE, lambda column: charges[column])
        later = charges.filter(began > ibis.literal(day)).select("charge_id")
        self._connection.create_table("later", later, temp=True, overwrite=True)
        return f"""case when before = {literal(NOT_REACHED)}
            and cells.charge_id in (select charge_id from later)
            then {literal(NOT_ON_RECORD)} else before end"""


# `law0` is the law of the first day read on the last, `new_law` that of the last read on the first.
_CAUSE = f"""case
    when new_law = after and law0 = after then {literal(Cause.EITHER)}
    when new_law = after then {literal(Cause.LAW)}
    when law0 = after then {literal(Cause.TIME)}
    else {literal(Cause.BOTH)} end"""


def _changed_on(days: Sequence[date]) -> str:
    """The days whose amendment changed the answer that the last day's facts get."""
    laws = [*(f"law{number}" for number in range(len(days))), "after"]
    changed = ", ".join(
        f"case when {laws[number]} <> {laws[number + 1]} then {literal(str(day))} end"
        for number, day in enumerate(days)
    )
    return f"""case when law0 = after then []::varchar[]
        else list_filter([{changed}], lambda day: day is not null) end"""
