"""Invented people: what an export says of them, and when their history was searched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.calendar import later
from vacatur.sample.cases import Cases
from vacatur.sample.dice import Days, Dice, Ints

# District and Circuit courts spell race differently; one position is one true value.
DISTRICT_RACES = (
    "BLACK, AFRICAN AMERICAN",
    "WHITE, CAUCASIAN, ASIATIC INDIAN, ARAB",
    "UNKNOWN, OTHER",
    "ASIAN, NATIVE HAWAIIAN, OTHER PACIFIC ISLANDER",
    "AMERICAN INDIAN, ALASKA NATIVE",
    "Unknown",
)
CIRCUIT_RACES = ("BLACK", "WHITE", "OTHER", "OTHER", "OTHER", "UNKNOWN")
_RACE_WEIGHTS = (885, 95, 12, 4, 2, 2)

DISTRICT_SEXES = ("M", "F")
CIRCUIT_SEXES = ("MALE", "FEMALE")
_SEX_WEIGHTS = (880, 120)

CITIES = ("BALTIMORE", "GWYNN OAK", "BROOKLYN", "RANDALLSTOWN", "PARKVILLE")
_CITY_WEIGHTS = (920, 30, 20, 15, 15)
ZIPS = ("21217", "21213", "21215", "21223", "21218", "21216", "21206", "21202", "")
_ZIP_WEIGHTS = (190, 170, 160, 140, 120, 100, 50, 30, 40)

# On its day, a search of convictions and pending cases everywhere was run. The last: never.
SEARCH_DAYS: Days = np.array(["2026-02-15", "2019-10-01", "2014-09-30", "NaT"], "datetime64[D]")
_SEARCH_WEIGHTS = (550, 150, 100, 200)

ADULT = 6575  # days: 18 years, rounded up
_TYPING_SLIPS = np.array([-365, -31, -10, -9, -1, 1, 9, 10, 31, 365])  # days off


@dataclass(slots=True, kw_only=True)
class People:
    """People of one chunk, one element each."""

    number: Ints  # which invented person, counted over the whole county
    name: Ints  # which invented name; several people may bear one
    born: Days
    mistyped_born: Days
    race: Ints  # position in DISTRICT_RACES and CIRCUIT_RACES
    sex: Ints
    city: Ints
    zip: Ints
    searched_on: Days  # NaT = never searched

    def __len__(self) -> int:
        return len(self.number)


def draw_people(dice: Dice, first_number: int, cases: Cases) -> People:
    """Draw the people behind the cases of a chunk; each was an adult at the first offense."""
    first_case = np.flatnonzero(np.append(True, cases.person[1:] != cases.person[:-1]))
    size = len(first_case)
    number = first_number + np.arange(size)
    born = later(cases.offended[first_case], -ADULT - dice.early(17_000, size))
    slip = _TYPING_SLIPS[dice.below(len(_TYPING_SLIPS), size)]
    return People(
        number=number,
        name=_names(dice, number),
        born=born,
        mistyped_born=later(born, slip),
        race=dice.pick(_RACE_WEIGHTS, size),
        sex=dice.pick(_SEX_WEIGHTS, size),
        city=dice.pick(_CITY_WEIGHTS, size),
        zip=dice.pick(_ZIP_WEIGHTS, size),
        searched_on=SEARCH_DAYS[dice.pick(_SEARCH_WEIGHTS, size)],
    )


def _names(dice: Dice, number: Ints) -> Ints:
    """Give each person a name of their own, and a few the name of someone before them."""
    size = len(number)
    borrowed = number - 1 - dice.below(1000, size)
    namesake = dice.chance(40, size) & (borrowed >= number[0])
    return np.where(namesake, borrowed, number)
