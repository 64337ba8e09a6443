"""The wave: the charges of a run that no rule grants yet, by the month in which they come due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.law.answers import Published
from vacatur.office.decisions import decisions_of
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.stale import refuse_changed
from vacatur.office.worklist import safe_texts
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many charges come due under one rule in one month.

    `month` is its first day; None = the rule answers NOT_YET and no day can be said.
    """

    implements: str
    month: date | None
    charges: int


def due_charges(
    workspace: Workspace, run: str, *, until: date | None = None, path: Path | None = None
) -> tuple[Due, ...]:
    """Count the charges that come due after a run's day, by rule and month.

    A charge that is NOT_YET comes due on its `eligible_on`, the day on which every period has run:
    only if nothing more is recorded until then, and the law stays as it is. One that waits for an
    event, or for a day after the law changes, has no such day.

    Parameters
    ----------
    until
        The last day that counts; None = no limit. Charges without a day are counted all the same.
    path
        Where to write every charge that has a day, as CSV that is safe to open in a spreadsheet,
        in the order of days: charge_id, case_number, rule, eligible_on. None = only count.

    Returns
    -------
    tuple of Due
        By rule, then by month; the charges without a day come last.

    Raises
    ------
    UsageError
        There is no such run, or no file can be written there.
    WorkspaceError
        The records or the law have changed since the run.
    """
    refuse_changed(workspace, run)
    if path is not None:
        refuse_unwritable(path)
    with workspace.connection() as connection:
        waiting = _waiting(workspace, connection, run, until)
        if path is not None:
            _listed(waiting).to_csv(path)
        return tuple(Due(**row) for row in _counted(waiting))


def _waiting(workspace: Workspace, connection: Backend, run: str, until: date | None) -> ir.Table:
    """The rows that answer NOT_YET, whatever makes them wait."""
    decisions = decisions_of(connection, workspace.run_folder(run))
    waiting = decisions.filter(decisions.published == Published.NOT_YET.value)
    if until is None:
        return waiting
    in_time = waiting.eligible_on <= ibis.literal(until)
    return waiting.filter(waiting.eligible_on.isnull() | in_time)


def _listed(waiting: ir.Table) -> ir.Table:
    dated = waiting.filter(waiting.eligible_on.notnull())
    rows = dated.select("charge_id", "case_number", "eligible_on", rule=dated.implements)
    ordered = rows.select("charge_id", "case_number", "rule", "eligible_on")
    return safe_texts(ordered.order_by("eligible_on", "charge_id", "rule"))


def _counted(waiting: ir.Table) -> list[dict[str, Any]]:
    months = waiting.mutate(month=waiting.eligible_on.truncate("M").cast("date"))
    counted = months.group_by("implements", "month").agg(charges=lambda table: table.count())
    in_order = counted.order_by("implements", ibis.asc("month", nulls_first=False))
    rows: list[dict[str, Any]] = in_order.to_pyarrow().to_pylist()
    return rows
