"""Precision and recall of pairs, and their intervals."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.identity.score import score
from vacatur.identity.why import Joint, why

PEOPLE = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")), min_size=1)


def pairs_of(people):
    return {
        (one, other)
        for one, other in combinations(range(len(people)), 2)
        if people[one] == people[other]
    }


@given(PEOPLE)
def test_every_pair_is_counted_as_if_one_by_one(cases):
    truth, person = [t for t, _ in cases], [p for _, p in cases]
    true, linked = pairs_of(truth), pairs_of(person)
    found = score(truth, person)

    assert (found.pairs_true, found.pairs_linked) == (len(true), len(linked))
    assert found.pairs_right == len(true & linked)
    assert found.precision.value == (len(true & linked) / len(linked) if linked else None)
    assert found.recall.value == (len(true & linked) / len(true) if true else None)
    assert found.persons_true == len(set(truth))
    assert found.merged == sum(len({t for t, p in cases if p == each}) > 1 for each in set(person))
    assert found.split == sum(len({p for t, p in cases if t == each}) > 1 for each in set(truth))


@given(PEOPLE)
def test_an_interval_holds_its_share(cases):
    found = score([t for t, _ in cases], [p for _, p in cases])
    for share in (found.precision, found.recall):
        if share.value is not None:
            assert 0 <= share.low <= share.value <= share.high <= 1


def test_no_wrong_pair_among_few_persons_is_not_certainty():
    few = score(["a", "a", "b", "b"], ["u", "u", "v", "v"])
    many = score([str(n // 2) for n in range(2000)], [str(n // 2) for n in range(2000)])

    assert few.precision.value == many.precision.value == 1
    assert few.precision.low == pytest.approx(2 / (2 + 1.959963984540054**2))
    assert many.precision.low > 0.99


def test_pairs_of_one_person_are_not_independent():
    """One wrong person of ten cases is no better known than one of two."""
    truth = ["a"] * 10 + [str(n // 2) for n in range(200)]
    person = [str(n) for n in range(10)] + [f"p{n // 2}" for n in range(200)]
    recall = score(truth, person).recall

    assert recall.value == pytest.approx(100 / 145)
    assert recall.high - recall.low > 0.5


def test_what_joins_a_person_is_told_without_the_numbers():
    keys = [
        ("A", "feed_person_key", "k1"),
        ("B", "feed_person_key", "k1"),
        ("B", "state_id", "s1"),
        ("C", "state_id", "s1"),
        ("C", "tracking_number", "t1"),
    ]
    found = why("p-A", ["C", "A", "B"], keys, told=False)

    assert found.cases == ("A", "B", "C")
    assert found.joints == (
        Joint(kind="state_id", cases=("B", "C")),
        Joint(kind="feed_person_key", cases=("A", "B")),
    )
