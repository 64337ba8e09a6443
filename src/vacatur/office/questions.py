"""Open questions by pattern: which facts, asked once for many, would move most charges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import deciders_of
from vacatur.engine.explanation import Decider
from vacatur.engine.waits import hanging_conditions
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.explaining import load_record
from vacatur.office.runs import conditions_file
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Charges that one page left open in the same way.

    `unknown` names the conditions that came out unknown, `referred` those that send the charge to
    a person. `deciders` are the questions of the example: another charge of the pattern asks for
    the same conditions, though perhaps for another reason.
    """

    rule: str
    implements: str
    charges: int
    unknown: tuple[str, ...]
    referred: tuple[str, ...]
    example: str
    deciders: tuple[Decider, ...]


def open_patterns(
    workspace: Workspace, rulebook: Rulebook, run: str, *, most: int
) -> tuple[Pattern, ...]:
    """The patterns of a run's open charges, the largest first.

    Parameters
    ----------
    most
        How many patterns of each page to explain.
    """
    folder = workspace.run_folder(run)
    as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
    patterns: list[Pattern] = []
    with workspace.connection() as connection:
        for page in rulebook.pages:
            for row in _grouped(connection, folder, page, most):
                record = load_record(workspace, connection, row["example"], as_of=as_of)
                decision = decide_one(rulebook, page, record, row["example"])
                assert decision is not None  # the run decided it
                patterns.append(
                    Pattern(
                        rule=page.page_id,
                        implements=page.implements,
                        charges=row["charges"],
                        unknown=_split(row["unknown"]),
                        referred=_split(row["referred"]),
                        example=row["example"],
                        deciders=deciders_of(rulebook, page, record, decision),
                    )
                )
    return tuple(sorted(patterns, key=lambda p: (-p.charges, p.rule, p.unknown)))


def _grouped(connection: Backend, folder: Path, page: Page, most: int) -> list[dict[str, Any]]:
    """Open charges grouped by the conditions that are unknown, and by those that refer."""
    decisions = connection.read_parquet(folder / "decisions.parquet")
    opened = decisions.filter(
        (decisions.rule == page.page_id) & decisions.outcome.isin(["UNKNOWN", "NEEDS_FINDING"])
    )
    conditions = connection.read_parquet(conditions_file(folder, page.page_id))
    table = opened.left_join(conditions, "charge_id")
    asked, refers = hanging_conditions(page)
    table = table.select(
        "charge_id",
        unknown=_names(table, [(name, table[name].isnull()) for name in asked]),
        referred=_names(table, [(name, table[name].fill_null(False)) for name in refers]),
    )
    grouped = (
        table.group_by("unknown", "referred")
        .agg(charges=table.count(), example=table.charge_id.min())
        .order_by(ibis.desc("charges"), "unknown", "referred")
        .limit(most)
    )
    rows: list[dict[str, Any]] = grouped.to_pyarrow().to_pylist()
    return rows


def _names(table: ir.Table, flags: list[tuple[str, ir.BooleanValue]]) -> ir.StringValue:
    text = ibis.literal("")
    for name, holds in flags:
        text = text + ibis.ifelse(holds, f"{name} ", "")
    return text


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())
