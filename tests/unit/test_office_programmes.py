"""What the policies of an office, all of them, answer to an offer of a programme on its day."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.unit.test_screening import charge, docket
from vacatur.law.answers import Published
from vacatur.office.programmes import OfferedTo, programme_of, screened_docket

DAY = date(2024, 2, 1)
# What the citation docket takes; the policy of 2019 speaks of cannabis too, and is for an attorney.
CANNABIS = charge(offense_date="2024-01-01", agency_listed=True)
TRESPASS = charge(
    statute="CR 6-402",
    description="TRESPASS-POSTED PROPERTY",
    act="other",
    substance=None,
    offense_date="2024-01-01",
    agency_listed=True,
)


@pytest.fixture
def asked(tmp_path):
    def run(programme: str, on: date, told: dict):
        file = tmp_path / "client.json"
        file.write_text(json.dumps({**told, "target": "c1"}), encoding="utf-8")
        page, rulebook = programme_of(f"us-md-baltimore-city/{programme}", "")
        offered = OfferedTo(programme=page, rulebook=rulebook, case="0b00000001 ", on=on)
        return screened_docket(offered, file).screened

    return run


def test_the_programmes_own_policy_does_not_answer_alone(asked):
    one, other = (docket(each, as_of=str(DAY)) for each in (TRESPASS, CANNABIS))
    assert asked("community-service", DAY, one).answer is Published.DIVERT
    assert asked("community-service", DAY, other).answer is Published.REVIEW


def test_what_another_policy_diverts_is_not_diverted_here(asked):
    told = docket(TRESPASS, as_of=str(DAY))
    assert asked("aim-to-bmore", DAY, told).answer is Published.NO_POLICY
