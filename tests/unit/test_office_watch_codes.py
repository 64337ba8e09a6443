"""Which codes a policy covers, and when: what its own page says, on every day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from vacatur.errors import UsageError
from vacatur.law.rulebook import load_rulebook
from vacatur.office import watch_codes
from vacatur.office.watch_codes import code_spans, office_of, policies_of
from vacatur.office.watch_public import pooled
from vacatur.screening.watched import RowStanding

COVERED, BEFORE = RowStanding.COVERED, RowStanding.BEFORE
NOT_COVERED, NOT_KNOWN = RowStanding.NOT_COVERED, RowStanding.NOT_KNOWN


@pytest.fixture(scope="module")
def policies():
    return load_rulebook("us-md-baltimore-city")


@pytest.fixture(scope="module")
def release(policies):
    """The release of 29 January 2019 alone, as spans."""
    return code_spans(policies.only(["BAL-2019"]))


@pytest.fixture(scope="module")
def everything(policies):
    return code_spans(policies)


def on(spans, code, day):
    (span,) = [
        each
        for each in spans
        if each.code == code
        and (each.first is None or each.first <= day)
        and (each.last is None or day <= each.last)
    ]
    return span.standing


@pytest.mark.parametrize(
    ("code", "day", "standing"),
    [
        ("1 1564", "2019-01-28", BEFORE),
        ("1 1564", "2019-01-29", COVERED),
        ("1 1564", "2022-12-31", COVERED),
        ("1 1564", "2023-01-01", NOT_KNOWN),  # recalled, or not: nobody said
        ("1 1564", "2017-09-30", NOT_KNOWN),  # the code was not in use
        ("1 0573", "2018-12-31", BEFORE),
        ("1 0573", "2019-02-01", NOT_KNOWN),  # nor this one any more
        ("1 1635", "2014-09-30", BEFORE),
        ("1 1635", "2014-10-01", NOT_KNOWN),
        ("4 3550", "2014-06-01", NOT_COVERED),
        ("4 3550", "2020-06-01", NOT_COVERED),  # possession of what is not marijuana
        ("1 1118", "2019-06-01", NOT_KNOWN),  # distribution, of nobody says what
        ("1 1415", "2019-06-01", NOT_COVERED),
    ],
)
def test_the_release_of_2019_covers_possession_of_marijuana(release, code, day, standing):
    assert on(release, code, date.fromisoformat(day)) is standing


@pytest.mark.parametrize(
    ("code", "day", "standing"),
    [
        ("4 3550", "2020-03-17", BEFORE),
        ("4 3550", "2020-03-18", COVERED),  # the list of 2020 declines possession of any drug
        ("4 3550", "2023-01-15", NOT_KNOWN),
        ("4 3550", "2023-02-01", NOT_COVERED),
        ("1 1564", "2019-06-01", COVERED),
        ("2 0696", "2021-06-01", NOT_COVERED),  # a sale stays prosecutable
        ("1 0077", "2021-06-01", NOT_KNOWN),  # a failure to appear, on nobody says what
    ],
)
def test_every_policy_is_asked(everything, code, day, standing):
    assert on(everything, code, date.fromisoformat(day)) is standing


def test_within_a_span_every_day_is_answered_alike(policies, everything):
    """Days drawn within the spans, asked one by one."""
    chance = random.Random(3)
    pages, office = policies_of(policies), office_of(policies)
    (table,) = policies.codes.values()
    for span in chance.sample(everything, 25):
        first = span.first or date(2005, 1, 1)
        day = first + timedelta(
            days=chance.randint(0, ((span.last or date(2027, 1, 1)) - first).days)
        )
        code = table.codes[span.code]
        asked = watch_codes._standing_of(
            policies, pages, office, code, table.lists[code.code_list], day
        )
        assert asked is span.standing, (span, day)


def test_spans_of_a_code_follow_each_other(everything):
    for one, following in pairwise(everything):
        if one.code == following.code:
            assert one.last is not None
            assert following.first == one.last + timedelta(days=1)
            assert one.standing is not following.standing


def test_law_without_a_policy_is_refused(policies):
    assert office_of(policies) == "Baltimore City State's Attorney"
    with pytest.raises(UsageError, match="no screening policy"):
        code_spans(load_rulebook("us-md-relief-variants"))


def test_a_rare_label_is_not_printed():
    labels, rows, rare = pooled(("none", "B", "SMITH"), ((0, 8, 1), (2, 8, 0)), kept=1)
    assert labels == ("none", "another label", "B")
    assert rows == [[0, 1, 8], [2, 0, 8]]
    assert rare == {"SMITH"}
