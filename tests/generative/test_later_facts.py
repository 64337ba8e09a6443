"""What happened after the day of decision changes nothing, whoever reads it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.engines import (
    compiled,
    differences,
    in_words,
    interpreted,
    tables_of,
)
from tests.support.forget import forget_later
from tests.support.populations import PLACES, population
from tests.support.quick import without_the_unit_rule
from vacatur.engine import decide_one as decide_one_module
from vacatur.law.rulebook import load_rulebook

CHARGES = 250
MANY = 2_000


def whole_and_forgotten(name, charges):
    """The same people twice, as recorded and with everything later deleted; only ids differ."""
    whole = population(name, charges, prefix="w")
    forgotten = [forget_later(record) for record in population(name, charges, prefix="f")]
    return whole, forgotten


def under_one_name(answers):
    return {charge_id[1:]: answer for charge_id, answer in answers.items()}


def with_prefix(answers, prefix):
    return {key: value for key, value in answers.items() if key.startswith(prefix)}


@pytest.mark.parametrize("charges", [CHARGES, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", PLACES)
def test_deleting_every_later_fact_changes_no_decision_of_the_interpreter(name, charges):
    rulebook = without_the_unit_rule(name)
    whole, forgotten = whole_and_forgotten(name, charges)
    for page in rulebook.pages:
        first = under_one_name(interpreted(rulebook, page, whole))
        second = under_one_name(interpreted(rulebook, page, forgotten))
        wrong = list(differences(page, first, second))
        assert not wrong, in_words(wrong)


# One day for all compiles much faster than a day for each; the interpreter has them all above.
ONE_DAY = {
    "us-md": date(2020, 2, 15),
    "us-md-baltimore-city": date(2019, 3, 2),
    "us-xx": date(2020, 5, 5),
}


@pytest.mark.parametrize("name", PLACES)
def test_deleting_every_later_fact_changes_no_decision_on_duckdb(name):
    rulebook, day = without_the_unit_rule(name), ONE_DAY[name]
    whole = [replace(record, as_of=day) for record in population(name, CHARGES, prefix="w")]
    forgotten = [replace(record, as_of=day) for record in population(name, CHARGES, prefix="f")]
    tables = tables_of([*whole, *(forget_later(record) for record in forgotten)])
    found = compiled(rulebook, tables, as_of=day)
    for page in rulebook.pages:
        answers = found[page.page_id]
        first, second = with_prefix(answers, "w"), with_prefix(answers, "f")
        wrong = list(differences(page, under_one_name(first), under_one_name(second)))
        assert not wrong, in_words(wrong)


def test_the_generated_records_hold_later_facts_that_would_change_decisions(monkeypatch):
    rulebook = load_rulebook("us-xx")
    whole, forgotten = whole_and_forgotten("us-xx", 600)
    changed = [
        record for record, other in zip(whole, forgotten, strict=True) if differ(record, other)
    ]
    assert len(changed) > len(whole) / 3

    def as_recorded(record, day):
        return record

    monkeypatch.setattr(decide_one_module, "as_known_on", as_recorded)
    page = rulebook.page("us-xx/clearing")
    first = under_one_name(interpreted(rulebook, page, whole))
    second = under_one_name(interpreted(rulebook, page, forgotten))
    assert list(differences(page, first, second))


def differ(record, forgotten):
    mine = [charge.disposition for charge in record.charges()]
    return mine != [charge.disposition for charge in forgotten.charges()]
