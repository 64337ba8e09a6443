"""What was mapped of every case and charge, as one number each, to compare two snapshots by."""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.ingest.printed import PRINTED
from vacatur.record.earlier import was_never_written
from vacatur.scratch import scratch_database
from vacatur.sql import literal, parquet

FACTS = "facts.parquet"

_TABLES = (
    "cases", "charges", "defendants", "identifiers", "objections", "victims", "participants",
    "findings",
)  # fmt: skip
# Where a row stands, the number an offence was given and what linking found are ours.
_NO_FACT_OF_THE_FEED = frozenset(
    {"source_file", "source_row", "read_elsewhere", "disputed", "offense_id", "person_id"}
)
_NO_FACTS = "select null::varchar as case_id, null::varchar as fact where false"
_QUERY = Path(__file__).parent / "facts.sql"


def write_facts(records_folder: Path, target: Path) -> None:
    """Write `kind`, `id`, `case_id` and `hash` for every case and charge.

    A hash covers what was mapped, without the place in the files, the offence's number and the
    person. A case's covers its header's keys and defendant, too, without the name, address and ZIP
    code: only through linking could they change an answer, and then the person's other rows tell.
    """
    with scratch_database(records_folder.parent) as connection:
        for name in _TABLES:
            if was_never_written(records_folder, name):
                connection.execute(f"create temp view {name}_facts as {_NO_FACTS}")
                continue
            source = parquet(records_folder / f"{name}.parquet")
            if name == "defendants":
                source = _without_printed(connection, source)
            connection.execute(
                f"create temp view {name}_facts as "
                f"select *, {fact_sql(connection, source)} as fact from {source}"
            )
        query = _QUERY.read_text(encoding="utf-8")
        connection.execute(
            f"copy ({query}) to {literal(target)} (format parquet, compression zstd)"
        )


def _without_printed(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL for the defendants without what is printed of them, and without its being unreadable."""
    cells = (
        f"list_filter({name}, lambda each: each not in {PRINTED}) as {name}"
        if name == "unreadable"
        else name
        for name in _columns_of(connection, source)
        if name not in PRINTED
    )
    return f"(select {', '.join(cells)} from {source})"


def fact_sql(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL for the facts of a table's rows as text; JSON would say the same and take twice as long.

    Of the columns that are there: an earlier vacatur may have written fewer.
    """
    names = (n for n in _columns_of(connection, source) if n not in _NO_FACT_OF_THE_FEED)
    cells = ", ".join(f'coalesce("{name}"::varchar, chr(30))' for name in names)
    return f"concat_ws(chr(31), {cells})"


def _columns_of(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    return [str(name) for name, *_ in connection.execute(f"describe from {source}").fetchall()]
