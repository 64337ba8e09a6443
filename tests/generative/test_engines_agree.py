"""The interpreter and DuckDB say the same of every generated charge, in every field."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.engines import (
    compiled,
    days_of,
    differences,
    in_words,
    interpreted,
    tables_of,
)
from tests.support.populations import ELSEWHERE, PLACES, population
from vacatur.law.answers import Outcome
from vacatur.law.rulebook import load_rulebook

# Over all, twenty thousand and more in every run; the nightly one draws four hundred thousand each.
CHARGES = {"us-md": 8_000, "us-md-baltimore-city": 4_000, "us-xx": 4_000}
# Pages that ask it name most others. For a day of each person's own that is much SQL, and for the
# night; on one day, as a run has it, every page is read below.
UNIT_RULE = "us-md/cp-10-107"


@pytest.mark.parametrize("name", PLACES)
def test_both_readers_agree_on_generated_records_with_a_day_for_each_person(name):
    rulebook = load_rulebook(name)
    light = [
        page.page_id
        for page in rulebook.pages
        if UNIT_RULE not in {each.page_id for each in rulebook.reached[page.page_id]}
    ]
    agree_on(rulebook.only(light), name, charges=CHARGES[name], seed=1)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_both_readers_agree_on_the_pages_of_other_states(name):
    agree_on(load_rulebook(name), name, charges=3_000, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("name", PLACES)
def test_both_readers_agree_on_many_more_generated_records(name, seed):
    agree_on(load_rulebook(name), name, charges=40_000, seed=seed)


def agree_on(rulebook, name, *, charges, seed):
    records = population(name, charges, seed=seed)
    found = compiled(rulebook, tables_of(records), as_of=days_of(records))
    for page in rulebook.pages:
        expected = interpreted(rulebook, page, records)
        wrong = list(differences(page, expected, found[page.page_id]))
        assert not wrong, in_words(wrong)
        seen = Counter(answer["outcome"] for answer in expected.values())
        assert {Outcome.MET, Outcome.UNKNOWN} <= set(seen), f"{page.page_id}: {seen}"


def days_to_try(rulebook):
    """29 February, the last verified day and the day after; the first test has all the others."""
    verified = min(page.verified_through for page in rulebook.pages)
    return [date(2020, 2, 29), verified, verified + timedelta(days=1)]


@pytest.mark.parametrize("name", PLACES)
def test_both_readers_agree_when_everybody_is_decided_on_one_day(name):
    rulebook = load_rulebook(name)
    people = population(name, 1_500, seed=99)
    tables = tables_of(people)
    for day in days_to_try(rulebook):
        records = [replace(record, as_of=day) for record in people]
        found = compiled(rulebook, tables, as_of=day)
        for page in rulebook.pages:
            expected = interpreted(rulebook, page, records)
            wrong = list(differences(page, expected, found[page.page_id]))
            assert not wrong, f"as of {day}:\n{in_words(wrong)}"
