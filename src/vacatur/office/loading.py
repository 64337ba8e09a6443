"""Reading the records of many persons back at once: one query for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from vacatur.record.record import Record
from vacatur.record.rows import record_of
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS, Records

Rows = dict[str, list[dict[str, Any]]]

# By table: what its rows are found by, once the person is known. A row hangs on one before it.
KEY_OF: Mapping[str, str] = MappingProxyType(
    {
        "persons": "person_id",
        "cases": "person_id",
        "charges": "person_id",
        "findings": "charge_id",
        **dict.fromkeys(PERSON_LISTS, "person_id"),
        **dict.fromkeys(CASE_LISTS, "case_id"),
    }
)
# What is a person's own, by what the rows of other tables name it.
OWN_ID = {"cases": "case_id", "charges": "charge_id"}


def load_records(
    records: Records, charge_ids: Iterable[str], *, as_of: date
) -> Mapping[str, Record]:
    """The whole record of each person who has one of some charges, by id of the charge.

    Charges of one person share one record. A charge that is not in the records is left out.
    """
    asked = _ids("charge_id", charge_ids)
    charges = records["charges"]
    owners = charges.semi_join(asked, "charge_id").select("charge_id", "person_id")
    owner_of = {row["charge_id"]: row["person_id"] for row in _rows(owners)}
    tables = tables_of(records, _ids("person_id", owner_of.values()))
    people = records_from({name: _rows(table) for name, table in tables.items()}, as_of=as_of)
    return {charge_id: people[person_id] for charge_id, person_id in owner_of.items()}


def records_from(rows: Rows, *, as_of: date) -> dict[str, Record]:
    """Records by `person_id`, from the rows of every table for those people and nobody else."""
    split = _by_person(rows)
    return {
        row["person_id"]: record_of(
            split[row["person_id"]], record_id=row["person_id"], as_of=as_of
        )
        for row in rows["persons"]
    }


def tables_of(records: Records, persons: ir.Table) -> dict[str, ir.Table]:
    """The rows of every table for the people of `persons (person_id)`, unexecuted."""
    theirs = {"person_id": persons}
    tables = {}
    for name, key in KEY_OF.items():
        tables[name] = rows_of(records, name, theirs[key])
        if name in OWN_ID:
            theirs[OWN_ID[name]] = tables[name]
    return tables


def rows_of(records: Records, name: str, known: ir.Table) -> ir.Table:
    """The rows of one table whose key is among those of `known`, unexecuted, in their order."""
    table = records[name].semi_join(known, KEY_OF[name])
    return table.order_by(OWN_ID[name]) if name in OWN_ID else table


def _by_person(rows: Rows) -> Mapping[str, Rows]:
    """The rows of every table, each with those of one person only."""
    person_of_case = {row["case_id"]: row["person_id"] for row in rows["cases"]}
    person_of_charge = {row["charge_id"]: row["person_id"] for row in rows["charges"]}
    split: dict[str, Rows] = defaultdict(lambda: {name: [] for name in rows})
    for name, table in rows.items():
        for row in table:
            if "person_id" in row:
                person_id = row["person_id"]
            elif name in CASE_LISTS:
                person_id = person_of_case[row["case_id"]]
            else:
                person_id = person_of_charge[row["charge_id"]]
            split[person_id][name].append(row)
    return split


def _ids(name: str, ids: Iterable[str]) -> ir.Table:
    return ibis.memtable(pa.table({name: pa.array(sorted(set(ids)), pa.string())}))


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows
