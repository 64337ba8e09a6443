"""The fields that a helper fills: a docket's own columns, and what an empty field says.

Empty is "not known", and never "no": where a docket's null says that something does not apply, that
is a choice of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from vacatur.ingest.docket_shape import NULL_SAYS
from vacatur.ingest.docket_values import UNKNOWN
from vacatur.record.charge import Charge
from vacatur.record.terms import (
    Act,
    Completion,
    Court,
    Custody,
    Disposition,
    Grade,
    Kind,
    Substance,
    Term,
    Treatment,
    WeightBasis,
)


class FieldKind(Term):
    """How a field is filled."""

    TEXT = "text", "words as they are printed"
    DAY = "day", "YYYY-MM-DD"
    NUMBER = "number", "a number with a point"
    FLAG = "flag", "yes, no, or not known"
    TERM = "term", "one of a few words"


_NULLS: Mapping[str, Term] = NULL_SAYS[Charge]
# Words of a docket that are no disposition: they say why there is none.
_NO_DISPOSITION = {
    "missing": "the record shows none",
    "unreadable": "there are words, and they fit no other choice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `name` is the docket's key."""

    name: str
    label: str
    kind: FieldKind
    terms: type[Term] | None = None  # of a TERM
    is_rare: bool = False  # shown when somebody asks for more

    def choices(self) -> list[tuple[str, str]]:
        """Value and words of each choice of a TERM or a FLAG; the first says "not known"."""
        if self.kind is FieldKind.FLAG:
            return [("", "not known"), ("yes", "yes"), ("no", "no")]
        told = [(str(each), f"{_spoken(each)}: {each.definition}") for each in self.terms or ()]
        if self.name == "disposition":
            told += list(_NO_DISPOSITION.items())
        return [("", "not known"), *told]

    def in_docket(self, text: str) -> Any:
        """What a docket holds where somebody typed a text."""
        text = " ".join(text.split())
        if self.kind is FieldKind.FLAG:
            return {"yes": True, "no": False}.get(text)
        if self.kind is FieldKind.TERM:
            return self._term(text)
        if self.kind is FieldKind.NUMBER and text:
            return _number(text)
        return text or None

    def in_form(self, value: Any) -> str:
        """What the field shows where a docket holds a value."""
        if value is None:
            return str(_NULLS[self.name]) if self.name in _NULLS else ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value == UNKNOWN else str(value)

    def _term(self, text: str) -> str | None:
        if self.name == "disposition":
            return text or "missing"
        if self.name in _NULLS:
            if not text:
                return UNKNOWN
            return None if text == _NULLS[self.name] else text
        return text or (UNKNOWN if self.name in ("act", "court", "custody") else None)


def _field(name: str, label: str, kind: FieldKind = FieldKind.TEXT, *, rare: bool = False) -> Field:
    return Field(name=name, label=label, kind=kind, is_rare=rare)


def _term(name: str, label: str, terms: type[Term], *, rare: bool = False) -> Field:
    return Field(name=name, label=label, kind=FieldKind.TERM, terms=terms, is_rare=rare)


PERSON: tuple[Field, ...] = (
    _field("birth_date", "Date of birth", FieldKind.DAY),
    _field("history_checked_on", "Day on which every court was searched", FieldKind.DAY),
    _term("custody", "Custody now", Custody),
    _field("noncitizen", "Not a citizen", FieldKind.FLAG),
)
CASE: tuple[Field, ...] = (
    _field("number", "Case number"),
    _term("court", "Court", Court),
    _field("county", "County, or Baltimore City"),
    _field("state", "State"),
    _field("prosecuting_office", "Office that brought it", rare=True),
    _field("filed_date", "Filed on", FieldKind.DAY, rare=True),
    _field("charges_complete", "Every charge of the case is listed here", FieldKind.FLAG),
)
CHARGE: tuple[Field, ...] = (
    _field("description", "Charge, as printed"),
    _field("statute", "Statute, as CR 5-601(a)(1)"),
    _field("local_code", "CJIS code"),
    _term("act", "What it is for", Act),
    _term("substance", "Substance", Substance),
    _field("offense_date", "Day of the offence", FieldKind.DAY),
    _term("disposition", "How it ended", Disposition),
    _field("disposition_date", "Day it ended", FieldKind.DAY),
    _field("disposition_recorded", "How it ended, as printed", rare=True),
    _field("quantity_grams", "Grams", FieldKind.NUMBER, rare=True),
    _term("weight_basis", "How it was weighed", WeightBasis, rare=True),
    _term("kind", "Completed, attempt or conspiracy", Kind, rare=True),
    _term("grade", "Grade, as charged", Grade, rare=True),
    _term("treatment", "Treatment as a term", Treatment, rare=True),
    _field("sentence_end", "Last day of the sentence", FieldKind.DAY),
    _term("sentence_completion", "How the sentence ended", Completion),
)


def _spoken(term: StrEnum) -> str:
    return str(term).replace("_", " ")


def _number(text: str) -> int | float | str:
    """A number of JSON; what is none stays text, which no docket takes."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    if value == int(value):
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else text
