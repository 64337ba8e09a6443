"""A `because` is checked: another condition in its place is refused."""

from dataclasses import replace

import pytest

from tests.support.worked import worked_rows
from vacatur.engine.decide_one import decide_one
from vacatur.engine.worked_cases import explained_by, record_of_case, try_cases
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders

JURISDICTIONS = [jurisdiction_of(folder) for folder in packaged_folders()]
PAGES = [(name, page.page_id) for name in JURISDICTIONS for page in load_rulebook(name).pages]


def with_only(page, row):
    """The page with one worked case and no other."""
    first, *others = page.sections
    emptied = tuple(replace(section, cases=()) for section in others)
    return replace(page, sections=(replace(first, cases=(row,)), *emptied))


def says(page, row, rulebook):
    (verdict,) = try_cases(rulebook, with_only(page, row))
    return verdict.failures


def explaining(page, row, rulebook):
    """The conditions that a row may give as its `because`."""
    record = record_of_case(page, row)
    target = next(record.charges()).charge_id
    return explained_by(rulebook, page, decide_one(rulebook, page, record, target))


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_another_condition_does_not_explain_the_answer(name, page_id):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    refused = asked = 0
    wrong = None
    for row in worked_rows(page):
        given = row.expected.get("because")
        if given:
            explain = explaining(page, row, rulebook)
            others = [each for each in page.condition_names() if each != given]
            beside = [each for each in others if each not in explain]
            asked, refused = asked + len(others), refused + len(beside)
            wrong = wrong or (beside and replace(row, expected={"because": beside[0]}))
    assert asked == 0 or refused / asked > 0.5, f"only {refused} of {asked} were refused"
    assert not wrong or says(page, wrong, rulebook)


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_no_condition_explains_an_answer_that_is_simply_granted(name, page_id):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    grants = {grant.answer for version in page.versions for grant in version.grants}
    row = next(row for row in worked_rows(page) if row.expected["outcome"] in grants)
    assert not explaining(page, row, rulebook)
    changed = replace(row, expected={"because": page.condition_names()[0]})
    assert says(page, changed, rulebook)
