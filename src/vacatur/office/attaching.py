"""Attaching an agency's file of facts: kept, read, held against the records, and applied."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import IngestError, nearest
from vacatur.facts.effect import Effect
from vacatur.facts.judging import judge_answers, judge_keys
from vacatur.facts.kinds import ANSWERS, FactKind
from vacatur.facts.reading import faults_sql, value_sql
from vacatur.facts.store import QUARANTINE, ROWS, Batch, append
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.touched import find_touched
from vacatur.ingest.keep import KeptFile, kept, working_text
from vacatur.ingest.lines import load_rows, quarantine_headers, quarantine_rows
from vacatur.ingest.refusals import require_few_columns, require_rows
from vacatur.ingest.row_tables import Layout, cut_header
from vacatur.ingest.tallies import number
from vacatur.office.deciding_again import Redecided, decide_again
from vacatur.office.effects import apply_facts
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
        _read(connection, copy, kind, renamed or {}, workspace.folder)
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
        find_touched(connection, {kind.name: "from facts_typed"})
        after = log.with_batch(batch)
        effect = apply_facts(connection, workspace, after)
        steps.done("applied the facts")
        append(log, batch)
        redecided = decide_again(connection, workspace, before=log.sha256())
    steps.done("decided again")
    return Attached(batch=batch, reasons=dict(reasons), effect=effect, redecided=redecided)


def _read(
    connection: duckdb.DuckDBPyConnection,
    copy: KeptFile,
    kind: FactKind,
    renamed: Mapping[str, str],
    folder: Path,
) -> None:
    """Make `facts_rows`, and put into `quarantine` what cannot be read."""
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    layout = _layout(copy, kind, renamed)
    with working_text(copy, "utf-8", folder) as text:
        load_rows(connection, layout, text)
        require_rows(connection, layout, "Send the file with a header that names its fields.")
        quarantine_headers(connection, layout, copy.header)
        _set_aside(connection, f"select row, {faults_sql(kind)} as reason from facts_rows")
        cells = ", ".join(f'{value_sql(cell)} as "{cell.name}"' for cell in kind.cells)
        connection.execute(f"create table facts_typed as select row, {cells} from facts_rows")
        connection.execute("create table facts_text as select row, line from facts_lines")


def _layout(copy: KeptFile, kind: FactKind, renamed: Mapping[str, str]) -> Layout:
    columns = cut_header(copy.header, ",", quotes=True)
    where = f"{copy.name}, header"
    require_few_columns(columns, where)
    theirs = {name: renamed.get(name, name) for name in kind.columns()}
    _require_columns(columns, kind, theirs, where)
    places = {name: place for place, name in enumerate(columns, start=1)}
    return Layout(
        name="facts",
        grain=kind.grain,
        kept=copy,
        header=1,
        delimiter=",",
        quotes=True,
        fields=len(columns),
        cells={name: places.get(theirs[name]) for name in kind.columns()},
        labels=theirs,
        key=kind.columns()[:1],  # by which a header that stands again is found
        key_sql="''",
    )


def _require_columns(
    columns: tuple[str, ...], kind: FactKind, theirs: Mapping[str, str], where: str
) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise IngestError(
            f"the column [{twice[0]}] stands twice",
            where=where,
            why="Nothing says which of the two is meant.",
            repair="Send the file with a name of its own for each column.",
        )
    for cell in kind.cells:
        if cell.required and theirs[cell.name] not in columns:
            raise IngestError(
                f"the column [{theirs[cell.name]}] is missing",
                where=where,
                why=f"A file of the kind {kind.name} says in it: {cell.meaning}.",
                repair=nearest(theirs[cell.name], set(columns) - set(theirs.values())),
            )
    unknown = sorted(set(columns) - set(theirs.values()))
    if unknown:
        raise IngestError(
            f"the column [{unknown[0]}] is none of the kind {kind.name}",
            where=where,
            why="What it says would be lost, and nobody would know.",
            repair=f"{nearest(unknown[0], theirs.values())} Or leave it out of the file.",
        )


def _set_aside(connection: duckdb.DuckDBPyConnection, judged: str) -> None:
    """Move rows into quarantine, each with its reason; a reason that is null keeps the row."""
    quarantine_rows(
        connection, "facts", f"select row, reason from ({judged}) where reason is not null"
    )


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
    """Leave out rows that say what a fact that stands says already; return how many."""
    cells = ", ".join(f'coalesce("{name}"::varchar, chr(30))' for name in kind.columns())
    said = f"md5(concat_ws(chr(31), {cells}))"
    before = number(connection, "select count(*) from facts_typed")
    connection.execute(
        f"""create or replace table facts_typed as
        select * from facts_typed
        where {said} not in (select {said} from {kind.name}_facts)
        qualify row_number() over (partition by {said} order by row) = 1
        order by row"""
    )
    return before - number(connection, "select count(*) from facts_typed")


def _write(connection: duckdb.DuckDBPyConnection, kind: FactKind, folder: Path) -> None:
    """The rows stand by what they are about, so that looking one up reads few of them."""
    key = ", ".join(f'"{cell.name}"' for cell in kind.cells[:2])
    for table, name, order in (
        ("facts_typed", ROWS, f"{key}, row"),
        ("quarantine", QUARANTINE, "row"),
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
