"""Attaching an agency's file of facts: kept, read, held against the records, and applied."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import IngestError
from vacatur.facts.effect import Effect
from vacatur.facts.judging import judge_answers, judge_keys
from vacatur.facts.kinds import ANSWERS, HISTORY, FactKind
from vacatur.facts.store import DOUBTS, QUARANTINE, ROWS, Batch, append
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.touched import find_touched, rows_of
from vacatur.ingest.keep import kept
from vacatur.ingest.tallies import number
from vacatur.office.deciding_again import Redecided, decide_again
from vacatur.office.effects import apply_facts
from vacatur.office.fact_files import find_doubts, read_file
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress, Steps
from vacatur.scratch import scratch_database
from vacatur.sql import literal

_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What attaching one file did. `reasons`: why rows are in quarantine -> rows."""

    batch: Batch
    reasons: Mapping[str, int]
    effect: Effect
    redecided: Redecided | None  # None: there is no run that could be added to


def attach(
    workspace: Workspace,
    path: Path,
    kind: FactKind,
    *,
    by: str,
    document: str,
    on: date,
    progress: Progress,
    renamed: Mapping[str, str] | None = None,
) -> Attached:
    """Attach a file of facts, and decide again whomever it touches.

    Parameters
    ----------
    path
        A CSV file with the columns of its kind; `.gz` and `.zip` will do.
    by, document, on
        Who says so, on what document, and the day on which it was attached.
    renamed
        Our name of a column -> the file's, where they differ.

    Returns
    -------
    Attached
        Rows in = attached + repeated + quarantined.

    Raises
    ------
    IngestError
        The file cannot be read at all, has a column that its kind does not, or lacks one. Nothing
        of it is kept.
    """
    steps = Steps(progress, _STEPS)
    log = workspace.facts()
    folder = log.batch_folder(log.last + 1)
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was broken off
    with (
        kept([path], workspace.folder / "raw") as (copy,),
        scratch_database(workspace.folder) as connection,
    ):
        open_records(connection, workspace.records_folder)
        open_facts(connection, log)
        read_file(connection, copy, kind, renamed or {}, workspace.folder)
        find_doubts(connection, kind)
        steps.done("read the file")
        _hold_against_the_records(connection, kind)
        repeated = _leave_out_repeated(connection, kind)
        steps.done("held it against the records")
        folder.mkdir(parents=True)
        _write(connection, kind, folder)
        quarantined = number(connection, "select count(*) from quarantine")
        batch = Batch(
            number=log.last + 1,
            on=on,
            kind=kind.name,
            by=by or kind.asked_of,
            document=document,
            file=copy.name,
            file_sha256=copy.sha256,
            rows_in=copy.lines - 1,
            attached=number(connection, "select count(*) from facts_typed"),
            repeated=repeated,
            quarantined=quarantined,
        )
        _require_balance(batch)
        reasons = connection.execute(
            "select reason, count(*) from quarantine group by all order by 2 desc, 1"
        ).fetchall()
        after = log.with_batch(batch)
        open_facts(connection, after)
        find_touched(connection, rows_of(after, batch))
        effect = apply_facts(connection, workspace, after)
        steps.done("applied the facts")
        append(log, batch)
        redecided = decide_again(connection, workspace, before=log.sha256())
    steps.done("decided again")
    return Attached(batch=batch, reasons=dict(reasons), effect=effect, redecided=redecided)


def _hold_against_the_records(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> None:
    """Put into quarantine what is about nobody here, or about nobody can say whom."""
    if kind.name == ANSWERS:
        judge_answers(connection)
    else:
        judge_keys(connection, kind)
    connection.execute(
        """insert into quarantine
        select 'facts', row, reason, line from judged join facts_text using (row)
        where reason is not null"""
    )
    connection.execute(
        "delete from facts_typed where row in (select row from judged where reason is not null)"
    )


def _leave_out_repeated(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> int:
    """Leave out rows that say what a fact that stands says already, and return how many."""
    cells = ", ".join(f'coalesce("{name}"::varchar, chr(30))' for name in kind.columns())
    said = f"md5(concat_ws(chr(31), {cells}))"
    # A return is all its rows together, so it is repeated as a whole or not at all.
    told = "person_key" if kind.name == HISTORY else "row"
    before = number(connection, "select count(*) from facts_typed")
    connection.execute(
        f"""create or replace table facts_typed as
        select * from facts_typed
        where {told} in (
            select {told} from facts_typed
            where {said} not in (select {said} from {kind.name}_facts)
        )
        qualify row_number() over (partition by {said} order by row) = 1"""
    )
    return before - number(connection, "select count(*) from facts_typed")


def _write(connection: duckdb.DuckDBPyConnection, kind: FactKind, folder: Path) -> None:
    """The rows stand by what they are about, so that looking one up reads few of them."""
    key = ", ".join(f'"{cell.name}"' for cell in kind.cells[:2])
    for table, name, order in (
        ("facts_typed", ROWS, f"{key}, row"),
        ("quarantine", QUARANTINE, "row"),
        ("doubts", DOUBTS, "all"),
    ):
        connection.execute(
            f"copy (select * from {table} order by {order}) to {literal(folder / name)} "
            "(format parquet, compression zstd, row_group_size 20480)"
        )


def _require_balance(batch: Batch) -> None:
    told: dict[str, Any] = batch.as_data()
    if batch.rows_in != batch.attached + batch.repeated + batch.quarantined:
        raise IngestError(
            f"of {batch.rows_in:,} rows, {told['attached']:,} were attached, "
            f"{told['repeated']:,} repeated and {told['quarantined']:,} quarantined",
            where=batch.file,
            why="A row would be lost, or count twice.",
            repair="Please report this, with the kind of the file.",
        )
