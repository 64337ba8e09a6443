"""Where invented people lived, and since when: people move now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.calendar import FIRST_OFFENSE, LAST_OFFENSE, NO_DAY, later
from vacatur.sample.dice import Days, Dice, Ints, Texts
from vacatur.sample.people import ZIPS

MOST_HOMES = 3
_HOME_WEIGHTS = (450, 350, 200)  # people with one home, two, three; an assumption
_LONG_AGO = np.datetime64("1900-01-01", "D")
_TOWN_ZIPS = tuple(each for each in ZIPS if each)
FAR_ZIPS = ("21740", "21801", "20601", "20850", "21502")  # of Maryland, an hour away and more

_DIRECTIONS, _DIRECTION_WEIGHTS = ("", "NORTH ", "SOUTH ", "EAST ", "WEST "), (4, 2, 1, 2, 2)
_STREETS = (
    *("ALDER", "ASHBURN", "BEACON", "BIRCHWOOD", "BRIDGE", "CANNON", "CEDAR", "CHERRY HILL"),
    *("CHURCH", "CLOVER", "COLLEGE", "CYPRESS", "DOGWOOD", "ELM", "FAIRVIEW", "FERRY", "FOREST"),
    *("FRONT", "GARDEN", "GARRISON", "GLEN", "GROVE", "HARBOR", "HAWTHORN", "HAZEL", "HICKORY"),
    *("HIGH", "HILLSIDE", "HOLLY", "JUNIPER", "KIRK", "LAKEVIEW", "LAUREL", "LIBERTY", "LINDEN"),
    *("LOCUST", "LONGWOOD", "MAGNOLIA", "MAPLE", "MARKET", "MEADOW", "MILL", "MULBERRY", "OAK"),
    *("ORCHARD", "PARK", "PINE", "POPLAR", "PRESIDENT", "PROSPECT", "QUARRY", "RIVER", "ROCK"),
    *("SCHOOL", "SPRING", "SUMMIT", "SYCAMORE", "UNION", "VINE", "WALNUT", "WATER", "WILLOW"),
)
# How each kind of street is printed, and how it is abbreviated.
STREET_KINDS = (
    ("STREET", "ST"),
    ("AVENUE", "AVE"),
    ("ROAD", "RD"),
    ("COURT", "CT"),
    ("DRIVE", "DR"),
    ("LANE", "LN"),
    ("PLACE", "PL"),
    ("TERRACE", "TER"),
)
_KIND_WEIGHTS = (40, 30, 12, 6, 4, 3, 3, 2)


@dataclass(slots=True, kw_only=True)
class Homes:
    """Homes of some people: one row a person, one column a home, the earliest first."""

    since: Days  # NaT = the person never had so many homes
    street: Texts
    zip: Texts

    def of(self, person: Ints, day: Days) -> tuple[Texts, Texts]:
        """Return street and ZIP of each of `person` on each of `day`."""
        column = np.sum(self.since[person] <= day[:, None], axis=1) - 1
        return self.street[person, column], self.zip[person, column]

    def share(self, first: Ints, second: Ints) -> None:
        """Let each of `second` always live where `first` does."""
        for column in (self.since, self.street, self.zip):
            column[second] = column[first]


def draw_homes(dice: Dice, first_zip: Ints) -> Homes:
    """Draw the homes of people whose first ZIP, a position in `people.ZIPS`, is known."""
    size = len(first_zip)
    count = 1 + dice.pick(_HOME_WEIGHTS, size)
    span = int((LAST_OFFENSE - FIRST_OFFENSE).astype(np.int64))
    moved = dice.below(span, size * MOST_HOMES).reshape(size, MOST_HOMES)
    since = later(np.full((size, MOST_HOMES), FIRST_OFFENSE), moved)
    since.sort(axis=1)
    since[:, 0] = _LONG_AGO
    since[np.arange(MOST_HOMES) >= count[:, None]] = NO_DAY
    town = dice.below(len(_TOWN_ZIPS), size * MOST_HOMES)
    zips = np.array(_TOWN_ZIPS, dtype=object)[town].reshape(size, MOST_HOMES)
    zips[:, 0] = np.array(ZIPS, dtype=object)[first_zip]
    return Homes(
        since=since,
        street=np.array(_streets(dice, size * MOST_HOMES), dtype=object).reshape(size, MOST_HOMES),
        zip=zips,
    )


def _streets(dice: Dice, size: int) -> list[str]:
    number = 1 + dice.below(5000, size)
    direction = dice.pick(_DIRECTION_WEIGHTS, size)
    name = dice.below(len(_STREETS), size)
    kind = dice.pick(_KIND_WEIGHTS, size)
    flat = np.where(dice.chance(300, size), 1 + dice.below(40, size), 0)
    columns = (column.tolist() for column in (number, direction, name, kind, flat))
    return [
        f"{house} {_DIRECTIONS[way]}{_STREETS[street]} {STREET_KINDS[sort][0]}"
        + (f" APT {door}" if door else "")
        for house, way, street, sort, door in zip(*columns, strict=True)
    ]
