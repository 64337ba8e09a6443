"""A record as a docket. What a docket cannot say is left out: read it back before it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from vacatur.ingest.docket_shape import (
    CASE_LIST_CLASSES,
    NULL_SAYS,
    PERSON_LIST_CLASSES,
    columns_in_docket,
)
from vacatur.ingest.docket_values import UNKNOWN
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.record import Record


def docket_of(record: Record, *, rule: str | None, target: str) -> dict[str, Any]:
    """A docket that `read_docket` reads, with what is known and nothing else.

    Parameters
    ----------
    record
        Its ids are written as they are; a reader puts the record's own before each.
    rule
        The id under which dockets know the rule; None = every rule.
    target
        The charge under test. Its findings alone are written: a docket has no others.
    """
    found = record.findings.get(target)
    return {
        "id": record.record_id,
        "as_of": str(record.as_of),
        "rule": rule,
        "target": target,
        "person": _columns(record.person, Person) | _lists(record.person, PERSON_LIST_CLASSES),
        "cases": [_case(case) for case in record.cases],
        "findings": {} if found is None else _columns(found, Findings),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.case_id,
        **_columns(case, Case),
        **_lists(case, CASE_LIST_CLASSES),
        "charges": [{"id": each.charge_id, **_columns(each, Charge)} for each in case.charges],
    }


def _lists(row: Any, classes: Mapping[str, type[Any]]) -> dict[str, Any]:
    return {
        name: [_columns(member, entity) for member in getattr(row, name)]
        for name, entity in classes.items()
        if getattr(row, name) is not None
    }


def _columns(row: Any, entity: type) -> dict[str, Any]:
    says = NULL_SAYS.get(entity, {})
    told: dict[str, Any] = {}
    for name, (_, path) in columns_in_docket(entity).items():
        value = getattr(row, name)
        if value is None and name in says:
            value = UNKNOWN
        elif name in says and value == says[name]:
            value = None
        if value is not None:
            _put(told, path, _plain(value))
    return told


def _put(told: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        told = told.setdefault(key, {})
    told[path[-1]] = value


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(each) for each in value]
        case date():
            return str(value)
        case Decimal():
            return _number(value)
    return value


def _number(value: Decimal) -> int | float | str:
    """A number of JSON that reads back as it was; text, which no reader takes, where none does."""
    if value == int(value):
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)
