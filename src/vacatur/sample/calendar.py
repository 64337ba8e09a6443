"""Days of the invented county, and calendar arithmetic on whole columns of them."""

from __future__ import annotations

import numpy as np

from vacatur.sample.dice import Days, Dice, Ints

FIRST_OFFENSE = np.datetime64("2005-01-01", "D")
LAST_OFFENSE = np.datetime64("2026-01-31", "D")
EXTRACT_DAY = np.datetime64("2026-02-15", "D")  # the court's export was made on this day
NEXT_EXTRACT_DAY = np.datetime64("2026-03-15", "D")  # and the next one on this
NO_DAY = np.datetime64("NaT", "D")

# The first day of each later era. The court used other codes, and charged other amounts, in each.
ERA_STARTS: Days = np.array(["2012-10-01", "2014-10-01", "2017-11-01"], dtype="datetime64[D]")

# Offenses a year, 2005 to 2025, and January 2026: fewer after small amounts became a citation.
_YEARS: Days = np.array([f"{year}-01-01" for year in range(2005, 2027)], dtype="datetime64[D]")
_YEAR_ENDS: Days = np.append(_YEARS[1:], LAST_OFFENSE + np.timedelta64(1, "D"))
_YEAR_WEIGHTS = (55, 60, 65, 70, 75, 75, 75, 75, 75, 70, 45)
_LATER_WEIGHTS = (45, 42, 38, 30, 18, 18, 20, 22, 24, 24, 2)


def offense_days(dice: Dice, size: int) -> Days:
    """Draw `size` offense dates between the county's first and last."""
    year = dice.pick(_YEAR_WEIGHTS + _LATER_WEIGHTS, size)
    length = (_YEAR_ENDS - _YEARS).astype(np.int64)
    return later(_YEARS[year], dice.below(length[year], size))


def recent_days(dice: Dice, size: int) -> Days:
    """Draw `size` offense dates between the last of `offense_days` and the next export."""
    month = (NEXT_EXTRACT_DAY - LAST_OFFENSE).astype(np.int64)
    return later(np.full(size, LAST_OFFENSE), 1 + dice.below(int(month), size))


def era_of(days: Days) -> Ints:
    """Return the era of each day: 0 before the first change of codes."""
    return np.searchsorted(ERA_STARTS, days, side="right").astype(np.int64)


def later(days: Days, count: Ints | int) -> Days:
    """Return the day that is `count` days after each of `days`."""
    shift = np.asarray(count, dtype=np.int64).astype("timedelta64[D]")
    moved: Days = days + shift
    return moved


def months_later(days: Days, count: Ints) -> Days:
    """Return the same day of the month, `count` months after each of `days`.

    The last day of the month stands in where the month is too short. A day that is not there
    stays so.
    """
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype("timedelta64[D]")
    target = month + count.astype("timedelta64[M]")
    start = target.astype("datetime64[D]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved: Days = np.minimum(start + day_of_month, last)
    return moved
