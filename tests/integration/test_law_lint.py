"""`vacatur law lint`: it speaks of every policy page, and only --strict fails."""

import json

import pytest

from vacatur.law.lint_principles import Principle
from vacatur.law.rulebook import LAW_ROOT

LAW = "us-md-baltimore-city"


def test_every_principle_is_answered_for_every_page_and_the_exit_code_is_0(vacatur):
    done = vacatur("law", "lint", LAW)
    assert done.code == 0
    *pages, aim, service = done.out.split(f"\n{LAW}/")
    assert len(pages) == 3
    assert "FJP-5 nothing found" in aim
    assert "a place for community service" in service
    for page in pages:
        for principle in Principle:
            assert f"  {principle} " in page
    assert "as reported in the press" in done.out
    assert "No lawyer has reviewed" in done.out


def test_what_a_page_cannot_show_is_said_with_whom_to_ask(vacatur):
    said = vacatur("law", "lint", LAW).out
    assert "FJP-4 cannot be seen from the page: the page is silent on tests" in said
    assert "what to do: Ask what the office requests at release" in said


def test_the_limit_to_a_first_charge_is_warned_of_on_its_line(vacatur):
    (linted,) = json.loads(vacatur("law", "lint", LAW, "--json").out)
    found = [r for r in linted["remarks"] if r["id"] == "FJP-2" and "marijuana-2019" in r["page"]]
    page = LAW_ROOT / "us_md_baltimore_city" / "marijuana-2019.law.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [r["says"] for r in found] == ["WARNING", "WARNING"]
    assert "charged_with_it_before" in found[0]["what"]
    assert "other in person.charges" in "".join(lines[found[0]["line"] - 1 :][:2])
    assert "charged for the first time" in lines[found[1]["line"] - 1]
    assert all(r["why"] and r["repair"] for r in found)


@pytest.mark.parametrize(("law", "code"), [(LAW, 1), ("us-md", 0)])
def test_strict_fails_when_there_is_a_warning(vacatur, law, code):
    assert vacatur("law", "lint", law, "--strict").code == code


def test_a_law_without_policies_says_so(vacatur):
    assert "us-md: no policy page" in vacatur("law", "lint", "us-md").out
