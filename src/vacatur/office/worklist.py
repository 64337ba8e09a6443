"""The worklist: one line for each charge that some rule reaches, with its best answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.law.answers import Published
from vacatur.office.decisions import decisions_of
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace

# A spreadsheet runs a cell that begins with one of these (some also take the full-width forms);
# a quotation mark in front keeps it text.
FORMULA_STARTS = "=+-@\t\r\n\f＝＋－＠"


@dataclass(frozen=True, slots=True)
class Worklist:
    """Where a worklist was written, and how many charges are on it."""

    path: Path
    charges: int


def write_worklist(workspace: Workspace, run: str, path: Path) -> Worklist:
    """Write a run's worklist as CSV, safe to open in a spreadsheet.

    Grain: one charge that some rule reaches. Columns: the case, the charge as the court printed
    it, the best answer with its rule, every other answer, and the first eligible day where one is
    known. No name and no date of birth is on it.

    Raises
    ------
    WorkspaceError
        The records have changed since the run, or the file cannot be written there.
    """
    refuse_changed(workspace, run)
    refuse_unwritable(path)
    with workspace.connection() as connection:
        rows = worklist_rows(workspace, connection, run)
        safe_texts(rows).to_csv(path)
        return Worklist(path, int(rows.count().execute()))


def worklist_rows(workspace: Workspace, connection: Backend, run: str) -> ir.Table:
    """The worklist of a run, unexecuted and in order; texts are as the court printed them."""
    decisions = decisions_of(connection, workspace.run_folder(run))
    best = _best(decisions)
    charges = workspace.records(connection)["charges"].select(
        "charge_id",
        "description",
        "statute",
        "local_code",
        "offense_date",
        "disposition",
        "disposition_date",
    )
    table = best.left_join(charges, "charge_id").select(
        "case_number",
        "charge_id",
        *(charges[c].name(c) for c in charges.columns if c != "charge_id"),
        "answer",
        "rule",
        "eligible_on",
        "last_verified_not_fileable",
        "all_answers",
        reviewed_by=ibis.literal("no lawyer"),
    )
    return table.order_by("case_number", "charge_id")


def _best(decisions: ir.Table) -> ir.Table:
    place = ibis.cases(
        *((decisions.published == answer.value, answer.rank) for answer in Published),
        else_=len(Published),
    )
    ranked = decisions.mutate(place=place)
    said = ranked.implements + ": " + ranked.published
    return ranked.group_by("charge_id", "case_number").agg(
        answer=ranked.published.argmin(ranked.place),
        rule=ranked.implements.argmin(ranked.place),
        eligible_on=ranked.eligible_on.min(),
        last_verified_not_fileable=ranked.last_verified.argmin(ranked.place),
        all_answers=said.group_concat("; ", order_by=[ranked.place, ranked.implements]),
    )


def safe_texts(table: ir.Table) -> ir.Table:
    """A table whose texts a spreadsheet keeps as text."""
    texts = [name for name in table.columns if table[name].type().is_string()]
    return table.mutate(**{name: _safe(table[name]) for name in texts})


def _safe(text: ir.StringValue) -> ir.StringValue:
    risky = text.substr(0, 1).isin(list(FORMULA_STARTS)).fill_null(False)
    return ibis.ifelse(risky, ibis.literal("'") + text, text)
