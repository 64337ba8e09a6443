"""What was known on a day, said to the compiler: `engine.known` in columns.

Each function takes a row's columns by name and the day, and returns the column as it stood then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from vacatur.law.nodes import Entity
from vacatur.record.terms import Completion, Disposition, DiversionStatus, Treatment

Column = Callable[[str], ir.Value]
Day: TypeAlias = ir.Value

# The day that made a row: the first of these that is recorded.
EXISTS_FROM: Mapping[Entity, tuple[str, ...]] = {
    Entity.CHARGE: ("arrest_date", "issued_date", "offense_date"),
    Entity.REGISTRATION: ("convicted_on",),
    Entity.WARRANT: ("issued_date",),
    Entity.DIVERSION: ("enrolled_date",),
    Entity.RELIEF: ("granted_on",),
    Entity.OBJECTION: ("filed_date",),
}

_SET_ASIDE_IF_LATER = {
    Entity.CHARGE: {"arrest_date", "issued_date", "offense_date", "pardon_signed_date"},
    Entity.CASE: {"filed_date", "notice_date"},
    Entity.PERSON: {"death_date", "history_checked_on"},
    Entity.VICTIM: {"notice_sent"},
    Entity.DIVERSION: {"ended_date"},
}

_WHILE_PENDING = {
    "disposition": Disposition.PENDING.value,
    "disposition_recorded": None,
    "disposition_date": None,
    "treatment": Treatment.NOT_APPLICABLE.value,
    "sentence_end": None,
    "sentence_completion": Completion.NOT_APPLICABLE.value,
}

_GROUND = {
    "ground_id",
    "ground_type",
    "ground_received_date",
    "ground_document",
    "ground_known_before_judgment",
    "ground_integrity",
    "ground_justice",
    "ground_role",
    "ground_materiality",
    "ground_reason",
}


def exists(entity: Entity, column: Column, day: Day) -> ir.BooleanValue | None:
    """Whether a row was there on the day; None where every row of its kind always is."""
    if entity not in EXISTS_FROM:
        return None
    return ~_later(begins(entity, column), day)


def begins(entity: Entity, column: Column) -> ir.DateValue:
    """The day a row came to be known; null where no day is recorded."""
    return ibis.coalesce(*(column(name) for name in EXISTS_FROM[entity]))


def as_known(entity: Entity, name: str, column: Column, day: Day) -> ir.Value:
    """One column as it was known on the day."""
    held = column(name)
    if name in _SET_ASIDE_IF_LATER.get(entity, ()):
        return _unless(_later(held, day), held)
    match entity, name:
        case Entity.CHARGE, "sentence_completion":
            return _charge_completion(column, day)
        case Entity.CHARGE, _ if name in _WHILE_PENDING:
            return _instead(_later(column("disposition_date"), day), _WHILE_PENDING[name], held)
        case Entity.CHARGE, "pardon_docketed":
            return _unless(_later(column("pardon_signed_date"), day), held)
        case Entity.DIVERSION, "status":
            still = DiversionStatus.ENROLLED.value
            return _instead(_later(column("ended_date"), day), still, held)
        case Entity.FINDINGS, _ if name in _GROUND:
            return _unless(_later(column("ground_received_date"), day), held)
    return held


def needs(entity: Entity, name: str) -> set[str]:
    """The columns that must be at hand to say what one column was known to be."""
    wanted = {name}
    if entity is Entity.CHARGE and name in _WHILE_PENDING:
        wanted.add("disposition_date")
    if (entity, name) == (Entity.CHARGE, "sentence_completion"):
        wanted.add("sentence_end")
    if (entity, name) == (Entity.CHARGE, "pardon_docketed"):
        wanted.add("pardon_signed_date")
    if (entity, name) == (Entity.DIVERSION, "status"):
        wanted.add("ended_date")
    if entity is Entity.FINDINGS and name in _GROUND:
        wanted.add("ground_received_date")
    return wanted


def _charge_completion(column: Column, day: Day) -> ir.Value:
    held = column("sentence_completion")
    closed = held.isin([Completion.SATISFACTORY.value, Completion.UNSATISFACTORY.value])
    runs = _later(column("sentence_end"), day) & closed.fill_null(False)
    so_far = _instead(runs, Completion.NOT_COMPLETE.value, held)
    pending = _later(column("disposition_date"), day)
    return _instead(pending, Completion.NOT_APPLICABLE.value, so_far)


def _later(date: ir.Value, day: Day) -> ir.BooleanValue:
    """A date that nobody recorded does not show that the fact came later."""
    return (date > day).fill_null(False)


def _unless(later: ir.BooleanValue, held: ir.Value) -> ir.Value:
    return ibis.ifelse(later, ibis.null(held.type()), held)


def _instead(later: ir.BooleanValue, then: str | None, held: ir.Value) -> ir.Value:
    value = ibis.null(held.type()) if then is None else ibis.literal(then, held.type())
    return ibis.ifelse(later, value, held)
