"""A keyed hash of everything recorded about each person, made when records are made.

A decision carries it, so that whoever approves an answer later can see whether the record behind it
has changed. The key belongs to the workspace: without it nobody can test a guess.
"""

from __future__ import annotations

from pathlib import Path

from ibis.backends.duckdb import Backend

from vacatur.office.workspace import Workspace
from vacatur.record.tables import TABLES

FILE = "person_hashes.parquet"

# Where a row stands in a file, and the number an offence was given, change with every export.
_NOT_FACTS = ("source_file", "source_row", "read_elsewhere", "offense_id")

# How each table's rows are traced to their person.
_TRACED = {
    "persons": "",
    "cases": "",
    "charges": "",
    "registrations": "",
    "warrants": "",
    "diversions": "",
    "relief": "",
    "objections": "cases using (case_id)",
    "victims": "cases using (case_id)",
    "findings": "charges using (charge_id)",
}


def write_person_hashes(workspace: Workspace) -> int:
    """Write `person_id`, `person_hash` for every person; return how many."""
    folder = workspace.records_folder
    parts = " union all ".join(_row_hashes(folder, name, by) for name, by in _TRACED.items())
    target = _quoted(folder / FILE)
    with workspace.connection() as connection:
        _execute(
            connection,
            f"copy (select person_id, sha256('{workspace.key()}:' || person_id || ':' "
            f"|| string_agg(row_hash, ':' order by row_hash)) as person_hash "
            f"from ({parts}) group by person_id order by person_id) "
            f"to '{target}' (format parquet, compression zstd)",
        )
        return int(connection.read_parquet(folder / FILE).count().execute())


def _row_hashes(folder: Path, name: str, traced_by: str) -> str:
    """A query for the hash of each row of a table, with the person it belongs to."""
    rows = f"read_parquet('{_quoted(folder / f'{name}.parquet')}')"
    columns = TABLES[name].columns
    left_out = [each for each in _NOT_FACTS if each in columns]
    facts = f"(select * exclude ({', '.join(left_out)}) from {rows})" if left_out else rows
    row_hash = f"sha256('{name}' || to_json(r)::varchar) as row_hash"
    if not traced_by:
        return f"select person_id, {row_hash} from {facts} r"
    owner, _, using = traced_by.partition(" ")
    owners = f"read_parquet('{_quoted(folder / f'{owner}.parquet')}')"
    return f"select o.person_id, {row_hash} from {facts} r join {owners} o {using}"


def _execute(connection: Backend, statement: str) -> None:
    connection.raw_sql(statement)


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
