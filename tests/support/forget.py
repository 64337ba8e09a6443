"""Forgetting what happened after a day, written anew: no code of the engine is used here.

A row that came into being later is deleted. A date that lies later is emptied, and what hung on it
is undone: a charge decided later is pending again, an order signed later was not signed.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from vacatur.record.record import Record

# By the date that brings a row into being: the first of these that is recorded.
BORN = {
    "Charge": ("arrest_date", "issued_date", "offense_date"),
    "Warrant": ("issued_date",),
    "Diversion": ("enrolled_date",),
    "Relief": ("granted_on",),
    "Registration": ("convicted_on",),
    "Objection": ("filed_date",),
}
# A date still to come may be known: the end of a sentence, a hearing, and nobody forgets a birth.
MAY_LIE_AHEAD = {"sentence_end", "hearing_date", "birth_date"}
# What is undone with a date.
UNDONE: dict[tuple[str, str], dict[str, Any]] = {
    ("Charge", "disposition_date"): {
        "disposition": "pending",
        "disposition_recorded": None,
        "treatment": "not_applicable",
        "sentence_end": None,
        "sentence_completion": "not_applicable",
    },
    ("Charge", "pardon_signed_date"): {"pardon_docketed": None},
    ("Diversion", "ended_date"): {"status": "enrolled"},
    ("Findings", "ground_received_date"): {
        "ground_id": None,
        "ground_type": None,
        "ground_document": None,
        "ground_known_before_judgment": None,
        "ground_integrity": None,
        "ground_justice": None,
        "ground_role": None,
        "ground_materiality": None,
        "ground_reason": None,
    },
}


def forget_later(record: Record) -> Record:
    """The record without anything dated after its own day of decision."""
    day = record.as_of
    cases = []
    for case in record.cases:
        charges = tuple(_earlier(each, day) for each in case.charges if _was_born(each, day))
        cases.append(replace(_earlier(case, day), charges=charges))
    return replace(
        record,
        person=_earlier(record.person, day),
        cases=tuple(cases),
        findings={key: _earlier(each, day) for key, each in record.findings.items()},
    )


def _was_born(row: Any, day: date) -> bool:
    dates = (getattr(row, name) for name in BORN.get(type(row).__name__, ()))
    born = next((day for day in dates if day is not None), None)
    return born is None or born <= day


def _earlier(row: Any, day: date) -> Any:
    kind = type(row).__name__
    changes: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, date) and value > day and field.name not in MAY_LIE_AHEAD:
            changes |= {field.name: None, **UNDONE.get((kind, field.name), {})}
        if isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
            changes[field.name] = tuple(_earlier(e, day) for e in value if _was_born(e, day))
    if kind == "Charge" and "disposition" not in changes:
        runs_on = row.sentence_end is not None and row.sentence_end > day
        if runs_on and row.sentence_completion in ("satisfactory", "unsatisfactory"):
            changes["sentence_completion"] = "not_complete"
    return replace(row, **{name: _typed(row, name, value) for name, value in changes.items()})


def _typed(row: Any, name: str, value: Any) -> Any:
    """A term of the column's own vocabulary."""
    if not isinstance(value, str) or name not in TERMS:
        return value
    return TERMS[name](value)


def _terms() -> dict[str, Any]:
    from vacatur.record.terms import Completion, Disposition, DiversionStatus, Treatment

    return {
        "disposition": Disposition,
        "treatment": Treatment,
        "sentence_completion": Completion,
        "status": DiversionStatus,
    }


TERMS = _terms()
