"""Deciding again the people whom new facts touch, and nobody else."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.law.rulebook import Rulebook
from vacatur.office.decisions import (
    AGAIN,
    AGAIN_MANIFEST,
    CHARGES,
    DECISIONS,
    conditions_file,
    decisions_of,
)
from vacatur.office.explaining import records_of_persons
from vacatur.office.runs import decide_pages, write_decisions
from vacatur.office.stale import made_from_the_same, rulebook_of_run
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress, silent
from vacatur.record.record import Record
from vacatur.record.tables import Records

# So many people are decided by the interpreter, one by one; it is slower for each, and starts at
# once. The compiler takes seconds to begin, and then no longer for a million.
FEW = 25

_DECISION = pa.schema(
    [
        ("charge_id", pa.string()),
        ("case_number", pa.string()),
        ("rule", pa.string()),
        ("implements", pa.string()),
        ("outcome", pa.string()),
        ("published", pa.string()),
        ("eligible_on", pa.date32()),
        ("last_verified", pa.string()),
        ("person_hash", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redecided:
    """What deciding again changed. `changes`: (rule, before, after) -> charges."""

    run: str
    persons: int
    charges: int
    changes: Mapping[tuple[str, str, str], int]


def decide_again(
    workspace: Workspace, persons: Sequence[str], *, before: str, progress: Progress = silent
) -> Redecided | None:
    """Decide some people again, under the law and on the day of the latest run.

    Parameters
    ----------
    persons
        Who is touched by the last facts.
    before
        Hash of the facts as they were before those. A run that was not made from them is left
        alone: somebody else's answers would stay old in it.

    Returns
    -------
    Redecided or None
        None where there is no run that can be added to.
    """
    if not made_from_the_same(workspace, "latest", facts=before):
        return None
    folder = workspace.run_folder("latest")
    manifest = workspace.run_manifest("latest")
    rulebook, as_of = rulebook_of_run(manifest), date.fromisoformat(manifest["as_of"])
    part = folder / AGAIN / f"{workspace.facts().last:06}"
    shutil.rmtree(part, ignore_errors=True)
    partial = part.with_name(f".{part.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "conditions").mkdir(parents=True)
    with workspace.connection() as connection:
        _name(connection, persons)
        old = decisions_of(connection, folder)
        records = _only(connection, workspace)
        charges = _write_charges(connection, workspace, records, partial / CHARGES)
        if len(persons) <= FEW:
            _one_by_one(connection, workspace, rulebook, persons, as_of, partial)
        else:
            tables = decide_pages(connection, rulebook, records, as_of, partial, progress)
            write_decisions(connection, workspace, records, tables, partial)
        changes = _changes(connection, old, partial)
    _write_manifest(partial, workspace, persons)
    partial.rename(part)
    return Redecided(run=manifest["run"], persons=len(persons), charges=charges, changes=changes)


def _name(connection: Backend, persons: Iterable[str]) -> None:
    connection.create_table(
        "again", pa.table({"person_id": pa.array(list(persons), pa.string())}), temp=True
    )


def _only(connection: Backend, workspace: Workspace) -> Records:
    """The records of the people in the table `again`."""
    records, again = workspace.records(connection), connection.table("again")
    tables = dict(records.tables)
    for name, table in records.tables.items():
        if "person_id" in table.columns:
            tables[name] = connection.create_table(
                f"again_{name}", table.semi_join(again, "person_id"), temp=True
            )
    for name, parent, key in (
        ("findings", "charges", "charge_id"),
        ("victims", "cases", "case_id"),
        ("objections", "cases", "case_id"),
    ):
        tables[name] = tables[name].semi_join(tables[parent], key)
    return Records(tables)


def _write_charges(connection: Backend, workspace: Workspace, records: Records, path: Path) -> int:
    """Every charge whose answers are decided again, also those that are no longer there."""
    there = records["charges"].select("charge_id")
    parts = [
        connection.read_parquet(effect / "charges.parquet")
        .semi_join(connection.table("again"), "person_id")
        .select("charge_id")
        for effect in workspace.effects()
    ]
    connection.to_parquet(there.union(*parts, distinct=True) if parts else there, path)
    return int(there.count().execute())


def _one_by_one(
    connection: Backend,
    workspace: Workspace,
    rulebook: Rulebook,
    persons: Sequence[str],
    as_of: date,
    folder: Path,
) -> None:
    hashes = workspace.person_hashes(connection)
    mine = hashes.semi_join(connection.table("again"), "person_id").to_pyarrow().to_pylist()
    hash_of = {row["person_id"]: row["person_hash"] for row in mine}
    records = records_of_persons(workspace, connection, persons, as_of=as_of)
    decided = [
        (record, decision)
        for record in records.values()
        for charge in record.charges()
        for page in rulebook.pages
        if (decision := decide_one(rulebook, page, record, charge.charge_id)) and decision.reached
    ]
    rows = [_row(record, decision, hash_of) for record, decision in decided]
    rows.sort(key=lambda row: (row["charge_id"], row["rule"]))
    pq.write_table(pa.Table.from_pylist(rows, schema=_DECISION), folder / DECISIONS)
    for page in rulebook.pages:
        names = page.condition_names()
        mine = [each for _, each in decided if each.rule == page.page_id and each.conditions]
        read = [
            {"charge_id": each.charge_id, "read_on": each.read_on, **each.conditions}
            for each in mine
        ]
        types = [(name, pa.bool_()) for name in names]
        schema = pa.schema([("charge_id", pa.string()), ("read_on", pa.date32()), *types])
        pq.write_table(
            pa.Table.from_pylist(read, schema=schema), conditions_file(folder, page.page_id)
        )


def _row(record: Record, decision: Decision, hash_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "charge_id": decision.charge_id,
        "case_number": record.case_of(record.charge(decision.charge_id)).number,
        "rule": decision.rule,
        "implements": decision.implements,
        "outcome": str(decision.outcome),
        "published": str(decision.published),
        "eligible_on": decision.eligible_on,
        "last_verified": str(decision.last_verified) if decision.last_verified else None,
        "person_hash": hash_of.get(record.person.person_id),
    }


def _changes(connection: Backend, old: Any, folder: Path) -> Counter[tuple[str, str, str]]:
    """How the answers of these charges differ, counted by rule."""
    charges = connection.read_parquet(folder / CHARGES)
    before = old.semi_join(charges, "charge_id").select("charge_id", "implements", was="published")
    now = connection.read_parquet(folder / DECISIONS).select(
        "charge_id", "implements", now="published"
    )
    both = before.outer_join(now, ["charge_id", "implements"])
    told = both.select(
        implements=both.implements.coalesce(both.implements_right),
        was=both.was.fill_null(""),
        now=both.now.fill_null(""),
    )
    changed = told.filter(told.was != told.now)
    counted = changed.group_by("implements", "was", "now").agg(charges=changed.count())
    return Counter(
        {
            (row["implements"], row["was"], row["now"]): row["charges"]
            for row in counted.order_by("implements", "was", "now").to_pyarrow().to_pylist()
        }
    )


def _write_manifest(folder: Path, workspace: Workspace, persons: Sequence[str]) -> None:
    told = {"facts_sha256": workspace.facts().sha256(), "persons": len(persons)}
    (folder / AGAIN_MANIFEST).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
