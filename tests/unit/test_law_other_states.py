"""What the pages of other states say of facts that no cases table can hold: lists of rows."""

from datetime import date

import pytest

from vacatur.engine.decide_one import decide_one
from vacatur.ingest.docket import read_docket
from vacatur.law.rulebook import load_rulebook

CONVICTION = {
    "id": "c1",
    "statute": "HS 11359",
    "description": "POSSESSION OF MARIJUANA FOR SALE",
    "act": "possession_with_intent",
    "grade": "felony",
    "offense_date": "2010-03-01",
    "disposition": "convicted",
    "disposition_date": "2010-06-01",
    "sentence_end": "2012-06-01",
    "sentence_completion": "satisfactory",
    "substance": "cannabis",
    "circumstances": {"minor_involved": False, "import_export": False},
}
SEATTLE = {
    "id": "c1",
    "statute": "RCW 69.50.4014",
    "description": "POSSESSION OF MARIJUANA 40 GRAMS OR LESS",
    "act": "possession",
    "disposition": "convicted",
    "disposition_date": "2009-08-01",
    "substance": "cannabis",
}


def published(name, charge, day, *, person=None, case=None):
    rulebook = load_rulebook(name)
    docket = {
        "id": "made",
        "as_of": day,
        "rule": None,
        "target": "c1",
        "person": {"birth_date": "1979-08-02", "history_checked_on": day, **(person or {})},
        "cases": [{"id": "k1", "charges_complete": True, "charges": [charge], **(case or {})}],
        "findings": {},
    }
    record = read_docket(docket, source="made", codes=rulebook.codes).record
    (page,) = rulebook.pages
    decision = decide_one(rulebook, page, record, next(record.charges()).charge_id)
    assert record.as_of == date.fromisoformat(day)
    return decision.published


def california(registrations):
    person = {"registrations": registrations}
    return published("us-ca", CONVICTION, "2020-01-01", person=person, case={"state": "CA"})


@pytest.mark.parametrize(
    ("registrations", "answer"),
    [
        ([], "REDUCE_MISD"),
        (None, "REVIEW"),
        ([{"statute": "PC 290(c)", "date": "2010-05-31"}], "NOT_ELIGIBLE"),
        ([{"statute": "PC 290(c)", "date": "2010-06-01"}], "REVIEW"),
        ([{"statute": "PC 290(c)", "date": None}], "REVIEW"),
        ([{"statute": "PC 290.006", "date": "2001-09-18"}], "REVIEW"),
    ],
)
def test_a_duty_to_register_bars_in_california_only_when_it_came_first(registrations, answer):
    assert california(registrations) == answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("pending", "REVIEW"),
        ("sustained", "REVIEW"),
        ("unknown", "REVIEW"),
        ("withdrawn", "ELIGIBLE_STATE_MOTION"),
        ("overruled", "ELIGIBLE_STATE_MOTION"),
    ],
)
def test_an_objection_in_seattle_needs_an_individual_finding(status, answer):
    objection = {"by": "defendant", "filed_date": "2018-10-03", "status": status}
    case = {"state": "WA", "city": "Seattle", "court": "municipal", "objections": [objection]}
    assert published("us-wa-seattle", SEATTLE, "2018-10-15", case=case) == answer


def test_an_order_or_a_victim_on_record_is_for_a_lawyer():
    person = {"relief": [{"kind": "sealing", "date": "2019-01-01", "charge": "c1"}]}
    person["registrations"] = []
    assert published("us-ca", CONVICTION, "2020-01-01", person=person, case={"state": "CA"}) == (
        "REVIEW"
    )
    case = {"state": "CA", "victims": [{"id": "v1", "charge": None, "notice_sent": None}]}
    person = {"registrations": []}
    assert published("us-ca", CONVICTION, "2020-01-01", person=person, case=case) == "REVIEW"
