"""What an earlier snapshot of a feed had and a later one has not: found, left out, never put back.

A record that vanishes from a court's export was probably expunged. To keep it out when an older
file brings it again, only a keyed hash of its id is remembered; the key stays in the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.errors import WorkspaceError
from vacatur.ingest.tallies import number
from vacatur.scratch import scratch_database
from vacatur.sql import literal, parquet

MEMORY = "vanished.parquet"

# An engineering guard of ours, from no source: of the arrests of 2014 in Baltimore's police file of
# April 2015, a later file lacks 5.2 %, and an export of fewer courts loses far more.
MOST_VANISHING = 0.20

_FOLDER = Path(__file__).parent
_NO_FACTS = "select '' as kind, '' as id, '' as case_id, 0::ubigint as hash where false"
_NO_MEMORY = "select '' as kind, '' as hash, 0 as snapshot where false"
_NO_KEYS = "select '' as case_id, '' as kind, '' as value where false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What stood before the snapshot that is read now, and where to say what has vanished."""

    number: int  # of the ingest, from 1
    key: str  # of the workspace
    facts: Path | None  # of the records that stand; None: there are none
    identifiers: Path | None  # of the records that stand; None: there are none
    memory: Path | None  # keyed hashes of what vanished before; None: nothing has
    older: bool  # these very files were taken in before, so what they lack has not vanished
    allow_vanished: bool  # somebody said that more than `MOST_VANISHING` may vanish
    gone: Path  # is written: kind, id and case_id of what vanishes now


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many records of one kind differ between two snapshots.

    `absent` ones are in no table and have not vanished: they stand on lines that cannot be read, or
    the files are older than they are.
    """

    added: int
    changed: int
    vanished: int
    absent: int


def find_vanished(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Compare the ids that a new snapshot has with the ones that stand, and with the memory.

    Reads `present_cases (id)`, `present_charges (id, case_id)` and `present_people (id)`: what the
    files name; and `unread_cases (id)`, `unread_charges (case_id)`: what lines that cannot be read
    name. Makes `gone (kind, id, case_id)`, what has vanished since the last snapshot;
    `withheld (kind, id)`, what is to be left out of this one; `gaps (case_id)`, the cases that have
    lost a charge; and the macro `vanished_before(kind, id)`.

    Raises
    ------
    WorkspaceError
        More than `MOST_VANISHING` of the cases or charges would vanish, and nobody allowed it; or
        the key is not the one with which the memory was written.
    """
    show_earlier(connection, snapshot)
    _view(connection, "memory", snapshot.memory, _NO_MEMORY)
    connection.execute("set variable workspace_key = $key", {"key": snapshot.key})
    _run(connection, "snapshot_hashes.sql")
    connection.execute("create temp table vanished as select hash from memory")
    _require_key(connection, snapshot)
    connection.execute("create temp table gone (kind varchar, id varchar, case_id varchar)")
    if not snapshot.older:
        _run(connection, "snapshot_gone.sql")
    if not snapshot.allow_vanished:
        _refuse_a_smaller_export(connection)
    connection.execute(f"create temp macro vanished_before(kind, id) as {_known(snapshot)}")
    _run(connection, "snapshot_withheld.sql")
    connection.execute(f"copy gone to {literal(snapshot.gone)} (format parquet)")


def open_memory(
    connection: duckdb.DuckDBPyConnection, memory: Path | None, workspace_key: str
) -> None:
    """Make the macro `vanished_before(kind, id)`: what a memory remembers; None: nothing."""
    _view(connection, "memory", memory, _NO_MEMORY)
    connection.execute("set variable workspace_key = $key", {"key": workspace_key})
    _run(connection, "snapshot_hashes.sql")
    known = "keyed_hash(kind, id) in (select hash from memory)" if memory else "false"
    connection.execute(f"create temp macro vanished_before(kind, id) as {known}")


def show_earlier(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Open what stands as `earlier_facts (kind, id, case_id, hash)` and `earlier_identifiers`."""
    _view(connection, "earlier_facts", snapshot.facts, _NO_FACTS)
    _view(connection, "earlier_identifiers", snapshot.identifiers, _NO_KEYS)


def compare(new: Path, snapshot: Snapshot) -> Mapping[str, Difference]:
    """Compare the facts of new records with the earlier ones; by kind, `case` and `charge`.

    Facts of records that are only absent now are carried over into `new`, so that they are missed
    if they vanish later.
    """
    with scratch_database(new.parent) as connection:
        _view(connection, "earlier", snapshot.facts, _NO_FACTS)
        _view(connection, "gone", snapshot.gone, "")
        _view(connection, "facts", new, "")
        _run(connection, "snapshot_compare.sql")
        counted = connection.execute("from differences").fetchall()
        carried = any(absent for *_, absent in counted)
        whole = new.with_suffix(".carried")
        if carried:
            _copy(connection, "from facts union all from absent", whole)
    if carried:
        whole.replace(new)
    return {
        kind: Difference(added=added, changed=changed, vanished=vanished, absent=absent)
        for kind, added, changed, vanished, absent in counted
    }


def remember(snapshot: Snapshot, target: Path) -> Mapping[str, int]:
    """Write the memory with what vanishes now; return what it holds, by kind.

    Columns: `kind` (case, charge, person; gap: a case that lost a charge; key: tells whether the
    key is still the same), `hash` and the `snapshot` in which it was first missed. No file is
    written while nothing has ever vanished.
    """
    with scratch_database(target.parent) as connection:
        _view(connection, "memory", snapshot.memory, _NO_MEMORY)
        _view(connection, "gone", snapshot.gone, "")
        connection.execute("set variable workspace_key = $key", {"key": snapshot.key})
        connection.execute("set variable snapshot_number = $n", {"n": snapshot.number})
        _run(connection, "snapshot_hashes.sql")
        _run(connection, "snapshot_memory.sql")
        held = connection.execute(
            "select kind, count(*) from remembered where kind <> 'key' group by all order by all"
        ).fetchall()
        if held:
            _copy(connection, "from remembered order by kind, hash", target)
    return dict(held)


def count_memory(memory: Path) -> int:
    """How many hashes a memory holds."""
    with duckdb.connect() as connection:
        return number(connection, f"select count(*) from {parquet(memory)}")


def _known(snapshot: Snapshot) -> str:
    # With nothing to remember, no id is hashed.
    return "keyed_hash(kind, id) in (select hash from vanished)" if snapshot.memory else "false"


def _require_key(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    strange = number(
        connection,
        "select count(*) from memory where kind = 'key' and hash <> keyed_hash('key', '')",
    )
    if snapshot.memory and strange:
        raise WorkspaceError(
            "the workspace's key is not the one its memory of vanished records was written with",
            where=snapshot.memory.name,
            why="Records that had vanished would come back, and nothing would say so.",
            repair="Put the earlier [workspace.key] back from a copy of the workspace.",
        )


def _refuse_a_smaller_export(connection: duckdb.DuckDBPyConnection) -> None:
    for kind in ("case", "charge"):
        of_kind = f"where kind = '{kind}'"
        had = number(connection, f"select count(*) from earlier_facts {of_kind}")
        gone = number(connection, f"select count(*) from gone {of_kind}")
        if gone > had * MOST_VANISHING:
            raise WorkspaceError(
                f"{gone:,} of {had:,} {kind}s would vanish, more than {MOST_VANISHING:.0%}",
                why="What vanishes is never put back. This looks like an export of fewer courts or"
                " years, or another collection of records.",
                repair="Export everything again; or use a workspace of its own; or, if they have"
                " truly vanished, say so with --vanished-too.",
            )


def _view(connection: duckdb.DuckDBPyConnection, name: str, path: Path | None, empty: str) -> None:
    query = f"from {parquet(path)}" if path else empty
    connection.execute(f"create or replace temp view {name} as {query}")


def _run(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    connection.execute((_FOLDER / script).read_text(encoding="utf-8"))


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    connection.execute(f"copy ({query}) to {literal(target)} (format parquet, compression zstd)")
