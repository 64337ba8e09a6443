"""What the reader of expressions refuses, with file, line and repair; nothing is ever run."""

import pytest

from tests.support.pages import ANSWERS, GRANT, line_of, page_text, page_with, section
from vacatur.errors import LawError
from vacatur.law.reader import parse_page

BAD = {
    # words
    "an unknown word": ("c = al_of(charge_is_ours)", "Did you mean [all_of]?"),
    "an unknown word for a value": ("c = later_off(as_of).is_before(as_of)", "later_of"),
    "an unknown word for days": ('c = charge.offense_date.is_befor("2020-01-01")', "is_before"),
    "and": ("c = charge_is_ours and charge_is_ours", "all_of(...)"),
    "or": ("c = charge_is_ours or charge_is_ours", "any_of(...)"),
    "not": ("c = not charge_is_ours", "not_(...)"),
    "a sign between days": ('c = charge.offense_date < "2020-01-01"', "is_before"),
    "not in": ("c = charge.disposition not in {convicted}", "not in the language"),
    "a chain": ("c = charge.disposition == case.state == convicted", "two things at a time"),
    "an answer inside a claim": ("c = all_of(grants(X, when=charge_is_ours))", "line of its own"),
    "no part": ("c = all_of()", "one or more"),
    "a number as a claim": ("c = 1", "is not a claim"),
    # names
    "an unknown column": ("c = has_passed(charge.ofense_date)", "Did you mean [offense_date]?"),
    "an unknown row": ("c = charg.disposition == convicted", "Did you mean [charge]?"),
    "an unknown term": ("c = charge.disposition == convictd", "Did you mean [convicted]?"),
    "a term in quotes": ('c = charge.disposition == "convicted"', "not a term"),
    "an unknown term of a set": ("c = charge.disposition in {convicted, dismised}", "dismissed"),
    "an unknown step": ('duty("x", before=HEARNG)', "Did you mean [HEARING]?"),
    "an unknown answer": ("grants(ELIGIBLE_PETITON, when=charge_is_ours)", "ELIGIBLE_PETITION"),
    "an unknown judge": ('c = finding("x", by=CLERK, recorded_as=findings.scope)', "ATTORNEY"),
    "a finding of no record": ('c = finding("x", by=COURT, recorded_as=charge.lead)', "findings"),
    "a word as a name": ("first = charge.lead", "word of the language already"),
    "a row as a name": ("person = charge.lead", "name of a row already"),
    "a name in capitals": ("Charge_is_ours = charge.lead", "small letters"),
    "a name in another alphabet": ("сharge_lead = charge.lead", "small letters"),
    # days and numbers
    "a day that is none": ('c = charge.offense_date.is_before("2020-02-30")', "2020-02-30"),
    "a day in another style": ('c = charge.offense_date.is_before("1/2/2020")', "YYYY-MM-DD"),
    "a column that is no day": ('c = charge.lead.is_before("2020-01-01")', "is not a day"),
    "no years": ("c = waited(since=charge.offense_date)", "years= or days="),
    "years and days": ("c = waited(years=1, days=1, since=charge.offense_date)", "one of them"),
    "no year": ("c = waited(years=0, since=charge.offense_date)", "1 or more"),
    "half a year": ("c = waited(years=0.5, since=charge.offense_date)", "whole number"),
    "years beyond any law": ("c = waited(years=999999, since=charge.offense_date)", "whole number"),
    "one day as the later": ("c = has_passed(later_of(charge.offense_date))", "two days"),
    "a word twice": ("c = waited(years=1, years=2, since=charge.offense_date)", "twice"),
    "words from a mapping": ("c = waited(years=1, since=charge.offense_date, **x)", "**"),
    "a keyword of no word": ("c = has_passed(later_of(as_of, as_of, x=1))", "later_of"),
    "a number in hexadecimal": ("c = at_most(charge.quantity_grams, 0x10)", "[0x10]"),
    "a number beyond any store": ("c = at_most(charge.quantity_grams, 1e99)", "[1e99]"),
    "a limit of an amount that is a number": ("c = at_most(charge.amount, 10)", "value(name"),
    "an amount by ==": ("c = charge.amount == 10", "not compared with =="),
    "a text against a number": ('c = at_most(charge.quantity_grams, "10")', "a number"),
    "two kinds of things": ("c = charge.statute == charge.offense_date", "different things"),
    "a list by ==": ("c = charge.intent_evidence == scale", "there_is"),
    "a yes or no by ==": ("c = charge.lead == 1", "not compared"),
    # sets
    "a set that is none": ("c = there_is(x in case.charge)", "Did you mean [case.charges]?"),
    "a set in a set": (
        "c = there_is(x in case.charges, where=there_is(y in case.charges))",
        "a set inside a set",
    ),
    "two sets at once": ("c = there_is(x in case.charges in person.charges)", "name in set"),
    "a row that hides another": ("c = there_is(charge in case.charges)", "name of a row already"),
    "a row named like a word": ("c = there_is(as_of in case.charges)", "word of the language"),
    "every without where": ("c = every(x in case.charges)", "where="),
    "first without by": ("c = has_passed(first(x in case.charges))", "by="),
    "first by another row": (
        "c = has_passed(first(x in case.charges, by=charge.arrest_date))",
        "not a day of [x]",
    ),
    "a list with a condition": ("c = there_is(x in charge.intent_evidence, where=charge_is_ours)",
                                "list of words"),
    "cases of rows that are in none": (
        "c = at_most(count_cases(x in person.warrants), 1)", "charges"),
    "a warrant compared with a charge": (
        "c = there_is(x in person.warrants, where=x != charge)", "charge"),
    "a case compared with a charge": ("c = case == charge", "charge"),
    "the offence of a case": ('c = case.offense in codes("us-xx/leaf-holding")', "charge"),
    "meets of the charge itself": ("c = meets(charge, charge_is_ours)", "Write the name alone"),
    "under no citation": ('c = charge.statute.under("§")', "citation"),
    "under of no statute": ('c = charge.description.under("CR 5-601")', "not the statute"),
    # things that are no rule
    "an import": ("import os", "Import"),
    "a call of the system": ("c = __import__('os').system('touch hacked')", "is not a word"),
    "a lambda": ("c = (lambda: charge_is_ours)()", "is not a word"),
    "a comprehension": ("c = [x for x in case.charges]", "is not a claim"),
    "a generator": ("c = all_of(x for x in case.charges)", "is not a claim"),
    "a formatted text": ('c = charge.statute.under(f"{charge}")', "quotation marks"),
    "a walrus": ("c = all_of(d := charge_is_ours)", "is not a claim"),
    "an attribute of an attribute": ("c = charge.__class__.__mro__", "no column"),
    "an index": ("c = charge[0]", "is not a claim"),
    "a choice": ("c = charge_is_ours if charge_is_ours else charge_is_ours", "is not a claim"),
    "a starred part": ("c = all_of(*charge_is_ours)", "is not a claim"),
    "bytes": ('c = charge.statute == b"x"', "not a value"),
    "dots": ("c = charge.statute == ...", "not a value"),
    "a bare name": ("charge.lead", "not a statement"),
    "a second name": ("c = d = charge_is_ours", "one plain name"),
    "a type": ("c: bool = charge_is_ours", "not a statement"),
    "a decorator": ("@x\ndef f(): pass", "not a statement"),
    "a global": ("global x", "not a statement"),
    "half an expression": ("c = all_of(", "no expression"),
    "a fence of its own kind": ("exec('x')", "may stand on a line"),
    # answers
    "an answer on another page's condition": (
        "grants(ELIGIBLE_PETITION, when=us_xx.clearing.x)", "another page"),
    "a referral on a claim": ('refer("x", when=all_of(charge_is_ours))', "name of a condition"),
    "a grant without when": ("grants(ELIGIBLE_PETITION)", "when="),
    "a duty that is no text": ("duty(charge, before=HEARING)", "quotation marks"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_the_reader_refuses_with_file_line_and_repair(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rule, said = BAD[name]
    text = page_text(section(ANSWERS + GRANT + rule + "\n"))
    with pytest.raises(LawError) as caught:
        parse_page(text, where="made.law.md")
    line = line_of(text, rule.splitlines()[0])
    lines = range(line, line + len(rule.splitlines()))
    assert any(caught.value.where == f"made.law.md, line {each}" for each in lines)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == [], "something was executed"


@pytest.mark.parametrize(
    "rule",
    [
        "c = " + "not_(" * 60 + "charge_is_ours" + ")" * 60,
        "c = " + "not_(" * 2_000 + "charge_is_ours" + ")" * 2_000,
        "c = " + "(" * 5_000 + ")" * 5_000,
        "c = " + "not " * 4_500 + "charge_is_ours",
        "c = charge" + ".a" * 9_000,
        "c = " + "[" * 900,
        "c = " + "-" * 9_000 + "1",
        "c = charge.quantity_grams == " + "9" * 9_000,
        "c = charge_is_ours\x00",
        "c = charge.statute == '\ud800'".encode("utf-8", "replace").decode(),
    ],
    ids=["60 deep", "2,000 deep", "parentheses", "nots", "dots", "lists", "signs", "digits", "NUL",
         "surrogate"],
)  # fmt: skip
def test_deep_and_odd_fences_are_errors_with_a_line_and_never_a_crash(rule):
    if rule.endswith("'?'") or rule.endswith("�'"):
        page_with(rule + "\n")  # a strange character inside a text is only a strange text
        return
    with pytest.raises(LawError, match=r"made\.law\.md, line \d+"):
        page_with(rule + "\n")


def test_a_huge_fence_is_refused_before_it_is_parsed():
    with pytest.raises(LawError, match=r"characters long; 20,000 is the most"):
        page_with("# " + "x" * 20_000 + "\n")


def test_a_rule_may_hold_comments_and_line_breaks():
    page = page_with("c = all_of(  # why\n    charge_is_ours,\n    charge.lead,\n)\n")
    assert page.condition_names() == ("charge_is_ours", "c")


def test_a_name_stands_for_the_words_of_its_own_line():
    page = page_with("lead_count = charge.lead\n")
    condition = next(each for each in page.conditions() if each.name == "lead_count")
    assert condition.truth.text == "charge.lead"
    assert condition.citation == "Article 1"
