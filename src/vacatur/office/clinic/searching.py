"""Looking somebody up in the office's own records: by a case's number, or a name. It is logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from vacatur.errors import UsageError
from vacatur.ingest.docket_write import docket_of
from vacatur.matters.store import Casework, Doing
from vacatur.office.loading import load_records
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One case that was found. `name` is the defendant's as it was sent; null: there is none."""

    case_id: str
    number: str | None
    court: str | None
    county: str | None
    name: str | None
    birth_date: date | None
    charges: int


def search_records(
    workspace: Workspace, casework: Casework, asked: str, doing: Doing
) -> Sequence[Match]:
    """Find cases by their number, or by words of the defendant's name; fifty at most.

    That somebody searched stands in the chain, with how many cases they saw and not what they
    typed: it may be a name.

    Raises
    ------
    UsageError
        Less than three letters or digits were typed.
    WorkspaceError
        The workspace holds no records.
    """
    words = asked.upper().split()
    if sum(letter.isalnum() for letter in asked) < 3:
        raise UsageError("too little was typed", repair="Type a case number, or a whole name.")
    workspace.records_manifest()
    found = _found(workspace, words)
    keys = [casework.case_key(each.case_id) for each in found]
    with casework.working(doing) as work:
        work.note_access("RecordsSearched", {"cases": keys})
    return found


def docket_of_person(
    workspace: Workspace, casework: Casework, case_id: str, doing: Doing, *, as_of: date
) -> dict[str, Any]:
    """Everything that the office knows of whoever has a case, as a docket of a clinic.

    Raises
    ------
    UsageError
        There is no such case, or it has no charge.
    """
    with workspace.connection() as connection:
        records = workspace.records(connection)
        cases, charges = records["cases"], records["charges"]
        # The case itself may be a header without a charge, and the person's others are not.
        whose = cases.filter(cases.case_id == case_id).select("person_id")
        rows = charges.semi_join(whose, "person_id").select("charge_id").limit(1)
        ids = [str(row["charge_id"]) for row in rows.to_pyarrow().to_pylist()]
        loaded = load_records(records, ids, as_of=as_of)
    if not loaded:
        raise UsageError(
            "the records hold no charge of whoever has this case", repair="Search again."
        )
    record = loaded[ids[0]]
    keys = [casework.case_key(case.case_id) for case in record.cases]
    with casework.working(doing) as work:
        work.note_access("RecordsRead", {"cases": keys})
    docket = docket_of(record, rule=None, target=ids[0])
    return _with_short_ids({**docket, "target": None, "findings": {}})


def _found(workspace: Workspace, words: Sequence[str]) -> list[Match]:
    folder = workspace.records_folder
    told = {f"word_{number}": word for number, word in enumerate(words)}
    named = " and ".join(f"contains(upper(name), ${name})" for name in told) or "false"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""select case_id, number, court, county, any_value(name), any_value(birth_date),
                (select count(*) from {parquet(folder / "charges.parquet")} c
                 where c.case_id = cases.case_id)
            from {parquet(folder / "cases.parquet")} cases
            left join (select case_id, name, birth_date
                       from {parquet(folder / "defendants.parquet")}) defendants using (case_id)
            where upper(number) = $whole or upper(case_id) = $whole or ({named})
            group by all order by number limit {_MOST}""",
            {**told, "whole": " ".join(words)},
        ).fetchall()
    return [
        Match(
            case_id=row[0],
            number=row[1],
            court=row[2],
            county=row[3],
            name=row[4],
            birth_date=row[5],
            charges=row[6],
        )
        for row in rows
    ]


def _with_short_ids(docket: Mapping[str, Any]) -> dict[str, Any]:
    """The same docket under ids that a docket may have: `k1`, `c1` and so on."""
    names: dict[str, str] = {}
    for case in docket["cases"]:
        names[case["id"]] = f"k{len(names) + 1}"
    for case in docket["cases"]:
        for charge in case["charges"]:
            names[charge["id"]] = f"c{len(names) + 1}"
    told: dict[str, Any] = _renamed({**docket, "id": "clinic"}, names)
    return told


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Ids stand under `id`, and where a row names another one."""
    if isinstance(value, Mapping):
        return {
            key: names.get(each, each)
            if key in ("id", "case", "charge", "underlying") and isinstance(each, str)
            else _renamed(each, names)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return value
