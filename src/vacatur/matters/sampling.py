"""How many reviews bound the rate of wrong answers in a set, and which matters are drawn for them.

The set is finite, it is drawn from without replacement, and one wrong answer ends the batch. So the
bound is that of a clean sample: the exact one-sided upper bound (Clopper and Pearson, Biometrika
26, 1934) with the hypergeometric distribution in place of the binomial, in whole numbers.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

# A clean sample may come of a set that is worse than the bound once in twenty times: 95 %.
DOUBT = Fraction(1, 20)
# The rate of wrong answers that a sample must exclude, unless somebody names its size: 1 %.
RATE = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Matters of one pattern: how many there are, and how many of them are drawn."""

    size: int
    drawn: int


def most_wrong(strata: Iterable[Stratum]) -> int:
    """How many answers of a set can be wrong at most, when every drawn one is right (95 %).

    It is the largest number of wrong answers that a clean sample does not exclude, wherever they
    lie: strata are not all drawn from in equal parts, and nobody knows in which the wrong ones are.

    Notes
    -----
    With k wrong answers among N, a sample of n is clean with the chance C(N - k, n) / C(N, n), the
    product of (N - n - i) / (N - i) for i < k. The factors fall; so the worst places for k wrong
    answers are found one by one, each where its factor is the largest.
    """
    places = [(-Fraction(x.size - x.drawn, x.size), x.size, x.drawn) for x in strata if x.size]
    heapq.heapify(places)
    wrong, clean, of = 0, 1, 1  # the chance of a clean sample is clean / of
    while places:
        _, size, drawn = places[0]
        clean, of = clean * (size - drawn), of * size
        if clean * DOUBT.denominator <= of * DOUBT.numerator:
            break
        wrong += 1
        heapq.heappop(places)
        if rest := size - 1:
            heapq.heappush(places, (-Fraction(rest - drawn, rest), rest, drawn))
    return wrong


def reviews_needed(sizes: Sequence[int]) -> int:
    """The fewest clean reviews that bound the rate of wrong answers below `RATE`.

    Parameters
    ----------
    sizes
        Of the strata that are judged together, each drawn from at least once (`allocated`).
    """
    fewest, most = sum(size > 0 for size in sizes), sum(sizes)
    # One review more takes none from any stratum, so that the bound never grows.
    while fewest < most:
        middle = (fewest + most) // 2
        drawn = allocated(sizes, middle)
        strata = [Stratum(size=n, drawn=d) for n, d in zip(sizes, drawn, strict=True)]
        if most_wrong(strata) < RATE * sum(sizes):
            most = middle
        else:
            fewest = middle + 1
    return fewest


def reviews_needed_of_any_set() -> int:
    """The fewest that bound it however large the set is: the distribution is the binomial."""
    reviews = 0
    while (1 - RATE) ** reviews > DOUBT:
        reviews += 1
    return reviews


def allocated(sizes: Sequence[int], reviews: int) -> list[int]:
    """How many of each stratum are drawn: in proportion, and from each at least one.

    Each review goes to the stratum of which the smallest part is drawn as yet (Adams' method, known
    from the apportionment of seats), so that the least watched stratum is watched as well as it can
    be.
    """
    drawn = [0] * len(sizes)
    waiting = [(Fraction(0), -size, at) for at, size in enumerate(sizes) if size]
    heapq.heapify(waiting)
    for _ in range(min(reviews, sum(sizes))):
        _, size, at = waiting[0]  # of equal parts the largest stratum comes first
        drawn[at] += 1
        heapq.heapreplace(waiting, (Fraction(drawn[at], -size), size, at))
    return drawn


def drawn_by_seed(seed: int, frozen_sha256: str, numbers: Iterable[int], reviews: int) -> list[int]:
    """The numbers that a seed draws, in order.

    Each number has a ticket, the SHA-256 of `SEED FROZEN_SHA256 NUMBER`; the lowest tickets are
    drawn. So whoever knows the seed and the frozen set can draw the sample again, on any machine.
    """

    def ticket(number: int) -> str:
        return hashlib.sha256(f"{seed} {frozen_sha256} {number}".encode()).hexdigest()

    return sorted(sorted(numbers, key=ticket)[:reviews])
