"""The whole record of one person, found by one of its charges."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import duckdb
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.errors import UsageError, WorkspaceError, nearest
from vacatur.office.kept_queries import KeptQueries, Queries, kept_queries
from vacatur.office.loading import KEY_OF, Rows, records_from, rows_of
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record

_OWNER = "whose charge it is"
_TRIES = 3  # records are replaced by a rename: twice within one look is rare


def load_record(workspace: Workspace, charge_id: str, *, as_of: date) -> Record:
    """The whole record of the person who has a charge.

    Raises
    ------
    UsageError
        The workspace has no such charge; the nearest is named.
    WorkspaceError
        The records do not hold yet what was told of them, or are being replaced.
    """

    def queries(connection: Backend, asked: ir.Table) -> Mapping[str, ir.Table]:
        records = workspace.records(connection)
        charges = records["charges"]
        owner = charges.semi_join(asked, charges.charge_id == asked.id).select("person_id")
        by_key = {key: asked.rename({key: "id"}) for key in set(KEY_OF.values())}
        tables = {name: rows_of(records, name, by_key[key]) for name, key in KEY_OF.items()}
        return {_OWNER: owner, **tables}

    for _ in range(_TRIES):
        rows = _read_whole(workspace, charge_id, queries)
        if rows is not None:
            break
    else:
        raise WorkspaceError(
            "the records are being replaced",
            why="Half of what was read is of the old ones, and half of the new.",
            repair="Ask again in a moment.",
        )
    if not rows["persons"]:
        raise UsageError(
            f"the workspace has no charge [{charge_id}]", repair=_nearest(workspace, charge_id)
        )
    (record,) = records_from(rows, as_of=as_of).values()
    return record


def _read_whole(workspace: Workspace, charge_id: str, queries: Queries) -> Rows | None:
    """The rows of the person who has a charge; None: other records were put there meanwhile."""
    state = _state(workspace)
    try:
        with kept_queries(workspace, "a record", state, queries) as kept:
            owners = kept.rows([charge_id], [_OWNER])[_OWNER]
            rows = _rows(kept, owners)
    except duckdb.Error:  # a file went away between two queries
        if _state(workspace) == state:
            raise
        return None
    return rows if _state(workspace) == state else None


def _state(workspace: Workspace) -> tuple[Hashable, ...]:
    """What the records are made of, all of it heard."""
    workspace.refuse_unheard()
    return workspace.records_sha256(), workspace.facts().sha256(), workspace.effects()


def _rows(kept: KeptQueries, owners: list[dict[str, Any]]) -> Rows:
    """The rows of every table; those that hang on cases and charges after these are known."""
    found: Rows = {_OWNER: owners}
    for key, source in (("person_id", _OWNER), ("case_id", "cases"), ("charge_id", "charges")):
        ids = [row[key] for row in found[source]]
        found |= kept.rows(ids, [name for name, theirs in KEY_OF.items() if theirs == key])
    return {name: found[name] for name in KEY_OF}


def _nearest(workspace: Workspace, charge_id: str) -> str:
    case = charge_id.rsplit("/", 1)[0]
    with workspace.connection() as connection:
        charges = workspace.records(connection)["charges"]
        same_case = charges.filter(charges.charge_id.startswith(case)).select("charge_id").limit(50)
        known = [row["charge_id"] for row in same_case.to_pyarrow().to_pylist()]
    if known:
        return nearest(charge_id, known)
    return "A charge is named CASE/NUMBER, as in the worklist and in decisions.parquet."
