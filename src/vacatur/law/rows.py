"""Which columns the language can see, taken from the record model."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.law.nodes import Entity, SetName
from vacatur.record.case import Case, Objection, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import Column, ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person, Registration, Relief, Warrant

RECORD_CLASS: Mapping[Entity, type] = {
    Entity.CHARGE: Charge,
    Entity.CASE: Case,
    Entity.PERSON: Person,
    Entity.FINDINGS: Findings,
    Entity.REGISTRATION: Registration,
    Entity.WARRANT: Warrant,
    Entity.DIVERSION: Diversion,
    Entity.RELIEF: Relief,
    Entity.OBJECTION: Objection,
    Entity.VICTIM: Victim,
}

_COLUMNS: dict[Entity, dict[str, ColumnType]] = {
    entity: {column.name: column for column in columns_of(record)}
    for entity, record in RECORD_CLASS.items()
}
_CHARGE_ID = ColumnType("charge_id", str, False, Column(meaning="id of the charge", null="never"))
_COLUMNS[Entity.CHARGE]["charge_id"] = _CHARGE_ID

_ENTITY_OF_SET: Mapping[SetName, Entity] = {
    SetName.CASE_CHARGES: Entity.CHARGE,
    SetName.PERSON_CHARGES: Entity.CHARGE,
    SetName.CHARGE_INCIDENT: Entity.CHARGE,
    SetName.PERSON_REGISTRATIONS: Entity.REGISTRATION,
    SetName.PERSON_WARRANTS: Entity.WARRANT,
    SetName.PERSON_DIVERSIONS: Entity.DIVERSION,
    SetName.PERSON_RELIEF: Entity.RELIEF,
    SetName.CASE_OBJECTIONS: Entity.OBJECTION,
    SetName.CASE_VICTIMS: Entity.VICTIM,
}


def column_of(entity: Entity, name: str) -> ColumnType | None:
    """The column of an entity, or None where it has no such column."""
    return _COLUMNS[entity].get(name)


def column_names(entity: Entity) -> tuple[str, ...]:
    """Every column of an entity."""
    return tuple(_COLUMNS[entity])


def entity_of_set(rows: SetName) -> Entity:
    """What kind of row a set holds."""
    return _ENTITY_OF_SET[rows]
