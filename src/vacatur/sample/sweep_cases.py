"""Invented cases for a sweep: charges, warrants and dates in court, by construction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vacatur.sample import keys
from vacatur.sample.dice import Dice

FIRST_DAY, SECOND_DAY = date(2020, 6, 15), date(2021, 2, 16)  # of the two exports
DISMISSED_ON = date(2020, 6, 29)  # the first sweep in open court; the warrants were recalled before
RECALLED_ON = date(2020, 6, 24)
_HORIZON = 90  # days from an export within which its dates in court lie
_EARLIEST = date(2014, 1, 6)


class Kind(StrEnum):
    """What a case shows. Each name is a word of `truth/sweep.csv`."""

    OPEN_WARRANT = "open_warrant"  # every charge is on the list, a warrant is open
    IN_COURT = "in_court"  # every charge is on the list, no warrant
    WARRANT_ENDED = "warrant_ended"  # the same, with a warrant that was served or recalled
    WARRANT_UNCLEAR = "warrant_unclear"  # the same, with a status that says neither
    MIXED = "mixed"  # one charge on the list, one that is prosecuted, an open warrant
    PROSECUTED = "prosecuted"  # a charge that is prosecuted, an open warrant
    POLICIES_DIFFER = "policies_differ"  # two policies answer one of its charges differently
    UNNAMED = "unnamed"  # a charge that is on the list or not: somebody must read it
    CLOSED = "closed"  # ended before the first export


COVERED = frozenset({Kind.OPEN_WARRANT, Kind.IN_COURT, Kind.WARRANT_ENDED, Kind.WARRANT_UNCLEAR})
# Of each kind but the first: so many for a hundred covered cases with an open warrant, and at
# least one. How many there were is not known; an assumption.
_FOR_A_HUNDRED = {
    Kind.IN_COURT: 25,
    Kind.WARRANT_ENDED: 12,
    Kind.WARRANT_UNCLEAR: 8,
    Kind.MIXED: 15,
    Kind.PROSECUTED: 25,
    Kind.POLICIES_DIFFER: 5,
    Kind.UNNAMED: 8,
    Kind.CLOSED: 40,
}
_WITH_WARRANT = frozenset({Kind.OPEN_WARRANT, Kind.MIXED, Kind.PROSECUTED})
_WITH_DATE = frozenset({Kind.IN_COURT, Kind.WARRANT_ENDED, Kind.WARRANT_UNCLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offense:
    """A charge as the District Court prints it."""

    description: str
    statute: str
    code: str


ON_THE_LIST = (
    Offense(description="CDS:POSSESS-NOT MARIHUANA", statute="CR.5.601.(a)(1)", code="4 3550"),
    Offense(description="CDS:POSS PARAPHERNALIA", statute="CR.5.619.(c)(1)", code="5 3550"),
    Offense(description="TRESPASS-POSTED PROPERTY", statute="CR.6.402", code="2 2210"),
    Offense(description="GENERAL PROSTITUTION", statute="CR.11.303", code="1 1093"),
    Offense(description="ROGUE AND VAGABOND", statute="CR.6.206.(b)", code="2 3090"),
)
# The code changed in autumn 2017. It stands alone in its case: beside another charge two policies
# answer differently, and then an attorney chooses.
MARIJUANA = (
    Offense(description="CDS: POSSESSION-MARIHUANA", statute="CR.5.601.(a)(1)", code="1 0573"),
    Offense(description="CDS: POSS MARIJUANA 10 GM+", statute="CR.5.601.(a)(1)", code="1 1564"),
)
_NEW_CODE = date(2017, 12, 1)
PROSECUTED = (
    Offense(description="ASSAULT-SEC DEGREE", statute="CR.3.203", code="1 1415"),
    Offense(description="BURGLARY-SECOND DEGREE", statute="CR.6.203", code=""),
    Offense(description="HANDGUN ON PERSON", statute="CR.4.203", code=""),
)
UNNAMED = (Offense(description="LOITERING", statute="CR.10.201", code=""),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCase:
    """One invented case, as an export shows it.

    `number` counts the cases of both rounds. `warrant_status` is blank where there is no warrant,
    `court_day` None where no date is set. `ended` are the charges' words once they have ended.
    """

    number: int
    round: int
    kind: Kind
    offenses: tuple[Offense, ...]
    offended: date
    warrant_issued: date | None
    warrant_status: str
    warrant_status_on: date | None
    court_day: date | None
    room: int
    ended: str
    ended_on: date | None

    @property
    def is_covered(self) -> bool:
        """Whether the list of the policy holds every charge of it, and it is open."""
        return self.kind in COVERED and not self.ended


def sweep_cases(seed: int, *, first: int, second: int, later: bool) -> Iterator[SweepCase]:
    """The cases of an export, in the order of their numbers.

    Parameters
    ----------
    first, second
        How many covered cases have an open warrant in the first export, and how many more have
        one in the second.
    later
        The second export: what was covered in the first has ended, and the rest is still there.
    """
    number = 0
    for round_number, warrants in ((1, first), (2, second)):
        if round_number == 2 and not later:
            return
        for kind, count in _counts(warrants, round_number).items():
            for _ in range(count):
                yield _case(seed, number, round_number, kind, later=later)
                number += 1


def _counts(warrants: int, round_number: int) -> dict[Kind, int]:
    counts = {Kind.OPEN_WARRANT: warrants}
    for kind, share in _FOR_A_HUNDRED.items():
        counts[kind] = max(1, warrants * share // 100)
    if round_number == 2:
        counts[Kind.CLOSED] = 0  # of old cases the first round has enough
    return counts


def _case(seed: int, number: int, round_number: int, kind: Kind, *, later: bool) -> SweepCase:
    dice = Dice(seed, keys.SWEEP_CASES, number)
    exported = FIRST_DAY if round_number == 1 else SECOND_DAY
    begin = _EARLIEST if round_number == 1 else FIRST_DAY
    offended = _between(dice, begin, exported - timedelta(days=60))
    issued = _between(dice, offended + timedelta(days=20), exported - timedelta(days=7))
    offenses = tuple(_offenses(dice, kind, offended))
    status, status_on = _status(dice, kind, issued, exported)
    # Whoever failed to appear seldom has a date; some were set down again.
    dated = kind in _WITH_DATE or (kind in _WITH_WARRANT and bool(dice.chance(250, 1)[0]))
    court_day = _weekday(dice, exported) if dated else None
    room = 1 + int(dice.below(3, 1)[0])
    ended, ended_on = "", None
    if kind is Kind.CLOSED:
        ended, ended_on = "GUILTY", issued
    elif later and round_number == 1 and kind in COVERED:
        ended, ended_on = "NOLLE PROSEQUI", DISMISSED_ON
        if status:
            status, status_on = "RECALLED", min(status_on or RECALLED_ON, RECALLED_ON)
            if kind is not Kind.WARRANT_ENDED:
                status_on = RECALLED_ON
    elif later and round_number == 1 and court_day is not None:
        court_day = _weekday(dice, SECOND_DAY)  # postponed
    return SweepCase(
        number=number,
        round=round_number,
        kind=kind,
        offenses=offenses,
        offended=offended,
        warrant_issued=issued if status else None,
        warrant_status=status,
        warrant_status_on=status_on,
        court_day=court_day,
        room=room,
        ended=ended,
        ended_on=ended_on,
    )


def _offenses(dice: Dice, kind: Kind, offended: date) -> Iterator[Offense]:
    listed = int(dice.below(len(ON_THE_LIST), 1)[0])
    other = PROSECUTED[int(dice.below(len(PROSECUTED), 1)[0])]
    two, marijuana = bool(dice.chance(300, 1)[0]), bool(dice.chance(150, 1)[0])
    if kind is Kind.UNNAMED:
        yield UNNAMED[0]
    elif kind is Kind.PROSECUTED:
        yield other
    elif kind is Kind.MIXED:
        yield from (ON_THE_LIST[listed], other)
    elif kind is Kind.POLICIES_DIFFER:
        yield from (MARIJUANA[offended >= _NEW_CODE], ON_THE_LIST[listed])
    elif marijuana:
        yield MARIJUANA[offended >= _NEW_CODE]
    else:
        yield ON_THE_LIST[listed]
        if two:
            yield ON_THE_LIST[(listed + 1) % len(ON_THE_LIST)]


def _status(dice: Dice, kind: Kind, issued: date, exported: date) -> tuple[str, date | None]:
    """The last status of the warrant, and its day."""
    if kind in _WITH_WARRANT:
        return "ACTIVE", issued
    if kind is Kind.WARRANT_ENDED:
        word = ("SERVED", "RECALLED")[int(dice.below(2, 1)[0])]
        return word, _between(dice, issued, exported)
    if kind is Kind.WARRANT_UNCLEAR:
        return "RETURNED", _between(dice, issued, exported)
    return "", None


def _between(dice: Dice, first: date, last: date) -> date:
    return first + timedelta(days=int(dice.below((last - first).days + 1, 1)[0]))


def _weekday(dice: Dice, exported: date) -> date:
    day = exported + timedelta(days=7 + int(dice.below(_HORIZON, 1)[0]))
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
