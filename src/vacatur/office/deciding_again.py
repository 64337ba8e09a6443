"""Deciding again the people whom new facts touch, and nobody else.

A few people are decided by the interpreter, one by one: it is slower for each, and starts at once.
The compiler takes seconds to begin, and then not many more for a million.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.office.deciding_few import FEW, decide_few
from vacatur.office.decisions import (
    AGAIN,
    AGAIN_MANIFEST,
    CHARGES,
    DECISIONS,
    TAKEN_OVER,
    TIMES,
    part_name,
    standing_sql,
    taken_over,
    times_decided_again,
)
from vacatur.office.runs import decide_pages, write_decisions
from vacatur.office.stale import StandingRun, latest_standing
from vacatur.office.stored import stored_in
from vacatur.office.taking_over import take_over
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.record.tables import Records
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

_NAMED = 200  # charges


@dataclass(frozen=True, slots=True, kw_only=True)
class Redecided:
    """What deciding again changed. `changes`: (rule, before, after) -> charges."""

    run: str
    persons: int
    charges: int
    changes: Mapping[tuple[str, str, str], int]


def decide_again(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, *, before: str
) -> Redecided | None:
    """Decide the people of an effect again, under the law and on the day of the latest run.

    Parameters
    ----------
    connection
        Holds `touched` and the tables of the effect that was just worked out.
    before
        Hash of the facts as they were before those. A run that was not made from them is left
        alone: somebody else's answers would stay old in it.

    Returns
    -------
    Redecided or None
        None where there is no run that can be added to.
    """
    run = latest_standing(workspace, facts=before)
    if run is None:
        return None
    touched = [row[0] for row in connection.execute("from touched order by all").fetchall()]
    with next_part(workspace, run, part_name(workspace.facts().last)) as partial:
        charges = _write_charges(connection, workspace, partial / CHARGES)
        if len(touched) <= FEW:
            decide_few(connection, workspace, run, partial)
        else:
            _let_go(connection)
            decide_many(workspace, run, touched, partial)
        changes = _changes(connection, run.folder, partial)
    return Redecided(run=run.name, persons=len(touched), charges=charges, changes=changes)


@contextmanager
def next_part(workspace: Workspace, run: StandingRun, name: str) -> Iterator[Path]:
    """A folder to decide into, which becomes a part of the run when the block succeeds.

    It takes over the short parts before it. They stay until the next part comes, for whoever began
    to read them; what was taken over before them goes now.
    """
    part = run.folder / AGAIN / name
    partial = part.with_name(f".{part.name}.partial")
    for folder in (part, partial):
        shutil.rmtree(folder, ignore_errors=True)
    (partial / "conditions").mkdir(parents=True)
    yield partial
    needless = taken_over(run.folder)
    made_of = {
        "facts_sha256": workspace.facts().sha256(),
        "records_sha256": workspace.records_sha256(),
        TIMES: times_decided_again(run.folder) + 1,
        TAKEN_OVER: [each.name for each in (*needless, *take_over(run.folder, name, partial))],
    }
    told = json.dumps(made_of, indent=2)
    (partial / AGAIN_MANIFEST).write_text(told + "\n", encoding="utf-8")
    partial.rename(part)
    for folder in needless:
        shutil.rmtree(folder, ignore_errors=True)


def _write_charges(connection: duckdb.DuckDBPyConnection, workspace: Workspace, path: Path) -> int:
    """Every charge whose answers are decided again, also those that are no longer there."""
    earlier = [
        f"select charge_id from {parquet(effect / 'charges.parquet')} semi join touched"
        " using (person_id)"
        for effect in workspace.effects()
    ]
    connection.execute(
        f"""copy (select charge_id from new_charges union {" union ".join(earlier)}
            order by charge_id)
        to {literal(path)} (format parquet, row_group_size {LOOKED_UP_ROWS})"""
    )
    found = connection.execute("select count(*) from new_charges").fetchone()
    return int(found[0]) if found else 0


def _let_go(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what the effect was worked out from: it is written, and another database starts."""
    tables = connection.execute("select table_name from duckdb_tables()").fetchall()
    for (name,) in tables:
        connection.execute(f'drop table "{name}"')


def decide_many(
    workspace: Workspace, run: StandingRun, persons: Sequence[str], folder: Path
) -> None:
    """Decide people with the compiler, and write what a run writes into `folder`."""
    with workspace.connection() as connection, stored_in(connection, folder) as hold:
        names = pa.table({"person_id": pa.array(persons, pa.string())})
        connection.create_table("again", names, temp=True)
        records = _only(connection, workspace)
        tables = decide_pages(connection, run.rulebook, records, run.as_of, folder, hold, silent)
        write_decisions(connection, workspace, records, tables, folder)


def _only(connection: Backend, workspace: Workspace) -> Records:
    """The records of the people in the table `again`."""
    records, again = workspace.records(connection), connection.table("again")
    tables = dict(records.tables)
    for name, table in records.tables.items():
        if "person_id" in table.columns:
            mine = table.semi_join(again, "person_id")
            tables[name] = connection.create_table(f"again_{name}", mine, temp=True)
    for name, parent, key in (
        ("findings", "charges", "charge_id"),
        ("victims", "cases", "case_id"),
        ("objections", "cases", "case_id"),
        ("participants", "cases", "case_id"),
    ):
        tables[name] = tables[name].semi_join(tables[parent], key)
    return Records(tables)


def _changes(
    connection: duckdb.DuckDBPyConnection, run_folder: Path, folder: Path
) -> dict[tuple[str, str, str], int]:
    """How the answers of these charges differ, counted by rule; no answer is ''."""
    rows = connection.execute(
        f"""select implements, before, after, count(*)
        from ({changes_sql(connection, run_folder, folder)}) group by all order by all"""
    ).fetchall()
    return {(rule, was, now): charges for rule, was, now, charges in rows}


def changes_sql(connection: duckdb.DuckDBPyConnection, run_folder: Path, folder: Path) -> str:
    """SQL for the answers that a part in the making changes.

    One row for each charge and rule: `charge_id`, `implements`, `before`, `after`; no answer is ''.
    """
    decided = connection.execute(f"from {parquet(folder / CHARGES)} limit {_NAMED + 1}").fetchall()
    # Few are named one by one, so that only the rows around them are read.
    named = ", ".join(literal(charge) for (charge,) in decided)
    of = f"charge_id in ({named})" if 0 < len(decided) <= _NAMED else "true"
    return f"""select coalesce(old.charge_id, new.charge_id) as charge_id,
            coalesce(old.implements, new.implements) as implements,
            coalesce(old.published, '') as before, coalesce(new.published, '') as after
        from (
            select charge_id, implements, published
            from ({standing_sql(run_folder, DECISIONS, of=of)})
            semi join {parquet(folder / CHARGES)} using (charge_id)
        ) old
        full join {parquet(folder / DECISIONS)} new using (charge_id, implements)
        where old.published is distinct from new.published"""
