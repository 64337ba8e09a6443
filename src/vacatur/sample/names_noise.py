"""Noise in the names, birth dates, sexes and addresses of headers.

So many in a hundred of the fields that hold something are struck, whatever they hold. How often
each kind strikes a field, among the kinds that can, is an assumption: `weight`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from vacatur.sample import SampleError, keys
from vacatur.sample import names_noise_changes as change
from vacatur.sample.dice import Dice, Flags
from vacatur.sample.names_noise_changes import (
    ADDRESS,
    BIRTH_DATE,
    FIELDS,
    GIVEN,
    MIDDLE,
    NICKNAME,
    SEX,
    SUFFIX,
    SURNAME,
    ZIP,
    Change,
)

MOST_NAMES_NOISE = 50  # percent; beyond it no field of most headers would be right
NAMES_SWAPPED = "given name and surname swapped"
HeaderFields = dict[str, list[str]]  # field -> its text in each header; "" = there is none


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of noise."""

    name: str  # as `truth/names.csv` has it
    weight: int
    change: Change


def _slips(field: str, weight: int) -> tuple[Kind, ...]:
    """Return the typing slips; a letter can always be doubled, so one of them can always strike."""
    slips: Mapping[str, Callable[[str, int], str]] = {
        "letter left out": change.letter_left_out,
        "letter doubled": change.letter_doubled,
        "letters swapped": change.letters_swapped,
        "neighbouring key": change.neighbouring_key,
    }
    return tuple(
        Kind(f"{field}: {name}", weight, change.typing(field, slip)) for name, slip in slips.items()
    )


# The order is a part of what a seed means for a county with noisy names.
KINDS: Mapping[str, tuple[Kind, ...]] = {
    GIVEN: (
        *_slips(GIVEN, 2),
        Kind("given: nickname", 8, change.nickname),
        Kind("given: initial", 2, change.initial(GIVEN)),
        Kind("given: other spelling", 8, change.other_spelling(GIVEN)),
    ),
    MIDDLE: (
        *_slips(MIDDLE, 1),
        Kind("middle: left out", 8, change.left_out(MIDDLE)),
        Kind("middle: initial", 8, change.initial(MIDDLE)),
    ),
    SUFFIX: (Kind("suffix: left out", 1, change.left_out(SUFFIX)),),
    SURNAME: (
        *_slips(SURNAME, 2),
        Kind("surname: other spelling", 6, change.other_spelling(SURNAME)),
        Kind("surname: hyphen dropped", 10, change.hyphen_dropped),
        Kind("surname: half of it", 10, change.half_of_the_surname),
        Kind(NAMES_SWAPPED, 1, change.names_swapped),
    ),
    BIRTH_DATE: (
        Kind("birth date: day and month swapped", 3, change.day_and_month_swapped),
        Kind("birth date: digit wrong", 3, change.digit_wrong),
        Kind("birth date: year off by one", 2, change.year_off_by_one),
        Kind("birth date: missing", 2, change.left_out(BIRTH_DATE)),
    ),
    SEX: (
        Kind("sex: missing", 3, change.left_out(SEX)),
        Kind("sex: wrong", 1, change.sex_wrong),
    ),
    ADDRESS: (
        *_slips(ADDRESS, 1),
        Kind("address: abbreviated", 10, change.address_abbreviated),
        Kind("address: missing", 4, change.left_out(ADDRESS)),
    ),
    ZIP: (
        Kind("zip: wrong", 1, change.zip_wrong),
        Kind("zip: missing", 1, change.left_out(ZIP)),
    ),
}


def require_names(percent: int, *, names: bool) -> None:
    """Refuse noise that is out of range, or in names that are not there."""
    if not 0 <= percent <= MOST_NAMES_NOISE:
        raise SampleError(
            f"Names cannot be wrong in [{percent}] of a hundred fields.",
            repair=f"Give a whole number from 0 to {MOST_NAMES_NOISE}.",
        )
    if percent and not names:
        raise SampleError(
            "A county without names cannot have noise in them.",
            why="--names-noise damages names, birth dates and addresses, which --names prints.",
            repair="Add --names, or leave --names-noise out.",
        )


def damage_fields(
    fields: HeaderFields,
    called: list[str],
    spared: Mapping[str, Flags],
    *,
    seed: int,
    index: int,
    percent: int,
) -> list[list[str]]:
    """Damage the fields of a chunk's headers in place.

    Parameters
    ----------
    called
        What each header's person is also called; "" = nothing.
    spared
        By field, headers of which it is left as it is: something else has changed it already.

    Returns
    -------
    list of list of str
        For each header the kinds that struck it, in the order of `FIELDS`.
    """
    changed: list[list[str]] = [[] for _ in called]
    for number, field in enumerate(FIELDS):
        dice = Dice(seed, index, keys.NAMES_NOISE, number)
        free = np.array([text != "" for text in fields[field]], dtype=bool)
        if field in spared:
            free &= ~spared[field]
        struck = np.flatnonzero(dice.below(100, len(free)) < percent)
        roll = dice.below(1 << 30, len(struck)).tolist()
        weigh = dice.below(1 << 30, len(struck)).tolist()
        for at, which, how in zip(struck.tolist(), weigh, roll, strict=True):
            if free[at]:
                _strike(fields, {NICKNAME: called[at]}, field, at, which, how, changed[at])
    return changed


def _strike(
    fields: HeaderFields,
    beside: dict[str, str],
    field: str,
    at: int,
    which: int,
    how: int,
    noted: list[str],
) -> None:
    """Strike one field of one header with one of the kinds that can change it."""
    row = {name: texts[at] for name, texts in fields.items()} | beside
    possible = [(kind, cells) for kind in KINDS[field] if (cells := kind.change(row, how))]
    left = which % sum(kind.weight for kind, _ in possible)
    for kind, cells in possible:
        if left < kind.weight:
            for name, text in cells.items():
                fields[name][at] = text
            noted.append(kind.name)
            return
        left -= kind.weight
