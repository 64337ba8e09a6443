"""What must hold between conditions and between pages."""

import pytest

from tests.support.pages import ANSWERS, GRANT, page_text, rulebook_in, section
from vacatur.errors import LawError

WAIT = "waited_long = waited(years=5, since=charge.offense_date)\n"


def made(rule, *, values="", grant=GRANT, **front):
    return page_text(section(ANSWERS + grant + rule, values=values), **front)


def refused(folder, rule, **more):
    with pytest.raises(LawError) as caught:
        rulebook_in(folder, made=made(rule, **more))
    return caught.value


BAD = {
    "an unknown condition": ("c = all_of(charge_is_our)", "Did you mean [charge_is_ours]?"),
    "an unknown page": ("c = us_xy.clearing.conviction_is_for_leaf", "there is no page"),
    "an unknown condition of another page": (
        "c = us_xx.clearing.conviction_is_for_leav",
        "Did you mean [conviction_is_for_leaf]?",
    ),
    "an unknown code list": (
        'c = charge.offense in codes("us-xx/leaf-holdin")',
        "Did you mean [us-xx/leaf-holding]?",
    ),
    "an unknown dated amount": (
        "c = at_most(charge.amount, value(small_amount, on=as_of))",
        "is not a dated amount of this page",
    ),
    "an answer on no condition": (
        "grants(DISMISS_SEAL, when=charge_is_mine)",
        "[charge_is_mine] is not a condition",
    ),
    "a referral on no condition": ('refer("x", when=charge_is_mine)', "not a condition"),
    "a name in a circle": ("c = all_of(d)\nd = not_(c)", "c -> d -> c"),
    "a name in its own claim": ("c = not_(c)", "c -> c"),
    "a screening answer on a page of law": (
        "grants(DECLINE, when=charge_is_ours)",
        "a page of kind [law] cannot answer [DECLINE]",
    ),
    "a period denied in a grant": (
        WAIT + "c = not_(waited_long)\ngrants(DISMISS_SEAL, when=c)",
        "stands under not_ or none_of in a grant",
    ),
    "a period that makes a count too high": (
        "c = at_most(count(x in case.charges, where=waited(years=1, since=x.offense_date)), 1)\n"
        "grants(DISMISS_SEAL, when=c)",
        "grant",
    ),
    "a set inside a set by way of a name": (
        "d = there_is(y in case.charges)\nc = there_is(x in case.charges, where=d)",
        "a set inside a set",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_page_that_contradicts_itself_does_not_load(name, tmp_path):
    rule, said = BAD[name]
    error = refused(tmp_path, rule + "\n")
    assert said in str(error)
    assert f"{tmp_path.name}/made.law.md, line" in error.where


def test_a_circle_below_a_grant_is_an_error_and_not_a_crash(tmp_path):
    error = refused(tmp_path, "c = all_of(d)\nd = all_of(c)\ngrants(DISMISS_SEAL, when=c)\n")
    assert "circle" in str(error)


def test_a_circle_between_two_pages_is_an_error(tmp_path):
    first = made("c = us_zz.second.d\n", id="us-zz/first")
    second = made("d = us_zz.first.c\n", id="us-zz/second")
    with pytest.raises(LawError, match="circle: c -> d -> c"):
        rulebook_in(tmp_path, first=first, second=second)


@pytest.mark.parametrize("kind", ["law", "relief_policy"])
def test_only_a_screening_policy_screens(tmp_path, kind):
    error = refused(tmp_path, "bar(PROSECUTE, when=charge_is_ours)\n", kind=kind)
    assert "A policy never clears a record, and law does not screen a charge." in str(error)


def test_a_screening_policy_clears_nothing(tmp_path):
    assert "cannot answer [NOT_ELIGIBLE]" in str(refused(tmp_path, "", kind="screening_policy"))


def test_names_that_double_at_every_line_are_refused_at_once(tmp_path):
    """Thirty short lines would otherwise stand for a thousand million claims."""
    lines = ["n0 = charge.lead"] + [f"n{i} = all_of(n{i - 1}, n{i - 1})" for i in range(1, 40)]
    error = refused(tmp_path, "\n".join(lines) + "\ngrants(DISMISS_SEAL, when=n39)\n")
    assert "too much" in str(error)


def test_names_that_hang_on_each_other_too_deep_are_refused(tmp_path):
    lines = ["n0 = charge.lead"] + [f"n{i} = all_of(n{i - 1})" for i in range(1, 700)]
    error = refused(tmp_path, "\n".join(lines) + "\ngrants(DISMISS_SEAL, when=n699)\n")
    assert "deep" in str(error)


def test_a_period_may_be_denied_in_a_bar(tmp_path):
    rule = WAIT + "still_running = not_(waited_long)\nbar(NOT_YET, when=still_running)\n"
    assert rulebook_in(tmp_path, made=made(rule)).pages


def test_a_named_condition_may_be_asked_of_another_charge_though_it_looks_through_a_set(tmp_path):
    rule = "d = there_is(y in case.charges)\nc = there_is(x in case.charges, where=meets(x, d))\n"
    assert rulebook_in(tmp_path, made=made(rule)).pages
