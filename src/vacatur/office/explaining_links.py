"""Why the cases of one person of a workspace are that person's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import UsageError, nearest
from vacatur.identity.evidence import NamePair, name_pair
from vacatur.identity.exact_keys import KINDS, SAID
from vacatur.identity.linking import NAME_PAIRS
from vacatur.identity.why import Rival, Why, why
from vacatur.office.cases_by_id import rows_of_cases
from vacatur.office.link_waiting import waiting_under
from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace
from vacatur.record.key_values import IS_KEY, SAYS_NONE
from vacatur.record.record import Record
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
        linked = _joined_by_name(connection, folder, person_id)
    waiting = _waiting(workspace, person_id, cases)
    said = [case for case, kinds in joined_by if SAID in kinds]
    return why(person_id, cases, keys, linked, waiting, said=said, told=not joined_by)


def waiting_pairs(workspace: Workspace, record: Record) -> tuple[Rival, ...]:
    """The pairs that wait for a look and may add a case to a person, the heaviest first."""
    mine = {each.case_id: each.number or each.case_id for each in record.cases}
    return tuple(_waiting(workspace, record.person.person_id, mine))


def _waiting(workspace: Workspace, person_id: str, mine: Mapping[str, str]) -> list[Rival]:
    """The same of a person, whose cases are told by id and with what each is called."""
    asked = set(waiting_under(workspace, mine))
    folder = workspace.records_folder
    others = rows_of_cases(folder, {each for pair in asked for each in pair} - mine.keys())
    known = {
        **{each: (x["person_id"], x["number"] or each) for each, x in others.items()},
        **{each: (person_id, called) for each, called in mine.items()},
    }
    pairs = rows_with(folder / NAME_PAIRS, "case_l", {left for left, _ in asked})
    found = [
        _rival(row, known, mine)
        for row in pairs
        if (ends := (row["case_l"], row["case_r"])) in asked and known.keys() >= set(ends)
    ]
    return sorted(found, key=lambda rival: (-rival.pair.bits, rival.pair.cases))


def _rival(
    row: Mapping[str, Any], known: Mapping[str, tuple[str, str]], mine: Mapping[str, str]
) -> Rival:
    ends = (row["case_l"], row["case_r"])
    one, other = ends if ends[0] in mine else ends[::-1]
    return Rival(person_id=known[other][0], pair=name_pair(row, (known[one][1], known[other][1])))


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


def _joined_by_name(
    connection: duckdb.DuckDBPyConnection, folder: Path, person_id: str
) -> dict[tuple[str, str], NamePair]:
    """The pairs that join cases of a person, by case id."""
    if not (folder / NAME_PAIRS).is_file():
        return {}
    found = connection.execute(
        f"""select pairs.*,
            coalesce(l.number, l.case_id) as number_l, coalesce(r.number, r.case_id) as number_r
        from {parquet(folder / NAME_PAIRS)} pairs
        join cases l on l.case_id = case_l
        join cases r on r.case_id = case_r
        where band = 'linked' and $person in (l.person_id, r.person_id)""",
        {"person": person_id},
    )
    return {
        (row["case_l"], row["case_r"]): name_pair(row, (row["number_l"], row["number_r"]))
        for row in found.to_arrow_table().to_pylist()
    }
