"""Codes of letters: 95 random bits and a check character, in letters that nobody mistakes."""

from __future__ import annotations

import secrets

# Crockford's: no I, L, O and U. Who types one of the first three means 1, 1 and 0.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20  # characters; the last one is the check character
RANDOM_BITS = 5 * (LENGTH - 1)
_GROUP = 4
_LONGEST_TYPED = 100  # what is longer is no code, whatever stands in it
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0"})
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive: powers of x are distinct up to the 31st


def new_code() -> str:
    """A code that nobody had before, without its dashes."""
    random = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[each] for each in (*random, _check_of(random)))


def grouped(code: str) -> str:
    """The code as it is printed: in groups of four, with dashes."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def only_code_letters(typed: str) -> str:
    """What of a typed text can stand in a code, as it stands there; at most as long as a code."""
    plain = typed[:_LONGEST_TYPED].upper().translate(_MEANT)
    return "".join(each for each in plain if each in ALPHABET)[:LENGTH]


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in any case, with blanks and dashes or without.

    Returns
    -------
    str or None
        None: it is no code. One wrong character, or two that changed places, is always found.
    """
    plain = typed[: _LONGEST_TYPED + 1].upper().translate(_MEANT)
    code = "".join(each for each in plain if not (each.isspace() or each in "-–—"))
    # Of what is no code a sum is made as well: it takes no less time.
    places = [max(0, ALPHABET.find(each)) for each in code.ljust(LENGTH)[:LENGTH]]
    is_sum_right = places[-1] == _check_of(places[:-1])
    is_code = len(code) == LENGTH and all(each in ALPHABET for each in code)
    return code if is_code and is_sum_right and len(typed) <= _LONGEST_TYPED else None


def _check_of(places: list[int]) -> int:
    """The weighted sum in the field of 32 elements: each character has a weight of its own."""
    total, weight = 0, 2  # the check character itself has the weight 1
    for each in places:
        total ^= _times(weight, each)
        weight = _times(weight, 2)
    return total


def _times(left: int, right: int) -> int:
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= _POLYNOMIAL << (bit - 5)
    return product
