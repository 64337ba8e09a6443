"""The days on which courts are open: neither Saturday, Sunday nor a legal holiday of the State."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

_STATE = "MD"
_DAY = timedelta(days=1)
_SATURDAY = 5


def is_court_day(day: date) -> bool:
    """Whether courts are open on a day.

    Notes
    -----
    Holidays are those of the package `holidays` for Maryland (Md. Code, General Provisions § 1-111,
    which was not read here). A day on which a court closes for weather is not known.
    """
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def court_day_from(day: date) -> date:
    """The first court day that is not before a day."""
    while not is_court_day(day):
        day += _DAY
    return day


def court_day_until(day: date) -> date:
    """The last court day that is not after a day."""
    while not is_court_day(day):
        day -= _DAY
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", subdiv=_STATE, years=year))
