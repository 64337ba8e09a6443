"""A person's record while somebody fills it in: a docket, and a form of its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from vacatur.errors import UsageError
from vacatur.ingest.docket import Docket, docket_from_json
from vacatur.law.rulebook import Rulebook
from vacatur.office.clinic.fields import CASE, CHARGE, PERSON, Field

MOST_CASES, MOST_CHARGES = 60, 60  # that somebody adds
MOST_SHOWN = 40  # charges in one form: a form holds a thousand fields


def empty_docket(as_of: date, state: str) -> dict[str, Any]:
    """A docket of one case with one charge of which nothing is known."""
    docket = {
        "id": "clinic",
        "as_of": as_of.isoformat(),
        "person": {each.name: each.in_docket("") for each in PERSON},
        "cases": [],
        "findings": {},
    }
    add_case(docket, state)
    return docket


def add_case(docket: dict[str, Any], state: str) -> None:
    """Add a case with one charge.

    Raises
    ------
    UsageError
        There are as many as a form holds.
    """
    if len(docket["cases"]) >= MOST_CASES:
        raise UsageError(f"a form holds {MOST_CASES} cases", repair="Send the record as a file.")
    case = {"id": _new_id(docket, "k"), **_nothing(CASE), "state": state, "charges": []}
    docket["cases"].append(case)
    add_charge(docket, len(docket["cases"]) - 1)


def add_charge(docket: dict[str, Any], place: int) -> None:
    """Add a charge to a case.

    Raises
    ------
    UsageError
        The case has as many as a form holds, or there is no such case.
    """
    charges = _at(docket["cases"], place)["charges"]
    if len(charges) >= MOST_CHARGES:
        raise UsageError(f"a case holds {MOST_CHARGES} charges in a form")
    charges.append({"id": _new_id(docket, "c"), **_nothing(CHARGE)})


def remove_case(docket: dict[str, Any], place: int) -> None:
    """Take a case out."""
    docket["cases"].remove(_at(docket["cases"], place))


def remove_charge(docket: dict[str, Any], place: int, charge: int) -> None:
    """Take a charge out of a case."""
    charges = _at(docket["cases"], place)["charges"]
    charges.remove(_at(charges, charge))


def filled(docket: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """A docket with what a form says; what the form does not ask stays as it is.

    Parameters
    ----------
    form
        `as_of`, `person-FIELD`, `case-1-FIELD`, `case-1-charge-2-FIELD`, counted from 0.
    """
    told = deepcopy(dict(docket))
    told["as_of"] = form.get("as_of", "").strip() or told["as_of"]
    _fill(told["person"], PERSON, form, "person")
    for number, case in enumerate(told["cases"]):
        _fill(case, CASE, form, f"case-{number}")
        for place, charge in enumerate(case["charges"]):
            _fill(charge, CHARGE, form, f"case-{number}-charge-{place}")
    return told


def from_text(text: str) -> dict[str, Any]:
    """A docket from JSON that was checked where it was read; the form adds what it lacks."""
    told = json.loads(text.removeprefix("\ufeff"))
    told = told[0] if isinstance(told, list) else told
    told.setdefault("person", {})
    return {**told, "rule": None, "target": None, "expect": None}


def read(docket: Mapping[str, Any], rulebook: Rulebook) -> Docket:
    """The docket as the engine reads it: every charge, under every rule.

    Raises
    ------
    RecordError
        A field holds something that it should not; the place is told, and no word of it.
    """
    asked = {**docket, "rule": None, "target": None, "expect": None}
    raw = json.dumps(asked).encode()
    return docket_from_json(raw, source="the record", codes=rulebook.codes)


def charges_of(docket: Mapping[str, Any]) -> Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each charge with its case, in the order of the form."""
    return [(case, charge) for case in docket["cases"] for charge in case["charges"]]


def _fill(
    row: dict[str, Any], fields: Sequence[Field], form: Mapping[str, str], prefix: str
) -> None:
    for field in fields:
        text = form.get(f"{prefix}-{field.name}")
        if text is not None and text.strip() != field.in_form(row.get(field.name)):
            row[field.name] = field.in_docket(text)


def _nothing(fields: Sequence[Field]) -> dict[str, Any]:
    return {each.name: each.in_docket("") for each in fields}


def _new_id(docket: Mapping[str, Any], letter: str) -> str:
    known = {case["id"] for case in docket["cases"]}
    known |= {charge["id"] for _, charge in charges_of(docket)}
    number = 1
    while f"{letter}{number}" in known:
        number += 1
    return f"{letter}{number}"


def _at(rows: list[dict[str, Any]], place: int) -> dict[str, Any]:
    if not 0 <= place < len(rows):
        raise UsageError("the form has no such row", repair="Open the page again.")
    return rows[place]
