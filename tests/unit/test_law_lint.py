"""`vacatur law lint`: each principle speaks of each policy page; a change of the page shows."""

import pytest

from tests.support.pages import ANSWERS, line_of, page_text, rulebook_in, section
from vacatur.law.lint import lint
from vacatur.law.lint_checks import CHECKS, Says
from vacatur.law.lint_principles import Principle

HEAD = ANSWERS.replace("NOT_ELIGIBLE", "NO_POLICY")
DECLINES = "grants(DECLINE, when=charge_is_ours)\n"
VALUES = """\
| name  | form   | in_force     | amount | source |
|-------|--------|--------------|--------|--------|
| limit | flower | 2010-01-01.. | 10 g   | made   |
"""
# A relief policy beside it that lets the office file: the look-back.
LOOKS_BACK = page_text(
    section(
        ANSWERS.replace("charge.disposition == convicted", "us_xx.clearing.conviction_is_for_leaf")
        + "grants(ELIGIBLE_STATE_MOTION, when=charge_is_ours)\n"
    ),
    id="us-zz/relief",
    kind="relief_policy",
)
# It leaves nobody out, warns for immigrants, tells the person, and asks no amount and no record.
GOOD = """\
person_is_not_a_citizen = person.noncitizen
refer("Ask immigration counsel.", when=flagged(person_is_not_a_citizen))
duty("notify the person of the outcome", before=CLOSING)
"""


def policy(rule, *, grant=DECLINES, values=""):
    return page_text(section(HEAD + grant + rule, values=values), kind="screening_policy")


def remarks_on(folder, text, **beside):
    rulebook = rulebook_in(folder, made=text, **beside)
    return [each for each in lint(rulebook) if each.page_id == "us-zz/made"]


def warnings_on(folder, text, **beside):
    return [each for each in remarks_on(folder, text, **beside) if each.says is Says.WARNING]


def test_every_principle_has_a_check():
    assert set(CHECKS) == set(Principle)


def test_a_page_that_keeps_to_all_of_them_has_no_warning_and_an_answer_to_each(tmp_path):
    remarks = remarks_on(tmp_path, policy(GOOD), relief=LOOKS_BACK)
    assert [each for each in remarks if each.says is Says.WARNING] == []
    assert {each.principle for each in remarks} == set(Principle)
    told = {each.principle for each in remarks if each.says is Says.CANNOT_BE_SEEN}
    assert told == {Principle.FJP_4, Principle.FJP_5}


SMALL = "is_small = at_most(charge.amount, value(limit, on=charge.offense_date))\n"
BEFORE = (
    "had_one_before = there_is(x in person.charges, where=all_of(x != charge, "
    "x.disposition == convicted))\n"
)
# What is added to the good page: the principle that warns, and the line on which it does.
MUTATIONS = {
    "an amount": (Principle.FJP_1, SMALL + "grants(DECLINE, when=is_small)\n", "is_small ="),
    "a weight as a number": (
        Principle.FJP_1,
        "is_small = at_most(charge.quantity_grams, 10)\ngrants(DECLINE, when=is_small)\n",
        "is_small =",
    ),
    "an amount behind a name": (
        Principle.FJP_1,
        SMALL + "we_decline = all_of(charge.lead, is_small)\ngrants(DECLINE, when=we_decline)\n",
        "is_small =",
    ),
    "other cases of the person": (
        Principle.FJP_2,
        BEFORE + "first_one = not_(had_one_before)\ngrants(DECLINE, when=first_one)\n",
        "had_one_before =",
    ),
    "a count of them in a bar": (
        Principle.FJP_2,
        "had_many = not_(at_most(count(x in person.charges), 2))\nbar(PROSECUTE, when=had_many)\n",
        "had_many =",
    ),
    "an earlier diversion": (
        Principle.FJP_2,
        "was_in_one = there_is(x in person.diversions)\nbar(PROSECUTE, when=was_in_one)\n",
        "was_in_one =",
    ),
    "words for the first time": (
        Principle.FJP_2,
        'duty("choose first-time offenders", before=FILING)\n',
        "choose first-time",
    ),
    "a drug test": (
        Principle.FJP_4,
        'duty("ask for a drug test each week", before=CLOSING)\n',
        "drug test",
    ),
    "a condition of probation": (
        Principle.FJP_4,
        'duty("make it a condition of probation", before=CLOSING)\n',
        "condition of probation",
    ),
    "a class": (Principle.FJP_5, 'duty("see the class done", before=CLOSING)\n', "the class"),
    "a fee": (Principle.FJP_5, 'duty("take the fee of $150", before=CLOSING)\n', "the fee"),
    "an officer who may": (
        Principle.FJP_5,
        'duty("the officer may choose", before=FILING)\n',
        "officer may",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_thing_added_to_a_good_page_warns_once_on_its_line(name, tmp_path):
    principle, rule, words = MUTATIONS[name]
    text = policy(GOOD + rule, values=VALUES)
    (warning,) = warnings_on(tmp_path, text, relief=LOOKS_BACK)
    assert warning.principle is principle
    assert warning.line == line_of(text, words)
    assert warning.repair


def test_diversion_warns(tmp_path):
    text = policy(GOOD, grant=DECLINES.replace("DECLINE", "DIVERT"))
    (warning,) = warnings_on(tmp_path, text, relief=LOOKS_BACK)
    assert (warning.principle, warning.line) == (Principle.FJP_5, line_of(text, "grants("))


SILENT = {
    "a record that only refers": BEFORE + 'refer("Look at it.", when=had_one_before)\n',
    "a record that nothing hangs on": BEFORE,
    "the other charges of the case": (
        "alone = not_(there_is(x in case.charges, where=x != charge))\n"
        "grants(DECLINE, when=alone)\n"
    ),
    "one charge that is looked up": (
        "behind = there_is(x in person.charges, where=x.charge_id == charge.underlying)\n"
        "grants(DECLINE, when=behind)\n"
    ),
    "an amount that only refers": SMALL + 'refer("Look at it.", when=is_small)\n',
}


@pytest.mark.parametrize("name", SILENT)
def test_what_leaves_nobody_out_does_not_warn(name, tmp_path):
    text = policy(GOOD + SILENT[name], values=VALUES)
    assert warnings_on(tmp_path, text, relief=LOOKS_BACK) == []


def test_without_a_relief_policy_beside_it_the_past_stays(tmp_path):
    (warning,) = warnings_on(tmp_path, policy(GOOD))
    assert (warning.principle, warning.line) == (Principle.FJP_3, None)


def test_a_relief_policy_of_other_days_is_no_look_back(tmp_path):
    text = policy(GOOD).replace("- text:", "- in_force: 2020-01-01..\n- text:")
    ended = LOOKS_BACK.replace("- text:", "- in_force: 2010-01-01..2019-12-31\n- text:")
    (warning,) = warnings_on(tmp_path, text, relief=ended)
    assert warning.principle is Principle.FJP_3


def test_a_relief_policy_that_leaves_the_petition_to_the_person_warns(tmp_path):
    text = LOOKS_BACK.replace("ELIGIBLE_STATE_MOTION", "ELIGIBLE_PETITION")
    rulebook = rulebook_in(tmp_path, relief=text)
    warned = {each.principle: each for each in lint(rulebook) if each.says is Says.WARNING}
    assert warned[Principle.FJP_3].line == line_of(text, "grants(")


@pytest.mark.parametrize(
    ("removed", "said"), [("immigration counsel", "immigration"), ("notify", "tells the person")]
)
def test_silence_on_immigration_or_notice_warns(removed, said, tmp_path):
    kept = [line for line in GOOD.splitlines() if removed not in line and "citizen" not in line]
    kept += [line for line in GOOD.splitlines() if "citizen" in line and removed == "notify"]
    (warning,) = warnings_on(tmp_path, policy("\n".join(kept) + "\n"), relief=LOOKS_BACK)
    assert warning.principle is Principle.FJP_6
    assert said in warning.what


def test_pages_of_law_are_not_linted(us_md):
    assert lint(us_md) == []
