"""Numbers and keys that look drawn at random and never repeat.

Each is the image of a counter under a one-to-one map that depends on the seed. A draw would repeat
sooner or later, and then two strangers would share a key.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vacatur.sample.dice import Dice, Ints

# Topics of the streams of `Dice`: one number each, never reused.
COUNTS, PEOPLE, CASES, CHARGES, SENTENCES, DETAILS, NOISE, MONTH, FACTS, OFFICERS = range(10)
NAMES, HARD, NAMES_NOISE = range(10, 13)
_PERSON_KEY, _NAME_KEY, _DISTRICT, _CIRCUIT, _TRACKING, _NAME_SHAPE, _OTHER_STATE = range(100, 107)
FORCE = 107  # of the whole county, not of a chunk
SWEEP_CASES, SWEEP_PEOPLE = 108, 109  # of each case of an export for a sweep

_KEY_BITS = 40
_KEY_MASK = np.uint64((1 << _KEY_BITS) - 1)
_COURT_FIRST = 700_000_000  # District numbers begin with 7, 8 or 9; those met in exports, lower
_COURT_SPACE = 300_000_000
_TRACKING_SPACE = 1_000_000_000_000


def person_key_numbers(seed: int, counter: Ints) -> Ints:
    """Map person counters to the 40 bits behind a person key."""
    return _forty_bits(Dice(seed, _PERSON_KEY), counter)


def name_key_numbers(seed: int, counter: Ints) -> Ints:
    """Map name counters to the 40 bits behind a name-only key."""
    return _forty_bits(Dice(seed, _NAME_KEY), counter)


def district_numbers(seed: int, counter: Ints) -> Ints:
    """Map case counters to the nine digits of a District Court case number."""
    return _court_numbers(Dice(seed, _DISTRICT), counter)


def circuit_numbers(seed: int, counter: Ints) -> Ints:
    """Map case counters to the nine digits of a Circuit Court case number."""
    return _court_numbers(Dice(seed, _CIRCUIT), counter)


def other_state_numbers(seed: int, counter: Ints) -> Ints:
    """Map person counters to the nine digits of a case number of another state's court."""
    return _court_numbers(Dice(seed, _OTHER_STATE), counter)


def tracking_numbers(seed: int, counter: Ints) -> Ints:
    """Map arrest counters to the twelve digits of a tracking number."""
    draw = Dice(seed, _TRACKING).below(1_000_000_000, 3)
    factor = int(draw[0]) * 100 + 10_000_000_007  # ends in 7: shares no factor with 10**12
    start = int(draw[1]) * 1000 + int(draw[2]) % 1000
    return (counter * factor + start) % _TRACKING_SPACE


def name_shape_numbers(seed: int, counter: Ints) -> Ints:
    """Map name counters to whole numbers that settle the shape of the name."""
    return _forty_bits(Dice(seed, _NAME_SHAPE), counter)


def _court_numbers(dice: Dice, counter: Ints) -> Ints:
    draw = dice.below(1_000_000, 2)
    factor = int(draw[0]) * 240 + 30_000_007  # = 7 (mod 30): shares no factor with 3 * 10**8
    return (counter * factor + int(draw[1])) % _COURT_SPACE + _COURT_FIRST


def _forty_bits(dice: Dice, counter: Ints) -> Ints:
    """Scramble counters one-to-one: multiply by an odd number and fold, three times."""
    value = counter.astype(np.uint64) & _KEY_MASK
    high, low = dice.below(1 << 20, 3), dice.below(1 << 19, 3)
    odd: npt.NDArray[np.uint64] = ((high << 20) + 2 * low + 1).astype(np.uint64)
    for factor in odd:
        value = (value * factor) & _KEY_MASK
        value ^= value >> np.uint64(_KEY_BITS // 2)
    value = (value + odd[0]) & _KEY_MASK
    scrambled: Ints = value.astype(np.int64)
    return scrambled
