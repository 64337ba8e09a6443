"""What the solver says of every packaged page: no fault, and every example confirmed."""

import pytest

from tests.support.quick import slow_ones_marked
from vacatur.engine.solve.report import Kind
from vacatur.engine.solve.whole import findings_of, gaps_of
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders

JURISDICTIONS = [jurisdiction_of(folder) for folder in packaged_folders()]
PAGES = [(name, page.page_id) for name in JURISDICTIONS for page in load_rulebook(name).pages]
NOT_WANTED = (Kind.DEAD, Kind.OVERLAP, Kind.DISAGREEMENT, Kind.NOT_DECIDED)


@pytest.mark.parametrize(("name", "page_id"), slow_ones_marked(PAGES))
def test_the_solver_finds_no_fault_in_a_packaged_page(name, page_id):
    rulebook = load_rulebook(name)
    found = findings_of(rulebook, rulebook.page(page_id), seconds=30)

    wrong = [f"{each.where}: {each.what}. {each.why}" for each in found if each.kind in NOT_WANTED]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.long] if name == "us-md" else [])
        for name in JURISDICTIONS
    ],
)
def test_what_no_packaged_page_covers_is_shown_by_an_example(name):
    found = list(gaps_of(load_rulebook(name), seconds=30))

    assert {each.kind for each in found} <= {Kind.UNCOVERED}, [each.what for each in found]
