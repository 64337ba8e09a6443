"""The spans of an answer say for every day what deciding on that day says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.support.pages import page_text, rulebook_in, section
from tests.support.populations import PLACES, population
from tests.support.quick import without_the_unit_rule
from vacatur.engine.decide_one import decide_one
from vacatur.engine.spans import spans_of
from vacatur.law.rulebook import load_rulebook

ONE_DAY = timedelta(days=1)
YEAR = 366
PERIODS_IN_DAYS = (30, 60, 90, 180)

# What no packaged page asks: the day of decision itself, an age on it, an amount of it, and a day
# picked among other charges.
CLOCKS = """\
charge_is_ours = charge.disposition in {convicted, dismissed, pending}
person_is_of_age = not_(less_than(person.age_on(as_of), 21))
clock_has_struck = any_of(
    charge.offense_date == as_of,
    as_of.is_before(later_of(charge.disposition_date, "2016-05-05")),
    waited(years=2, since=later_of(as_of, charge.offense_date)),
    not_within(years=1, after=last(other in person.charges, by=other.disposition_date)),
)
amount_is_small = less_than(charge.amount, value(limit, on=as_of))
trouble_is_over = not_(there_is(other in case.charges, where=all_of(
    other != charge, meets(other, sentence_is_running))))
sentence_is_running = not_(waited(days=45, since=charge.sentence_end))
is_eligible = all_of(charge_is_ours, any_of(clock_has_struck, amount_is_small, trouble_is_over))
scope(charge_is_ours)
grants(ELIGIBLE_PETITION, when=is_eligible)
bar(NOT_ELIGIBLE, when=person_is_young)
person_is_young = not_(person_is_of_age)
otherwise(NOT_ELIGIBLE)
"""
LIMITS = """\
| name  | form   | in_force               | amount | source  |
|-------|--------|------------------------|--------|---------|
| limit | flower | 2012-01-01..2015-06-30 | 10 g   | Act 1   |
| limit | flower | 2015-07-01..           | 20 g   | Act 2   |
"""


@pytest.fixture(scope="module")
def clocks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clocks")
    text = page_text(section(CLOCKS, values=LIMITS), verified_through="2019-12-31")
    return rulebook_in(folder, made=text)


def cases_of(rulebook, name, *, seed):
    """Every page with a charge of every record, in an order of chance."""
    cases = [
        (page, record, charge.charge_id)
        for record in population(name, 1_500, seed=seed)
        for charge in record.charges()
        for page in rulebook.pages
    ]
    Random(seed).shuffle(cases)
    return cases


def with_several_spans(rulebook, cases) -> Iterator[tuple]:
    """Charges of which there is something to tell before the law ends."""
    for page, record, charge_id in cases:
        spans = spans_of(rulebook, page, record, charge_id)
        if len(spans) > 2:
            yield page, record, charge_id, spans


def differing_days(rulebook, page, record, charge_id, spans, days) -> list[str]:
    return [
        f"{page.page_id}, {charge_id}, {day}: {told} and {found}"
        for day in days
        if (told := told_on(spans, day))
        != (found := decided_on(rulebook, page, record, charge_id, day))
    ]


def told_on(spans, day):
    told = [s for s in spans if (not s.first or s.first <= day) and (not s.last or day <= s.last)]
    assert len(told) <= 1, "two spans hold one day"
    return (told[0].outcome, told[0].published) if told else None


def decided_on(rulebook, page, record, charge_id, day):
    """Decided as somebody would have, who searched that day if today's record was searched."""
    person = record.person
    if person.history_checked_on == record.as_of:
        person = replace(person, history_checked_on=day)
    moved = replace(record, as_of=day, person=person)
    decision = decide_one(rulebook, page, moved, charge_id)
    return decision and (decision.outcome, decision.published)


def every_day(record, page, *, years, dice):
    """Some whole years around a day of the record."""
    around = dice.choice(sorted(dates_in(record)))
    first = min(around, page.verified_through) - timedelta(days=YEAR * years // 2)
    return [first + ONE_DAY * number for number in range(YEAR * years)]


def telling_days(record, page):
    """Both sides of every day on which some period from some day of the record could end."""
    days = set()
    for start in dates_in(record):
        ends = [start + timedelta(days=period) for period in PERIODS_IN_DAYS]
        ends += [
            start.replace(year=start.year + years, day=min(start.day, 28)) for years in range(25)
        ]
        ends += [start]
        days.update(end + ONE_DAY * beside for end in ends for beside in (-1, 0, 1, 2))
    edges = {edge for v in page.versions for edge in (v.span.first, v.span.last) if edge}
    days.update(edge + ONE_DAY * beside for edge in edges for beside in (-1, 0, 1))
    days.update(page.verified_through + ONE_DAY * number for number in (0, 1, 2, 400))
    return sorted(days)


def dates_in(record) -> set[date]:
    rows = [record.person, *record.cases, *record.charges(), *record.findings.values()]
    found = {getattr(row, name) for row in rows for name in row.__dataclass_fields__}
    return {each for each in found if isinstance(each, date) and 1900 < each.year < 2100} | {
        record.as_of
    }


def agree(rulebook, name, *, seed, charges, whole, years):
    """`charges` are tried on the days that tell most, the first `whole` of them on every day."""
    dice = Random(seed)
    found = with_several_spans(rulebook, cases_of(rulebook, name, seed=seed))
    tried = 0
    for (page, record, charge_id, spans), number in zip(found, range(charges), strict=False):
        if number < whole:
            days = every_day(record, page, years=years, dice=dice)
        else:
            telling = telling_days(record, page)
            days = dice.sample(telling, k=min(len(telling), 100))
        wrong = differing_days(rulebook, page, record, charge_id, spans, days)
        assert not wrong, "\n".join(wrong[:10])
        tried += 1
    assert tried == charges, "too few charges have several spans"


@pytest.mark.parametrize("name", PLACES)
def test_no_day_differs_from_its_own_decision(name):
    agree(without_the_unit_rule(name), name, seed=1, charges=16, whole=1, years=3)


def test_no_day_differs_where_a_page_asks_the_day_of_decision(clocks):
    agree(clocks, "us-xx", seed=1, charges=24, whole=1, years=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
@pytest.mark.parametrize("name", PLACES)
def test_no_day_differs_for_many_more_charges(name, seed):
    agree(load_rulebook(name), name, seed=seed, charges=100, whole=15, years=8)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_no_day_differs_for_many_more_charges_of_such_a_page(clocks, seed):
    agree(clocks, "us-xx", seed=seed, charges=100, whole=15, years=8)
