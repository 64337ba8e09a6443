"""How alike two spellings of a person can be, comparison by comparison, the closest level first."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS: Mapping[str, Mapping[str, str]] = {
    "name": {
        "same": "the same name",
        "swapped": "given name and surname swapped",
        "other_form": "another form of the given name, or its initial",
        "given_letter": "a letter of the given name differs",
        "surname_letter": "a letter or a half of the surname differs",
        "both_a_little": "given name and surname each differ a little",
        "other_surname": "another surname",
        "other_given": "another given name",
        "other": "another name",
    },
    "middle": {
        "same": "the same middle name",
        "initial": "a middle initial that fits",
        "letter": "a letter of the middle name differs",
        "other": "another middle name",
    },
    "suffix": {"same": "the same suffix", "other": "another suffix"},
    "birth_date": {
        "same": "the same birth date",
        "swapped": "day and month of birth swapped",
        "digit": "a digit of the birth date differs",
        "year": "the birth dates are a year apart",
        "month": "the birth dates are a month apart or less",
        "other": "another birth date",
    },
    "sex": {"same": "the same sex", "other": "another sex"},
    "place": {
        "street": "the same street and number",
        "near_street": "nearly the same street",
        "zip": "the same ZIP code",
        "other": "another place",
    },
}


def by_number(comparison: str) -> list[str]:
    """The levels of a comparison as Splink numbers them: 0 is the least alike."""
    return list(LEVELS[comparison])[::-1]
