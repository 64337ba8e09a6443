"""`law show`: every node has words, and every question a page can ask is told."""

import inspect
from dataclasses import replace

import pytest

from tests.support.pages import page_with
from tests.support.quick import slow_ones_marked
from tests.support.worked import worked_record, worked_rows
from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import deciders_of
from vacatur.law import nodes
from vacatur.law.answers import Outcome
from vacatur.law.phrases import PHRASES, claim, phrase
from vacatur.law.reads import Read, reads_of
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders
from vacatur.law.show import WIDTH, show
from vacatur.law.walk import walk
from vacatur.record.person import Person

RULEBOOKS = [load_rulebook(jurisdiction_of(folder)) for folder in packaged_folders()]
PAGES = [(rulebook, page) for rulebook in RULEBOOKS for page in rulebook.pages]
EACH_PAGE = pytest.mark.parametrize(
    ("rulebook", "page"), PAGES, ids=[page.page_id for _, page in PAGES]
)
WITNESSES = ("local_code", "description", "statute")


def node_classes():
    found = [each for _, each in inspect.getmembers(nodes, inspect.isclass)]
    return {each for each in found if issubclass(each, nodes.Node) and each is not nodes.Node}


def said(rule, **options):
    """A claim in words."""
    page = page_with(f"claim_under_test = {rule}\n", **options)
    (truth,) = (c.truth for c in page.conditions() if c.name == "claim_under_test")
    return claim(truth)


def test_every_node_has_a_phrase():
    assert set(PHRASES) == node_classes()


VALUES = """\
| name  | form   | in_force     | amount | source   |
|-------|--------|--------------|--------|----------|
| small | flower | 2010-01-01.. | 10 g   | invented |
"""

SAID = {
    "has_passed(charge.sentence_end)": "the charge's sentence end has come",
    'charge.offense_date.is_before("2014-10-01")': "the charge's offense date is before 2014-10-01",
    'charge.offense_date.is_on_or_before("2014-10-01")': (
        "the charge's offense date is on or before 2014-10-01"
    ),
    'charge.offense_date.between("2014-10-01", "2015-10-01")': (
        "the charge's offense date lies between 2014-10-01 and 2015-10-01, both included"
    ),
    "charge.disposition in {convicted, pbj}": "the charge's disposition is convicted or pbj",
    "charge.disposition != nolle_prosequi": "the charge's disposition is not nolle prosequi",
    'case.state == "MD"': "the case's state is [MD]",
    "charge.violent": "it is recorded of the charge: violent crime in the charging state",
    "waited(years=1, since=charge.sentence_end)": "1 year has run since the charge's sentence end",
    "waited(days=90, since=later_of(charge.sentence_end, as_of))": (
        "90 days have run since the later of the charge's sentence end and the day of decision"
    ),
    "not_within(years=4, after=charge.sentence_end)": (
        "more than 4 years have run since the charge's sentence end "
        "(open on the anniversary itself)"
    ),
    "less_than(person.age_on(charge.offense_date), 21)": (
        "the person's age on the charge's offense date is less than 21"
    ),
    "at_most(charge.amount, value(small, on=charge.offense_date))": (
        "the charge's amount is at most the small in force on the charge's offense date"
    ),
    "at_most(count(other in case.charges, where=other.violent), 1)": (
        "the number of charges of the case for which it is recorded of that charge: violent crime "
        "in the charging state is at most 1"
    ),
    "at_most(count_cases(other in person.charges), 1)": (
        "the number of different cases among charges of the person is at most 1"
    ),
    'last(other in case.charges, by=other.arrest_date).is_before("2014-10-01")': (
        "the latest arrest date among charges of the case is before 2014-10-01"
    ),
    "there_is(other in charge.incident, where=other != charge)": (
        "there is a charge of the same incident for which that charge is not the charge itself"
    ),
    "every(other in case.charges, where=other.disposition == pending)": (
        "for all charges of the case: that charge's disposition is pending"
    ),
    "there_is(warrant in person.warrants, where=warrant.status == open)": (
        "there is a warrant against the person for which that warrant's status is open"
    ),
    "there_is(item in charge.intent_evidence)": (
        "there is an entry in the charge's intent evidence"
    ),
    'charge.offense in codes("us-md/cannabis-possession")': (
        "the charge is for an offence on the list [us-md/cannabis-possession]"
    ),
    'charge.statute.under("CR 5-601")': "the charge's statute is CR 5-601 or stands within it",
    "there_is(other in case.charges, where=same(other.statute, charge.statute))": (
        "there is a charge of the case for which that charge's statute and the charge's statute "
        "are the same provision"
    ),
    "all_of(charge_is_ours, any_of(charge.violent, charge_is_ours))": (
        "([charge is ours]; and (it is recorded of the charge: violent crime in the charging "
        "state; or [charge is ours]))"
    ),
    "not_(charge_is_ours)": "it is not so that [charge is ours]",
    "none_of(charge_is_ours, charge.violent)": (
        "none of these is so: [charge is ours]; it is recorded of the charge: violent crime in the "
        "charging state"
    ),
    "flagged(person.noncitizen)": "it is known that it is recorded of the person: not a citizen",
    'finding("Is it just?", by=ATTORNEY, recorded_as=findings.ground.justice)': (
        "an attorney of the office answers yes to: Is it just?"
    ),
    "there_is(other in case.charges, where=meets(other, charge_is_ours))": (
        "there is a charge of the case for which of that charge it is so that [charge is ours]"
    ),
    "us_xx.clearing.conviction_is_for_leaf": (
        "[conviction is for leaf] on the page us_xx.clearing"
    ),
}


@pytest.mark.parametrize("rule", SAID)
def test_a_claim_in_words(rule):
    assert said(rule, values=VALUES) == SAID[rule]


def test_the_examples_use_every_node():
    used = set()
    for rule in SAID:
        page = page_with(f"claim_under_test = {rule}\n", values=VALUES)
        used |= {type(node) for condition in page.conditions() for node in walk(condition.truth)}

    assert used == node_classes()


@EACH_PAGE
def test_every_node_of_a_page_can_be_said(rulebook, page):
    for condition in page.conditions():
        for node in walk(condition.truth):
            assert phrase(node).strip() == phrase(node) != ""


@EACH_PAGE
def test_a_page_is_shown_whole(rulebook, page):
    text = show(page, rulebook.reached[page.page_id])
    flat = " ".join(text.replace("\n  | ", " ").split())

    assert "No lawyer has reviewed this page." in text
    assert f"checked through {page.verified_through}" in flat
    for section in page.sections:
        assert section.citation in flat
        if section.provision:
            words = " ".join(section.provision.words.split())
            assert (f'"{words}"' if section.provision.verbatim else f"It says: {words}") in flat
    for name in page.condition_names():
        assert f"[{name.replace('_', ' ')}] means that" in flat
    cases = sum(len(section.cases) for section in page.sections)
    assert f"{cases} worked cases" in flat
    assert all(len(line) <= WIDTH for line in text.splitlines())


IDS = [(rulebook.name, page.page_id) for rulebook, page in PAGES]


@pytest.mark.parametrize(("name", "page_id"), slow_ones_marked(IDS))
def test_every_question_that_is_ever_asked_is_told(name, page_id):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    told = reads_of(page, rulebook.reached[page.page_id])
    asked, answers = set(), set()
    for row in worked_rows(page):
        for record in _with_less_known(worked_record(page, row)):
            charge = next(record.charges()).charge_id
            decision = decide_one(rulebook, page, record, charge)
            answers |= {decision.outcome} if decision else set()
            for decider in deciders_of(rulebook, page, record, decision) if decision else ():
                question = decider.question
                columns = WITNESSES if question.column == "offense" else (question.column,)
                asked |= {Read(nodes.Entity(question.entity), name) for name in columns}

    can_ask = {Outcome.UNKNOWN, Outcome.NEEDS_FINDING}
    assert asked or not can_ask & answers, "an open answer asked nothing"
    assert asked <= set(told)


def _with_less_known(record):
    """The record, and the record of a person of whom nothing is known."""
    yield record
    person = Person(
        **{
            **dict.fromkeys(Person.__dataclass_fields__),
            "person_id": record.person.person_id,
            "source": record.person.source,
            "unreadable": frozenset(),
        }
    )
    yield replace(record, person=person)
    cases = tuple(replace(case, charges_complete=None) for case in record.cases)
    yield replace(record, person=person, cases=cases, findings={})


def test_what_another_page_reads_is_told_only_with_that_page():
    rulebook = next(each for each in RULEBOOKS if each.name == "us-xx")
    page = rulebook.page("us-xx/office-relief")

    alone = {read.column for read in reads_of(page)}
    together = {read.column for read in reads_of(page, rulebook.reached[page.page_id])}

    assert "sentence_end" in together - alone
