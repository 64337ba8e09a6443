"""Faults planted in small pages, each found with an example that the interpreter confirms."""

import pytest
import z3

from tests.support.pages import page_text, rulebook_in, section
from vacatur.engine.decide_one import decide_one
from vacatur.engine.solve.boundaries import edges_shown
from vacatur.engine.solve.report import Kind
from vacatur.engine.solve.whole import findings_of, gaps_of
from vacatur.engine.worked_cases import record_of_case, try_cases
from vacatur.engine.worked_tables import cases_table
from vacatur.errors import GrantsConflict

SCOPE = """\
charge_is_ours = charge.disposition == convicted
scope(charge_is_ours)
otherwise(NOT_ELIGIBLE)
"""
GRANT = "grants(ELIGIBLE_PETITION, when=charge_is_ours)\n"


def rulebook(folder, rule, *, values="", cases="", grant=GRANT, **pages):
    fence = f"\n```cases  as_of=2020-01-01\n{cases}```\n" if cases else ""
    text = page_text(section(SCOPE + grant + rule, values=values)) + fence
    return rulebook_in(folder, made=text, **pages)


def found(folder, rule, *kinds, **given):
    """What the solver finds in a page, of some kinds."""
    book = rulebook(folder, rule, **given)
    (page,) = book.pages
    listed = list(findings_of(book, page, seconds=20))
    return [each for each in listed if each.kind in kinds]


# ---- dead ---------------------------------------------------------------------------------


def test_parts_that_exclude_each_other_are_named(tmp_path):
    rule = """\
lies_in_both_years = all_of(
    charge.grade == felony,
    charge.offense_date.is_before("2014-10-01"),
    not_(charge.offense_date.is_before("2015-01-01")),
)
refer("Ask.", when=lies_in_both_years)
"""
    (finding,) = found(tmp_path, rule, Kind.DEAD)

    assert finding.is_fault
    assert finding.what == "[lies_in_both_years] can never be true"
    assert finding.why == (
        '[charge.offense_date.is_before("2014-10-01")] and '
        '[not_(charge.offense_date.is_before("2015-01-01"))] cannot hold together.'
    )
    assert finding.where.endswith("made.law.md, line 24")


@pytest.mark.parametrize(
    "claim",
    [
        "all_of(charge.grade == felony, charge.grade in {civil, infraction})",
        'all_of(charge.offense in codes("us-xx/leaf-holding"), '
        'charge.offense in codes("us-xx/shrub-holding"))',
        'all_of(charge.offense in codes("us-xx/leaf-holding"), charge.act == distribution)',
        'all_of(charge.statute.under("XL 3-203(a)"), not_(charge.statute.under("XL 3-203")))',
        'all_of(charge.statute.under("XL 3-203"), charge.statute.under("XL 3-204"))',
        "all_of(less_than(person.age_on(charge.offense_date), 18), "
        "not_(less_than(person.age_on(charge.offense_date), 21)))",
        "all_of(waited(years=3, since=charge.sentence_end), "
        "not_(waited(years=2, since=charge.sentence_end)))",
        "all_of(not_within(years=3, after=charge.sentence_end), "
        "not_(waited(days=1000, since=charge.sentence_end)))",
        "all_of(there_is(w in person.warrants, where=w.status == open), "
        "every(x in person.warrants, where=not_(x.status == open)))",
        "all_of(not_(at_most(count(x in case.charges), 2)), "
        "less_than(count(y in case.charges), 3))",
        "all_of(flagged(charge.lead), not_(charge.lead))",
        # A later disposition is not known yet, so the day has always come.
        "not_(has_passed(charge.disposition_date))",
        "none_of(charge.lead, not_(charge.lead))",
    ],
)
def test_what_can_never_be_true_is_proved(tmp_path, claim):
    rule = f'never_there = {claim}\nrefer("Ask.", when=flagged(never_there))\n'

    assert [each.what for each in found(tmp_path, rule, Kind.DEAD)] == [
        "[never_there] can never be true"
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "all_of(charge.grade == felony, not_(charge.act == distribution))",
        'all_of(charge.statute.under("XL 3-203"), not_(charge.statute.under("XL 3-203(a)")))',
        "all_of(waited(years=2, since=charge.sentence_end), "
        "not_(waited(years=3, since=charge.sentence_end)))",
        "all_of(waited(years=1, since=charge.sentence_end), "
        "not_(waited(days=366, since=charge.sentence_end)))",
        "all_of(waited(days=365, since=charge.sentence_end), "
        "not_(waited(years=1, since=charge.sentence_end)))",
        "person.death_date.is_on_or_before(as_of)",
        'all_of(charge.offense in codes("us-xx/leaf-holding"), charge.act == possession)',
    ],
)
def test_what_can_be_true_is_not_called_dead(tmp_path, claim):
    rule = f'is_there = {claim}\nrefer("Ask.", when=flagged(is_there))\n'

    assert found(tmp_path, rule, Kind.DEAD, Kind.NOT_DECIDED, Kind.UNCONFIRMED) == []


def test_what_can_never_be_false_is_proved(tmp_path):
    rule = """\
before_or_after = any_of(
    charge.offense_date.is_before("2015-01-01"),
    not_(charge.offense_date.is_before("2014-10-01")),
)
refer("Ask.", when=before_or_after)
"""
    finding, blocked = found(tmp_path, rule, Kind.DEAD)

    assert finding.what == "[before_or_after] can never be false"
    assert finding.why == "It is true whenever it is known."
    assert blocked.what == "grants(ELIGIBLE_PETITION, when=charge_is_ours) can never speak"


def test_a_grant_that_the_scope_shuts_out_can_never_speak(tmp_path):
    rule = """\
charge_was_dropped = charge.disposition == dismissed
grants(ELIGIBLE_AUTOMATIC, when=charge_was_dropped)
"""
    (finding,) = found(tmp_path, rule, Kind.DEAD)

    assert finding.what == "grants(ELIGIBLE_AUTOMATIC, when=charge_was_dropped) can never speak"


def test_a_bar_behind_a_wider_refer_changes_no_answer(tmp_path):
    rule = """\
charge_is_grave = charge.grade == felony
charge_is_graver = all_of(charge.grade == felony, flagged(charge.violent))
refer("Ask.", when=charge_is_grave)
bar(NOT_ELIGIBLE, when=charge_is_graver)
"""
    (finding,) = found(tmp_path, rule, Kind.IDLE)

    assert not finding.is_fault
    assert finding.what == "bar(NOT_ELIGIBLE, when=charge_is_graver) changes no answer"


def test_a_condition_on_which_nothing_hangs_is_told(tmp_path):
    (finding,) = found(tmp_path, "is_grave = charge.grade == felony\n", Kind.IDLE)

    assert finding.what == "[is_grave] is shown and decides nothing"


# ---- overlaps -----------------------------------------------------------------------------

OVERLAP = """\
offense_is_old = charge.offense_date.is_on_or_before("2014-10-01")
offense_is_new = not_(charge.offense_date.is_before("2014-10-01"))
grants(ELIGIBLE_PETITION, when=offense_is_old)
grants(ELIGIBLE_AUTOMATIC, when=offense_is_new)
"""


def test_two_grants_of_one_day_are_found_with_a_record_that_stops_a_run(tmp_path):
    book = rulebook(tmp_path, OVERLAP, grant="")
    (page,) = book.pages
    (finding,) = (f for f in findings_of(book, page, seconds=20) if f.kind is Kind.OVERLAP)

    assert finding.is_fault
    (charge,) = finding.example.record.charges()
    assert str(charge.offense_date) == "2014-10-01"
    with pytest.raises(GrantsConflict):
        decide_one(book, page, finding.example.record, finding.example.target)


def test_grants_that_meet_without_a_day_between_are_no_overlap(tmp_path):
    rule = OVERLAP.replace("is_on_or_before", "is_before")

    assert found(tmp_path, rule, *set(Kind) - {Kind.UNSHOWN, Kind.IDLE}, grant="") == []


def test_an_overlap_that_a_refer_always_stops_is_none(tmp_path):
    rule = OVERLAP + (
        'first_day = charge.offense_date.between("2014-10-01", "2014-10-01")\n'
        'refer("Ask.", when=first_day)\n'
    )

    assert found(tmp_path, rule, Kind.OVERLAP, Kind.UNCONFIRMED, grant="") == []


def test_an_overlap_hangs_on_the_days_of_decision_of_both_sections(tmp_path):
    old = section(
        SCOPE + OVERLAP.replace("is_on_or_before", "is_before"), in_force="2010-01-01..2014-12-31"
    )
    new = section(SCOPE.replace("otherwise(NOT_ELIGIBLE)\n", "") + OVERLAP, in_force="2015-01-01..")
    book = rulebook_in(tmp_path, made=page_text(old, new))
    (page,) = book.pages
    (finding,) = (f for f in findings_of(book, page, seconds=20) if f.kind is Kind.OVERLAP)

    assert "decisions of 2015-01-01.." in finding.what
    assert finding.example.record.as_of.year >= 2015


def test_an_overlap_in_sets_needs_rows_that_the_example_brings(tmp_path):
    rule = """\
another_is_open = there_is(
    other in person.charges, where=all_of(other != charge, other.disposition == pending))
many_charges = not_(at_most(count(other in person.charges), 2))
grants(ELIGIBLE_PETITION, when=another_is_open)
grants(ELIGIBLE_AUTOMATIC, when=many_charges)
"""
    book = rulebook(tmp_path, rule, grant="")
    (page,) = book.pages
    (finding,) = (f for f in findings_of(book, page, seconds=20) if f.kind is Kind.OVERLAP)

    assert len(list(finding.example.record.charges())) == 3


def test_what_no_small_record_shows_is_not_called_a_fault(tmp_path):
    """The two sets exclude each other, and the open world cannot know it."""
    rule = """\
another_felony_is_open = there_is(
    other in case.charges, where=all_of(other.disposition == pending, other.grade == felony))
nothing_is_open = every(other in case.charges, where=not_(other.disposition == pending))
grants(ELIGIBLE_PETITION, when=another_felony_is_open)
grants(ELIGIBLE_AUTOMATIC, when=nothing_is_open)
"""
    (finding,) = found(tmp_path, rule, Kind.OVERLAP, Kind.UNCONFIRMED, grant="")

    assert finding.kind is Kind.UNCONFIRMED
    assert not finding.is_fault
    assert "could not be confirmed" in finding.what


# ---- what no page covers --------------------------------------------------------------------

COVERED = """\
offense_is_leaf = charge.offense in codes("us-xx/leaf-holding")
conviction_is_old = all_of(offense_is_leaf, charge.offense_date.is_before("2014-10-01"))
grants(ELIGIBLE_PETITION, when=conviction_is_old)
"""


def test_facts_that_no_page_covers_are_found_with_their_years(tmp_path):
    book = rulebook(tmp_path, COVERED, grant="")
    gaps = [each for each in gaps_of(book, seconds=20) if "convicted" in each.what]
    (finding,) = gaps

    assert finding.kind is Kind.UNCOVERED
    assert not finding.is_fault
    assert "the days 2014-10-01..2030-12-31" in finding.what
    (page,) = book.pages
    (charge,) = finding.example.record.charges()
    assert (charge.disposition, charge.act) == ("convicted", "possession")
    decision = decide_one(book, page, finding.example.record, "c1")
    assert decision.published == "NOT_ELIGIBLE"


def test_a_second_page_covers_what_the_first_leaves_out(tmp_path):
    rest = COVERED.replace('is_before("2014-10-01")', 'between("2014-10-01", "2031-01-01")')
    other = page_text(section(SCOPE + rest), id="us-zz/other", implements="ZZ-OTHER")
    book = rulebook(tmp_path, COVERED, grant="", other=other)

    found = [each.what for each in gaps_of(book, seconds=20)]

    assert not [what for what in found if "convicted" in what]
    assert [what for what in found if "dismissed" in what and "any day" in what]


# ---- boundaries -----------------------------------------------------------------------------

BOUNDARY = """\
offense_is_old = charge.offense_date.is_before("2014-10-01")
grants(ELIGIBLE_PETITION, when=offense_is_old)
"""
HEAD = "| what we are showing | disposition | offense_date || outcome |\n"
LAST = "| the last day | convicted | 2014-09-30 || ELIGIBLE_PETITION |\n"
FIRST = "| the first day | convicted | 2014-10-01 || NOT_ELIGIBLE |\n"
EDGES = {
    "on": FIRST,
    "one day before": LAST,
}


@pytest.mark.parametrize("missing", EDGES)
def test_the_side_of_a_boundary_that_no_case_shows_is_found(tmp_path, missing):
    cases = HEAD + "".join(row for side, row in EDGES.items() if side != missing)
    findings = found(tmp_path, BOUNDARY, Kind.UNSHOWN, grant="", cases=cases)
    (finding,) = (each for each in findings if " at " in each.what)

    assert finding.what == (
        'no case shows [charge.offense_date.is_before("2014-10-01")] at '
        f'[charge.offense_date] {missing} ["2014-10-01"]'
    )
    (charge,) = finding.example.record.charges()
    assert str(charge.offense_date) in EDGES[missing]
    assert finding.example.answer in EDGES[missing]


def test_a_boundary_shown_on_both_sides_is_not_told(tmp_path):
    cases = HEAD + LAST + FIRST + "| not known | convicted | ? || REVIEW |\n"
    findings = found(tmp_path, BOUNDARY, Kind.UNSHOWN, grant="", cases=cases)

    assert [each.what for each in findings] == [
        "no case shows [charge_is_ours] false",
        "no case shows [charge_is_ours] unknown",
    ]


@pytest.mark.parametrize(
    ("claim", "sides"),
    [
        ("has_passed(charge.sentence_end)", 2),
        ("waited(years=3, since=charge.sentence_end)", 2),
        ("waited(days=30, since=charge.sentence_end)", 2),
        ("not_within(years=3, after=charge.sentence_end)", 3),
        ('charge.offense_date.between("2014-10-01", "2015-03-01")', 4),
        ("less_than(person.age_on(charge.offense_date), 18)", 2),
        ("at_most(case.restitution.balance, 0)", 2),
        ("less_than(charge.circumstances.recipient_age, 18)", 2),
        ("at_most(count(other in person.charges), 2)", 2),
        ("less_than(count_cases(other in person.charges), 3)", 2),
        ("at_most(charge.amount, value(limit, on=charge.offense_date))", 6),
        ('last(other in case.charges, by=other.arrest_date).is_before("2014-10-01")', 2),
        (
            "there_is(other in case.charges, "
            "where=other.offense_date.is_before(charge.offense_date))",
            2,
        ),
    ],
)
def test_every_kind_of_boundary_is_shown_by_its_example(tmp_path, claim, sides):
    values = (
        "| name | form | in_force | amount | source |\n"
        "| limit | flower | 2014-10-01.. | 1.25 oz | invented |\n"
        "| limit | plants | 2014-10-01.. | 2 plants | invented |\n"
    )
    book = rulebook(tmp_path, f"it_holds = {claim}\n", values=values)
    (page,) = book.pages
    findings = [f for f in findings_of(book, page, seconds=20) if " at " in f.what]

    assert [each.kind for each in findings] == [Kind.UNSHOWN] * sides
    shown = [edges_shown(book, page, each.example.record) for each in findings]
    for finding, edges in zip(findings, shown, strict=True):
        assert any(finding.what.endswith(f" at {side}") for _, _, side in edges)


def test_the_days_beside_a_version_want_a_case_each(tmp_path):
    text = page_text(section(SCOPE + GRANT, in_force="2015-01-01.."))
    cases = "\n```cases  as_of=2015-01-01\n| what we are showing | disposition || outcome |\n"
    book = rulebook_in(tmp_path, made=f"{text}{cases}| x | convicted || ELIGIBLE_PETITION |\n```\n")
    (page,) = book.pages

    told = [f for f in findings_of(book, page, seconds=20) if "decided on" in f.what]

    assert [each.what.split(",")[0] for each in told] == ["no case is decided on 2014-12-31"]
    assert told[0].example.answer == "NOT_ELIGIBLE"


def test_an_example_holds_when_it_is_pasted_into_the_page(tmp_path, us_xx):
    """Every example that a table can say comes out of the table as it came out of the solver."""
    for page in us_xx.pages:
        for finding in findings_of(us_xx, page, seconds=20):
            if finding.example is None:
                continue
            table = cases_table(
                finding.example.record, title="x", state="XX", outcome=finding.example.answer
            )
            if table is not None:
                pasted = page_text(section(SCOPE + GRANT), id="us-xx/made") + table
                folder = tmp_path / "pasted"
                folder.mkdir(exist_ok=True)
                (made,) = rulebook_in(folder, made=pasted).pages
                (row,) = made.sections[0].cases
                decision = decide_one(us_xx, page, record_of_case(made, row), "c1")
                assert str(decision.published) == row.expected["outcome"], table


# ---- time -----------------------------------------------------------------------------------


def test_a_question_that_takes_too_long_is_told_as_not_decided(tmp_path, monkeypatch):
    monkeypatch.setattr(z3.Solver, "check", lambda *_: z3.unknown)
    listed = found(tmp_path, OVERLAP, *Kind, grant="")

    assert {each.kind for each in listed} == {Kind.NOT_DECIDED}
    assert all("not decided in 20 s" in each.what for each in listed)


def test_the_worked_cases_of_these_pages_hold(tmp_path):
    book = rulebook(tmp_path, BOUNDARY, grant="", cases=HEAD + LAST + FIRST)
    (page,) = book.pages

    assert [each.failures for each in try_cases(book, page)] == [(), ()]
