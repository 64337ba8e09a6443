"""The analytic tables: keys, grain, columns. Schemas are read off the record classes.

Every table also carries where its rows came from. An empty value means "not known", in every
column of every table. `read_elsewhere` holds `column=file#row` for the columns that another file
told. `unreadable` lists the columns for which the court sent something that could not be mapped:
the value is empty, but it is not missing. `disputed` lists those on which two sources disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from vacatur.record.case import Case, Objection, Participant, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person, Registration, Relief, Warrant

_SOURCE = {
    "source_file": "string",
    "source_row": "int64",
    "read_elsewhere": "array<string>",
    "unreadable": "array<string>",
    "disputed": "array<string>",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table: what one row is, its key, and its columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, str]

    @property
    def schema(self) -> ibis.Schema:
        """The table's Ibis schema."""
        return ibis.schema(dict(self.columns))


def _columns(entity: type) -> dict[str, str]:
    return {column.name: column.ibis_type for column in columns_of(entity)}


def _list_table(name: str, grain: str, parent: str, entity: type) -> TableSpec:
    # Rows of a list have no key of their own: two warrants may look alike and both count.
    return TableSpec(name=name, grain=grain, key=(), columns={parent: "string", **_columns(entity)})


PERSON_LISTS = ("registrations", "warrants", "diversions", "relief")
CASE_LISTS = ("objections", "victims", "participants")

TABLES: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        TableSpec(
            name="persons",
            grain="one linked person",
            key=("person_id",),
            columns={
                "person_id": "string",
                **_SOURCE,
                **_columns(Person),
                **{f"{each}_checked": "boolean" for each in PERSON_LISTS},
            },
        ),
        TableSpec(
            name="cases",
            grain="one case of one court",
            key=("case_id",),
            columns={
                "case_id": "string",
                "person_id": "string",
                **_SOURCE,
                **_columns(Case),
                **{f"{each}_checked": "boolean" for each in CASE_LISTS},
            },
        ),
        TableSpec(
            name="charges",
            grain="one charge",
            key=("charge_id",),
            columns={
                "charge_id": "string",
                "case_id": "string",
                "person_id": "string",
                "offense_id": "int64",
                **_SOURCE,
                **_columns(Charge),
            },
        ),
        TableSpec(
            name="offenses",
            grain="one combination of statute, code, words, act, substance and kind",
            key=("offense_id",),
            columns={
                "offense_id": "int64",
                "statute": "string",
                "local_code": "string",
                "description": "string",
                "act": "string",
                "substance": "string",
                "kind": "string",
            },
        ),
        TableSpec(
            name="findings",
            grain="one charge for which relief is sought",
            key=("charge_id",),
            columns={"charge_id": "string", **_columns(Findings)},
        ),
        _list_table("registrations", "one duty of one person", "person_id", Registration),
        _list_table("warrants", "one warrant of one person", "person_id", Warrant),
        _list_table("diversions", "one enrolment of one person", "person_id", Diversion),
        _list_table("relief", "one order of one person", "person_id", Relief),
        _list_table("objections", "one objection in one case", "case_id", Objection),
        _list_table("victims", "one victim of one case", "case_id", Victim),
        _list_table(
            "participants", "one participant of one case, in one role", "case_id", Participant
        ),
    )
}


@dataclass(frozen=True)
class Records:
    """The record tables as Ibis tables, unexecuted, one for each name in `TABLES`."""

    tables: Mapping[str, ibis.Table]

    def __getitem__(self, name: str) -> ibis.Table:
        return self.tables[name]


def records_in_memory(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Records:
    """Record tables from rows held in memory, as `record.rows.rows_of` makes them."""
    return Records(
        {
            name: ibis.memtable(
                pa.Table.from_pylist(list(rows[name]), schema=spec.schema.to_pyarrow())
            )
            for name, spec in TABLES.items()
        }
    )
