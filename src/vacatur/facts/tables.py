"""The records and the standing facts as tables of one connection, for working out an effect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.errors import WorkspaceError
from vacatur.facts.kinds import ANSWERS, HISTORY, KINDS, FactKind
from vacatur.facts.reading import SQL_TYPES
from vacatur.facts.store import DOUBTS, ROWS, Batch, FactsLog
from vacatur.record.earlier import no_rows, rows_with_every_column, was_never_written
from vacatur.record.tables import TABLES
from vacatur.sql import literal, parquet

_RECORDS = ("persons", "cases", "charges", "offenses", "findings", "victims", "participants")
_SIDE = {
    "person_keys": "person_key, kind, case_id, person_id, people",
    "person_hashes": "person_id, person_hash",
}
_FACT = pa.schema(
    [
        ("batch", pa.int64()),
        ("row", pa.int64()),
        ("file", pa.string()),
        ("charge", pa.string()),
        ("asked", pa.string()),
        ("value", pa.string()),
    ]
)


def open_records(connection: duckdb.DuckDBPyConnection, records_folder: Path) -> None:
    """Make `base_<table>` of each table that an effect is worked out from.

    Raises
    ------
    WorkspaceError
        An earlier vacatur linked the records, and left out what names a person.
    """
    # A file's description is kept while the connection lasts: reading it costs as much as the rows.
    connection.execute("set parquet_metadata_cache = true")
    for name in _RECORDS:
        _open(connection, name, records_folder)
    for name, columns in _SIDE.items():
        path = records_folder / f"{name}.parquet"
        try:
            connection.execute(
                f"create or replace temp view base_{name} as select {columns} from {parquet(path)}"
            )
        except (duckdb.IOException, duckdb.BinderException):  # there is none, or an earlier one
            raise WorkspaceError(
                f"the records have no table [{name}] that can be read",
                why="An earlier vacatur linked them, and nobody could be named by a fact.",
                repair="Run [vacatur link] in the workspace.",
            ) from None


def _open(connection: duckdb.DuckDBPyConnection, name: str, records_folder: Path) -> None:
    """Make `base_<table>` with every column, whatever an earlier vacatur wrote."""
    view = f"create or replace temp view base_{name} as"
    if was_never_written(records_folder, name):
        connection.execute(f"{view} {no_rows(name)}")
        return
    source = parquet(records_folder / f"{name}.parquet")
    whole = frozenset(TABLES[name].columns)
    try:
        connection.execute(f"{view} {rows_with_every_column(name, whole, source)}")
    except duckdb.BinderException:
        described = connection.execute(f"describe from {source}").fetchall()
        there = frozenset(row[0] for row in described)
        connection.execute(f"{view} {rows_with_every_column(name, there, source)}")


def open_facts(connection: duckdb.DuckDBPyConnection, log: FactsLog) -> None:
    """Make `<kind>_facts` of each kind: `fact`, `batch`, `place`, `file`, `row` and the cells."""
    standing = log.standing()
    _name_withdrawn(connection, log.withdrawn())
    for kind in KINDS.values():
        mine = [batch for batch in standing if batch.kind == kind.name]
        parts = [_rows_sql(log, batch, kind) for batch in mine if batch.file]
        if kind.name == ANSWERS:
            _register_answers(connection, mine)
            parts.append("select * from answers_given")
        connection.execute(
            f"""create or replace temp view {kind.name}_facts as
            select batch || '.' || row as fact, file || '#' || row as place, *
            from ({" union all by name ".join(parts) or _nothing(kind)})
            where batch || '.' || row not in (select fact from withdrawn)"""
        )
    _open_doubts(connection, log)


def _open_doubts(connection: duckdb.DuckDBPyConnection, log: FactsLog) -> None:
    """What was told in rows that were lost.

    `history_doubts` (`batch`, `person_key`, `lost`): returns that are not whole, since a row could
    not be read (`lost`) or was taken back. A null key: anybody's.
    `lost_facts` (`fact`, `batch`, `about`, `case_num`, `charge_num`, `person_key`, `name`): of
    which column of a charge, a case or a person something was told.
    """
    returns = [
        "select null::bigint as batch, null::varchar as person_key, null::boolean as lost"
        " where false"
    ]
    lost = [f"select {_LOST} where false"]
    for batch in log.standing():
        number, folder = batch.number, log.batch_folder(batch.number)
        if batch.kind == HISTORY:
            returns.append(f"select {number}, person_key, true from {parquet(folder / DOUBTS)}")
            returns.append(
                f"""select {number}, person_key, false from {parquet(folder / ROWS)}
                where '{number}.' || row in (select fact from withdrawn)"""
            )
        elif batch.file and batch.kind != ANSWERS:
            lost.append(
                f"""select '{number}.' || row, {number}, '{KINDS[batch.kind].about}', case_num,
                charge_num, person_key, name from {parquet(folder / DOUBTS)}"""
            )
    for name, parts in (("history_doubts", returns), ("lost_facts", lost)):
        query = " union all ".join(parts)
        connection.execute(f"create or replace temp view {name} as {query}")


_LOST = """null::varchar as fact, null::bigint as batch, null::varchar as about,
    null::varchar as case_num, null::varchar as charge_num, null::varchar as person_key,
    null::varchar as name"""


def _name_withdrawn(connection: duckdb.DuckDBPyConnection, facts: Iterable[str]) -> None:
    names = pa.table({"fact": pa.array(sorted(facts), pa.string())})
    connection.register("withdrawn", names)


def _rows_sql(log: FactsLog, batch: Batch, kind: FactKind) -> str:
    cells = ", ".join(f'"{name}"' for name in kind.columns())
    path = log.batch_folder(batch.number) / ROWS
    return f"""select {batch.number}::bigint as batch, row, {literal(batch.file)} as file, {cells}
        from {parquet(path)}"""


def _nothing(kind: FactKind) -> str:
    cells = ", ".join(f'null::{SQL_TYPES[cell.reads]} as "{cell.name}"' for cell in kind.cells)
    return (
        f"select null::bigint as batch, null::bigint as row, null::varchar as file, {cells} "
        "where false"
    )


def _register_answers(connection: duckdb.DuckDBPyConnection, batches: Iterable[Batch]) -> None:
    """Answers that were given by hand stand in the log itself."""
    rows = [
        {
            "batch": batch.number,
            "row": row,
            "file": f"answer of {batch.by}",
            "charge": answer.charge,
            "asked": answer.column,
            "value": answer.value,
        }
        for batch in batches
        for row, answer in enumerate(batch.answers, start=1)
        if answer.charge  # else it is about what has vanished
    ]
    connection.register("answers_given", pa.Table.from_pylist(rows, schema=_FACT))
