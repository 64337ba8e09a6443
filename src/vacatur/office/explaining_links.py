"""Why the cases of one person of a workspace are that person's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import UsageError, nearest
from vacatur.identity.evidence import NamePair, name_pair
from vacatur.identity.exact_keys import KINDS, SAID
from vacatur.identity.linking import NAME_PAIRS
from vacatur.identity.why import Rival, Why, why
from vacatur.office.workspace import Workspace
from vacatur.record.key_values import IS_KEY, SAYS_NONE
from vacatur.sql import parquet


def explain_person(workspace: Workspace, person_id: str) -> Why:
    """Why the cases of one person are that person's. Neither names nor numbers of people are told.

    Raises
    ------
    UsageError
        There is no such person; the nearest is named.
    """
    workspace.records_manifest()
    folder = workspace.records_folder
    with duckdb.connect() as connection:
        for name in ("cases", "links", "identifiers"):
            connection.execute(f"create view {name} as from {parquet(folder / f'{name}.parquet')}")
        cases = _cases(connection, person_id)
        joined_by = connection.execute(
            "select case_id, joined_by from links where person_id = ?", [person_id]
        ).fetchall()
        keys = _keys(connection, person_id)
        linked, waiting = _by_name(connection, folder, person_id)
    said = [case for case, kinds in joined_by if SAID in kinds]
    return why(person_id, cases, keys, linked, waiting, said=said, told=not joined_by)


def waiting_pairs(workspace: Workspace, person_id: str) -> tuple[Rival, ...]:
    """The pairs that wait for a look and may add a case to a person, the heaviest first."""
    folder = workspace.records_folder
    if not (folder / NAME_PAIRS).is_file():
        return ()  # as for most pages that are looked at: nothing to open
    with duckdb.connect() as connection:
        connection.execute(f"create view cases as from {parquet(folder / 'cases.parquet')}")
        _, waiting = _by_name(connection, folder, person_id)
    return tuple(sorted(waiting, key=lambda rival: (-rival.pair.bits, rival.pair.cases)))


def _cases(connection: duckdb.DuckDBPyConnection, person_id: str) -> dict[str, str]:
    mine = connection.execute(
        "select case_id, coalesce(number, case_id) from cases where person_id = ?", [person_id]
    ).fetchall()
    if not mine:
        known = connection.execute(
            "select distinct person_id from cases order by levenshtein(person_id, ?) limit 1",
            [person_id],
        ).fetchall()
        raise UsageError(
            f"the workspace has no person [{person_id}]",
            repair=nearest(person_id, (str(row[0]) for row in known)),
        )
    return dict(mine)


def _keys(connection: duckdb.DuckDBPyConnection, person_id: str) -> list[tuple[str, str, str]]:
    """The keys that joined cases of a person: case id, kind, value.

    A key joins everybody who bears it, or nobody: one that a case of somebody else bears, too, was
    vetoed, even where the case is joined by another key of its kind.
    """
    connection.execute(SAYS_NONE)
    connection.execute(IS_KEY)
    return connection.execute(
        """with every as (
            select case_id, kind, trim(value) as value from identifiers
            where list_contains($kinds, kind) and is_key(value)
        ),
        mine as (
            select case_id, kind, value
            from every join links using (case_id)
            where person_id = $person and list_contains(joined_by, kind)
        )
        select case_id, kind, value from mine
        where (kind, value) not in (
            select (kind, value) from every join links using (case_id)
            where person_id <> $person and (kind, value) in (select (kind, value) from mine))""",
        {"kinds": list(KINDS), "person": person_id},
    ).fetchall()


def _by_name(
    connection: duckdb.DuckDBPyConnection, folder: Path, person_id: str
) -> tuple[dict[tuple[str, str], NamePair], list[Rival]]:
    """The pairs that join cases of a person, by case id, and those that wait."""
    linked: dict[tuple[str, str], NamePair] = {}
    waiting = []
    if (folder / NAME_PAIRS).is_file():
        for row in _pairs(connection, folder, person_id):
            pair = name_pair(row, (row["number_l"], row["number_r"]))
            if row["band"] == "linked":
                linked[row["case_l"], row["case_r"]] = pair
            elif row["person_l"] == person_id:
                waiting.append(Rival(person_id=row["person_r"], pair=pair))
            else:
                turned = name_pair(row, (row["number_r"], row["number_l"]))
                waiting.append(Rival(person_id=row["person_l"], pair=turned))
    return linked, waiting


def _pairs(
    connection: duckdb.DuckDBPyConnection, folder: Path, person_id: str
) -> Iterator[dict[str, Any]]:
    found = connection.execute(
        f"""select pairs.*, l.person_id as person_l, r.person_id as person_r,
            coalesce(l.number, l.case_id) as number_l, coalesce(r.number, r.case_id) as number_r
        from {parquet(folder / NAME_PAIRS)} pairs
        join cases l on l.case_id = case_l
        join cases r on r.case_id = case_r
        where band in ('linked', 'review') and $person in (l.person_id, r.person_id)""",
        {"person": person_id},
    )
    yield from found.to_arrow_table().to_pylist()
