"""A `because` is checked: another condition in its place is refused."""

from dataclasses import replace

import pytest

from tests.support.worked import worked_rows
from vacatur.engine.worked_cases import try_cases
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


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_another_condition_does_not_explain_the_answer(name, page_id):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    refused = tried = 0
    for row in worked_rows(page):
        given = row.expected.get("because")
        for other in page.condition_names() if given else ():
            if other != given:
                tried += 1
                changed = replace(row, expected={**row.expected, "because": other})
                refused += bool(says(page, changed, rulebook))
    assert tried == 0 or refused / tried > 0.5, f"only {refused} of {tried} were refused"


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_no_condition_explains_an_answer_that_is_simply_granted(name, page_id):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    grants = {grant.answer for version in page.versions for grant in version.grants}
    row = next(row for row in worked_rows(page) if row.expected["outcome"] in grants)
    for condition in page.condition_names():
        changed = replace(row, expected={**row.expected, "because": condition})
        assert says(page, changed, rulebook), f"[{condition}] explained a grant"
