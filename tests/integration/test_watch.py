"""`vacatur watch`: a feed with a cliff, filings of a declined kind, and a log of approvals."""

from __future__ import annotations

import json

import pytest

OFFICE = "Baltimore City State's Attorney"


def charge(name="c1", **told):
    usual = {
        "id": name, "statute": "CR 5-601(a)(1)", "local_code": "1 1564",
        "description": "CDS: POSS MARIJUANA 10 GM+", "act": "possession", "substance": "cannabis",
        "offense_date": "2019-02-20", "disposition": "pending",
    }  # fmt: skip
    return {**usual, **told}


def case(name, filed, *charges, **told):
    usual = {
        "id": name, "number": f"0B0000{name}", "state": "MD", "county": "Baltimore City",
        "court": "district", "prosecuting_office": OFFICE, "charges_complete": True,
        "filed_date": filed, "charges": list(charges),
    }  # fmt: skip
    return {**usual, **told}


LAW = ("--law", "us-md-baltimore-city")
ASSAULT = charge(
    "c2", statute="CR 3-203", local_code="1 1415", description="ASSAULT-SEC DEGREE", act="other",
    substance=None,
)  # fmt: skip
ENDED = {"disposition": "nolle_prosequi", "disposition_recorded": "NOLLE PROSEQUI"}
PEOPLE = {
    "ended": [case("1", "2019-03-01", charge(**ENDED, disposition_date="2019-05-01"))],
    "ended-undated": [case("2", "2019-03-05", charge(**ENDED))],
    "assault": [case("3", "2019-03-06", ASSAULT)],
    "before": [case("4", "2019-01-10", charge(offense_date="2019-01-09"))],
    "no-office": [case("5", "2019-03-08", charge(), prosecuting_office=None)],
    "no-day": [case("6", None, charge())],
    "twice": [
        case("7", "2019-02-21", charge()),
        case("8", "2019-04-02", charge("c3", offense_date="2019-04-01")),
    ],
    "beside": [case("9", "2019-03-09", charge(), ASSAULT)],
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A workspace of the people, decided under the release of 29 January 2019."""
    from tests.integration.conftest import _run

    folder = tmp_path_factory.mktemp("watch")
    dockets = folder / "people.jsonl"
    lines = [
        {
            "id": name, "as_of": "2019-12-31", "findings": {}, "cases": cases,
            "person": {"birth_date": "1990-01-02", "history_checked_on": "2019-12-31"},
        }
        for name, cases in PEOPLE.items()
    ]  # fmt: skip
    dockets.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    place = folder / "workspace"
    for command in (
        ("ingest", dockets, "--adapter", "docket"),
        ("decide", *LAW, "--rule", "BAL-2019", "--as-of", "2019-12-31"),
        ("matters", "staff", "add", "A. Roe", "--role", "attorney"),
    ):
        _run(*command, "-w", place)
    return place


def filings(vacatur, place, *options):
    done = vacatur("watch", "filings", "--since", "2019-01-29", "-w", place, "--json", *options)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_declined_kind_that_is_filed_raises_an_alert_on_its_own_day(vacatur, decided):
    found = filings(vacatur, decided)
    assert [(each["charge"], each["filed"]) for each in found["alerts"]] == [
        ("twice/c1", "2019-02-21"),
        ("ended/c1", "2019-03-01"),
        ("ended-undated/c1", "2019-03-05"),
        ("twice/c3", "2019-04-02"),
    ]
