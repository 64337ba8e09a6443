"""Which links by name stand together."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.identity.clusters import RIVAL_BITS, Compared, NameLink, held_back


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


def sexes(*told):
    return [Compared(one, other, "sex", agree) for one, other, agree in told]


def test_two_who_differ_in_all_that_both_record_are_not_joined_through_a_third():
    chain = links((1, 2, 30), (2, 3, 12))

    assert held_back(chain, [], sexes((1, 3, False))) == frozenset(links((2, 3, 12)))


def test_a_group_in_which_one_agrees_has_a_typing_error():
    """1 and 2 are joined though they differ, as nothing else does; 3 has the sex of 1."""
    chain = links((1, 2, 30), (1, 3, 12))

    assert held_back(chain, [], sexes((1, 2, True), (2, 3, False), (1, 3, True))) == frozenset()
    assert held_back(chain, [], sexes((1, 2, True), (2, 3, False))) == frozenset(links((1, 3, 12)))


def test_what_agrees_in_one_field_does_not_outweigh_another():
    compared = [*sexes((1, 3, True)), Compared(1, 3, "middle", agree=False)]

    assert held_back(links((1, 2, 30), (2, 3, 12)), [], compared) == frozenset(links((2, 3, 12)))


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
