"""Whole records of some people, from the rows of their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ibis.backends.duckdb import Backend

from vacatur.office.workspace import Workspace
from vacatur.record.record import Record
from vacatur.record.rows import Row, record_of
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS

_OF_A_PERSON = {"persons": "person_id", "cases": "case_id", "charges": "charge_id"}


def records_of_persons(
    workspace: Workspace, connection: Backend, persons: Sequence[str], *, as_of: date
) -> dict[str, Record]:
    """The whole records of some people, with what the facts say, by `person_id`."""
    records = workspace.records(connection)
    tables = {
        name: records[name].filter(lambda table: table.person_id.isin(persons)).order_by(key)
        for name, key in _OF_A_PERSON.items()
    }
    tables["findings"] = records["findings"].semi_join(tables["charges"], "charge_id")
    for name in CASE_LISTS:
        tables[name] = records[name].semi_join(tables["cases"], "case_id")
    for name in PERSON_LISTS:
        tables[name] = records[name].filter(lambda table: table.person_id.isin(persons))
    rows = {name: table.to_pyarrow().to_pylist() for name, table in tables.items()}
    return records_from(rows, as_of=as_of)


def records_from(rows: Mapping[str, list[Row]], *, as_of: date) -> dict[str, Record]:
    """Records by `person_id`, from the rows of every table for those people and nobody else."""
    return {
        person_id: record_of(mine, record_id=person_id, as_of=as_of)
        for person_id, mine in _by_person(rows).items()
    }


def _by_person(rows: Mapping[str, list[Row]]) -> dict[str, dict[str, list[Row]]]:
    """The rows of each table, apart for each person."""
    owner = {row["case_id"]: row["person_id"] for row in rows["cases"]}
    owner |= {row["charge_id"]: row["person_id"] for row in rows["charges"]}
    split: dict[str, dict[str, list[Row]]] = {
        row["person_id"]: {name: [] for name in rows} for row in rows["persons"]
    }
    for name, members in rows.items():
        key = "charge_id" if name == "findings" else "case_id"
        for row in members:
            person_id = owner[row[key]] if name in ("findings", *CASE_LISTS) else row["person_id"]
            split[person_id][name].append(row)
    return split
