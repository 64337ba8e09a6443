"""What the court printed of the people of some cases, as one hash for each case.

No answer rests on a name or an address, so the hash of an answer does not cover them; but papers
print them, and what was approved is what may be printed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import ibis
import pyarrow as pa

from vacatur.matters.codec import canonical
from vacatur.matters.sealing import derived, keyed_hash
from vacatur.office.workspace import Workspace

_COLUMNS = ("name", "address", "zip", "birth_date")


def printed_hashes(workspace: Workspace, case_ids: Collection[str]) -> Mapping[str, str]:
    """By case: a hash that nobody without the workspace's key can guess the name from."""
    path = workspace.records_folder / "defendants.parquet"
    if not case_ids or not path.is_file():
        return {}
    asked = pa.table({"case_id": pa.array(sorted(set(case_ids)), pa.string())})
    with workspace.connection() as connection:
        rows = (
            connection.read_parquet(path)
            .semi_join(ibis.memtable(asked), "case_id")
            .select("case_id", *_COLUMNS)
            .to_pyarrow()
            .to_pylist()
        )
    key = derived(workspace.key(), "vacatur: what is printed of a defendant")
    return {
        row["case_id"]: keyed_hash(key, canonical([str(row[name] or "") for name in _COLUMNS]))
        for row in rows
    }
