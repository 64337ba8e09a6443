"""The law of a day, held still, answers on that day as the law itself does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.engines import compiled, differences, in_words, interpreted, tables_of
from tests.support.populations import population
from tests.support.quick import without_the_unit_rule
from vacatur.engine.standing import verified_through
from vacatur.law.frozen import days_of_change, frozen_on
from vacatur.law.rulebook import load_rulebook

ONE_DAY = timedelta(days=1)
FAR = date(2026, 3, 31)


def boundaries(rulebook):
    """Each day on which some page changes, and the day before it."""
    changes = {
        day
        for page in rulebook.pages
        for day in days_of_change(rulebook, page, after=date(1990, 1, 1), until=FAR)
    }
    return sorted({day for change in changes for day in (change - ONE_DAY, change)})


@pytest.mark.parametrize("charges", [15, pytest.param(150, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["us-md", "us-xx"])
def test_on_its_own_day_the_frozen_law_answers_as_the_law(name, charges):
    rulebook = without_the_unit_rule(name)
    people = population(name, charges, seed=5)
    days = boundaries(rulebook)
    assert len(days) > 5
    for day in days:
        records = [replace(record, as_of=day) for record in people]
        frozen = frozen_on(rulebook, day, read_until=FAR)
        for page in rulebook.pages:
            if day > verified_through(rulebook, page):
                continue
            first = interpreted(rulebook, page, records)
            second = interpreted(frozen, frozen.page(page.page_id), records)
            # The law of one day does not know when it ends, so it may say a later first day.
            wrong = [
                each for each in differences(page, first, second) if each.field != "eligible_on"
            ]
            assert not wrong, in_words(wrong)


def test_both_readers_agree_under_frozen_law():
    rulebook = load_rulebook("us-xx")
    day = date(2024, 1, 1)
    people = [replace(record, as_of=day) for record in population("us-xx", 400, seed=6)]
    frozen = frozen_on(rulebook, date(2015, 1, 1), read_until=day)
    found = compiled(frozen, tables_of(people), as_of=day)
    changed = 0
    for page in frozen.pages:
        expected = interpreted(frozen, page, people)
        wrong = list(differences(page, expected, found[page.page_id]))
        assert not wrong, in_words(wrong)
        now = interpreted(rulebook, rulebook.page(page.page_id), people)
        changed += len(list(differences(page, expected, now)))
    assert changed, "no law changed between the two days, so nothing was tried"
