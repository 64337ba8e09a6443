"""From a model of the small world to a record, and from a record to wishes for a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from vacatur.engine.interpret import offense_of
from vacatur.engine.solve import days
from vacatur.engine.solve.days import SymbolicDay
from vacatur.engine.solve.offenses import OFFENSE
from vacatur.engine.solve.small_world import SmallWorld
from vacatur.engine.solve.terms import SymbolicList, Term
from vacatur.engine.solve.world import ChargeRow, Held, Row, python_value
from vacatur.law.nodes import Entity, SetName
from vacatur.law.rows import RECORD_CLASS
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.record import Record
from vacatur.record.source import SourceRef

_SOURCE = SourceRef("an example of the solver", 0)
_OWNER = {Entity.OBJECTION: "case_id", Entity.VICTIM: "case_id"}


def record_in(world: SmallWorld, model: Any) -> Record:
    """The record that a model describes. What no claim hangs on is null."""
    values = _values_in(world, model)
    there = [each for each in world.charges if z3.is_true(model.eval(world.is_there(each)))]
    by_case: dict[Row, list[Charge]] = {}
    for each in there:
        by_case.setdefault(each.case, []).append(_charge(world, model, each, values))
    lists = {name: _listed(world, model, name, values) for name in SetName if "." in name}
    findings = values.get(world.target.findings, {})
    day = days.day_in(model, world.as_of)
    assert day is not None  # the world has a rule that it is known
    held = any(value is not None for value in findings.values())
    here = world.target.case
    return Record(
        record_id="example",
        as_of=day,
        person=_made(
            Person,
            {**values.get(world.person, {}), **_owned(lists, "person")},
            {"person_id": world.person.key},
        ),
        cases=tuple(
            _made(
                Case,
                {**values.get(case, {}), **(_owned(lists, "case") if case is here else {})},
                {"case_id": case.key, "person_id": world.person.key, "charges": tuple(charges)},
            )
            for case, charges in by_case.items()
        ),
        findings={world.target.row.key: _made(Findings, findings, {"charge_id": "c1"})}
        if held
        else {},
    )


def wishes_for(world: SmallWorld, base: Record | None) -> list[Term]:
    """That a model be like a record: each column as there, and nothing that is not there.

    Without a record: that as little as possible is there, and that days lie in our time.
    """
    values = {} if base is None else _values_of(world, base)
    wishes = [_as_there(world, base, each) for each in world.charges[1:]]
    if base is not None:
        wishes.append(days.is_days_from(world.as_of, days.constant(base.as_of), 0))
    for name, each in world.lists.items():
        looked = base is None or getattr(_owner(base, name), _short(name)) is not None
        wishes += [z3.Not(each.filled), each.known if looked else z3.Not(each.known)]
    for row in _charge_rows(world):
        offense = None if base is None else _offense_in(base, row, world)
        chosen = None if offense is None else world.offenses.is_(row, offense)
        wishes += [] if chosen is None else [chosen]
    for row, column, held in world.fields():
        if row.entity is Entity.CHARGE and (column.name in OFFENSE or column.name == "charge_id"):
            continue
        if base is not None:
            wishes.append(_equals(world, column, held, values.get(row, {}).get(column.name)))
        elif isinstance(held, SymbolicDay):
            wishes.append(z3.And(held.year >= 1990, held.year <= 2030))
        else:
            wishes.append(z3.Not(held.known))
    return wishes


# ---- from a model -------------------------------------------------------------------------


def _values_in(world: SmallWorld, model: Any) -> dict[Row, dict[str, Any]]:
    found: dict[Row, dict[str, Any]] = {}
    for row, column, held in world.fields():
        if column.name != "charge_id":
            found.setdefault(row, {})[column.name] = python_value(world, model, column, held)
    return found


def _charge(
    world: SmallWorld, model: Any, charge: ChargeRow, values: Mapping[Row, dict[str, Any]]
) -> Charge:
    offense = world.offenses.in_model(charge.row, model)
    said = {name: getattr(offense, name) for name in OFFENSE}
    keys = {
        "charge_id": charge.row.key,
        "case_id": charge.case.key,
        "person_id": world.person.key,
    }
    made: Charge = _made(Charge, {**values.get(charge.row, {}), **said}, keys)
    return made


def _listed(
    world: SmallWorld, model: Any, name: SetName, values: Mapping[Row, dict[str, Any]]
) -> tuple[Any, ...] | None:
    if name not in world.lists:
        return None
    listed = world.lists[name]
    if not z3.is_true(model.eval(listed.known)):
        return None
    if not z3.is_true(model.eval(listed.filled)):
        return ()
    entity = listed.row.entity
    owner = _OWNER.get(entity, "person_id")
    key = world.target.case.key if owner == "case_id" else world.person.key
    return (_made(RECORD_CLASS[entity], values.get(listed.row, {}), {owner: key}),)


def _owned(lists: Mapping[SetName, tuple[Any, ...] | None], owner: str) -> dict[str, Any]:
    return {
        _short(name): rows
        for name, rows in lists.items()
        if name.startswith(f"{owner}.") and not name.endswith(".charges")
    }


def _made(kind: type[Any], values: Mapping[str, Any], keys: Mapping[str, Any]) -> Any:
    held: dict[str, Any] = {each.name: None for each in fields(kind)}
    if "source" in held:
        held |= {"source": _SOURCE, "unreadable": frozenset(), "disputed": frozenset()}
    return kind(**{**held, **values, **keys})


def _short(name: SetName) -> str:
    return name.partition(".")[2]


# ---- from a record ------------------------------------------------------------------------


def _owner(base: Record, name: SetName) -> Any:
    """The row on which a list hangs."""
    return base.person if name.startswith("person.") else base.cases[0]


def _as_there(world: SmallWorld, base: Record | None, charge: ChargeRow) -> Term:
    there = base is not None and charge.row in _places(world, base)
    return world.is_there(charge) if there else z3.Not(world.is_there(charge))


def _places(world: SmallWorld, base: Record) -> dict[Row, Charge]:
    """Which charge of a record stands where in the world; those that find no room are left out."""
    first, *others = base.charges()
    beside = [each for each in others if each.case_id == first.case_id]
    elsewhere = [each for each in others if each.case_id != first.case_id]
    found = {world.target.row: first}
    if beside:
        found[world.charges[1].row] = beside[0]
    found |= {place.row: each for place, each in zip(world.charges[2:], elsewhere, strict=False)}
    return found


def _values_of(world: SmallWorld, base: Record) -> dict[Row, dict[str, Any]]:
    placed = _places(world, base)
    rows: dict[Row, Any] = {**placed, world.person: base.person}
    for each in world.charges:
        if each.row in placed:
            rows[each.case] = base.case_of(placed[each.row])
    rows[world.target.findings] = base.findings.get(placed[world.target.row].charge_id)
    return {
        row: {} if held is None else {f.name: getattr(held, f.name) for f in fields(held)}
        for row, held in rows.items()
    }


def _charge_rows(world: SmallWorld) -> Iterator[Row]:
    yield from (each.row for each in world.charges)


def _offense_in(base: Record, row: Row, world: SmallWorld) -> Any:
    charge = _places(world, base).get(row)
    return None if charge is None else offense_of(charge)


def _equals(world: SmallWorld, column: ColumnType, held: Held, value: Any) -> Term:
    if value is None:
        return z3.Not(held.known)
    if isinstance(held, SymbolicDay):
        assert isinstance(value, date)
        return z3.And(held.known, days.is_days_from(held, days.constant(value), 0))
    if isinstance(held, SymbolicList):
        return z3.And(held.known, held.filled if value else z3.Not(held.filled))
    if column.kind is bool:
        return z3.And(held.known, held.value if value else z3.Not(held.value))
    if column.kind is Decimal:
        return z3.And(held.known, held.value == z3.RealVal(f"{value:f}"))
    if column.kind is int:
        return z3.And(held.known, held.value == z3.IntVal(value))
    return z3.And(held.known, held.value == world.words.number(str(value)))
