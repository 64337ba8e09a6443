"""The docket's schema beside its reader: neither takes what the other refuses, column by column."""

from __future__ import annotations

import copy
import json
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.support.worked import worked_record, worked_rows
from vacatur.errors import RecordError
from vacatur.ingest.docket import read_docket
from vacatur.ingest.docket_schema import docket_schema
from vacatur.ingest.docket_write import docket_of
from vacatur.law.rulebook import load_rulebook

SHAPES = docket_schema("#/$defs/")
SCHEMA = {"$ref": "#/$defs/Docket", "$defs": SHAPES}
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

# One of each object that a docket can hold.
FULL = {
    "id": "R1",
    "as_of": "2026-01-01",
    "person": {"registrations": [{}], "warrants": [{}], "diversions": [{}], "relief": [{}]},
    "cases": [
        {
            "id": "k1",
            "restitution": {},
            "objections": [{}],
            "victims": [{}],
            "participants": [{}],
            "charges": [{"id": "c1", "circumstances": {}}],
        }
    ],
    "findings": {"ground": {}},
    "expect": {"outcome": "REVIEW"},
}

# Where an object of each shape stands in it.
PLACES = {
    "Docket": (),
    "DocketPerson": ("person",),
    "DocketRegistration": ("person", "registrations", 0),
    "DocketWarrant": ("person", "warrants", 0),
    "DocketDiversion": ("person", "diversions", 0),
    "DocketRelief": ("person", "relief", 0),
    "DocketCase": ("cases", 0),
    "DocketObjection": ("cases", 0, "objections", 0),
    "DocketVictim": ("cases", 0, "victims", 0),
    "DocketParticipant": ("cases", 0, "participants", 0),
    "DocketCharge": ("cases", 0, "charges", 0),
    "DocketFindings": ("findings",),
}


def read(docket):
    try:
        read_docket(docket, source="x")
    except RecordError:
        return False
    return True


def columns():
    """Every key of every object, with the place of the object and what the schema says of it."""
    for name, place in PLACES.items():
        for key, told in SHAPES[name]["properties"].items():
            if "properties" in told:
                inside = told["properties"].items()
                yield from (((*place, key), inner, each) for inner, each in inside)
            yield place, key, told


COLUMNS = list(columns())


def with_value(place, key, value):
    docket = copy.deepcopy(FULL)
    at = docket
    for step in place:
        at = at[step]
    at[key] = value
    return docket


def test_every_object_has_its_place():
    assert sorted(PLACES) == sorted(SHAPES)
    assert VALIDATOR.is_valid(FULL)
    assert read(FULL)


WRONG = [True, 7, -1, 7.5, 2**70, "", "x", "unknown", "missing", "unreadable", "not_applicable",
         "2026-02-30", [], {}, None, {"x": 1}, ["x"], [None], [{}]]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_they_agree_on_a_value_in_any_place(wrong):
    differing = []
    for place, key, _ in COLUMNS:
        docket = with_value(place, key, wrong)
        # The reader takes amounts as decimals, never as binary fractions.
        parsed = json.loads(json.dumps(docket), parse_float=Decimal)
        valid, taken = VALIDATOR.is_valid(docket), read(parsed)
        # A schema cannot say that an id is one of the record's.
        names = key in ("charge", "case", "underlying", "target") and isinstance(wrong, str)
        if (taken and not valid) or (valid and not taken and not names):
            differing.append(((*place, key), valid, taken))
    assert differing == []


def test_each_word_of_each_vocabulary_is_taken_by_both():
    words = [
        with_value(place, key, word)
        for place, key, told in COLUMNS
        for word in told.get("enum", ())
    ]
    assert len(words) > 100
    assert [x for x in words if not (VALIDATOR.is_valid(x) and read(x))] == []


@pytest.mark.parametrize("law", ["us-md", "us-md-baltimore-city", "us-xx"])
def test_every_worked_case_is_of_the_shape(law):
    rulebook = load_rulebook(law)
    count = 0
    for page in rulebook.pages:
        for row in worked_rows(page):
            record = worked_record(page, row)
            docket = docket_of(record, rule=None, target=next(record.charges()).charge_id)
            text = json.dumps(docket, default=float).replace("/", "-")
            faults = [each.message for each in VALIDATOR.iter_errors(json.loads(text))]
            assert faults == [], (page.page_id, row.line)
            count += 1
    assert count > 20
