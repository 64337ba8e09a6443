"""Which links by name stand together."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.identity.clusters import RIVAL_BITS, NameLink, held_back


def links(*told):
    return [NameLink(one, other, float(weight)) for one, other, weight in told]


def test_what_nobody_contradicts_stands():
    assert held_back(links((1, 2, 9), (2, 3, 9)), []) == frozenset()


def test_the_weakest_link_of_a_chain_to_a_contradiction_is_held():
    chain = links((1, 2, 30), (2, 3, 12), (3, 4, 30))

    assert held_back(chain, [(1, 4)]) == frozenset(links((2, 3, 12)))


def test_somebody_who_may_be_either_of_two_is_neither():
    """[J SMITH] is as likely James as John."""
    james, initial, john = 1, 2, 3

    held = held_back(links((james, initial, 14), (initial, john, 13)), [(james, john)])

    assert held == frozenset(links((1, 2, 14), (2, 3, 13)))


@pytest.mark.parametrize(("lead", "stands"), [(RIVAL_BITS, False), (RIVAL_BITS + 0.1, True)])
def test_a_clear_winner_stands(lead, stands):
    winner, loser = NameLink(1, 2, 10 + lead), NameLink(2, 3, 10.0)

    held = held_back([winner, loser], [(1, 3)])

    assert loser in held
    assert (winner not in held) == stands


_LABELS = st.integers(1, 7)
_PAIRS = st.tuples(_LABELS, _LABELS).filter(lambda pair: pair[0] < pair[1])


@given(
    st.dictionaries(_PAIRS, st.integers(1, 30), max_size=12),
    st.sets(_PAIRS, max_size=5),
    st.randoms(use_true_random=False),
)
def test_no_group_holds_a_contradiction_and_the_order_says_nothing(found, apart, dice):
    told = [NameLink(*pair, float(weight)) for pair, weight in found.items()]
    held = held_back(told, apart)
    shuffled = list(told)
    dice.shuffle(shuffled)
    assert held_back(shuffled, sorted(apart, reverse=True)) == held

    group = {label: {label} for label in range(1, 8)}
    for link in told:
        if link not in held:
            whole = group[link.one] | group[link.other]
            for label in whole:
                group[label] = whole
    for one, other in apart:
        assert other not in group[one]


def test_every_held_link_is_one_of_those_told():
    told = links(*((a, b, a + b) for a, b in itertools.combinations(range(1, 6), 2)))

    assert held_back(told, [(1, 5)]) <= frozenset(told)
