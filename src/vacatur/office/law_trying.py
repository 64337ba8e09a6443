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
from vacatur.office.clinic.fields import CASE, CHARGE, PERSON, Field
from vacatur.site.laws import Law

WHERE = "the record"
FIELDS: tuple[Field, ...] = (*CHARGE, *CASE, *PERSON)


def docket_of_form(told: Mapping[str, str], as_of: date) -> bytes:
    """A docket of one charge from a form's fields. An empty field is not known."""
    case = {**_filled(CASE, told), "id": "case1"}
    docket = {
        "id": "TYPED",
        "as_of": as_of.isoformat(),
        "person": _filled(PERSON, told),
        "cases": [{**case, "charges": [{**_filled(CHARGE, told), "id": "charge1"}]}],
        "findings": {},
    }
    return json.dumps(docket).encode()


def _filled(fields: Sequence[Field], told: Mapping[str, str]) -> dict[str, Any]:
    return {each.name: each.in_docket(told.get(each.name, "")) for each in fields}


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
