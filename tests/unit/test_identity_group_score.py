"""Shares of groups, how far they lie from the others, and the chart of weights."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.identity.group_score import SMALL, difference, score_groups
from vacatur.identity.score import Share, score
from vacatur.identity.threshold import Point, _roots
from vacatur.office.link_chart import chart

GROUP_OF = {"a": "F", "b": "F", "c": "M", "d": "M", "e": "M"}
CASES = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), min_size=1)


@given(CASES)
def test_a_linked_pair_counts_for_the_group_of_each_case_and_a_true_pair_for_one(cases):
    truth, person = [t for t, _ in cases], [p for _, p in cases]
    groups = {each: GROUP_OF[each] for each in truth}
    pairs = list(combinations(range(len(cases)), 2))
    for found in score_groups(truth, person, "sex", groups):
        linked = [
            (one, other)
            for one, other in pairs
            if person[one] == person[other]
            and found.value in (groups[truth[one]], groups[truth[other]])
        ]
        true = [
            (one, other)
            for one, other in pairs
            if truth[one] == truth[other] and groups[truth[one]] == found.value
        ]
        right = [pair for pair in true if person[pair[0]] == person[pair[1]]]

        precision, recall = found.precision.share, found.recall.share
        assert (precision.right, precision.pairs) == (len(right), len(linked))
        assert (recall.right, recall.pairs) == (len(right), len(true))
        assert recall.persons == len({truth[one] for one, _ in true})
        assert precision.persons == len({person[one] for one, _ in linked})


def people(number, prefix, split):
    """So many people of two cases each, the first ones split."""
    truth = [f"{prefix}{each}" for each in range(number) for _ in (0, 1)]
    person = [
        f"{prefix}{each}{'x' * (half and each < split)}"
        for each in range(number)
        for half in (0, 1)
    ]
    return truth, person


def scored(*groups):
    truth, person, of = [], [], {}
    for name, number, split in groups:
        mine = people(number, name, split)
        truth += mine[0]
        person += mine[1]
        of |= dict.fromkeys(mine[0], name)
    return {each.value: each for each in score_groups(truth, person, "sex", of)}


def test_a_group_that_is_served_worse_is_seen_and_no_other():
    found = scored(("F", 300, 60), ("M", 300, 15))

    assert found["F"].recall.is_lower
    assert not found["M"].recall.is_lower
    assert not found["F"].precision.is_lower
    assert found["F"].recall.difference.value == pytest.approx(0.8 - 0.95)
    hardly = scored(("F", 300, 18), ("M", 300, 15))["F"].recall
    assert hardly.difference.value < 0
    assert not hardly.is_lower


def test_a_group_of_few_is_neither_told_nor_compared():
    found = scored(("F", SMALL - 1, SMALL - 1), ("M", 300, 0))

    assert found["F"].recall.is_small
    assert found["F"].recall.difference is None
    assert not found["F"].recall.is_lower
    # Nor are the others compared with so few.
    assert not found["M"].recall.is_small
    assert found["M"].recall.difference is None
    assert not scored(("F", SMALL, 0), ("M", 300, 0))["F"].recall.is_small


def test_the_interval_of_a_difference_is_newcombe_s():
    """His own example: 56 of 70 against 48 of 80, 0.0524 to 0.3339 (1998, table II, a)."""
    one, other = score(*people(70, "", 14)).recall, score(*people(80, "", 32)).recall
    found = difference(one, other)

    assert (one.right, one.pairs, other.right, other.pairs) == (56, 70, 48, 80)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == (
        pytest.approx(0.0524, abs=2e-3),
        pytest.approx(0.3339, abs=2e-3),
    )


def test_pairs_lead_to_the_smallest_label():
    assert _roots([(5, 9), (2, 3), (9, 3), (7, 8)]) == {2: 2, 3: 2, 5: 2, 9: 2, 7: 7, 8: 7}


def test_the_chart_is_a_picture_of_the_points():
    share = Share(value=0.9, low=0.85, high=0.95, right=90, pairs=100, persons=80)
    unknown = Point(weight=0, precision=None, recall=None, review_persons=None, cannot_show="x")
    points = [
        Point(weight=weight, precision=share, recall=share, review_persons=1, cannot_show="")
        for weight in (2, 4)
    ]
    picture = ElementTree.fromstring(chart([unknown, *points], 4.0))
    tags = [each.tag.rpartition("}")[2] for each in picture]

    assert tags.count("circle") == 4
    assert tags.count("polyline") == 2
    assert "title" in tags
    texts = [each.text for each in picture if each.tag.endswith("text")]
    assert {"precision", "recall", "as linked", "0.80", "1.00"} <= set(texts)
