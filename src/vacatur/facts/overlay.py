"""The records as the facts leave them: the export's rows, and the effects' rows in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from vacatur.record.earlier import no_rows, was_never_written, with_every_column
from vacatur.record.tables import TABLES, Records
from vacatur.sql import literal, parquet

OF_A_PERSON = ("persons", "cases", "charges", "person_hashes")
# Rows that hang on a case or a charge, by which they are known.
OF_A_ROW = {
    "findings": ("charges", "charge_id"),
    "victims": ("cases", "case_id"),
    "participants": ("cases", "case_id"),
}


def records_of(connection: Backend, records_folder: Path, effects: Sequence[Path]) -> Records:
    """The record tables, unexecuted.

    Parameters
    ----------
    records_folder
        What the export said.
    effects
        Folders of effects, the earliest first. The last one that holds a person counts.
    """
    if not effects:
        return Records({name: _read(connection, name, records_folder) for name in TABLES})
    _find_latest(connection, effects)
    for name in TABLES:
        query = _query(name, records_folder, effects)
        connection.raw_sql(f"create or replace temp view known_{name} as {query}")
    return Records(
        {name: with_every_column(name, connection.table(f"known_{name}")) for name in TABLES}
    )


def _read(connection: Backend, name: str, records_folder: Path) -> ir.Table:
    """A table of the export, with every column."""
    if was_never_written(records_folder, name):
        return connection.sql(no_rows(name))
    return with_every_column(name, connection.read_parquet(records_folder / f"{name}.parquet"))


def person_hashes_of(
    connection: Backend, records_folder: Path, effects: Sequence[Path]
) -> ir.Table:
    """`person_id` and `person_hash` of every person, with the facts about the person in it.

    Called after `records_of`, on the same connection.
    """
    name = "person_hashes"
    if not effects:
        return connection.read_parquet(records_folder / f"{name}.parquet")
    query = _query(name, records_folder, effects)
    connection.raw_sql(f"create or replace temp view known_{name} as {query}")
    return connection.table(f"known_{name}")


def _find_latest(connection: Backend, effects: Sequence[Path]) -> None:
    """`latest (person_id, part)`: the effect by which each person that has one is read."""
    connection.raw_sql(
        f"""create or replace temp table latest as
        select person_id, max(part) as part from ({rows_of("persons", effects)}) group by all"""
    )


def _query(name: str, records_folder: Path, effects: Sequence[Path]) -> str:
    base = parquet(records_folder / f"{name}.parquet")
    if name == "offenses":
        return f"select * from {base} union select * exclude (part) from ({rows_of(name, effects)})"
    if name in OF_A_PERSON:
        return f"""select * from {base} anti join latest using (person_id)
            union all by name {of_persons(name, effects, "latest")}"""
    if name in OF_A_ROW:
        return _with_effects(name, records_folder, effects)
    return f"select * from {base}"


def _with_effects(name: str, records_folder: Path, effects: Sequence[Path]) -> str:
    parent, key = OF_A_ROW[name]
    told = of_their_rows(name, effects, "latest")
    parts = [told] if told else []
    path = records_folder / f"{name}.parquet"
    if not was_never_written(records_folder, name) and pq.read_metadata(path).num_rows:
        parts.append(
            f"""select * from {parquet(path)} anti join (
                select {key} from {parquet(records_folder / f"{parent}.parquet")}
                semi join latest using (person_id)
            ) using ({key})"""
        )
    return " union all by name ".join(parts) or no_rows(name)


def of_persons(name: str, effects: Sequence[Path], counting: str) -> str:
    """SQL for what effects say of persons, in a table of theirs.

    `counting` is a table (`person_id`, `part`): of whom each effect counts.
    """
    return f"""select * exclude (part) from ({rows_of(name, effects)})
        semi join {counting} using (person_id, part)"""


def of_their_rows(name: str, effects: Sequence[Path], counting: str) -> str:
    """The same in a table that hangs on a case or a charge; empty: none of them has it."""
    holding = [each for each in effects if not was_never_written(each, name)]
    if not holding:
        return ""
    parent, key = OF_A_ROW[name]
    return f"""select * exclude (part) from ({rows_of(name, holding)}) semi join (
            select {key}, part from ({rows_of(parent, effects)})
            semi join {counting} using (person_id, part)
        ) using ({key}, part)"""


def rows_of(name: str, effects: Sequence[Path]) -> str:
    """SQL for every effect's rows of a table, each with the number of its effect, `part`."""
    files = ", ".join(literal(folder / f"{name}.parquet") for folder in effects)
    return f"""select * exclude (filename),
            regexp_extract(filename, 'effects.([0-9]+).[a-z_]+[.]parquet$', 1)::bigint as part
        from read_parquet([{files}], union_by_name=true, filename=true)"""
