"""How many clean reviews bound a rate, by the distribution itself; and what a seed draws."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from vacatur.matters.sampling import (
    DOUBT,
    Stratum,
    allocated,
    drawn_by_seed,
    most_wrong,
    reviews_needed,
    reviews_needed_of_any_set,
)

FROZEN = "f" * 64


def chance_of_a_clean_sample(strata: list[Stratum], wrong: tuple[int, ...]) -> Fraction:
    chance = Fraction(1)
    for stratum, k in zip(strata, wrong, strict=True):
        clean = comb(stratum.size - k, stratum.drawn)
        chance *= Fraction(clean, comb(stratum.size, stratum.drawn))
    return chance


def worst(strata: list[Stratum]) -> int:
    """The same number by trying every place where the wrong ones may lie."""
    places = product(*(range(each.size - each.drawn + 1) for each in strata))
    return max(sum(k) for k in places if chance_of_a_clean_sample(strata, k) > DOUBT)


def test_299_clean_reviews_bound_the_rate_below_1_percent_in_a_set_without_end():
    assert reviews_needed_of_any_set() == 299
    assert Fraction(99, 100) ** 299 <= Fraction(1, 20) < Fraction(99, 100) ** 298


def test_a_pattern_of_250_needs_158_clean_reviews():
    """Three of 250 are 1.2 %, two are 0.8 %: three must be excluded."""
    assert reviews_needed([250]) == 158
    assert most_wrong([Stratum(size=250, drawn=158)]) == 2
    assert most_wrong([Stratum(size=250, drawn=157)]) == 3
    assert (
        Fraction(comb(247, 158), comb(250, 158)) <= DOUBT < Fraction(comb(247, 157), comb(250, 157))
    )


@pytest.mark.parametrize(
    ("size", "reviews"),
    # Exactly 1 % is not below it: of 100 none may be wrong, of 200 one may.
    [(1, 1), (10, 10), (19, 19), (20, 19), (100, 95), (101, 79), (200, 155), (1_000, 258)],
)
def test_what_a_set_needs(size, reviews):
    assert reviews_needed([size]) == reviews


def test_every_pattern_is_read_even_where_fewer_reviews_would_do():
    assert reviews_needed([1] * 400) == 400
    assert reviews_needed([400]) < 400


def test_a_large_set_needs_hardly_less_than_one_without_end():
    assert reviews_needed([100_000]) == 298


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_one_stratum_has_the_hypergeometric_bound(size):
    for drawn in range(size + 1):
        stratum = Stratum(size=size, drawn=drawn)
        assert most_wrong([stratum]) == worst([stratum]), drawn


@pytest.mark.parametrize(
    "strata",
    [
        [(9, 3), (4, 1), (2, 2)],
        [(8, 7), (8, 1)],
        [(5, 2), (5, 2), (5, 2)],
        [(12, 6), (1, 1), (3, 1)],
        [(6, 0), (6, 5)],
    ],
    ids=str,
)
def test_several_strata_have_the_bound_of_the_worst_place(strata):
    said = [Stratum(size=size, drawn=drawn) for size, drawn in strata]

    assert most_wrong(said) == worst(said)


def test_who_reads_everything_knows_everything():
    assert most_wrong([Stratum(size=40, drawn=40), Stratum(size=3, drawn=3)]) == 0


def test_each_stratum_gives_at_least_one_and_the_rest_is_in_proportion():
    assert allocated([500, 100, 3, 1], 4) == [1, 1, 1, 1]
    assert allocated([500, 100, 3, 1], 100) == [81, 17, 1, 1]
    assert allocated([500, 100, 3, 1], 9_999) == [500, 100, 3, 1]


def test_one_review_more_takes_none_from_any_stratum():
    sizes = [57, 23, 23, 5, 1]
    before = allocated(sizes, 5)
    for reviews in range(6, sum(sizes) + 1):
        after = allocated(sizes, reviews)
        assert sum(after) == reviews
        assert all(x <= y for x, y in zip(before, after, strict=True))
        before = after


def test_several_patterns_together_need_the_least_that_bounds_the_worst_place():
    sizes = [300, 80, 20, 5]
    reviews = reviews_needed(sizes)

    def wrong(drawn: int) -> int:
        return most_wrong(
            Stratum(size=n, drawn=d) for n, d in zip(sizes, allocated(sizes, drawn), strict=True)
        )

    assert wrong(reviews) * 100 < sum(sizes) <= wrong(reviews - 1) * 100


def test_a_seed_draws_the_same_on_any_machine():
    """The lowest SHA-256 of `SEED FROZEN NUMBER`, worked out here by other means."""
    tickets = {n: hashlib.sha256(f"7 {FROZEN} {n}".encode()).digest() for n in range(1, 51)}
    lowest = sorted(tickets, key=lambda n: tickets[n])[:4]

    assert drawn_by_seed(7, FROZEN, range(1, 51), 4) == sorted(lowest) == [1, 12, 26, 46]
    assert drawn_by_seed(7, FROZEN, reversed(range(1, 51)), 4) == [1, 12, 26, 46]


def test_another_seed_and_another_set_draw_others():
    numbers = range(1, 201)
    drawn = drawn_by_seed(7, FROZEN, numbers, 20)

    assert drawn_by_seed(8, FROZEN, numbers, 20) != drawn
    assert drawn_by_seed(7, "e" * 64, numbers, 20) != drawn


def test_every_matter_is_drawn_about_as_often_as_any_other():
    times = [0] * 10
    for seed in range(2_000):
        for number in drawn_by_seed(seed, FROZEN, range(10), 3):
            times[number] += 1

    # 600 each; five standard deviations of a binomial are 102.
    assert all(498 < each < 702 for each in times)
