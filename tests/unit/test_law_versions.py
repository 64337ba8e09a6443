"""Sections and their days: on every day of a page's life each condition has one version."""

from datetime import date

import pytest

from tests.support.pages import ANSWERS, GRANT, page_text, section
from vacatur.errors import LawError, NoVersionInForce
from vacatur.law.reader import parse_page


def parsed(*sections, **front):
    return parse_page(page_text(*sections, **front), where="made.law.md")


WHOLE = section(ANSWERS + GRANT, in_force="2010-01-01..")


def part(rule, in_force, **settings):
    return section(rule, heading="Article 2 | A part", in_force=in_force, **settings)


def test_two_versions_on_one_day_name_both_lines():
    text = page_text(
        WHOLE,
        part("c = charge.lead\n", "2010-01-01..2020-01-01"),
        part("c = charge.lead\n", "2020-01-01.."),
    )
    lines = [i for i, line in enumerate(text.splitlines(), start=1) if line == "c = charge.lead"]
    with pytest.raises(NoVersionInForce) as caught:
        parse_page(text, where="made.law.md")
    assert caught.value.where == f"made.law.md, lines {lines[0]} and {lines[1]}"
    assert "two versions of [c] are in force on 2020-01-01" in str(caught.value)


def test_a_gap_between_two_versions_is_an_error():
    with pytest.raises(
        NoVersionInForce, match=r"no version of \[c\] is in force from 2020-01-01 to 2020-12-31"
    ):
        parsed(
            WHOLE,
            part("c = charge.lead\n", "2010-01-01..2019-12-31"),
            part("c = charge.lead\n", "2021-01-01.."),
        )


def test_a_version_that_begins_the_day_after_the_other_ends_leaves_no_gap():
    page = parsed(
        WHOLE,
        part("c = charge.lead\n", "2010-01-01..2019-12-31"),
        part("c = not_(charge.lead)\n", "2020-01-01.."),
    )
    assert [str(version.span) for version in page.versions] == [
        "2010-01-01..2019-12-31",
        "2020-01-01..",
    ]


@pytest.mark.parametrize(
    ("day", "found"),
    [("2009-12-31", False), ("2010-01-01", True), ("2015-12-31", True), ("2016-01-01", False)],
)
def test_a_page_has_a_version_from_its_first_day_to_its_last(day, found):
    page = parsed(section(ANSWERS + GRANT, in_force="2010-01-01..2015-12-31"))
    assert (page.version_on(date.fromisoformat(day)) is not None) is found


def test_an_uncertain_commencement_is_a_version_of_its_own():
    page = parsed(
        WHOLE, part("c = charge.lead\n", "2010-01-01..", uncertain="2012-01-01..2012-06-30")
    )
    assert [(str(v.span), v.uncertain) for v in page.versions] == [
        ("2010-01-01..2011-12-31", False),
        ("2012-01-01..2012-06-30", True),
        ("2012-07-01..", False),
    ]


def test_a_doubt_about_an_undated_section_counts_too():
    page = parsed(WHOLE, section("c = charge.lead\n", uncertain="2012-01-01..2012-06-30"))
    assert page.version_on(date(2012, 3, 1)).uncertain
    assert not page.version_on(date(2013, 3, 1)).uncertain


def test_a_doubt_outside_the_days_of_its_section_is_an_error():
    with pytest.raises(LawError, match="uncertain"):
        parsed(WHOLE, part("c = charge.lead\n", "2012-07-01..", uncertain="2012-01-01..2012-06-30"))


@pytest.mark.parametrize("statements", ["", "otherwise(NOT_ELIGIBLE)\notherwise(NOT_YET)\n"])
def test_a_page_has_one_otherwise(statements):
    rule = "c = charge.lead\nscope(c)\ngrants(ELIGIBLE_PETITION, when=c)\n" + statements
    with pytest.raises(
        LawError, match=r"the page has [02] otherwise\(\.\.\.\) statements; it needs one"
    ):
        parsed(section(rule))


@pytest.mark.parametrize("rule", [ANSWERS, ANSWERS + GRANT + "scope(charge_is_ours)\n"])
def test_a_version_has_one_scope_and_a_grant(rule):
    with pytest.raises(NoVersionInForce, match="it needs one scope and at least one grant"):
        parsed(section(rule))


def test_a_definition_holds_conditions_and_decides_nothing():
    page = parsed(section("c = charge.lead\n"), kind="definition")
    assert not page.decides
    assert page.condition_names() == ("c",)
    assert page.versions[0].grants == ()


def test_a_definition_that_answers_is_refused_with_its_line():
    with pytest.raises(LawError, match=r"a page of kind \[definition\] answers nothing") as caught:
        parsed(WHOLE, kind="definition")
    assert "line" in caught.value.where


def test_the_least_sure_section_makes_the_version_as_sure():
    page = parsed(WHOLE, part("c = charge.lead\n", "2010-01-01..", confidence="low"))
    assert page.versions[0].confidence == "low"


def test_a_span_that_ends_before_it_begins_is_named_with_its_line():
    with pytest.raises(LawError, match=r"made\.law\.md, line \d+: .*ends before it begins"):
        parsed(section(ANSWERS + GRANT, in_force="2020-01-01..2019-01-01"))
