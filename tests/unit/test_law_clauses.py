"""Which named conditions a grant, a bar and a referral hang on."""

from tests.support.pages import ANSWERS, page_text, section
from vacatur.law.clauses import Clause, Referral, clauses_of, grant_clauses, referrals_of
from vacatur.law.reader import parse_page

RULE = """\
a = charge.lead
b = charge.violent
c = charge.minor_traffic
wanted = all_of(a, b)
half_named = all_of(c, charge.lead)
either = any_of(a, b)
chosen = all_of(wanted, half_named, either)
sent = all_of(a, c)
grants(ELIGIBLE_PETITION, when=chosen)
bar(NOT_YET, when=c)
refer("Look.", when=sent)
refer("Look.", when=flagged(b))
"""


def version(rule=RULE):
    (found,) = parse_page(page_text(section(ANSWERS + rule)), where="made.law.md").versions
    return found


def test_a_grant_hangs_on_the_named_parts_of_its_condition_and_of_theirs():
    assert grant_clauses(version()) == (("a", "b", "half_named", "either"),)


def test_what_bars_must_not_hold():
    assert clauses_of(version())[-1] == Clause(name="c", must_hold=False)
    assert [each.name for each in clauses_of(version())] == ["a", "b", "half_named", "either", "c"]


def test_a_referral_is_taken_apart_and_keeps_its_flag():
    assert referrals_of(version()) == (
        Referral(parts=("a", "c"), flagged=False),
        Referral(parts=("b",), flagged=True),
    )
