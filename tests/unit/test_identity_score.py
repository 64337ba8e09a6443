"""Precision and recall of pairs, and their intervals."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.identity.score import score, share_of
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


SIZES = (2, 2, 3, 4, 6)


def pairs(cases):
    return cases * (cases - 1) // 2


def joined_by_chance(seed, persons, share):
    """Linked persons of `SIZES`, of whom a share holds the cases of two people."""
    dice = random.Random(seed)
    truth, person = [], []
    for number in range(persons):
        size, of_two = dice.choice(SIZES), dice.random() < share
        truth += [f"{number}{'b' * (of_two and at < size // 2)}" for at in range(size)]
        person += [str(number)] * size
    return truth, person


@pytest.mark.parametrize(("persons", "share"), [(300, 0.1), (1000, 0.05)])
def test_of_a_hundred_intervals_some_95_hold_what_is_true(persons, share):
    """The same of recall, with truth and links the other way round."""
    every = sum(map(pairs, SIZES))
    halves = sum(pairs(size // 2) + pairs(size - size // 2) for size in SIZES)
    right = 1 - share + share * halves / every
    drawn = [score(*joined_by_chance(seed, persons, share)).precision for seed in range(300)]
    split = [score(*reversed(joined_by_chance(seed, persons, share))) for seed in range(300)]

    for shares in (drawn, [each.recall for each in split]):
        holding = sum(each.low <= right <= each.high for each in shares) / len(shares)
        assert 0.91 <= holding <= 0.99


@pytest.mark.parametrize(
    ("right", "all_pairs", "alike"),
    [
        ([3], [6], 1),  # one person
        ([3, 3], [6, 6], 2),  # two of one kind
        ([0, 3, 3], [0, 6, 6], 2),  # who has no pair tells nothing
        ([27, 27, 9, 18], [42, 42, 14, 28], 4),  # what is left of the variance is rounding
    ],
)
def test_persons_who_do_not_differ_are_not_known_for_certain(right, all_pairs, alike):
    share = share_of(right, all_pairs)

    assert share.value == pytest.approx(right[-1] / all_pairs[-1])
    assert share.high - share.low == pytest.approx(2 * wilson_reach(share.value, alike))
    assert share.persons == sum(each > 0 for each in all_pairs)


def wilson_reach(share, n):
    z2 = 1.959963984540054**2
    return (z2 * (share * (1 - share) / n + z2 / (4 * n * n))) ** 0.5 / (1 + z2 / n)


def test_an_interval_is_never_of_more_pairs_than_there_are():
    """Persons of one pair each who differ less than chance would have it."""
    share = share_of([1, 2, 1, 2, 1, 2], [2, 3, 2, 3, 2, 3])

    assert share.high - share.low == pytest.approx(2 * wilson_reach(0.6, 15))


def test_what_joins_a_person_is_told_without_the_numbers():
    keys = [
        ("1", "feed_person_key", "k1"),
        ("2", "feed_person_key", "k1"),
        ("2", "state_id", "s1"),
        ("3", "state_id", "s1"),
        ("3", "tracking_number", "t1"),
    ]
    cases = {"1": "A", "2": "B", "3": "C", "4": "D"}
    found = why("p-1", cases, keys, {}, [], said=[], told=False)

    assert found.cases == ("A", "B", "C", "D")
    assert found.joints == (
        Joint(kind="state_id", cases=("B", "C")),
        Joint(kind="feed_person_key", cases=("A", "B")),
    )
    assert found.alone == ("D",)


def test_two_cases_of_one_number_are_two_cases():
    keys = [("1", "state_id", "s1"), ("2", "state_id", "s1")]
    found = why("p-1", {"1": "A", "2": "A"}, keys, {}, [], said=[], told=False)

    assert found.cases == ("A", "A")
    assert found.joints == (Joint(kind="state_id", cases=("A", "A")),)
    assert found.alone == ()
