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
from tests.support.populations import PLACES, population
from vacatur.law.answers import Outcome
from vacatur.law.rulebook import load_rulebook

# Over all, twenty thousand and more in every run; the nightly one draws four hundred thousand each.
CHARGES = {"us-md": 13_000, "us-md-baltimore-city": 4_000, "us-xx": 4_000}


@pytest.mark.parametrize("name", PLACES)
def test_both_readers_agree_on_generated_records_with_a_day_for_each_person(name):
    agree_on(name, charges=CHARGES[name], seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("name", PLACES)
def test_both_readers_agree_on_many_more_generated_records(name, seed):
    agree_on(name, charges=40_000, seed=seed)


def agree_on(name, *, charges, seed):
    rulebook = load_rulebook(name)
    records = population(name, charges, seed=seed)
    found = compiled(rulebook, tables_of(records), as_of=days_of(records))
    for page in rulebook.pages:
        expected = interpreted(rulebook, page, records)
        wrong = list(differences(page, expected, found[page.page_id]))
        assert not wrong, in_words(wrong)
        seen = Counter(answer["outcome"] for answer in expected.values())
        assert {Outcome.MET, Outcome.UNKNOWN} <= set(seen), f"{page.page_id}: {seen}"


def days_to_try(rulebook):
    """29 February, and the day after the last verified one; the first test has all the others."""
    verified = min(page.verified_through for page in rulebook.pages)
    return [date(2020, 2, 29), verified + timedelta(days=1)]


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
