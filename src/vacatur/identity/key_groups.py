"""Which of some cases exact keys join, whatever names or people say."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.identity.components import join_by_keys
from vacatur.identity.exact_keys import KINDS, SAID, weigh_keys
from vacatur.record.key_values import IS_KEY, SAYS_NONE
from vacatur.sql import parquet

_KEYS = tuple(kind for kind in KINDS if kind != SAID)


def key_groups(records_folder: Path, cases: Collection[str]) -> dict[str, int]:
    """Case -> number of the group of cases to which keys join it.

    Parameters
    ----------
    records_folder
        Linked records. Only persons who have one of the cases are read, and whoever shares a key
        with them, since a key of too many people joins nobody.
    cases
        Ids; one that is not there is left out.
    """
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for name in ("links", "identifiers", "defendants"):
            path = parquet(records_folder / f"{name}.parquet")
            connection.execute(f"create temp view all_{name} as from {path}")
        connection.execute(SAYS_NONE)
        connection.execute(IS_KEY)
        connection.register("asked", pa.table({"case_id": pa.array(sorted(cases), pa.string())}))
        connection.execute(_AROUND, {"kinds": list(_KEYS)})
        for name in ("identifiers", "defendants"):
            connection.execute(
                f"create temp table {name} as from all_{name} semi join around using (case_id)"
            )
        weigh_keys(connection)
        for _ in join_by_keys(connection, _KEYS):
            pass  # how much each kind of key adds is of no interest here
        rows = connection.execute(
            """select case_id, label from asked
            join linkable using (case_id) join labels using (case_number)"""
        ).fetchall()
    return dict(rows)


_AROUND = """
create temp table around as
with mine as (
    select case_id from all_links semi join (
        select person_id from all_links semi join asked using (case_id)) using (person_id)
)
from mine
union
select case_id from all_identifiers semi join (
    select kind, trim(value) as value from all_identifiers semi join mine using (case_id)
    where list_contains($kinds, kind) and is_key(value)
) found on found.kind = all_identifiers.kind and found.value = trim(all_identifiers.value)
"""
