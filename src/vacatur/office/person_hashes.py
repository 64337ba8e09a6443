"""A keyed hash of everything recorded about each person, made when records are made.

A decision carries it, so that whoever approves an answer later can see whether the record behind it
has changed. The key belongs to the workspace: without it nobody can test a guess.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.ingest.facts import FACTS, fact_sql, write_facts
from vacatur.office.workspace import Workspace
from vacatur.scratch import scratch_database
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

FILE = "person_hashes.parquet"

# The facts of cases and charges, and of the tables that hang on them, are hashed already.
_HASHED = {"case": "cases", "charge": "charges"}
_OF_A_PERSON = ("persons", "registrations", "warrants", "diversions", "relief")


def write_person_hashes(workspace: Workspace) -> int:
    """Write `person_id`, `person_hash` for every person; return how many."""
    folder = workspace.records_folder
    if not (folder / FACTS).is_file():
        write_facts(folder, folder / FACTS)
    with scratch_database(workspace.folder) as connection:
        hashes = [
            *(_of_facts(folder, kind, table) for kind, table in _HASHED.items()),
            *(_of_rows(connection, folder, name) for name in _OF_A_PERSON),
        ]
        key = literal(f"{workspace.key()}:")
        # A sum does not depend on the order of the rows.
        connection.execute(
            f"""copy (
                select person_id,
                    sha256({key} || person_id || ':' || sum(hash)::varchar) as person_hash
                from ({" union all ".join(hashes)}) group by person_id order by person_id
            ) to {literal(folder / FILE)}
            (format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"""
        )
        written = connection.execute(f"select count(*) from {parquet(folder / FILE)}").fetchone()
    return int(written[0]) if written else 0


def _of_facts(folder: Path, kind: str, table: str) -> str:
    """The facts hold records that are absent now, too; they are nobody's."""
    return f"""select person_id, facts.hash::hugeint as hash
        from {parquet(folder / f"{table}.parquet")} rows
        join {parquet(folder / FACTS)} facts on facts.id = rows.{kind}_id
        where facts.kind = '{kind}'"""


def _of_rows(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> str:
    source = parquet(folder / f"{name}.parquet")
    text = f"'{name}' || chr(31) || {fact_sql(connection, source)}"
    return f"select person_id, md5_number_lower({text})::hugeint from {source}"
