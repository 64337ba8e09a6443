"""Taking cases out of a workspace: its records, facts, runs, links, logs, raw files and packets.

It goes the way on which a record that vanished from an export goes (`intake_commit`), and is all
done, or goes on where it was broken off.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.identity.linking import LINKS
from vacatur.ingest.facts import FACTS
from vacatur.ingest.snapshots import MEMORY, Difference, Snapshot, remember
from vacatur.ingest.store import MANIFEST, write_manifest
from vacatur.office.blanking import words_of
from vacatur.office.clinic.forgetting import forget_visits
from vacatur.office.erasures import CASE, Forgotten, forgotten
from vacatur.office.intake import link_records
from vacatur.office.intake_commit import (
    GONE,
    Staging,
    commit,
    finish,
    runs_holding,
    stage_records,
    staging,
)
from vacatur.office.packet_forgetting import PapersFound, forget_papers
from vacatur.office.raw_files import Redacted, seal_raw
from vacatur.office.records_log import Entry, read_log
from vacatur.office.workspace import Workspace
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

# Columns that say which case, or whose charge, a row is about.
_ABOUT_CASE = ("case_id", "case_l", "case_r")
_ABOUT_CHARGE = ("charge_id",)
_OF_PERSONS = ("persons", "registrations", "warrants", "relief", "diversions")
_QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgot:
    """What forgetting did. `runs` were removed, since they held a charge of a forgotten case."""

    cases: int
    runs: int
    raw: Redacted
    papers: PapersFound


def obey(workspace: Workspace, on: date) -> Forgot:
    """Take out everything that the ledger of erasures names. With nothing left it changes nothing.

    The workspace is locked for writing.
    """
    finish(workspace)
    # Last the records: as long as they hold the case, doctor says that something is left to do.
    raw = seal_raw(workspace)
    papers = forget_papers(workspace)
    forget_visits(workspace, on)
    cases = forgotten_cases(workspace)
    runs = take_out(workspace, cases, on) if cases else 0
    return Forgot(cases=len(cases), runs=runs, raw=raw, papers=papers)


def forgotten_cases(workspace: Workspace) -> tuple[str, ...]:
    """Ids of the cases in the records that the ledger names."""
    known, path = forgotten(workspace), workspace.records_folder / "cases.parquet"
    if not known or not path.is_file():
        return ()
    ids = pq.read_table(path, columns=["case_id"])["case_id"].to_pylist()
    return tuple(sorted(each for each in ids if known.names(each)))


def take_out(workspace: Workspace, cases: Collection[str], on: date) -> int:
    """Take cases out of the tables, and of all that was made of them; how many runs went."""
    with staging(workspace) as staged:
        (staged.folder / "raw").mkdir()
        stage_records(staged)
        with duckdb.connect() as connection:
            _find_gone(connection, staged.records_folder, cases)
            connection.execute(f"copy gone to {literal(staged.folder / GONE)} (format parquet)")
            gone = _counted(connection)
            rows = _filter_all(connection, staged.records_folder, forgotten(workspace))
        _note_rows(staged, rows)
        snapshot = _snapshot(workspace, staged)
        held = remember(snapshot, staged.folder / MEMORY)
        _rewrite_manifest(staged, {"vanished_before": dict(held)})
        link_records(staged, earlier=workspace.records_folder / LINKS)
        runs = len(runs_holding(workspace, staged.folder / GONE))
        adapter = str(staged.records_manifest()["adapter"]["name"])
        commit(staged, _entry(snapshot.number, adapter, gone, runs, sum(held.values()), on))
    return runs


def persons_of(workspace: Workspace, cases: Collection[str]) -> tuple[str, ...]:
    """Keys of the feed that name people of whom no other case is left."""
    with duckdb.connect() as connection:
        _find_gone(connection, workspace.records_folder, cases)
        found = connection.execute("select id from gone where kind = 'person' order by id")
        return tuple(str(each) for (each,) in found.fetchall())


def _find_gone(
    connection: duckdb.DuckDBPyConnection, records: Path, cases: Collection[str]
) -> None:
    """Make `gone (kind, id, case_id)`, and `named (id)`: everything by which they are named."""
    ids = pa.array(sorted(cases), pa.string())
    connection.register("asked", pa.table({"case_id": ids}))
    for name in ("cases", "charges", "identifiers"):
        path = parquet(records / f"{name}.parquet")
        connection.execute(f"create or replace temp view {name} as from {path}")
    connection.execute(
        """create temp table gone as
        select 'case' as kind, case_id as id, case_id from asked
        union all
        select 'charge', charge_id, case_id from charges semi join asked using (case_id)
        union all
        select 'person', value, null::varchar from identifiers
        where kind = 'feed_person_key' group by value
        having bool_and(case_id in (select case_id from asked))"""
    )
    connection.execute(
        """create temp table named as
        with numbers as (
            select case_id, number from cases semi join asked using (case_id)
            where number is not null
        )
        select id from gone
        union
        select number from numbers
        union
        select number || '/' || split_part(charge_id, '/', -1)
        from charges join numbers using (case_id)"""
    )
    for name in ("cases", "charges", "identifiers"):
        connection.execute(f"drop view {name}")


def _counted(connection: duckdb.DuckDBPyConnection) -> Mapping[str, int]:
    found = connection.execute("select kind, count(*) from gone group by all").fetchall()
    return {"case": 0, "charge": 0, **dict(found)}


def _filter_all(
    connection: duckdb.DuckDBPyConnection, records: Path, known: Forgotten
) -> dict[str, int]:
    """Write each table without the gone; the rows that are left, by table. Files are replaced."""
    paths = sorted(records.glob("*.parquet"), key=lambda path: path.stem in _OF_PERSONS)
    rows: dict[str, int] = {}
    for path in paths:
        if path.stem == _QUARANTINE:
            _blank_quarantine(path, known)
            continue
        partial = path.with_suffix(".partial")
        connection.execute(
            f"copy ({_without(connection, path)}) to {literal(partial)}"
            f" (format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
        )
        partial.replace(path)
        rows[path.stem] = pq.read_metadata(path).num_rows
    return rows


def _without(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """SQL for the rows of a table that stay; a cell that names what is gone is empty."""
    described = connection.execute(f"describe from {parquet(path)}").fetchall()
    texts = [str(name) for name, kind, *_ in described if kind == "VARCHAR"]
    columns = {str(name) for name, *_ in described}
    stays = [f"{name} not in (from asked)" for name in _ABOUT_CASE if name in columns]
    stays += [
        f"{name} not in (select id from gone where kind = 'charge')"
        for name in _ABOUT_CHARGE
        if name in columns
    ]
    if path.name == FACTS:
        stays.append("id not in (select id from gone)")
    if path.stem in _OF_PERSONS:
        cases = parquet(path.with_name("cases.parquet"))
        stays.append(f"person_id in (select person_id from {cases})")
    emptied = ", ".join(
        f'case when "{name}" in (from named) then null else "{name}" end as "{name}"'
        for name in texts
        if name not in _ABOUT_CASE + _ABOUT_CHARGE
    )
    replaced = f" replace ({emptied})" if emptied else ""
    where = " and ".join(f"coalesce({each}, true)" for each in stays) or "true"
    return f"select *{replaced} from {parquet(path)} where {where}"


def _blank_quarantine(path: Path, known: Forgotten) -> None:
    """A line that could not be read stays counted, and loses its text if it names the gone."""
    table = pq.read_table(path)
    place = table.schema.get_field_index("text")
    texts = [
        "" if text and any(known.names(word) for word in words_of(text)) else text
        for text in table["text"].to_pylist()
    ]
    partial = path.with_suffix(".partial")
    kept = table.set_column(place, table.schema.field(place), pa.array(texts, pa.string()))
    pq.write_table(kept, partial, compression="zstd")
    partial.replace(path)


def _note_rows(staged: Staging, rows: Mapping[str, int]) -> None:
    tables: Mapping[str, Any] = staged.records_manifest()["tables"]
    left = {name: rows.get(name, count) for name, count in tables.items()}
    _rewrite_manifest(staged, {"tables": left})


def _rewrite_manifest(staged: Staging, changed: Mapping[str, object]) -> None:
    manifest = {**staged.records_manifest(), **changed}
    # The staged file is the workspace's own until all of this counts.
    (staged.records_folder / MANIFEST).unlink()
    write_manifest(staged.records_folder, manifest)


def _snapshot(workspace: Workspace, staged: Staging) -> Snapshot:
    memory = workspace.folder / MEMORY
    return Snapshot(
        number=len(read_log(workspace).entries) + 1,
        key=workspace.key(),
        facts=None,
        identifiers=None,
        memory=memory if memory.is_file() else None,
        older=False,
        allow_vanished=True,
        gone=staged.folder / GONE,
    )


def _entry(
    number: int, adapter: str, gone: Mapping[str, int], runs: int, remembered: int, on: date
) -> Entry:
    def lost(count: int) -> Difference:
        return Difference(added=0, changed=0, vanished=count, absent=0)

    return Entry(
        number=number,
        on=on,
        adapter=adapter,
        files=(),
        unchanged=False,
        older=False,
        cases=lost(gone[CASE]),
        charges=lost(gone["charge"]),
        withheld=0,
        runs_removed=runs,
        remembered=remembered,
    )
