"""Every worked case of a screening policy is screened as `law test` answers it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from vacatur.law.rulebook import load_rulebook
from vacatur.office.screening import screen_dockets

pytestmark = pytest.mark.real_data

CASES = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "law/cases.jsonl"
POLICY = "us-md-baltimore-city"


def test_each_docket_of_a_policy_is_screened_as_its_policy_answers(tmp_path):
    dockets = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    asked = [each for each in dockets if str(each["rule"]).startswith("BAL-")]
    rulebook = load_rulebook(POLICY)
    assert len(asked) > 5
    for docket in asked:
        file = tmp_path / f"{docket['id']}.json"
        file.write_text(json.dumps(docket), encoding="utf-8")
        wanted = docket["expect"]["outcome"]
        for law in (rulebook, rulebook.only([docket["rule"]])):
            (record,) = screen_dockets(file, law)
            (charge,) = record.charges
            assert str(charge.published) == wanted, docket["id"]
