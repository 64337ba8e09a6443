"""A keyed hash of everything recorded about each person, made when records are made.

A decision carries it, so that whoever approves an answer later can see whether the record behind it
has changed. The key belongs to the workspace: without it nobody can test a guess.
"""

from __future__ import annotations

from ibis.backends.duckdb import Backend

from vacatur.office.workspace import Workspace

FILE = "person_hashes.parquet"

_ROWS = ("persons", "cases", "charges")


def write_person_hashes(workspace: Workspace) -> int:
    """Write `person_id`, `person_hash` for every person; return how many."""
    folder = workspace.records_folder
    parts = " union all ".join(
        f"select person_id, sha256(to_json(r)::varchar) as row_hash "
        f"from read_parquet('{_quoted(folder / f'{name}.parquet')}') r"
        for name in _ROWS
    )
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


def _execute(connection: Backend, statement: str) -> None:
    connection.raw_sql(statement)


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
