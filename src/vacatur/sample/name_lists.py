"""Surnames and given names, each drawn as often as people bear it.

The lists are the Census Bureau's; the heads of `surnames.csv` and `given_names.csv` say which. A
row can stand for several rare names: one of them is printed, and the others are composed of the
first half of one name and the second half of another, so that rare names are about as many, and as
rare, as in truth.

Surnames are drawn by race, since the list has shares by race. The list of given names has none, so
that in the county a given name tells nothing of race: less than it tells in truth.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from vacatur.sample.dice import Dice, Ints, Texts

# Columns of `surnames.csv`, and how much each counts for each of people.DISTRICT_RACES. Courts call
# Hispanic people white or other; that a fifth of them is called white is an assumption.
_SHARES = ("white", "black", "api", "aian", "hispanic")
_SHARES_OF_RACE = np.array(
    [
        [0, 5, 0, 0, 0],
        [5, 0, 0, 0, 1],
        [0, 0, 0, 0, 5],
        [0, 0, 5, 0, 0],
        [0, 0, 0, 5, 0],
        [1, 1, 1, 1, 1],
    ]
)
_SYLLABLE_END = re.compile("[AEIOUY](?=[^AEIOUY])")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """Names with their weights added up one by one, so that a draw falls on one of them."""

    names: tuple[str, ...]
    stands_for: Ints  # names that each row stands for, itself one of them
    steps: Ints

    def draw(self, dice: Dice, size: int) -> list[str]:
        """Draw `size` names, the frequent ones often."""
        row = dice.among(self.steps, size)
        variant = dice.below(self.stands_for[row], size)
        pairs = zip(row.tolist(), variant.tolist(), strict=True)
        return [self._name(at, number) for at, number in pairs]

    def _name(self, row: int, variant: int) -> str:
        """Return the row's own name, or the rare one that has this number among the row's."""
        if variant == 0:
            return self.names[row]
        count = len(self.names)
        first = self.names[(row + variant // count) % count]
        second = self.names[(row + variant) % count]
        return first[: _middle(first)] + second[_middle(second) :]


def draw_surnames(dice: Dice, race: Ints) -> Texts:
    """Draw a surname for each person; `race` is a position in `people.DISTRICT_RACES`."""
    return _draw_by(dice, _surnames(), race)


def draw_given_names(dice: Dice, sex: Ints) -> Texts:
    """Draw a given name for each person; `sex` is a position in `people.DISTRICT_SEXES`."""
    return _draw_by(dice, _given_names(), sex)


def _draw_by(dice: Dice, lists: Sequence[NameList], group: Ints) -> Texts:
    drawn: Texts = np.full(len(group), "", dtype=object)
    for number, names in enumerate(lists):
        position = np.flatnonzero(group == number)
        drawn[position] = names.draw(dice, len(position))
    return drawn


@cache
def _surnames() -> tuple[NameList, ...]:
    """Return a list for each race."""
    rows = _rows("surnames.csv")
    # The shares are printed in percent, with two decimals.
    hundredths = np.array([[round(100 * float(row[name])) for name in _SHARES] for row in rows])
    bearers = np.array([int(row["bearers"]) for row in rows])
    weights = bearers[:, None] * (hundredths @ _SHARES_OF_RACE.T) // 50_000
    return tuple(_name_list(rows, weights[:, race]) for race in range(len(_SHARES_OF_RACE)))


@cache
def _given_names() -> tuple[NameList, ...]:
    """Return a list for each sex."""
    rows = _rows("given_names.csv")
    by_sex = [[row for row in rows if row["sex"] == sex] for sex in ("M", "F")]
    return tuple(_name_list(some, np.array([int(row["share"]) for row in some])) for some in by_sex)


def _name_list(rows: Sequence[dict[str, str]], weights: Ints) -> NameList:
    return NameList(
        names=tuple(row["name"] for row in rows),
        stands_for=np.array([int(row["stands_for"]) for row in rows]),
        steps=np.cumsum(weights),
    )


def _rows(file: str) -> list[dict[str, str]]:
    text = files("vacatur.sample").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _middle(name: str) -> int:
    """Return where the syllable ends that ends nearest to the middle."""
    ends = [found.end() for found in _SYLLABLE_END.finditer(name)] or [len(name) // 2]
    return min(ends, key=lambda end: abs(2 * end - len(name)))
