"""The hard set of a county with names: the people whom a linkage mixes up, or takes for two.

About three people in a hundred belong to it, and a chunk of some forty people or more has each kind
of pair. Both of a pair are of one chunk. Planted people are not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vacatur.sample.calendar import later
from vacatur.sample.cases import Cases
from vacatur.sample.chunk import Chunk
from vacatur.sample.dice import Dice, Flags, Ints
from vacatur.sample.people import ADULT, DISTRICT_SEXES, ZIPS, People
from vacatur.sample.plant import PLANTED_PEOPLE

MARRIED = "another surname since marriage"
SWAPPED = "names swapped in the last case"
TWINS = "twins"
TWINS_ALIKE = "twins with names alike"
FATHER_AND_SON = "father and son"
OTHER_MIDDLE_NAME = "strangers with another middle name"
OTHER_SEX = "strangers of another sex"
FAR_ZIP = "strangers living far apart"
NOTHING_ELSE = "strangers whom nothing tells apart"

_ALIKE_BY_BIRTH_DATE = (TWINS, TWINS_ALIKE, OTHER_MIDDLE_NAME, OTHER_SEX, FAR_ZIP, NOTHING_ELSE)
HARD_KINDS = (MARRIED, SWAPPED, FATHER_AND_SON, *_ALIKE_BY_BIRTH_DATE)
FAMILY = (TWINS, TWINS_ALIKE, FATHER_AND_SON)
_PEOPLE_PER_PAIR = 500  # of each kind
_PEOPLE_OF_PAIRS = 2 * (1 + len(_ALIKE_BY_BIRTH_DATE))
_FATHER_SPAN = 8_035  # days: fathers are 18 to 40 years older
_MAN, _WOMAN = DISTRICT_SEXES.index("M"), DISTRICT_SEXES.index("F")
_NO_ZIP = ZIPS.index("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """Positions of the hard people among a chunk's people."""

    alone: Mapping[str, Ints]  # MARRIED and SWAPPED; each has cases of two days
    pairs: Mapping[str, tuple[Ints, Ints]]  # the first of each two is the older one, or the father

    def everybody(self) -> dict[str, Ints]:
        """Return the people of each kind."""
        both = {kind: np.append(first, second) for kind, (first, second) in self.pairs.items()}
        return {**self.alone, **both}


def choose_hard(dice: Dice, chunk: Chunk) -> Hard:
    """Choose the hard people of a chunk, and make them alike in what `People` says of them.

    Nobody becomes younger, so that whoever was an adult at the first offense still was one.
    """
    people = chunk.people
    planted = PLANTED_PEOPLE if chunk.planted_cases else 0
    drawn = planted + np.argsort(dice.below(1 << 30, len(people) - planted), kind="stable")
    wanted = 1 + len(people) // _PEOPLE_PER_PAIR
    several = drawn[_has_cases_of_two_days(chunk.cases, len(people))[drawn]]
    alone = {MARRIED: several[:wanted], SWAPPED: several[wanted : 2 * wanted]}
    others = drawn[~np.isin(drawn, several[: 2 * wanted])]
    hard = Hard(alone=alone, pairs=_pairs(people, others, wanted))
    _settle_births(dice, people, hard)
    _settle_sexes(people, hard)
    for kind in (*FAMILY, NOTHING_ELSE):
        for column in (people.race, people.city, people.zip):
            column[hard.pairs[kind][1]] = column[hard.pairs[kind][0]]
    people.zip[np.append(*hard.pairs[NOTHING_ELSE])] = _NO_ZIP
    return hard


def last_cases(cases: Cases, people: int) -> Ints:
    """Return the position of each person's last case."""
    position: Ints = np.searchsorted(cases.person, np.arange(people), side="right") - 1
    return position


def first_cases(cases: Cases, people: int) -> Ints:
    """Return the position of each person's first case."""
    position: Ints = np.searchsorted(cases.person, np.arange(people), side="left")
    return position


def _has_cases_of_two_days(cases: Cases, people: int) -> Flags:
    first, last = first_cases(cases, people), last_cases(cases, people)
    several: Flags = cases.offended[last] > cases.offended[first]
    return several


def _pairs(people: People, others: Ints, wanted: int) -> dict[str, tuple[Ints, Ints]]:
    """Pair people whose birth dates lie close together; the youngest are fathers and sons."""
    each = min(wanted, len(others) // _PEOPLE_OF_PAIRS)
    chosen = others[: each * _PEOPLE_OF_PAIRS]
    by_birth = chosen[np.argsort(people.born[chosen], kind="stable")]
    first, second = by_birth[0::2], by_birth[1::2]
    rest = len(first) - each
    pairs = {FATHER_AND_SON: (first[rest:], second[rest:])}
    for number, kind in enumerate(_ALIKE_BY_BIRTH_DATE):
        place = slice(number, rest, len(_ALIKE_BY_BIRTH_DATE))
        pairs[kind] = (first[place], second[place])
    return pairs


def _settle_births(dice: Dice, people: People, hard: Hard) -> None:
    slip = people.mistyped_born - people.born
    for kind in _ALIKE_BY_BIRTH_DATE:
        first, second = hard.pairs[kind]
        people.born[second] = people.born[first]
    father, son = hard.pairs[FATHER_AND_SON]
    before = later(people.born[son], -ADULT - dice.below(_FATHER_SPAN, len(son)))
    people.born[father] = np.minimum(people.born[father], before)
    people.mistyped_born[:] = people.born + slip


def _settle_sexes(people: People, hard: Hard) -> None:
    people.sex[hard.alone[MARRIED]] = _WOMAN
    for kind in (TWINS_ALIKE, FATHER_AND_SON):
        people.sex[np.append(*hard.pairs[kind])] = _MAN
    for kind in (OTHER_MIDDLE_NAME, FAR_ZIP, NOTHING_ELSE):
        first, second = hard.pairs[kind]
        people.sex[second] = people.sex[first]
    first, second = hard.pairs[OTHER_SEX]
    people.sex[first], people.sex[second] = _MAN, _WOMAN
