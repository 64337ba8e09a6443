"""One page tried on one record that somebody typed: an answer with reasons, and nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vacatur.engine.explain import explain
from vacatur.engine.explanation import ChargeExplanation
from vacatur.errors import UsageError
from vacatur.ingest.docket import docket_from_json
from vacatur.law.page import Page
from vacatur.record.terms import Completion, Court, Disposition, Grade, Substance, Term
from vacatur.site.laws import Law

WHERE = "the record"
# Field of the form -> its label, and the words it takes; none: a day or a text.
FIELDS: Mapping[str, tuple[str, type[Term] | None]] = {
    "state": ("State of the case, two letters", None),
    "county": ("County", None),
    "court": ("Court", Court),
    "statute": ("Statute, as charged", None),
    "local_code": ("Local code of the charge", None),
    "description": ("Words of the charge", None),
    "grade": ("Grade", Grade),
    "substance": ("Substance", Substance),
    "quantity_grams": ("Grams", None),
    "offense_date": ("Day of the offense", None),
    "disposition": ("How it ended", Disposition),
    "disposition_date": ("Day on which it ended", None),
    "sentence_end": ("Day on which the sentence ended", None),
    "sentence_completion": ("How the sentence ended", Completion),
    "birth_date": ("Birth date", None),
    "history_checked_on": ("Day of the search for other cases", None),
}
DAYS = frozenset(name for name in FIELDS if name.endswith(("_date", "_on", "_end")))
_OF_CASE = ("state", "county", "court")
_OF_PERSON = ("birth_date", "history_checked_on")


def docket_of_form(told: Mapping[str, str], as_of: date) -> bytes:
    """A docket of one charge from a form's fields. An empty field is not known."""
    known = {name: told.get(name, "").strip() for name in FIELDS}
    known = {name: value for name, value in known.items() if value}
    charge: dict[str, Any] = {"id": "charge1"}
    charge |= {k: v for k, v in known.items() if k not in (*_OF_CASE, *_OF_PERSON)}
    if "quantity_grams" in charge:
        charge["quantity_grams"] = _number(charge["quantity_grams"])
        charge["weight_basis"] = "lab"
    case = {"id": "case1", "charges": [charge]}
    docket = {
        "id": "TYPED",
        "as_of": as_of.isoformat(),
        "person": {name: known[name] for name in _OF_PERSON if name in known},
        "cases": [{**case, **{name: known[name] for name in _OF_CASE if name in known}}],
        "findings": {},
    }
    return json.dumps(docket).encode()


def try_record(law: Law, page: Page, docket: bytes) -> Sequence[ChargeExplanation]:
    """Explain the charges of a docket under one page; of a docket with a target, that charge.

    Raises
    ------
    UsageError
        The page decides nothing.
    RecordError
        It is no docket. No word of it is in the error.
    """
    if not page.decides:
        raise UsageError("the page is a definition and decides nothing", repair="Try another page.")
    read = docket_from_json(docket, source=WHERE, codes=law.rulebook.codes)
    charges = [read.target] if read.target else [each.charge_id for each in read.record.charges()]
    only = law.rulebook.only([page.page_id])
    return tuple(explain(only, read.record, each, columns={}) for each in charges)


def _number(text: str) -> float | str:
    """What is no number stays a text: the docket's reader says what is wrong with it."""
    try:
        return float(text)
    except ValueError:
        return text
