"""Who takes part in the county's cases beside the defendant: invented officers, and the staff.

The first six officers are the ones whom the invented ground is about (`ground_file.py`). The next
two are taken for two of them by whoever reads carelessly. They are all drawn from the seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vacatur.sample import SampleError, keys
from vacatur.sample.dice import Dice
from vacatur.sample.officer_names import GIVEN_NAMES, SURNAMES, spellings

AFFECTED = 6  # so many of the first officers
LEAST_OFFICERS = 12  # six, the two who resemble them, and a few others
MOST_OFFICERS = 400  # as many as there are names for, less the staff


class Role(IntEnum):
    """What somebody did in a case."""

    COMPLAINING_OFFICER = 0
    WITNESS = 1
    AFFIANT = 2
    CHEMIST = 3
    LABORATORY = 4
    PROSECUTOR = 5
    JUDGE = 6


ROLES = tuple(role.name.lower() for role in Role)
EVIDENCE = ("", "testimony", "warrant", "seizure", "laboratory_report", "statement", "other")

CITY, TRANSIT, CRIME_LABORATORY, STATES_ATTORNEY, COURT = "EXPD", "EXTP", "EXCL", "EXSA", "EXDC"
PLAIN_CLOTHES, PATROL, WARRANTS = "PLAIN CLOTHES", "PATROL", "WARRANTS"
UNITS = (PLAIN_CLOTHES, PATROL, WARRANTS)

_STAFF = (
    (Role.CHEMIST, CRIME_LABORATORY, 4),
    (Role.LABORATORY, CRIME_LABORATORY, 1),
    (Role.PROSECUTOR, STATES_ATTORNEY, 4),
    (Role.JUDGE, COURT, 4),
)
_LETTERS = "ABCDFGHK"
_NUMBERS = 900  # from 100 on
_LABORATORY_NAME = "EXAMPLE CITY LABORATORY"
_TRANSFERRED, _RENUMBERED, _LEFT_UNIT = 0, 1, 2
_RESEMBLED_BY_NAME, _RESEMBLED_BY_NUMBER = 4, 5  # among the six
_NAMESAKE, _SAME_NUMBER = AFFECTED, AFFECTED + 1
_SHARES = (9, 7, 6, 6, 6, 6)  # of the six, where all the other officers together have 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Where somebody serves, and under which number."""

    agency: str
    unit: str  # "" = the agency has no units
    identifier: str  # a letter and three figures; "" = the agency gives none


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One person, or one laboratory.

    `postings` is one, or two where `moved` is a day: the second holds from that day on.
    """

    spellings: tuple[str, ...]  # in the order of officer_names.Spelling
    postings: tuple[Posting, ...]
    moved: str  # "" = stayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """Everybody who may take part in a case: the officers first, then the staff."""

    participants: tuple[Participant, ...]
    officer_weights: tuple[int, ...]  # how often each officer takes part
    staff: dict[Role, range]  # positions among the participants


def require_officers(officers: int, *, month_later: bool) -> None:
    """Refuse a number of officers that cannot be invented; 0 is none at all."""
    if not officers:
        return
    if not LEAST_OFFICERS <= officers <= MOST_OFFICERS:
        raise SampleError(
            f"A county of [{officers}] officers cannot be invented.",
            why=f"A ground affects {AFFECTED} of them, and others are there to be confused with"
            " these.",
            repair=f"Ask for {LEAST_OFFICERS} to {MOST_OFFICERS} officers, or for 0.",
        )
    if month_later:
        raise SampleError(
            "A later export has no officers beside it.",
            why="Officers and the ground are written once, beside the first export.",
            repair="Leave out one of the two.",
        )


def invent_force(seed: int, officers: int) -> Force:
    """Invent the officers and the staff of one county."""
    dice = Dice(seed, keys.FORCE)
    names, identifiers, postings = _names(dice), _identifiers(dice), []
    for position in range(officers):
        postings.append(_postings(position, identifiers, dice))
    postings[_SAME_NUMBER] = (_same_number(postings[_RESEMBLED_BY_NUMBER][0]), "")
    named = [next(names) for _ in range(officers)]
    named[_NAMESAKE] = named[_RESEMBLED_BY_NAME]
    people = [
        Participant(
            spellings=spellings(*name, misspelt=position < AFFECTED), postings=held, moved=moved
        )
        for position, (name, (held, moved)) in enumerate(zip(named, postings, strict=True))
    ]
    staff = {}
    for role, agency, count in _STAFF:
        staff[role] = range(len(people), len(people) + count)
        people += [_employee(role, agency, names, identifiers) for _ in range(count)]
    return Force(participants=tuple(people), officer_weights=_weights(dice, officers), staff=staff)


def _names(dice: Dice) -> Iterator[tuple[str, str]]:
    """Return surnames and given names, no pair twice."""
    codes, size = _codes(dice, len(SURNAMES) * len(GIVEN_NAMES)), len(SURNAMES)
    return ((SURNAMES[code % size], GIVEN_NAMES[code // size]) for code in codes)


def _identifiers(dice: Dice) -> Iterator[str]:
    """Return identifiers, none twice."""
    codes, size = _codes(dice, len(_LETTERS) * _NUMBERS), len(_LETTERS)
    return (f"{_LETTERS[code % size]}{100 + code // size}" for code in codes)


def _codes(dice: Dice, size: int) -> Iterator[int]:
    """Return every number below `size` once, as if at random; 2, 3 and 5 are its only primes."""
    draw = dice.below(1_000_000, 2)
    factor = int(draw[0]) * 30 + 7  # shares no factor with `size`
    return ((counter * factor + int(draw[1])) % size for counter in range(size))


def _postings(
    position: int, identifiers: Iterator[str], dice: Dice
) -> tuple[tuple[Posting, ...], str]:
    """Return where one officer serves, and the day of the move."""
    agency = TRANSIT if position > _SAME_NUMBER and dice.chance(200, 1)[0] else CITY
    unit = PLAIN_CLOTHES if position < AFFECTED else UNITS[int(dice.below(len(UNITS), 1)[0])]
    first = Posting(agency=agency, unit=unit, identifier=next(identifiers))
    if position == _TRANSFERRED:
        then = Posting(agency=TRANSIT, unit=PATROL, identifier=next(identifiers))
        return (first, then), "2012-07-01"
    if position == _RENUMBERED:
        then = Posting(agency=agency, unit=unit, identifier=next(identifiers))
        return (first, then), "2011-03-01"
    if position == _LEFT_UNIT:
        then = Posting(agency=agency, unit=PATROL, identifier=first.identifier)
        return (first, then), "2012-01-01"
    return (first,), ""


def _same_number(held: tuple[Posting, ...]) -> tuple[Posting, ...]:
    """Return a posting in the other agency under the number of somebody in this one."""
    return (Posting(agency=TRANSIT, unit=PATROL, identifier=held[0].identifier),)


def _employee(
    role: Role, agency: str, names: Iterator[tuple[str, str]], identifiers: Iterator[str]
) -> Participant:
    """Return somebody of the staff; only chemists have numbers."""
    identifier = next(identifiers) if role is Role.CHEMIST else ""
    written = spellings(*next(names), misspelt=False)
    if role is Role.LABORATORY:
        written = (*(_LABORATORY_NAME,) * (len(written) - 1), "")
    posting = Posting(agency=agency, unit="", identifier=identifier)
    return Participant(spellings=written, postings=(posting,), moved="")


def _weights(dice: Dice, officers: int) -> tuple[int, ...]:
    """Return how often each officer takes part: the six four times in ten, whatever the number."""
    others = 1 + dice.below(9, officers - AFFECTED)
    total = int(others.sum())
    others[:2] = np.maximum(others[:2], 1 + total // 20)  # the two who resemble some of the six
    whole = sum(_SHARES) * 3 // 2  # 60
    six = [share * int(others.sum()) for share in _SHARES]
    return (*six, *(whole * int(weight) for weight in others))
