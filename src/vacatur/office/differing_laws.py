"""Two laws, or two folders of pages, on one day: whatever differs is the law's doing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.engine.standing import verified_through
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.answers import SUPPOSED, answers_of, as_if_searched, forget, unverified
from vacatur.office.differences import (
    Cause,
    Difference,
    Flip,
    flips_of,
    in_order,
    joined,
    rules_of,
)
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.tables import Records
from vacatur.sql import literal


def differing_laws(
    workspace: Workspace,
    before: Rulebook,
    after: Rulebook,
    as_of: date,
    *,
    suppose_searched: bool,
    examples: int,
    progress: Progress,
) -> Difference:
    """Say which answers differ between two laws on one day.

    Rules are matched by what they implement. A rule that only one of them has reaches nobody under
    the other.

    Parameters
    ----------
    suppose_searched
        Decide as if every person had been searched on the day.
    examples
        How many charge ids to name of each kind of flip.
    """
    rules = rules_of(before, after)
    flips: list[Flip] = []
    with workspace.connection() as connection:
        records = workspace.records(connection)
        charges = int(records["charges"].count().execute())
        if suppose_searched:
            records = as_if_searched(records, as_of)
        for number, rule in enumerate(rules):
            progress(f"comparing {rule}", number, len(rules))
            cells = {
                "before": _read(connection, workspace, before, rule, records, as_of),
                "after": _read(connection, workspace, after, rule, records, as_of),
            }
            joined(connection, "cells", cells)
            cause = _cause(before, after, rule, as_of)
            flipped = f"select *, {literal(cause)} as cause, [] as changed_on from cells"
            flips += flips_of(connection, flipped, rule, examples)
            forget(connection, cells.values())
    sentences = [*unverified(before, (as_of,)), *unverified(after, (as_of,))]
    return Difference(
        before=before.name,
        after=after.name,
        charges=charges,
        flips=in_order(flips),
        unverified=tuple(dict.fromkeys(sentences)),
        notes=(*_only_in_one(before, after), *((SUPPOSED,) if suppose_searched else ())),
    )


def _read(
    connection: Backend,
    workspace: Workspace,
    rulebook: Rulebook,
    rule: str,
    records: Records,
    as_of: date,
) -> ir.Table:
    page = _page(rulebook, rule)
    if page is None:
        nobody = pa.table({name: pa.array([], pa.string()) for name in ("charge_id", "published")})
        return connection.create_table(ibis.util.gen_name("nobody"), nobody, temp=True)
    return answers_of(connection, workspace.folder, rulebook, page.page_id, records, as_of)


def _page(rulebook: Rulebook, rule: str) -> Page | None:
    return next((page for page in rulebook.pages if page.implements == rule), None)


def _cause(before: Rulebook, after: Rulebook, rule: str, as_of: date) -> Cause:
    """An answer that turns into REVIEW because nobody checked the law is no change of law."""
    for rulebook in (before, after):
        page = _page(rulebook, rule)
        if page is not None and as_of > verified_through(rulebook, page):
            return Cause.UNVERIFIED
    return Cause.LAW


def _only_in_one(before: Rulebook, after: Rulebook) -> Iterator[str]:
    for one, other in ((before, after), (after, before)):
        missing = [rule for rule in rules_of(one) if _page(other, rule) is None]
        if missing:
            yield f"Only [{one.name}] has {', '.join(missing)}."
