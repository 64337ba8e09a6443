"""How two linkages of the same records differ: whose cases and whose whole record are others."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.office.workspace import Workspace
from vacatur.sql import parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How the persons of two linkages differ.

    `merged`: a person and those that it was before. `split`: a person and those that it is now.
    `touched` are the persons of now whose record is another one, each with its hash: also of those
    who have the same cases, and a search that counts now or does not count any more.
    """

    merged: tuple[tuple[str, tuple[str, ...]], ...]
    split: tuple[tuple[str, tuple[str, ...]], ...]
    touched: tuple[tuple[str, str], ...]
    others: int  # persons of before who have other cases now


@contextmanager
def snapshot(workspace: Workspace) -> Iterator[Path]:
    """Who has each case, and the hash of each person with the facts in it; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=workspace.folder))
    try:
        with workspace.connection() as connection:
            cases = workspace.records(connection)["cases"].select("case_id", "person_id")
            connection.to_parquet(cases, folder / "cases.parquet")
            hashes = workspace.person_hashes(connection)
            connection.to_parquet(hashes, folder / "hashes.parquet")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def differences(before: Path, after: Path) -> Differences:
    """Compare two snapshots."""
    with duckdb.connect() as connection:
        for when, folder in (("before", before), ("after", after)):
            for name in ("cases", "hashes"):
                path = parquet(folder / f"{name}.parquet")
                connection.execute(f"create view {name}_{when} as from {path}")
        connection.execute(
            """create table moved as
            select b.person_id as was, a.person_id as now
            from cases_before b join cases_after a using (case_id) group by all"""
        )
        return Differences(
            merged=_told(connection, "now", "was"),
            split=_told(connection, "was", "now"),
            touched=tuple(connection.execute(_TOUCHED).fetchall()),
            others=connection.execute(_OTHERS).fetchall()[0][0],
        )


_TOUCHED = """select person_id, person_hash from hashes_after
    anti join hashes_before using (person_id, person_hash) order by person_id"""

_OTHERS = """select count(distinct was) from moved
    where was in (select was from moved group by was having count(*) > 1)
        or now in (select now from moved group by now having count(*) > 1)"""


def _told(
    connection: duckdb.DuckDBPyConnection, whole: str, part: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The persons of one side that are several on the other."""
    rows = connection.execute(
        f"""select {whole}, list({part} order by {part}) from moved
        group by {whole} having count(*) > 1 order by {whole}"""
    ).fetchall()
    return tuple((person, tuple(parts)) for person, parts in rows)
