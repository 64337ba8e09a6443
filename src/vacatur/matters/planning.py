"""The order of work: which papers go to the court on which day, as many as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from vacatur.matters.court_days import court_day_from
from vacatur.matters.queries import Listed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A matter's place in the order of work.

    `wave` counts court days from 1. `runs_out` says that a clock of it ends before `day`.
    """

    place: int
    wave: int
    day: date
    number: int
    vehicle: str
    state: str
    harm_rank: int
    next_due: date | None
    oldest_day: date | None
    runs_out: bool


def planned(rows: Iterable[Listed], *, per_day: int, start: date) -> list[Turn]:
    """Lay matters on court days, from the first that is not before `start`.

    The worst harm comes first; then what runs out first; then the oldest judgment; then the lowest
    number. What has no clock comes after what has one, and so does what has no day.

    Parameters
    ----------
    per_day
        How many papers the court takes in a day; at least 1.
    """
    turns: list[Turn] = []
    day = court_day_from(start)
    for place, row in enumerate(sorted(rows, key=_order), start=1):
        wave = (place - 1) // per_day + 1
        if turns and wave > turns[-1].wave:
            day = court_day_from(day + _DAY)
        turns.append(
            Turn(
                place=place,
                wave=wave,
                day=day,
                number=row.number,
                vehicle=row.vehicle,
                state=row.state,
                harm_rank=row.harm_rank,
                next_due=row.next_due,
                oldest_day=row.oldest_day,
                runs_out=row.next_due is not None and row.next_due < day,
            )
        )
    return turns


def _order(row: Listed) -> tuple[int, tuple[bool, int], tuple[bool, int], int]:
    return (
        row.harm_rank,
        _last_if_unknown(row.next_due),
        _last_if_unknown(row.oldest_day),
        row.number,
    )


def _last_if_unknown(day: date | None) -> tuple[bool, int]:
    return (True, 0) if day is None else (False, day.toordinal())
