"""The rows that a claim sees, as columns of one table.

`charge`, `case`, `person`, `findings` and the row of a set stand side by side; the prefix of a
column says whose it is. Only columns that some claim uses are carried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile import masks
from vacatur.law.nodes import Entity
from vacatur.record.tables import Records

DAY = "read_on"

TABLE_OF: Mapping[Entity, str] = {
    Entity.CHARGE: "charges",
    Entity.CASE: "cases",
    Entity.PERSON: "persons",
    Entity.FINDINGS: "findings",
    Entity.REGISTRATION: "registrations",
    Entity.WARRANT: "warrants",
    Entity.DIVERSION: "diversions",
    Entity.RELIEF: "relief",
    Entity.OBJECTION: "objections",
    Entity.VICTIM: "victims",
}

KEYS: Mapping[Entity, tuple[str, ...]] = {
    Entity.CHARGE: ("charge_id", "case_id", "person_id", "offense_id", "disputed"),
    Entity.CASE: ("case_id", "objections_checked", "victims_checked", "disputed"),
    Entity.PERSON: (
        "person_id",
        "registrations_checked",
        "warrants_checked",
        "diversions_checked",
        "relief_checked",
        "disputed",
    ),
    Entity.FINDINGS: ("charge_id",),
    Entity.OBJECTION: ("case_id",),
    Entity.VICTIM: ("case_id",),
}


def name_of(row: str, column: str) -> str:
    """The name under which a column of a row is carried."""
    return f"{row}__{column}"


def is_disputed(table: ir.Table, row: str, columns: Iterable[str]) -> ir.BooleanValue:
    """Whether two sources disagree about one of a row's columns; never null."""
    disputed = table[name_of(row, "disputed")]
    wanted = ibis.array([ibis.literal(column) for column in columns])
    some = (disputed.length() > 0).fill_null(False)  # hardly ever, and looking closer is slow
    return ibis.ifelse(some, (disputed.intersect(wanted).length() > 0).fill_null(False), False)


def recorded(records: Records, entity: Entity, row: str, columns: Iterable[str]) -> ir.Table:
    """The columns of one entity as recorded, under the prefix of a row."""
    keys = list(KEYS.get(entity, ("person_id",)))
    if entity in masks.EXISTS_FROM:
        keys += masks.EXISTS_FROM[entity]
    wanted = dict.fromkeys(
        [*keys, *sorted(c for name in columns for c in masks.needs(entity, name))]
    )
    table = records[TABLE_OF[entity]]
    return table.select(**{name_of(row, column): table[column] for column in wanted})


def known(table: ir.Table, entity: Entity, row: str, columns: Iterable[str]) -> ir.Table:
    """The same table with one row's columns as they were known on the day it carries.

    Rows that did not exist yet are gone. The masks read columns as recorded, so all of one row's
    are set in a single step.
    """
    there = masks.exists(entity, _column(table, row), table[DAY])
    if there is not None:
        table = table.filter(there)
    column = _column(table, row)
    masked = {
        name_of(row, name): masks.as_known(entity, name, column, table[DAY])
        for name in sorted(set(columns))
    }
    return table.mutate(**masked) if masked else table


def _column(table: ir.Table, row: str) -> Callable[[str], ir.Value]:
    return lambda name: table[name_of(row, name)]
