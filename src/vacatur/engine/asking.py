"""From an unknown claim to the questions that would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vacatur.engine.amounts import limit_on, measured
from vacatur.engine.questions import Question, Why
from vacatur.law import nodes as n
from vacatur.law.walk import walk
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
        case n.Limit(left=n.Counted() as counted):
            yield _what_closes(counted.rows.source, rows)
        case n.Limit(left=n.AgeOn()) if rows["person"].birth_date is None:
            yield _asked("person", rows["person"], "birth_date")
        case n.Limit(left=n.Picked() as picked):
            yield _what_closes(picked.rows.source, rows)
        case _:
            yield from _empty_fields(node, rows)


def _empty_fields(node: n.Truth, rows: Mapping[str, Any]) -> Iterator[Question]:
    fields = [each for each in walk(node) if isinstance(each, n.Field)]
    empty = [f for f in fields if getattr(rows[f.row], f.column) is None]
    for each in empty:
        yield _asked(each.entity, rows[each.row], each.column)
    if not empty:
        for each in fields:
            yield _asked(each.entity, rows[each.row], each.column, why=Why.DOUBTFUL)


def _amount(
    charge: Charge, value: n.DatedValue, rows: Mapping[str, Any], reader: Interpreter
) -> Iterator[Question]:
    day = reader.value(value.on, rows)
    if day is None:
        yield from _empty_fields(value.on, rows)  # type: ignore[arg-type]
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
    """A question about a column; where nothing is there, whether nothing came or it is unread."""
    if why is None:
        unread = column in getattr(row, "unreadable", ())
        why = Why.UNREADABLE if unread else Why.MISSING
    for key in ("charge_id", "case_id", "person_id"):
        if hasattr(row, key):
            return Question(str(entity), getattr(row, key), column, why)
    raise AssertionError("every row has an id")
