"""What a feed sends that is wrong, open or not ours: each has its answer, and none is a 500."""

from __future__ import annotations

import copy

import pytest

from tests.support.api import HANDGUN, api_office, booking, charge
from vacatur.web.api.contract import client

TRESPASS = {
    "statute": "CR 6-402",
    "description": "TRESPASS-POSTED PROPERTY",
    "act": "other",
    "substance": None,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return api_office(tmp_path_factory.mktemp("inputs") / "workspace")


CASES = {
    "the ordinary one": (booking(), "DECLINE"),
    "screened on the day before the policy": (booking(as_of="2019-01-28"), "NO_POLICY"),
    "charged before the policy, and screened under it": (
        booking(charge(offense_date="2018-05-01")),
        "DECLINE",
    ),
    "the month in which the list was recalled, on a day not known": (
        booking(charge(offense_date="2023-01-10", **TRESPASS), as_of="2023-01-15"),
        "REVIEW",
    ),
    "after the list ended, before the docket began": (
        booking(charge(offense_date="2023-03-10", **TRESPASS), as_of="2023-03-15"),
        "NO_POLICY",
    ),
    "cannabis in the gap: which policy held is not stated": (
        booking(charge(offense_date="2023-03-10"), as_of="2023-03-15"),
        "REVIEW",
    ),
    "nobody weighed it, and the weight does not matter": (
        booking(charge(quantity_grams=None, weight_basis="unknown")),
        "DECLINE",
    ),
    "of what substance is not known": (
        booking(charge(substance="unknown", statute="CR 5-601", description=None)),
        "REVIEW",
    ),
    "a juvenile court's case": (
        booking(
            charge(offense_date="2021-05-01", **TRESPASS), as_of="2021-05-02", court="juvenile"
        ),
        "REVIEW",
    ),
    "a child": (
        booking(
            charge(offense_date="2021-05-01", **TRESPASS),
            as_of="2021-05-02",
            birth_date="2005-01-02",
        ),
        "REVIEW",
    ),
    "another office's case": (
        booking(prosecuting_office="Baltimore County State's Attorney"),
        "NO_POLICY",
    ),
    "whose case it is nobody said": (booking(prosecuting_office=None), "REVIEW"),
    "the code says one thing and the words another": (
        booking(charge(local_code="1 0573", description="CDS: POSS W/INT TO DIST")),
        "REVIEW",
    ),
    "a covered charge beside one that is not": (
        booking(charge(), charge("c2", **HANDGUN)),
        "REVIEW",
    ),
    "a day after the last that anybody checked": (booking(as_of="2026-04-01"), "REVIEW"),
    "the last day of the calendar": (booking(as_of="9999-12-31"), "REVIEW"),
    "the first day of the calendar": (booking(as_of="0001-01-01"), "NO_POLICY"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_has_its_answer_alone_and_in_a_batch(office, name):
    sent, wanted = CASES[name]
    alone = office.post("/v1/screenings", sent)
    assert alone.status_code == 200, alone.text
    record = alone.json()["record"]
    assert record["charges"][0]["published"] == wanted
    (result,) = office.post("/v1/screenings/batch", [sent]).json()["results"]
    assert result["screened"] == record
    explained = office.post("/v1/explanations", sent)
    assert explained.status_code == 200, explained.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_sentence_that_ended_on_a_day_nobody_means_is_explained(office, day):
    sent = copy.deepcopy(client())
    sent["cases"][0]["charges"][0]["sentence_end"] = day
    assert office.post("/v1/explanations", sent).status_code == 200


def test_a_charge_that_is_closed_is_not_screened(office):
    sent = booking(charge(disposition="nolle_prosequi", disposition_date="2019-03-01"))
    assert office.post("/v1/screenings", sent).json()["record"]["charges"] == []


def test_the_same_booking_twice_is_refused_twice_and_the_rest_is_answered(office):
    other = booking(name="B-2", number="0B00000002")
    told = office.post("/v1/screenings/batch", [booking(), booking(), other]).json()
    assert told["counts"] == {"records": 3, "screened": 1, "refused": 2}
    assert ["2 records" in x["refused"]["detail"] for x in told["results"][:2]] == [True, True]
    assert told["results"][2]["screened"]["charges"][0]["published"] == "DECLINE"


def test_one_case_under_two_ids_is_perhaps_one_booking_that_came_twice(office):
    told = office.post("/v1/screenings/batch", [booking(), {}, booking(name="B-2")]).json()
    said = [x["screened"] and x["screened"]["same_case"] for x in told["results"]]
    assert said == [["B-2"], None, ["B-1"]]
