"""Shapes of pages on which the two readers could part: small rulebooks, both readers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.engines import compiled, differences, in_words, interpreted, tables_of
from tests.support.pages import ANSWERS, GRANT, page_text, rulebook_in, section
from tests.support.populations import population
from vacatur.engine.decide import decide
from vacatur.engine.decide_one import decide_one
from vacatur.errors import GrantsConflict
from vacatur.law.answers import Outcome, Published

DAY = date(2020, 5, 5)


def people(day=DAY, charges=300):
    return [replace(record, as_of=day) for record in population("us-xx", charges, seed=7)]


def both_agree(rulebook, records, day=DAY):
    found = compiled(rulebook, tables_of(records), as_of=day)
    for page in rulebook.pages:
        wrong = list(differences(page, interpreted(rulebook, page, records), found[page.page_id]))
        assert not wrong, in_words(wrong)
    return found


RULES = {
    "a set whose condition names others": """\
recent = waited(years=2, since=charge.offense_date)
c = there_is(x in case.charges, where=all_of(x != charge, recent))
grants(DISMISS_SEAL, when=c)
""",
    "a set with a period and a finding": """\
just = finding("Just?", by=ATTORNEY, recorded_as=findings.ground.justice)
old = there_is(x in person.charges, where=all_of(just, waited(years=3, since=x.disposition_date)))
grants(DISMISS_SEAL, when=old)
""",
    "a set with a period beside a finding": """\
just = finding("Just?", by=ATTORNEY, recorded_as=findings.ground.justice)
old = there_is(x in person.charges, where=waited(years=3, since=x.disposition_date))
both = all_of(old, just)
grants(DISMISS_SEAL, when=both)
""",
    "a period as one way among others": """\
c = any_of(charge.lead, waited(years=3, since=charge.disposition_date))
grants(ELIGIBLE_PETITION, when=c)
""",
    "two periods of which the later counts": """\
c = all_of(
    waited(years=3, since=charge.disposition_date), waited(days=90, since=charge.offense_date))
grants(ELIGIBLE_PETITION, when=c)
""",
    "two sets that look alike but for a word": """\
a = there_is(x in case.charges, where=x.lead)
b = there_is(x in case.charges, where=not_(x.lead))
c = every(x in case.charges, where=x.lead)
d = every(x in person.charges, where=x.lead)
e = at_most(count(x in case.charges, where=x.lead), 1)
f = less_than(count_cases(x in case.charges, where=x.lead), 1)
grants(DISMISS_SEAL, when=a)
""",
    "lists of every kind": """\
a = there_is(x in person.warrants, where=x.status == open)
b = every(x in person.relief, where=x.kind == vacatur)
c = at_most(count(x in person.registrations), 0)
d = there_is(x in person.diversions, where=x.status == enrolled)
e = there_is(x in case.objections, where=x.filed_date.is_before(as_of))
f = there_is(x in case.victims, where=x.notice_sent.is_on_or_before(as_of))
g = last(x in person.diversions, by=x.enrolled_date).is_before("2019-01-01")
h = there_is(item in charge.enhancements)
i = there_is(x in person.relief, where=x.charge == charge.charge_id)
j = there_is(item in findings.consequences)
k = there_is(x in person.warrants)
""",
    "comparisons of two columns": """\
a = charge.offense_date == charge.arrest_date
b = charge.statute != charge.original_statute
c = all_of(charge.quantity_grams == 10, charge.plant_count == 3)
d = charge.offense_date == as_of
e = later_of(charge.offense_date, charge.arrest_date) == as_of
f = at_most(charge.quantity_grams, 9999999999.9999999999)
g = less_than(charge.plant_count, 2.5)
h = less_than(person.age_on(as_of), 30)
""",
    "names of two citations alike but for capitals": """\
a = charge.statute.under("XL 3-203")
b = charge.statute.under("xl 3-203")
c = charge.statute.under("XL.3.203")
""",
}


@pytest.mark.parametrize("name", RULES)
def test_both_readers_agree_on(name, tmp_path):
    grant = "" if "grants(" in RULES[name] else GRANT
    text = page_text(section(ANSWERS + grant + RULES[name]))
    both_agree(rulebook_in(tmp_path, made=text), people())


OTHER = """\
first_part = charge.lead
old_enough = waited(years=2, since=charge.disposition_date)
has_another = there_is(x in case.charges, where=all_of(x != charge, first_part, old_enough))
asks_another = there_is(x in case.charges, where=all_of(x != charge, meets(x, has_another)))
"""


def test_a_set_on_another_page_reads_that_pages_own_names(tmp_path):
    """Both pages have a condition `first_part` and a set with the same words on the same line."""
    mine = OTHER.replace("charge.lead", "charge.violent") + (
        "theirs = us_zz.other.has_another\n"
        "asked = us_zz.other.asks_another\n"
        "both = all_of(theirs, has_another, asks_another, asked)\n"
        "grants(DISMISS_SEAL, when=both)\n"
    )
    made = page_text(section(ANSWERS + mine))
    other = page_text(section(ANSWERS + OTHER + GRANT), id="us-zz/other")
    both_agree(rulebook_in(tmp_path, made=made, other=other), people())


def test_a_page_out_of_force_makes_no_condition_true(tmp_path):
    other = page_text(section(ANSWERS + GRANT, in_force="2021-01-01.."), id="us-zz/other")
    rule = "theirs = us_zz.other.charge_is_ours\nc = not_(theirs)\ngrants(DISMISS_SEAL, when=c)\n"
    rulebook = rulebook_in(tmp_path, made=page_text(section(ANSWERS + rule)), other=other)
    for day in (date(2020, 12, 31), date(2021, 1, 1)):
        both_agree(rulebook, people(day), day)


TWO = "lead = charge.lead\ngrants(DISMISS_SEAL, when=lead)\n" + GRANT


def test_two_answers_at_once_are_an_error_on_one_reader_and_a_mark_on_the_other(tmp_path):
    rulebook = rulebook_in(tmp_path, made=page_text(section(ANSWERS + TWO)))
    (page,) = rulebook.pages
    records = people()
    conflicts = {
        charge.charge_id: error
        for record in records
        for charge in record.charges()
        if (error := conflict(rulebook, page, record, charge.charge_id))
    }
    assert all("DISMISS_SEAL and ELIGIBLE_PETITION" in error for error in conflicts.values())
    assert all(charge_id in error for charge_id, error in conflicts.items())
    table = decide(rulebook, tables_of(records), as_of=DAY)[page.page_id].table.to_pyarrow()
    marked = {row["charge_id"] for row in table.to_pylist() if row["two_answers"]}
    assert marked == set(conflicts)
    assert marked


def conflict(rulebook, page, record, charge_id):
    """What the interpreter says of two answers at once; empty where there is one."""
    try:
        decide_one(rulebook, page, record, charge_id)
    except GrantsConflict as error:
        return str(error)
    return ""


def test_a_page_of_low_confidence_grants_nothing_unattended(tmp_path):
    rulebook = rulebook_in(tmp_path, made=page_text(section(ANSWERS + GRANT), confidence="low"))
    found = both_agree(rulebook, people())["us-zz/made"]
    met = [answer for answer in found.values() if answer["outcome"] == Outcome.MET]
    assert met
    assert {answer["published"] for answer in met} == {Published.REVIEW}


@pytest.mark.parametrize("in_force", ["2010-01-01..2015-12-31", "2031-01-01.."])
def test_after_the_last_verified_day_every_answer_is_review(tmp_path, in_force):
    """Also where the page had ended, or not begun, on the last day that was checked."""
    text = page_text(section(ANSWERS + GRANT, in_force=in_force), verified_through="2019-12-31")
    found = both_agree(rulebook_in(tmp_path, made=text), people())["us-zz/made"]
    assert found
    assert {answer["published"] for answer in found.values()} == {Published.REVIEW}


def test_an_answer_is_verified_only_as_far_as_the_pages_it_names(tmp_path):
    other = page_text(section(ANSWERS + GRANT), id="us-zz/other", verified_through="2019-12-31")
    rule = "theirs = us_zz.other.charge_is_ours\ngrants(ELIGIBLE_PETITION, when=theirs)\n"
    rulebook = rulebook_in(tmp_path, made=page_text(section(ANSWERS + rule)), other=other)
    found = both_agree(rulebook, people())["us-zz/made"]
    assert {answer["published"] for answer in found.values()} == {Published.REVIEW}


def test_both_readers_are_empty_over_no_records(us_xx):
    page_id = "us-xx/grading"
    assert compiled(us_xx.only([page_id]), tables_of([]), as_of=DAY)[page_id] == {}
