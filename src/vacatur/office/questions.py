"""Open questions by pattern: which facts, asked once for many, would move most charges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import deciders_of
from vacatur.engine.explanation import Decider
from vacatur.engine.questions import Why
from vacatur.engine.waits import hanging_conditions
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.decisions import conditions_of, decisions_of
from vacatur.office.explaining import load_record
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace

# Groups of equal conditions that are looked into for each page; the rest is counted as one.
LOOKED_INTO = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about one column, whatever the row; `rows` = how often in the example.

    `of_other` says that it is asked of the person's other charges, not of the charge decided.
    """

    entity: str
    of_other: bool
    column: str
    why: Why
    rows: int
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Charges that one page left open for the same want of facts.

    `asked` tells what the example wants, and `decides` there speaks of the example. It is empty
    for charges that a known condition refers to a person (`referred`), and for the rest of a
    page's charges that were not looked into (`example` is empty then).
    """

    rule: str
    implements: str
    charges: int
    asked: tuple[Asked, ...]
    referred: tuple[str, ...]
    example: str


def open_patterns(workspace: Workspace, rulebook: Rulebook, run: str) -> tuple[Pattern, ...]:
    """The patterns of a run's open charges, the largest first.

    Raises
    ------
    WorkspaceError
        The records or the law have changed since the run.

    Charges whose conditions came out alike are grouped in one query, an example of each group is
    explained, and groups that ask for the same facts are one pattern.
    """
    refuse_changed(workspace, run)
    folder = workspace.run_folder(run)
    as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
    patterns: list[Pattern] = []
    with workspace.connection() as connection:
        for page in rulebook.pages:
            groups = _grouped(connection, folder, page)
            examples = [
                _pattern(workspace, connection, rulebook, page, group, as_of)
                for group in groups[:LOOKED_INTO]
            ]
            patterns += _merged(examples)
            rest = sum(group["charges"] for group in groups[LOOKED_INTO:])
            if rest:
                patterns.append(_rest(page, rest))
    return tuple(sorted(patterns, key=lambda p: (-p.charges, p.rule, p.example)))


def _pattern(
    workspace: Workspace,
    connection: Backend,
    rulebook: Rulebook,
    page: Page,
    group: dict[str, Any],
    as_of: date,
) -> Pattern:
    example = group["example"]
    record = load_record(workspace, connection, example, as_of=as_of)
    decision = decide_one(rulebook, page, record, example)
    assert decision is not None  # the run decided it
    referred = tuple(group["referred"].split())
    return Pattern(
        rule=page.page_id,
        implements=page.implements,
        charges=group["charges"],
        asked=() if referred else asked_of(deciders_of(rulebook, page, record, decision), example),
        referred=referred,
        example=example,
    )


def asked_of(deciders: tuple[Decider, ...], target: str) -> tuple[Asked, ...]:
    """The questions of one charge, those about one column of several rows taken together."""
    found: dict[tuple[str, bool, str, Why], list[Decider]] = {}
    for decider in deciders:
        question = decider.question
        of_other = question.entity == "charge" and question.row_id != target
        key = (question.entity, of_other, question.column, question.why)
        found.setdefault(key, []).append(decider)
    return tuple(
        Asked(
            entity=entity,
            of_other=of_other,
            column=column,
            why=why,
            rows=len(members),
            decides=len(members) == 1 and members[0].decides,
        )
        for (entity, of_other, column, why), members in found.items()
    )


def _merged(patterns: list[Pattern]) -> list[Pattern]:
    merged: dict[object, Pattern] = {}
    for pattern in patterns:
        wants = frozenset((a.entity, a.of_other, a.column, a.why, a.decides) for a in pattern.asked)
        key = (wants, pattern.referred)
        before = merged.get(key)
        charges = pattern.charges + (before.charges if before else 0)
        merged[key] = replace(before or pattern, charges=charges)
    return list(merged.values())


def _rest(page: Page, charges: int) -> Pattern:
    return Pattern(
        rule=page.page_id,
        implements=page.implements,
        charges=charges,
        asked=(),
        referred=(),
        example="",
    )


def _grouped(connection: Backend, folder: Path, page: Page) -> list[dict[str, Any]]:
    """Open charges grouped by the conditions that are unknown, and by those that refer."""
    decisions = decisions_of(connection, folder)
    opened = decisions.filter(
        (decisions.rule == page.page_id) & decisions.outcome.isin(["UNKNOWN", "NEEDS_FINDING"])
    )
    conditions = conditions_of(connection, folder, page.page_id)
    table = opened.left_join(conditions, "charge_id")
    asked, refers = hanging_conditions(page)
    table = table.select(
        "charge_id",
        unknown=_names([(name, table[name].isnull()) for name in asked]),
        referred=_names([(name, table[name].fill_null(False)) for name in refers]),
    )
    grouped = (
        table.group_by("unknown", "referred")
        .agg(charges=table.count(), example=table.charge_id.min())
        .order_by(ibis.desc("charges"), "unknown", "referred")
    )
    rows: list[dict[str, Any]] = grouped.to_pyarrow().to_pylist()
    return rows


def _names(flags: list[tuple[str, ir.BooleanValue]]) -> ir.StringValue:
    text = ibis.literal("")
    for name, holds in flags:
        text = text + ibis.ifelse(holds, f"{name} ", "")
    return text
