"""A record as a `cases` table: what an author pastes into a page. Read back by `worked_cases`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from vacatur.law.format_table import format_table
from vacatur.law.nodes import Entity
from vacatur.law.rows import column_names, column_of
from vacatur.record.charge import Charge
from vacatur.record.record import Record
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS
from vacatur.record.terms import Kind

_Cells = dict[str, str]
_GROUPS = ("circumstances_", "restitution_", "ground_")


def cases_table(record: Record, *, title: str, state: str, outcome: str) -> str | None:
    """A whole fence with one worked case; None where a table cannot say what the record holds.

    Parameters
    ----------
    record
        The first charge is the one under test.
    title
        What the row shows.
    state
        The state that a table takes as given for the page; empty = none.
    outcome
        What must come out.
    """
    lists = [getattr(record.person, name) for name in PERSON_LISTS]
    lists += [getattr(case, name) for case in record.cases for name in CASE_LISTS]
    if any(lists) or set(record.findings) - {_first(record).charge_id}:
        return None
    rows = list(_rows(record, title, state))
    names = list(dict.fromkeys(name for _, cells in rows for name in cells))
    header = f"| what we are showing | {' | '.join(names)} || outcome |"
    lines = [header]
    for number, (shown, cells) in enumerate(rows):
        given = " | ".join(cells.get(name, "") for name in names)
        lines.append(f"| {shown} | {given} || {'' if number else outcome} |")
    return f"```cases  as_of={record.as_of}\n{format_table(chr(10).join(lines))}```\n"


def _first(record: Record) -> Charge:
    return next(record.charges())


def _rows(record: Record, title: str, state: str) -> Iterator[tuple[str, _Cells]]:
    first = _first(record)
    told = {first.case_id}
    cells = _charge(first) | _case(record, first, state)
    cells |= _columns(record.person, Entity.PERSON, "person.", {})
    cells |= _looked_for(record.person, PERSON_LISTS, "person.")
    found = record.findings.get(first.charge_id)
    yield (
        title,
        cells | ({} if found is None else _columns(found, Entity.FINDINGS, "findings.", {})),
    )
    for charge in record.charges():
        if charge is first:
            continue
        beside = charge.case_id == first.case_id
        case = {} if charge.case_id in told else _case(record, charge, state)
        told.add(charge.case_id)
        yield f"+ {'same' if beside else 'other'} case", _charge(charge) | case


def _charge(charge: Charge) -> _Cells:
    return _columns(charge, Entity.CHARGE, "", {"kind": Kind.COMPLETED})


def _case(record: Record, charge: Charge, state: str) -> _Cells:
    case = record.case_of(charge)
    usual = {"charges_complete": True, **({"state": state} if state else {})}
    lists = _looked_for(case, CASE_LISTS, "case.")
    return _columns(case, Entity.CASE, "case.", usual) | lists


def _looked_for(row: Any, lists: tuple[str, ...], prefix: str) -> _Cells:
    return {f"{prefix}{name}": "none" for name in lists if getattr(row, name) is not None}


def _columns(row: Any, entity: Entity, prefix: str, usual: dict[str, Any]) -> _Cells:
    """The cells of a row: what is known, and a question mark where the usual value is not."""
    held = {field.name for field in fields(row)}
    cells = {}
    for name in column_names(entity):
        column = column_of(entity, name)
        if column is None or name not in held or name == "charge_id":
            continue
        value = getattr(row, name)
        if value != usual.get(name):
            cells[f"{prefix}{_dotted(name)}"] = _cell(value)
    return cells


def _dotted(name: str) -> str:
    group = next((each for each in _GROUPS if name.startswith(each)), "")
    return f"{group[:-1]}.{name.removeprefix(group)}" if group else name


def _cell(value: Any) -> str:
    match value:
        case None:
            return "?"
        case True:
            return "yes"
        case False:
            return "no"
        case tuple():
            return " ".join(value) or "none"
        case Decimal():
            return f"{value:f}"
    return str(value)
