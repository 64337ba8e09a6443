"""People with names: what each is called, since when, and where each lived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample import hard_set as kinds
from vacatur.sample import keys
from vacatur.sample.calendar import NO_DAY, later
from vacatur.sample.cases import Cases
from vacatur.sample.chunk import Chunk
from vacatur.sample.dice import Days, Dice, Flags, Ints, Texts
from vacatur.sample.hard_set import Hard, choose_hard, first_cases, last_cases
from vacatur.sample.homes import FAR_ZIPS, Homes, draw_homes
from vacatur.sample.name_lists import draw_given_names, draw_surnames
from vacatur.sample.name_words import (
    ALIKE_OF_MEN,
    BORNE_BY_BOTH,
    NICKNAMES,
    SUFFIX_WEIGHTS,
    SUFFIXES,
)
from vacatur.sample.people import ADULT, DISTRICT_SEXES, ZIPS, People
from vacatur.sample.plant import PLANTED

# Of a thousand; all of them assumptions.
_WITH_MIDDLE_NAME, _MEN_WITH_SUFFIX, _RENAMED_WOMEN, _BOTH_SURNAMES = 700, 60, 300, 200
_HYPHENATED, _GENERATIONS_PRINTED = 15, 250
_YEARS_TO_MARRY = 12_000  # days
_MAN, _WOMAN = DISTRICT_SEXES.index("M"), DISTRICT_SEXES.index("F")
_OTHER_MIDDLE_NAMES = ("DESHAWN", "LEE")  # by initial; one of them is never the first one's


@dataclass(slots=True, kw_only=True)
class NamedPeople:
    """Names and homes of a chunk's people, one element each."""

    surname: Texts
    later_surname: Texts
    renamed_on: Days  # the first day of the later surname; NaT = never
    given: Texts
    middle: Texts
    suffix: Texts
    nickname: Texts
    homes: Homes
    swapped_case: Ints  # position of the case that has given name and surname swapped; -1 = none
    hard: Texts  # kind; "" = not of the hard set


def name_people(seed: int, index: int, chunk: Chunk) -> NamedPeople:
    """Name the people of a chunk, and make its hard set; that changes some of `chunk.people`."""
    hard_dice, dice = Dice(seed, index, keys.HARD), Dice(seed, index, keys.NAMES)
    hard = choose_hard(hard_dice, chunk)
    named = _draw(dice, chunk.people)
    if chunk.planted_cases:
        _name_planted(named)
    _settle_alone(hard_dice, named, hard, chunk.cases)
    _settle_family(hard_dice, named, hard)
    _settle_strangers(hard_dice, named, hard, chunk.people)
    for kind, people in hard.everybody().items():
        named.hard[people] = kind
    named.nickname = _nicknames(dice, named.given)
    return named


def _draw(dice: Dice, people: People) -> NamedPeople:
    size = len(people)
    woman = people.sex == _WOMAN
    surname = draw_surnames(dice, people.race)
    surname = np.where(dice.chance(_HYPHENATED, size), _hyphenated(surname, dice, people), surname)
    married = draw_surnames(dice, people.race)
    both = dice.chance(_BOTH_SURNAMES, size) | (married == surname)
    married = np.where(both, surname + "-" + married, married)
    renamed = woman & dice.chance(_RENAMED_WOMEN, size)
    married_on = later(people.born, ADULT + dice.below(_YEARS_TO_MARRY, size))
    middle = draw_given_names(dice, people.sex)
    suffix = np.array(SUFFIXES, dtype=object)[dice.pick(SUFFIX_WEIGHTS, size)]
    return NamedPeople(
        surname=surname,
        later_surname=married,
        renamed_on=np.where(renamed, married_on, NO_DAY),
        given=draw_given_names(dice, people.sex),
        middle=_or_none(dice.chance(_WITH_MIDDLE_NAME, size), middle),
        suffix=_or_none(~woman & dice.chance(_MEN_WITH_SUFFIX, size), suffix),
        nickname=np.full(size, "", dtype=object),
        homes=draw_homes(dice, people.zip),
        swapped_case=np.full(size, -1),
        hard=np.full(size, "", dtype=object),
    )


def _hyphenated(surname: Texts, dice: Dice, people: People) -> Texts:
    joined: Texts = surname + "-" + draw_surnames(dice, people.race)
    return joined


def _or_none(flags: Flags, names: Texts) -> Texts:
    kept: Texts = np.where(flags, names, "")
    return kept


def _nicknames(dice: Dice, given: Texts) -> Texts:
    """Return the nickname that each is called by, if any."""
    roll = dice.below(1 << 20, len(given)).tolist()
    called = [NICKNAMES.get(name, ("",)) for name in given.tolist()]
    chosen = [names[number % len(names)] for names, number in zip(called, roll, strict=True)]
    return np.array(chosen, dtype=object)


def _name_planted(named: NamedPeople) -> None:
    """Give the planted namesake the name of the one it was planted for."""
    for planted in PLANTED:
        for names in (named.surname, named.given):
            names[planted.person] = names[planted.namesake_of]
        named.renamed_on[planted.person] = NO_DAY


def _settle_alone(dice: Dice, named: NamedPeople, hard: Hard, cases: Cases) -> None:
    """Let some marry between their first and their last case, and swap the names in a last case."""
    size = len(named.surname)
    first, last = first_cases(cases, size), last_cases(cases, size)
    married, swapped = hard.alone[kinds.MARRIED], hard.alone[kinds.SWAPPED]
    last_day = cases.offended[last[married]]
    between = (last_day - cases.offended[first[married]]).astype(np.int64)
    named.renamed_on[married] = later(last_day, -dice.below(between, len(married)))
    named.swapped_case[swapped] = last[swapped]
    named.renamed_on[swapped] = NO_DAY


def _settle_family(dice: Dice, named: NamedPeople, hard: Hard) -> None:
    for kind in kinds.FAMILY:
        first, second = hard.pairs[kind]
        named.surname[second] = named.surname[first]
        named.renamed_on[np.append(first, second)] = NO_DAY
        named.homes.share(first, second)
    first, second = hard.pairs[kinds.TWINS]
    alike = named.given[first] == named.given[second]
    named.given[second[alike]] = named.given[first[alike]] + "A"
    first, second = hard.pairs[kinds.TWINS_ALIKE]
    pair = np.array(ALIKE_OF_MEN, dtype=object)[dice.below(len(ALIKE_OF_MEN), len(first))]
    named.given[first], named.given[second] = pair[:, 0], pair[:, 1]
    father, son = hard.pairs[kinds.FATHER_AND_SON]
    named.given[son], named.middle[son] = named.given[father], named.middle[father]
    named.suffix[father] = _or_none(
        dice.chance(_GENERATIONS_PRINTED, len(father)), _same("SR", father)
    )
    named.suffix[son] = _or_none(dice.chance(_GENERATIONS_PRINTED, len(son)), _same("JR", son))


def _settle_strangers(dice: Dice, named: NamedPeople, hard: Hard, people: People) -> None:
    pairs = hard.pairs
    for kind in (kinds.OTHER_MIDDLE_NAME, kinds.OTHER_SEX, kinds.FAR_ZIP, kinds.NOTHING_ELSE):
        first, second = pairs[kind]
        for names in (named.surname, named.given):
            names[second] = names[first]
        both = np.append(first, second)
        named.renamed_on[both] = NO_DAY
        named.middle[both] = named.suffix[both] = ""
    first, second = pairs[kinds.OTHER_MIDDLE_NAME]
    named.middle[first] = draw_given_names(dice, people.sex[first])
    taken = np.array([name.startswith("D") for name in named.middle[first]], dtype=bool)
    named.middle[second] = np.where(taken, _OTHER_MIDDLE_NAMES[1], _OTHER_MIDDLE_NAMES[0])
    first, second = pairs[kinds.OTHER_SEX]
    name = dice.below(len(BORNE_BY_BOTH), len(first))
    named.given[first] = named.given[second] = np.array(BORNE_BY_BOTH, dtype=object)[name]
    first, second = pairs[kinds.FAR_ZIP]
    far = np.array(FAR_ZIPS, dtype=object)[dice.below(len(FAR_ZIPS), len(second))]
    named.homes.zip[second] = far[:, None]
    near = named.homes.zip[first]
    named.homes.zip[first] = np.where(near == "", ZIPS[0], near)
    nobody = np.append(*pairs[kinds.NOTHING_ELSE])
    named.homes.street[nobody] = named.homes.zip[nobody] = ""


def _same(name: str, people: Ints) -> Texts:
    return np.full(len(people), name, dtype=object)
