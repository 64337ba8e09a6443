"""Deciding a few people with the interpreter, from the rows of an effect just worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.law.page import Page
from vacatur.office.decisions import DECISIONS, conditions_file
from vacatur.office.loading import records_from
from vacatur.office.stale import StandingRun
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record
from vacatur.record.rows import Row
from vacatur.record.tables import PERSON_LISTS
from vacatur.sql import parquet

FEW = 25  # people

_DECISION = pa.schema(
    [
        *((name, pa.string()) for name in ("charge_id", "case_number", "rule", "implements")),
        *((name, pa.string()) for name in ("outcome", "published")),
        ("eligible_on", pa.date32()),
        *((name, pa.string()) for name in ("last_verified", "person_hash")),
    ]
)


def decide_few(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, run: StandingRun, folder: Path
) -> None:
    """Decide the people of an effect, and write what a run writes: decisions and conditions."""
    hashes = dict(connection.execute("select person_id, person_hash from new_hashes").fetchall())
    write_decided(_records(connection, workspace, run.as_of), hashes, run, folder)


def write_decided(
    records: Iterable[Record], hashes: Mapping[str, str], run: StandingRun, folder: Path
) -> None:
    """Decide people, and write what a run writes: decisions and conditions.

    `hashes`: person -> hash of everything recorded about the person.
    """
    decided = [
        (record, decision)
        for record in records
        for charge in record.charges()
        for page in run.rulebook.pages
        if (decision := decide_one(run.rulebook, page, record, charge.charge_id))
        and decision.reached
    ]
    rows = [_row(record, decision, hashes) for record, decision in decided]
    rows.sort(key=lambda row: (row["charge_id"], row["rule"]))
    pq.write_table(pa.Table.from_pylist(rows, schema=_DECISION), folder / DECISIONS)
    for page in run.rulebook.pages:
        _write_conditions(page, (decision for _, decision in decided), folder)


def _records(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, as_of: date
) -> Iterable[Record]:
    rows = {
        name: _rows(connection, f"new_{name} order by all")
        for name in ("persons", "cases", "charges", "findings", "victims", "participants")
    }
    for name in (*PERSON_LISTS, "objections"):
        rows[name] = list(_list_rows(connection, workspace.records_folder, name))
    return records_from(rows, as_of=as_of).values()


def _list_rows(
    connection: duckdb.DuckDBPyConnection, records_folder: Path, name: str
) -> Iterator[Row]:
    """Rows of a list that no fact adds to; most exports have none."""
    path = records_folder / f"{name}.parquet"
    if pq.read_metadata(path).num_rows:
        mine = "touched using (person_id)" if name in PERSON_LISTS else "new_cases using (case_id)"
        yield from _rows(connection, f"{parquet(path)} semi join {mine}")


def _rows(connection: duckdb.DuckDBPyConnection, source: str) -> list[Row]:
    rows: list[Row] = connection.execute(f"select * from {source}").to_arrow_table().to_pylist()
    return rows


def _row(record: Record, decision: Decision, hashes: Mapping[str, str]) -> dict[str, Any]:
    case = record.case_of(record.charge(decision.charge_id))
    return {
        "charge_id": decision.charge_id,
        "case_number": case.number,
        "rule": decision.rule,
        "implements": decision.implements,
        "outcome": decision.outcome.value,
        "published": decision.published.value,
        "eligible_on": decision.eligible_on,
        "last_verified": decision.last_verified.value if decision.last_verified else None,
        "person_hash": hashes.get(record.person.person_id),
    }


def _write_conditions(page: Page, decisions: Iterable[Decision], folder: Path) -> None:
    """One nullable boolean for each named condition, of the charges for which they were read."""
    names = page.condition_names()
    rows = [
        {"charge_id": each.charge_id, "read_on": each.read_on, **each.conditions}
        for each in decisions
        if each.rule == page.page_id and each.conditions
    ]
    flags = [(name, pa.bool_()) for name in names]
    schema = pa.schema([("charge_id", pa.string()), ("read_on", pa.date32()), *flags])
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, conditions_file(folder, page.page_id))
