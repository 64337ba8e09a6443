"""Each kind of day on which an answer turns, alone: the spans cut exactly there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.support.pages import ANSWERS, page_text, rulebook_in, section
from tests.support.populations import population
from vacatur.engine.spans import spans_of
from vacatur.record.terms import Completion, Disposition, ProductForm, WeightBasis

GRANT = "grants(ELIGIBLE_PETITION, when=both)\nboth = all_of(charge_is_ours, asked)\n"
LIMITS = """\
| name  | form   | in_force               | amount | source |
|-------|--------|------------------------|--------|--------|
| limit | flower | 2012-01-01..2015-06-30 | 10 g   | Act 1  |
| limit | flower | 2015-07-01..           | 20 g   | Act 2  |
"""
DAY = date(2014, 3, 1)
# Born on 29 February: the age is unknown on 28 February of a common year, whatever it is.
LEAP_BIRTHDAYS = [
    f"{year}-{day}" for year in (2015, 2017, 2018, 2019) for day in ("02-28", "03-01")
]


@pytest.fixture(scope="module")
def record():
    """One person with one charge of 15 grams, convicted on its first day, searched on `as_of`."""
    drawn = next(r for r in population("us-xx", 50) if len(list(r.charges())) == 1)
    (case,) = drawn.cases
    (charge,) = case.charges
    charge = replace(
        charge,
        arrest_date=None,
        issued_date=None,
        offense_date=DAY,
        disposition=Disposition.CONVICTED,
        disposition_date=DAY,
        sentence_end=date(2016, 2, 29),
        sentence_completion=Completion.NOT_COMPLETE,
        product_form=ProductForm.FLOWER,
        quantity_grams=Decimal(15),
        weight_basis=WeightBasis.LAB,
    )
    as_of = date(2018, 1, 1)
    person = replace(
        drawn.person, birth_date=date(1996, 2, 29), history_checked_on=as_of, death_date=None
    )
    case = replace(case, charges=(charge,), charges_complete=True)
    return replace(drawn, as_of=as_of, person=person, cases=(case,), findings={})


@pytest.mark.parametrize(
    ("asked", "cuts"),
    [
        ("has_passed(charge.sentence_end)", ["2016-02-29"]),
        ("waited(days=30, since=charge.sentence_end)", ["2016-03-30"]),
        ("not_within(years=1, after=charge.offense_date)", ["2015-03-01", "2015-03-02"]),
        ("less_than(charge.amount, value(limit, on=as_of))", ["2015-07-01"]),
        ("not_(less_than(person.age_on(as_of), 21))", LEAP_BIRTHDAYS),
        ("charge.sentence_end == as_of", ["2016-02-29", "2016-03-01"]),
        ("waited(years=1, since=as_of)", ["2016-02-29", "2016-03-01", "2020-02-29"]),
    ],
)
def test_an_answer_turns_on_its_days_and_on_no_other(tmp_path, record, asked, cuts):
    text = page_text(section(ANSWERS + GRANT + f"asked = {asked}\n", values=LIMITS))
    rulebook = rulebook_in(tmp_path, made=text.replace("2030-12-31", "2020-02-29"))
    (page,) = rulebook.pages
    (charge,) = record.charges()
    spans = spans_of(rulebook, page, record, charge.charge_id)

    assert spans[0].first == DAY
    found = [str(span.first) for span in spans[1:] if span.first <= page.verified_through]
    assert found == cuts


def test_a_search_of_another_day_stands_for_that_day_alone(tmp_path, record):
    rule = "asked = not_(there_is(other in person.charges, where=other != charge))\n"
    rulebook = rulebook_in(tmp_path, made=page_text(section(ANSWERS + GRANT + rule)))
    (page,) = rulebook.pages
    (charge,) = record.charges()
    searched = replace(record.person, history_checked_on=date(2016, 5, 5))
    spans = spans_of(rulebook, page, replace(record, person=searched), charge.charge_id)

    told = [(str(span.first), str(span.published)) for span in spans]
    assert told == [
        ("2014-03-01", "REVIEW"),
        ("2016-05-05", "ELIGIBLE_PETITION"),
        ("2016-05-06", "REVIEW"),
    ]
