"""An explanation tells the ground, the part of the person whom it is about, and the reason."""

from __future__ import annotations

import re
from typing import Any

import pytest

from vacatur.engine.explain import explain
from vacatur.ingest.docket import read_docket
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.telling import as_data, as_tree, in_words

GROUND = {
    "id": "unit-2017",
    "type": "new_information",
    "received_date": "2017-03-02",
    "document": "Memorandum of 2 March 2017, with exhibits A to F",
    "known_before_judgment": False,
    "integrity": True,
    "justice": True,
    "role": "complaining_officer",
    "materiality": "sole_witness",
    "reason": "Nobody else saw the seizure.",
}
RULE = "MD-VAC-8301.1"


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return load_rulebook("us-md")


def explained(law: Rulebook, as_of: str = "2026-02-15", **changes: Any):
    office = "Baltimore City State's Attorney"
    docket = read_docket(
        {
            "id": "R1",
            "as_of": as_of,
            "person": {"relief": []},
            "cases": [
                {
                    "id": "k1",
                    "state": "MD",
                    "prosecuting_office": office,
                    "victims": [],
                    "appeal": "none",
                    "restitution": {"ordered": 0},
                    "charges": [
                        {
                            "id": "c1",
                            "statute": "CR 5-602",
                            "disposition": "convicted",
                            "disposition_date": "2012-05-01",
                            "offense_date": "2012-01-02",
                        }
                    ],
                }
            ],
            "findings": {
                "movant": "prosecutor",
                "movant_office": office,
                "ground": GROUND | changes,
            },
        },
        source="d.json",
    )
    return explain(law, docket.record, "R1/c1", columns={})


def told(explanation) -> str:
    """The words about the State's motion on one line."""
    words = in_words(explanation)
    (part,) = (each for each in words.split("\n\n") if each.startswith(RULE))
    return re.sub(r"\s+", " ", part)


def answer(explanation) -> str:
    (rule,) = (each for each in explanation.rules if each.decision.implements == RULE)
    return str(rule.decision.published)


def test_the_ground_is_one_paragraph_that_a_judge_can_follow(law):
    explanation = explained(law)

    assert answer(explanation) == "ELIGIBLE_STATE_MOTION"
    paragraph = (
        "The ground is [unit-2017], new information, received on 2017-03-02, written down in: "
        "Memorandum of 2 March 2017, with exhibits A to F. The person whom it is about took "
        "part as complaining officer (signed the charging document). How much the judgment rests "
        "on that person: sole witness (the judgment rests on this participant alone). The "
        'attorney\'s reason: "Nobody else saw the seizure."'
    )
    assert paragraph in told(explanation)
    assert paragraph in re.sub(r"\s+", " ", as_tree(explanation))


@pytest.mark.parametrize("materiality", ["corroborated", "peripheral", "not_involved"])
def test_what_does_not_rest_on_that_person_alone_is_for_a_person(law, materiality):
    explanation = explained(law, materiality=materiality)

    assert answer(explanation) == "REVIEW"
    assert "does not rest alone on the person whom the ground is about" in told(explanation)
    assert f"on that person: {materiality.replace('_', ' ')} (" in told(explanation)


def test_what_nobody_answered_is_said_and_is_not_an_answer(law):
    explanation = explained(law, role=None, materiality=None, reason=None)

    words = told(explanation)
    assert answer(explanation) == "ELIGIBLE_STATE_MOTION"
    assert "Nobody has recorded what part the person whom it is about had in the case." in words
    assert "Nobody has answered how much the judgment rests on that person." in words
    assert "Not checked: judgment rests on more than that person" in words
    assert "reason" not in words


def test_the_ground_is_told_by_the_pages_that_read_it_and_as_data(law):
    rules = {each["decision"]["implements"]: each for each in as_data(explained(law))["rules"]}

    assert rules[RULE]["ground"] == {
        "ground_id": "unit-2017",
        "kind": "new_information",
        "received_on": "2017-03-02",
        "document": "Memorandum of 2 March 2017, with exhibits A to F",
        "role": "complaining_officer",
        "materiality": "sole_witness",
        "reason": "Nobody else saw the seizure.",
    }
    assert [name for name, rule in rules.items() if rule["ground"]] == [RULE]


def test_a_ground_that_came_later_is_not_told(law):
    words = in_words(explained(law, as_of="2026-02-15", received_date="2026-02-16"))

    assert "unit-2017" not in words
    assert "Nobody else saw" not in words
