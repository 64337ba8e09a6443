"""Attaching an agency's file of facts: kept, read, held against the records, and applied."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import IngestError
from vacatur.facts.effect import Effect
from vacatur.facts.fact_mapping import AS_OURS, FactMapping
from vacatur.facts.judging import judge_answers, judge_keys
from vacatur.facts.kinds import ANSWERS, FactKind
from vacatur.facts.store import DOUBTS, QUARANTINE, ROWS, Batch, append
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.touched import find_touched, rows_of
from vacatur.ingest.keep import KeptFile, kept
from vacatur.ingest.snapshots import MEMORY
from vacatur.ingest.tallies import number
from vacatur.office.deciding_again import Redecided, decide_again
from vacatur.office.effects import apply_facts
from vacatur.office.fact_files import find_doubts, read_file, withhold_vanished
from vacatur.office.raw_files import seal_new
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress, Steps
from vacatur.scratch import scratch_database
from vacatur.sql import LOOKED_UP_ROWS, literal

_STEPS = 4


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
    mapping: FactMapping = AS_OURS,
) -> Attached:
    """Attach a file of facts, and decide again whomever it touches.

    Parameters
    ----------
    path
        A CSV file with the columns of its kind; `.gz` and `.zip` will do.
    by, document, on
        Who says so, on what document, and the day on which it was attached.
    mapping
        How the file is written, where it is not as we write. Its own file is kept beside it.

    Returns
    -------
    Attached
        Rows in = attached + repeated + quarantined + withheld.

    Raises
    ------
    IngestError
        The file cannot be read at all, has a column that its kind does not, or lacks one. Nothing
        of it is kept.
    """
    steps = Steps(progress, _STEPS)
    log = workspace.facts()
    begun = Batch(
        number=log.last + 1, on=on, kind=kind.name, by=by or kind.asked_of, document=document
    )
    folder = log.batch_folder(begun.number)
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was broken off
    with (
        kept([path], workspace.folder / "raw", encoding=mapping.encoding) as (copy,),
        kept([mapping.path] if mapping.path else [], workspace.folder / "raw") as said,
        scratch_database(workspace.folder) as connection,
    ):
        open_records(connection, workspace.records_folder)
        open_facts(connection, log)
        withheld = _read(connection, workspace, copy, kind, mapping)
        steps.done("read the file")
        _hold_against_the_records(connection, kind)
        counted = _counted(connection, begun, kind, withheld)
        batch = _with_files(counted, copy, said)
        _require_balance(batch)
        _write(connection, kind, folder)
        steps.done("held it against the records")
        after = log.with_batch(batch)
        open_facts(connection, after)
        find_touched(connection, rows_of(after, batch))
        effect = apply_facts(connection, workspace, after, before=workspace.effects())
        reasons = _reasons(connection)
        steps.done("applied the facts")
        append(log, batch)
        redecided = decide_again(connection, workspace, before=log.sha256())
    seal_new(workspace)
    steps.done("decided again")
    return Attached(batch=batch, reasons=reasons, effect=effect, redecided=redecided)


def _read(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    copy: KeptFile,
    kind: FactKind,
    mapping: FactMapping,
) -> int:
    """Read the file, and what its lost rows may have told; return how many were withheld."""
    read_file(connection, copy, kind, mapping, workspace.folder)
    memory = workspace.folder / MEMORY
    remembered = memory if memory.is_file() else None
    withheld = withhold_vanished(connection, kind, remembered, workspace.key())
    find_doubts(connection, kind, mapping)
    return withheld


def _counted(
    connection: duckdb.DuckDBPyConnection, batch: Batch, kind: FactKind, withheld: int
) -> Batch:
    repeated = _repeated(connection, kind)
    return replace(
        batch,
        attached=number(connection, "select count(*) from facts_typed") - repeated,
        repeated=repeated,
        quarantined=number(connection, "select count(*) from quarantine"),
        withheld=withheld,
    )


def _with_files(batch: Batch, copy: KeptFile, mapping: Sequence[KeptFile]) -> Batch:
    return replace(
        batch,
        file=copy.name,
        file_sha256=copy.sha256,
        mapping=mapping[0].name if mapping else "",
        mapping_sha256=mapping[0].sha256 if mapping else "",
        rows_in=copy.lines - 1,
    )


def _reasons(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Why rows are in quarantine, the most frequent reason first."""
    found = connection.execute(
        "select reason, count(*) from quarantine group by all order by 2 desc, 1"
    ).fetchall()
    return dict(found)


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


def _repeated(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> int:
    """How many rows say what a fact that stands, or a row above, says already.

    They are kept: whoever says the same stands by it, should the other be taken back.
    """
    cells = ", ".join(f'coalesce("{name}"::varchar, chr(30))' for name in kind.columns())
    said = f"md5(concat_ws(chr(31), {cells}))"
    return number(
        connection,
        f"""select count(*) from (
            select {said} in (select {said} from {kind.name}_facts)
                or row_number() over (partition by {said} order by row) > 1 as again
            from facts_typed
        ) where again""",
    )


def _write(connection: duckdb.DuckDBPyConnection, kind: FactKind, folder: Path) -> None:
    """The rows stand by what they are about, so that looking one up reads few of them."""
    folder.mkdir(parents=True)
    key = ", ".join(f'"{cell.name}"' for cell in kind.cells[:2])
    for table, name, order in (
        ("facts_typed", ROWS, f"{key}, row"),
        ("quarantine", QUARANTINE, "row"),
        ("doubts", DOUBTS, "all"),
    ):
        connection.execute(
            f"copy (select * from {table} order by {order}) to {literal(folder / name)} "
            f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
        )


def _require_balance(batch: Batch) -> None:
    told: dict[str, Any] = batch.as_data()
    kept = ("attached", "repeated", "quarantined", "withheld")
    if batch.rows_in != sum(told[each] for each in kept):
        counts = ", ".join(f"{told[each]:,} {each}" for each in kept)
        raise IngestError(
            f"{batch.rows_in:,} rows are not {counts}",
            where=batch.file,
            why="A row would be lost, or count twice.",
            repair="Please report this, with the kind of the file.",
        )
