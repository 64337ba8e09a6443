"""docs/policies.md against the code: every principle, kind, answer and page of Baltimore City."""

import re
from pathlib import Path

from vacatur.law.answers import SCREENING_ANSWERS
from vacatur.law.lint_checks import Says
from vacatur.law.lint_principles import Principle
from vacatur.law.policy_checks import POLICIES
from vacatur.law.rulebook import load_rulebook

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")


def test_every_principle_and_every_answer_of_a_check_is_told():
    assert re.findall(r"^\| (FJP-\d) \|", TEXT, flags=re.MULTILINE) == [p.value for p in Principle]
    for says in Says:
        assert f"`{says.value}`" in TEXT


def test_both_kinds_and_the_answers_of_a_screening_policy_are_told():
    for each in (*POLICIES, *SCREENING_ANSWERS):
        assert f"`{each}`" in TEXT


def test_the_table_lists_the_pages_that_come_with_vacatur():
    listed = re.findall(r"^\| `(us-md-baltimore-city/[a-z0-9-]+)`", TEXT, flags=re.MULTILINE)
    pages = load_rulebook("us-md-baltimore-city").pages
    assert sorted(listed) == sorted(page.page_id for page in pages)
