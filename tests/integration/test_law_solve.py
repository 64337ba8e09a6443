"""`vacatur law check --solve` as somebody at a terminal meets it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.support.pages import page_text, section
from vacatur.engine.decide_one import decide_one
from vacatur.errors import GrantsConflict
from vacatur.ingest.docket import read_docket
from vacatur.law.rulebook import load_rulebook

OVERLAP = """\
charge_is_ours = charge.disposition == convicted
offense_is_old = charge.offense_date.is_on_or_before("2014-10-01")
offense_is_new = not_(charge.offense_date.is_before("2014-10-01"))
scope(charge_is_ours)
otherwise(NOT_ELIGIBLE)
grants(ELIGIBLE_PETITION, when=offense_is_old)
grants(ELIGIBLE_AUTOMATIC, when=offense_is_new)
"""


@pytest.fixture
def overlapping(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "made.law.md").write_text(page_text(section(OVERLAP)), encoding="utf-8")
    return folder


def test_an_overlap_fails_and_its_docket_stops_the_interpreter(vacatur, overlapping):
    done = vacatur("law", "check", overlapping, "--solve", "--json")

    assert done.code == 1
    (checked,) = json.loads(done.out, parse_float=Decimal)
    (fault,) = (each for each in checked["solved"] if each["is_fault"])
    assert (fault["kind"], fault["table"]) == ("overlap", None)
    rulebook = load_rulebook(str(overlapping))
    docket = read_docket(fault["docket"], source="example")
    with pytest.raises(GrantsConflict):
        decide_one(rulebook, rulebook.pages[0], docket.record, docket.target)


def test_faults_come_first_and_say_what_to_do(vacatur, overlapping):
    done = vacatur("law", "check", overlapping, "--solve")

    assert done.code == 1
    told = done.out[done.out.index("No lawyer has reviewed") :].splitlines()
    assert told[1].startswith("FAULT ours/made.law.md, line ")
    assert "Make the two conditions exclude each other." in done.out
    assert done.out.splitlines()[-1].startswith(f"{overlapping}: the solver found 1 fault and ")


def test_every_docket_of_a_law_gets_the_answer_that_is_told(vacatur):
    done = vacatur("law", "check", "us-xx", "--solve", "--json")

    assert done.code == 0
    rulebook = load_rulebook("us-xx")
    (checked,) = json.loads(done.out, parse_float=Decimal)
    dockets = [each for each in checked["solved"] if each["docket"] and each["table"]]
    assert len(dockets) > 15
    for each in dockets:
        docket = read_docket(each["docket"], source="example", codes=rulebook.codes)
        decision = decide_one(rulebook, rulebook.page(each["page"]), docket.record, docket.target)
        assert str(decision.published) == each["answer"]


def test_a_warning_fails_only_when_asked_to(vacatur):
    assert vacatur("law", "check", "us-xx", "--solve").code == 0
    assert vacatur("law", "check", "us-xx", "--solve", "--strict").code == 1


def test_strict_without_solve_is_refused(vacatur):
    done = vacatur("law", "check", "us-xx", "--strict")

    assert done.code == 2
    assert "--solve" in done.err


def test_without_the_extra_the_command_says_what_to_install(vacatur, monkeypatch):
    monkeypatch.setattr("vacatur.office.law_solving.find_spec", lambda name: None)
    done = vacatur("law", "check", "us-xx", "--solve")

    assert done.code == 2
    assert "pip install 'vacatur[solve]'" in done.err


def test_pages_with_faults_of_the_reader_are_not_solved(vacatur, overlapping):
    page = overlapping / "made.law.md"
    page.write_text(page.read_text(encoding="utf-8").replace("is_before(", "is_befor("))
    done = vacatur("law", "check", overlapping, "--solve", "--json")

    assert done.code == 1
    (checked,) = json.loads(done.out)
    assert checked["faults"]
    assert "solved" not in checked
