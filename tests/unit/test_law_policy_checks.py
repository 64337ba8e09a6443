"""An office's policies: none widens the law, two never claim one programme, none hides a law."""

import shutil

import pytest

from tests.support.pages import ANSWERS, line_of, page_text, rulebook_in, section
from vacatur.errors import LawError
from vacatur.law.rulebook import LAW_ROOT, load_rulebook

LAW = "us_xx.clearing.conviction_is_for_leaf"
GRANTED = "grants(ELIGIBLE_STATE_MOTION, when=we_ask)\n"
SCREENS = ANSWERS.replace("NOT_ELIGIBLE", "NO_POLICY") + "grants(DECLINE, when=charge_is_ours)\n"


def relief(rule):
    return page_text(section(ANSWERS + rule + GRANTED), kind="relief_policy")


def screening(name, *, implements="ZZ-ONE", **settings):
    return page_text(
        section(SCREENS, **settings),
        id=f"us-zz/{name}",
        kind="screening_policy",
        implements=implements,
    )


RESTS = {
    "on the law alone": f"we_ask = all_of({LAW})\n",
    "on the law and more": f"we_ask = all_of({LAW}, charge.lead)\n",
    "by way of a name": f"law_allows = all_of({LAW})\nwe_ask = all_of(charge.lead, law_allows)\n",
    "in both of two ways": f"we_ask = any_of(all_of({LAW}, charge.lead), {LAW})\n",
}
WIDENS = {
    "no condition of the law": "we_ask = all_of(charge.lead)\n",
    "the law as one of two ways": f"we_ask = any_of({LAW}, charge.lead)\n",
    "the law denied": f"we_ask = all_of(charge.lead, not_({LAW}))\n",
    "the law only flagged": f"we_ask = all_of(charge.lead, flagged({LAW}))\n",
    "the law asked of another charge": (
        f"we_ask = there_is(x in case.charges, where=meets(x, {LAW}))\n"
    ),
    "another policy that rests on nothing": "we_ask = all_of(us_zz.other.charge_is_ours)\n",
}


@pytest.mark.parametrize("name", RESTS)
def test_a_relief_policy_that_rests_on_the_law_loads(name, tmp_path):
    assert rulebook_in(tmp_path, made=relief(RESTS[name])).pages


@pytest.mark.parametrize("name", WIDENS)
def test_a_relief_policy_that_widens_the_law_does_not_load(name, tmp_path):
    page = relief(WIDENS[name])
    other = screening("other")
    with pytest.raises(LawError, match="rests on no condition of a law page") as caught:
        rulebook_in(tmp_path, made=page, other=other)
    assert caught.value.where.endswith(f"made.law.md, line {line_of(page, 'grants(')}")
    assert "the condition of the scope or of the grant ask one of the law's" in caught.value.repair


def test_a_scope_that_rests_on_the_law_is_enough(tmp_path):
    scoped = ANSWERS.replace("charge.disposition == convicted", LAW)
    page = page_text(section(scoped + "we_ask = charge.lead\n" + GRANTED), kind="relief_policy")
    assert rulebook_in(tmp_path, made=page).pages


def test_two_policies_of_one_rule_on_one_day_do_not_load(tmp_path):
    first = screening("first", in_force="2020-01-01..2021-06-30")
    second = screening("second", in_force="2021-06-30..")
    with pytest.raises(LawError, match=r"\[ZZ-ONE\] is claimed by \[us-zz/first\]") as caught:
        rulebook_in(tmp_path, first=first, second=second)
    line = line_of(first, "scope(")
    assert f"first.law.md, line {line} and" in caught.value.where
    assert caught.value.where.endswith(f"second.law.md, line {line}")
    assert "end the earlier one the day before" in caught.value.repair


def test_one_policy_may_follow_another_and_two_rules_may_stand_side_by_side(tmp_path):
    pages = {
        "first": screening("first", in_force="2020-01-01..2021-06-30"),
        "second": screening("second", in_force="2021-07-01.."),
        "other": screening("other", implements="ZZ-TWO"),
    }
    assert len(rulebook_in(tmp_path, **pages).pages) == 3


def test_a_page_of_an_office_may_not_stand_in_front_of_a_page_of_law(tmp_path):
    page = page_text(section(ANSWERS + "grants(DISMISS_SEAL, when=charge_is_ours)\n"))
    page = page.replace("id: us-zz/made", "id: us-xx/clearing")
    with pytest.raises(LawError, match="comes with vacatur") as caught:
        rulebook_in(tmp_path, made=page)
    assert caught.value.where.endswith("made.law.md, front matter")
    assert "us_xx/clearing.law.md" in caught.value.why
    assert "/clearing]" in caught.value.repair


def test_an_id_of_the_same_jurisdiction_that_no_page_has_is_free(tmp_path):
    page = page_text(section(ANSWERS + "grants(DISMISS_SEAL, when=charge_is_ours)\n"))
    assert rulebook_in(tmp_path, made=page.replace("us-zz/made", "us-xx/of-our-own")).pages


def test_a_working_copy_of_a_whole_jurisdiction_loads(tmp_path):
    copy = tmp_path / "us_xx"
    shutil.copytree(LAW_ROOT / "us_xx", copy)
    assert load_rulebook(str(copy)).pages
    (copy / "jurisdiction.yaml").unlink()
    with pytest.raises(LawError, match="comes with vacatur"):
        load_rulebook(str(copy))
