"""Deciding again the people whose cases an answer about links has changed, and nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.office.deciding_again import Redecided, changes_sql, decide_many, next_part
from vacatur.office.deciding_few import FEW, write_decided
from vacatur.office.decisions import CHARGES, decisions_of, part_name
from vacatur.office.loading import load_records
from vacatur.office.stale import StandingRun
from vacatur.office.workspace import Workspace
from vacatur.sql import LOOKED_UP_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAnswer:
    """What a rule answered of a charge, and what it answers now; empty: it does not reach it."""

    charge_id: str
    implements: str
    before: str
    after: str


def decide_relinked(
    workspace: Workspace, run: StandingRun, persons: Sequence[str], *, line: int
) -> tuple[Redecided, tuple[ChangedAnswer, ...]]:
    """Decide people again after the records were linked again.

    Parameters
    ----------
    run
        The latest run, which could be added to before that.
    persons
        Ids as they are now. With nobody, the run still says from which records it stands.
    line
        Of the log of links.
    """
    with next_part(workspace, run, part_name(workspace.facts().last, line)) as partial:
        charges = write_charges(workspace, run, persons, partial)
        decide_people(workspace, run, persons, partial)
        with duckdb.connect() as plain:
            rows = plain.execute(
                f"from ({changes_sql(plain, run.folder, partial)}) order by charge_id, implements"
            ).to_arrow_table()
    changed = tuple(ChangedAnswer(**row) for row in rows.to_pylist())
    counted = Counter((each.implements, each.before, each.after) for each in changed)
    redecided = Redecided(
        run=run.name, persons=len(persons), charges=charges, changes=dict(sorted(counted.items()))
    )
    return redecided, changed


def write_charges(
    workspace: Workspace, run: StandingRun, persons: Sequence[str], folder: Path
) -> int:
    """Write which charges are decided again; how many of them there are.

    A charge that only a search of a history lists may be gone: where the searches of two people
    list one case, neither counts.
    """
    with workspace.connection() as connection:
        charges = workspace.records(connection)["charges"].select("charge_id", "person_id")
        asked = _asked(connection, persons)
        mine = charges.semi_join(asked, "person_id").select("charge_id")
        decided = decisions_of(connection, run.folder).select("charge_id").distinct()
        gone = decided.anti_join(charges, "charge_id")
        path = folder / CHARGES
        connection.to_parquet(
            mine.union(gone).order_by("charge_id"), path, row_group_size=LOOKED_UP_ROWS
        )
        return int(mine.count().execute())


def decide_people(
    workspace: Workspace, run: StandingRun, persons: Sequence[str], folder: Path
) -> None:
    """Decide people, and write what a run writes into `folder`; it has a folder `conditions`."""
    if len(persons) > FEW:
        decide_many(workspace, run, persons, folder)
        return
    with workspace.connection() as connection:
        _decide_few(connection, workspace, run, persons, folder)


def _asked(connection: Backend, persons: Sequence[str]) -> ir.Table:
    names = pa.table({"person_id": pa.array(persons, pa.string())})
    return connection.create_table("again_asked", names, temp=True)


def _decide_few(
    connection: Backend,
    workspace: Workspace,
    run: StandingRun,
    persons: Sequence[str],
    folder: Path,
) -> None:
    records, asked = workspace.records(connection), _asked(connection, persons)
    mine = records["charges"].semi_join(asked, "person_id").charge_id.to_pyarrow().to_pylist()
    loaded = load_records(records, mine, as_of=run.as_of).values()
    people = {each.person.person_id: each for each in loaded}
    known = workspace.person_hashes(connection).semi_join(asked, "person_id")
    hashes = {row["person_id"]: row["person_hash"] for row in known.to_pyarrow().to_pylist()}
    write_decided(people.values(), hashes, run, folder)
