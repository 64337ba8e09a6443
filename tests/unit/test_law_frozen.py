"""The law of one day held still, and the days on which it changed."""

from datetime import date

import pytest

from tests.support.pages import ANSWERS, GRANT, page_text, rulebook_in, section
from vacatur.law.frozen import days_of_change, frozen_on, sections_changed

OLD, NEW = date(2019, 12, 31), date(2020, 1, 1)
LATER = date(2026, 1, 1)


def part(rule, in_force, heading, **settings):
    return section(rule, heading=heading, in_force=in_force, **settings)


@pytest.fixture
def rulebook(tmp_path):
    amended = page_text(
        section(ANSWERS + GRANT, in_force="2010-01-01..2024-12-31"),
        part("lead = charge.lead\n", "2010-01-01..2019-12-31", "Article 2 until 2019 | A part"),
        part("lead = not_(charge.lead)\n", "2020-01-01..2024-12-31", "Article 2 | A part"),
    )
    naming = page_text(
        section(ANSWERS + GRANT + "other_lead = us_zz.made.lead\n", in_force="2015-01-01.."),
        id="us-zz/naming",
        implements="ZZ-NAMING",
        verified_through="2025-06-30",
    )
    return rulebook_in(tmp_path, made=amended, naming=naming)


def lead_on(rulebook, day):
    version = rulebook.page("us-zz/made").version_on(day)
    return None if version is None else type(version.conditions["lead"].truth).__name__


@pytest.mark.parametrize("day", [date(1900, 1, 1), OLD, NEW, LATER])
def test_the_version_of_the_day_is_read_on_every_other_day(rulebook, day):
    assert lead_on(frozen_on(rulebook, OLD, read_until=LATER), day) == "Field"
    assert lead_on(frozen_on(rulebook, NEW, read_until=LATER), day) == "Not"


@pytest.mark.parametrize("out", [date(2009, 12, 31), date(2025, 1, 1)])
def test_a_page_that_was_not_in_force_is_in_force_on_no_day(rulebook, out):
    frozen = frozen_on(rulebook, out, read_until=LATER)

    assert {lead_on(frozen, day) for day in (OLD, NEW, LATER)} == {None}


def test_the_pages_that_a_page_names_are_held_still_too(rulebook):
    frozen = frozen_on(rulebook.only(["ZZ-NAMING"]), OLD, read_until=LATER)

    version = frozen.by_identifier["us_zz.made"].version_on(LATER)
    assert type(version.conditions["lead"].truth).__name__ == "Field"


def test_the_law_of_a_verified_day_stays_verified_for_as_long_as_it_may_be_read(rulebook):
    frozen = frozen_on(rulebook, NEW, read_until=LATER)

    assert frozen.page("us-zz/naming").verified_through == LATER
    assert rulebook.page("us-zz/naming").verified_through < LATER


def test_a_day_that_nobody_verified_is_not_held_still(rulebook):
    frozen = frozen_on(rulebook, date(2025, 7, 1), read_until=LATER)

    assert frozen.page("us-zz/naming") is rulebook.page("us-zz/naming")


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        (OLD, NEW, [NEW]),
        (NEW, date(2024, 12, 31), []),
        (date(2009, 12, 31), OLD, [date(2010, 1, 1)]),
        (NEW, LATER, [date(2025, 1, 1)]),
    ],
)
def test_the_day_of_change_is_the_first_on_which_the_law_reads_otherwise(
    rulebook, after, until, days
):
    page = rulebook.page("us-zz/made")

    assert list(days_of_change(rulebook, page, after=after, until=until)) == days


def test_a_change_of_a_named_page_is_a_change(rulebook):
    page = rulebook.page("us-zz/naming")

    assert NEW in days_of_change(rulebook, page, after=OLD, until=LATER)
    changed = sections_changed(rulebook, page, NEW)
    assert [(each.citation, each.what) for each in changed] == [
        ("Article 2 until 2019", "ends"),
        ("Article 2", "begins"),
    ]


def test_the_days_of_doubt_are_days_of_change(tmp_path):
    text = page_text(
        section(ANSWERS + GRANT, in_force="2010-01-01.."),
        part(
            "lead = charge.lead\n", "2010-01-01..", "Article 2 | A part",
            uncertain="2012-01-01..2012-06-30",
        ),
    )  # fmt: skip
    book = rulebook_in(tmp_path, made=text)
    page = book.page("us-zz/made")
    days = days_of_change(book, page, after=date(2011, 1, 1), until=LATER)

    assert list(days) == [date(2012, 1, 1), date(2012, 7, 1)]
    assert [each.what for day in days for each in sections_changed(book, page, day)] == [
        "begins to be uncertain",
        "is no longer uncertain",
    ]
