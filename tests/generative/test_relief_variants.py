"""The variants of relief policy on generated people: both readers agree, and no law is widened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.engines import compiled, differences, in_words, interpreted, tables_of
from tests.support.populations import population
from vacatur.law.rulebook import load_rulebook

LAW, VARIANTS = "us-md", "us-md-relief-variants"
DAY = date(2026, 2, 15)


@pytest.fixture(scope="module")
def people():
    return [_searched(record) for record in population(LAW, 900, seed=3)]


def _searched(record):
    """The record on the one day, searched on it if it was searched at all."""
    searched = record.person.history_checked_on is not None
    person = replace(record.person, history_checked_on=DAY if searched else None)
    return replace(record, as_of=DAY, person=person)


@pytest.fixture(scope="module")
def found(people):
    return compiled(load_rulebook(VARIANTS), tables_of(people), as_of=DAY)


@pytest.mark.long
def test_both_readers_agree_under_every_variant(people, found):
    rulebook = load_rulebook(VARIANTS)
    for page in rulebook.pages:
        expected = interpreted(rulebook, page, people)
        wrong = list(differences(page, expected, found[page.page_id]))
        assert not wrong, in_words(wrong)


def test_no_variant_selects_what_the_law_does_not_allow(people, found):
    law = load_rulebook(LAW)
    page = law.page("us-md/cp-10-105-a-12")
    allowed = _with(interpreted(law, page, people), "ELIGIBLE_PETITION")
    selected = {name: _with(answers, "ELIGIBLE_PETITION") for name, answers in found.items()}

    assert selected[f"{VARIANTS}/as-the-law-allows"] == allowed
    assert allowed
    for name, charges in selected.items():
        assert charges <= allowed, name


def _with(answers, published):
    return {charge for charge, answer in answers.items() if answer["published"] == published}
