"""The shape of a docket as JSON Schema (2020-12), from the columns that the reader reads by.

What a schema cannot say stands in the reader alone: that ids differ, that one names a charge of the
same record, that an amount has ten decimal places at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from vacatur.ingest.docket_shape import (
    CASE_LIST_CLASSES,
    EXPECT_KEYS,
    NULL_SAYS,
    PERSON_LIST_CLASSES,
    RECORD_KEYS,
    columns_in_docket,
)
from vacatur.ingest.docket_values import AMOUNT_LIMIT, COUNT_LIMIT, NOT_APPLICABLE, STATE, UNKNOWN
from vacatur.law.answers import Published
from vacatur.record.case import Case, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType
from vacatur.record.findings import Findings
from vacatur.record.person import Person

Schema = dict[str, Any]

# Text of which something is left when blanks are taken away, and without the [/] that joins ids.
_ID: Schema = {"type": "string", "pattern": r"^[^/]*[^/\s][^/]*$"}
_DAY: Schema = {"type": "string", "format": "date"}
_TEXT: Schema = {"type": "string"}


def docket_schema(refs: str) -> dict[str, Schema]:
    """Every object of a docket, by name; the whole is `Docket`.

    Parameters
    ----------
    refs
        What stands before a name where one object holds another: `#/components/schemas/`.
    """

    def many(name: str) -> Schema:
        return {"type": "array", "items": {"$ref": f"{refs}{name}"}}

    lists = {**PERSON_LIST_CLASSES, **CASE_LIST_CLASSES}
    members = {each: _named(each) for each in lists.values()}
    found = {members[each]: _object(each, {"id": {}} if each is Victim else {}) for each in members}
    of_person = {key: _or_null(many(members[each])) for key, each in PERSON_LIST_CLASSES.items()}
    of_case = {key: _or_null(many(members[each])) for key, each in CASE_LIST_CLASSES.items()}
    return {
        "Docket": _docket(refs),
        "DocketPerson": _object(Person, of_person),
        "DocketCase": _object(
            Case,
            {"id": _ID, "charges": many("DocketCharge"), **of_case},
            required=("id", "charges"),
        ),
        "DocketCharge": _object(Charge, {"id": _ID}, required=("id",)),
        "DocketFindings": _object(Findings, {}),
        **found,
    }


def _docket(refs: str) -> Schema:
    known: Mapping[str, Schema] = {
        "id": {**_ID, "description": "A name of your own for the record. Write no name into it."},
        "as_of": {**_DAY, "description": "The day of decision: its law, and what was known then."},
        "rule": {**_or_null(_TEXT), "description": "Only this rule; null: every rule."},
        "target": {**_or_null(_ID), "description": "Only this charge; null: every one."},
        "person": {"$ref": f"{refs}DocketPerson"},
        "cases": {"type": "array", "items": {"$ref": f"{refs}DocketCase"}},
        "findings": {"$ref": f"{refs}DocketFindings"},
        "expect": _expect(),
        "skip": _or_null(_TEXT),
    }
    # The rest is for a reader of worked cases, and decides nothing.
    properties = {name: known.get(name, {}) for name in RECORD_KEYS}
    return {
        "type": "object",
        "title": "Docket",
        "description": "One person's record. A key that is left out, and null, say that it is not "
        "known; [] says that somebody looked and found none.",
        "properties": properties,
        "required": ["id", "as_of", "person", "cases", "findings"],
        "additionalProperties": False,
    }


def _expect() -> Schema:
    known = {
        "outcome": {"type": "string", "enum": [each.value for each in Published]},
        "eligible_on": _or_null(_DAY),
    }
    expected = {
        "type": "object",
        "properties": {name: known[name] for name in EXPECT_KEYS},
        "required": ["outcome"],
        "additionalProperties": False,
    }
    return _or_null(expected)


def _object(entity: type, more: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    properties: dict[str, Any] = {}
    for name, (column, path) in columns_in_docket(entity).items():
        inside = properties
        if len(path) > 1:
            group = properties.setdefault(path[0], _group())
            inside = group["properties"]
        inside[path[-1]] = _column(entity, name, column)
    return {
        "type": "object",
        "properties": {**more, **properties},
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def _group() -> Schema:
    return {"type": ["object", "null"], "properties": {}, "additionalProperties": False}


def _column(entity: type, name: str, column: ColumnType) -> Schema:
    value = _single(column)
    if column.is_list:
        value = {"type": "array", "items": value}
    elif column.terms:
        # Two words of the docket are no dispositions: they say why there is none.
        absent = ["missing", "unreadable"] if name == "disposition" else []
        value = {**value, "enum": list(dict.fromkeys([*value["enum"], *absent, UNKNOWN]))}
    null = NULL_SAYS.get(entity, {}).get(name, column.about.null)
    unit = f", in {column.about.unit}" if column.about.unit else ""
    return {**_or_null(value), "description": f"{column.about.meaning}{unit}; null: {null}"}


def _single(column: ColumnType) -> Schema:
    if issubclass(column.kind, StrEnum):
        words = [each.value for each in column.kind if each.value != NOT_APPLICABLE]
        return {"type": "string", "enum": words}
    if column.kind is date:
        return _DAY
    if column.kind is Decimal:
        return {"type": "number", "minimum": 0, "exclusiveMaximum": AMOUNT_LIMIT}
    if column.kind is int:
        return {"type": "integer", "minimum": 0, "maximum": COUNT_LIMIT - 1}
    if column.kind is bool:
        return {"type": "boolean"}
    return {"type": "string", "pattern": f"^{STATE}$"} if column.name == "state" else _TEXT


def _or_null(value: Schema) -> Schema:
    """The same value, or null, without one schema inside another where a type is enough."""
    return {
        **value,
        "type": [value["type"], "null"],
        **({"enum": [*value["enum"], None]} if "enum" in value else {}),
    }


def _named(entity: type) -> str:
    return f"Docket{entity.__name__}"
