"""From an unknown claim to the questions that would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vacatur.engine.amounts import limit_on, measured
from vacatur.engine.questions import Question, Why
from vacatur.law import nodes as n
from vacatur.law.walk import children
from vacatur.record.charge import Charge

if TYPE_CHECKING:
    from vacatur.engine.interpret import Interpreter


def questions_of(
    node: n.Truth, rows: Mapping[str, Any], reader: Interpreter
) -> tuple[Question, ...]:
    """The questions behind a claim that came out unknown, without repetition."""
    return tuple(dict.fromkeys(_questions(node, rows, reader)))


def _questions(node: n.Truth, rows: Mapping[str, Any], reader: Interpreter) -> Iterator[Question]:
    match node:
        case n.ThereIs() | n.Every():
            yield _what_closes(node.rows.source, rows)
        case n.IsOffense():
            yield Question("charge", rows[node.row].charge_id, "offense", Why.DISAGREE)
        case n.Limit(left=n.Amount() as amount, right=n.DatedValue() as value):
            yield from _amount(rows[amount.row], value, rows, reader)
        case _:
            yield from _empty_fields(node, rows, reader)


def _empty_fields(node: n.Node, rows: Mapping[str, Any], reader: Interpreter) -> Iterator[Question]:
    """What is not there of the columns a claim reads; if all is there, what is doubtful."""
    parts = list(_outside_sets(node))
    fields = [each for each in parts if isinstance(each, n.Field)]
    asked = [
        _asked(each.entity, rows[each.row], each.column)
        for each in fields
        if getattr(rows[each.row], each.column) is None
    ]
    if any(isinstance(each, n.AgeOn) for each in parts) and rows["person"].birth_date is None:
        asked.append(_asked("person", rows["person"], "birth_date"))
    for each in parts:
        if isinstance(each, n.Counted | n.Picked) and not reader.is_closed(each.rows.source, rows):
            asked.append(_what_closes(each.rows.source, rows))
    yield from asked
    if not asked:
        for each in fields:
            yield _asked(each.entity, rows[each.row], each.column, why=Why.DOUBTFUL)


def _outside_sets(node: n.Node) -> Iterator[n.Node]:
    """A node and what is inside it; the rows of a set have been asked one by one."""
    yield node
    if not isinstance(node, n.Counted | n.Picked):
        for child in children(node):
            yield from _outside_sets(child)


def _amount(
    charge: Charge, value: n.DatedValue, rows: Mapping[str, Any], reader: Interpreter
) -> Iterator[Question]:
    day = reader.value(value.on, rows)
    if day is None:
        yield from _empty_fields(value.on, rows, reader)
    elif charge.product_form is None:
        yield _asked("charge", charge, "product_form")
    elif limit_on(reader.page.amounts(value.name), charge, day) is None:
        yield _asked("charge", charge, "product_form", why=Why.DOUBTFUL)
    elif measured(charge).number is None:
        yield _asked("charge", charge, measured(charge).column)
    else:
        yield _asked("charge", charge, measured(charge).column, why=Why.DOUBTFUL)


def _what_closes(source: n.SetName | n.Field, rows: Mapping[str, Any]) -> Question:
    if isinstance(source, n.Field):
        return _asked(source.entity, rows[source.row], source.column)
    match source:
        case n.SetName.CASE_CHARGES | n.SetName.CHARGE_INCIDENT:
            case_id = rows["case"].case_id
            return Question("case", case_id, "charges_complete", Why.INCOMPLETE)
        case n.SetName.PERSON_CHARGES:
            person_id = rows["person"].person_id
            return Question("person", person_id, "history_checked_on", Why.NOT_SEARCHED)
        case _:
            owner, _, name = source.partition(".")
            row = rows[owner]
            return Question(owner, getattr(row, f"{owner}_id"), name, Why.NOT_SEARCHED)


def _asked(entity: str, row: Any, column: str, *, why: Why | None = None) -> Question:
    """A question about a column; where nothing is there, why."""
    if why is None:
        why = why_empty(row, column)
    for key in ("charge_id", "case_id", "person_id"):
        if hasattr(row, key):
            return Question(str(entity), getattr(row, key), column, why)
    raise AssertionError("every row has an id")


def why_empty(row: Any, column: str) -> Why:
    """Why a column holds no value."""
    if column in (getattr(row, "disputed", None) or ()):
        return Why.DISPUTED
    return Why.UNREADABLE if column in (getattr(row, "unreadable", None) or ()) else Why.MISSING
