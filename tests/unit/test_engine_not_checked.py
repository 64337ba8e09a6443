"""A condition that counts only once somebody has found it: nobody looked, so it carries nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vacatur.law.rulebook import load_rulebook
from vacatur.office.explaining_dockets import explain_docket

DOCKET = Path("src/vacatur/sample/docket.json")
RULE = "MD-EXP-105-12"


@pytest.mark.parametrize(
    ("grade", "listed", "carries"), [(None, True, False), ("misdemeanor", False, True)]
)
def test_what_nobody_has_looked_at_is_told_as_not_checked(tmp_path, grade, listed, carries):
    docket = json.loads(DOCKET.read_text(encoding="utf-8"))
    (record,) = docket if isinstance(docket, list) else [docket]
    for charge in record["cases"][0]["charges"]:
        charge["grade"] = grade
    file = tmp_path / "client.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    (explanation, *_) = explain_docket(file, load_rulebook("us-md"))
    (rule,) = (each for each in explanation.rules if each.decision.implements == RULE)
    (civil,) = (each for each in rule.conditions if each.name == "matter_was_civil")

    assert ("matter_was_civil" in rule.not_checked) is listed
    assert civil.carries is carries


def test_a_flagged_condition_of_another_page_does_not_hinder_the_explanation():
    """It is that page's own condition, and is told as not checked where that page is explained."""
    (explanation, *_) = explain_docket(DOCKET, load_rulebook("us-md-relief-variants"))

    assert len(explanation.rules) == 8
