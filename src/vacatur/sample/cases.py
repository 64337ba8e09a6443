"""Invented cases: when, about what, by which route through which court, and how each closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vacatur.sample.calendar import EXTRACT_DAY, NO_DAY, era_of, later
from vacatur.sample.dice import Days, Dice, Flags, Ints


class Topic(IntEnum):
    """What a case is about."""

    CANNABIS = 0
    OTHER_DRUG = 1
    DEALING = 2
    WEAPON = 3
    ASSAULT = 4
    STREET = 5


class Route(IntEnum):
    """What the District Court did with a case."""

    TRIAL = 0
    JURY_TRIAL_PRAYED = 1
    FORWARDED = 2
    FAILED_TO_APPEAR = 3
    UNKNOWN = 4


class Court(IntEnum):
    """Where a case ended."""

    DISTRICT = 0
    CIRCUIT = 1
    NOWHERE = 2  # still open: the person never came


class Mood(IntEnum):
    """How a case as a whole ended."""

    DROPPED = 0
    STET = 1
    CONVICTED = 2
    PBJ = 3
    ACQUITTED = 4
    DISMISSED = 5
    DIED = 6


CASES_PER_PERSON = (0, 932, 53, 12, 3)
CHARGES_PER_CASE = (0, 470, 280, 120, 65, 35, 20, 10)

# Rows: eras. Columns: Topic.
_TOPICS = np.array(
    [
        [610, 105, 90, 50, 70, 75],
        [640, 95, 80, 50, 65, 70],
        [560, 120, 100, 60, 80, 80],
        [490, 130, 115, 80, 95, 90],
    ]
)
# Rows: Topic. Columns: Route.
_ROUTES = np.array(
    [
        [765, 175, 45, 12, 3],
        [635, 230, 120, 12, 3],
        [195, 150, 650, 2, 3],
        [255, 220, 520, 2, 3],
        [700, 240, 50, 7, 3],
        [880, 80, 10, 27, 3],
    ]
)
# Rows: District Court on cannabis, District Court on the rest, Circuit Court. Columns: Mood.
_MOODS = np.array(
    [
        [400, 60, 410, 85, 15, 25, 5],
        [560, 80, 270, 45, 20, 20, 5],
        [380, 60, 480, 40, 30, 5, 5],
    ]
)


@dataclass(slots=True, kw_only=True)
class Cases:
    """District cases of one chunk, one element each, sorted by person and offense date."""

    person: Ints  # position among the chunk's people
    offended: Days
    topic: Ints  # Topic
    route: Ints  # Route
    forwarded: Days  # day the case left for Circuit Court; NaT = it did not
    court: Ints  # Court
    closed: Days  # day every charge was disposed of; after the extract's day = still open
    mood: Ints  # Mood
    charge_count: Ints
    same_arrest: Flags  # shares arrest, and tracking number, with the case before it
    mistyped: Flags  # carries a person key made from a mistyped birth date
    in_circuit: Flags  # a Circuit header exists
    circuit_mistyped: Flags
    unlinked: Flags  # the Circuit header does not name its District case
    vanished: Flags  # the export had the case before, and has it no more
    exported_on: np.datetime64  # a day for all of them

    def __len__(self) -> int:
        return len(self.person)

    @property
    def open_at_extract(self) -> Flags:
        """True where no charge of the case had been disposed of when the export was made."""
        still_open: Flags = (self.court == Court.NOWHERE) | (self.closed > self.exported_on)
        return still_open


def draw_cases(
    dice: Dice,
    case_counts: Ints,
    charge_counts: Ints,
    *,
    days: Callable[[Dice, int], Days],
    exported_on: np.datetime64,
) -> Cases:
    """Draw the District cases of a chunk.

    Parameters
    ----------
    case_counts
        Cases of each person of the chunk.
    charge_counts
        Charges of each of those cases.
    days
        Draws so many offense dates.
    exported_on
        Day of the export. It settles what is shown and not what is drawn.
    """
    person = np.repeat(np.arange(len(case_counts)), case_counts)
    size = len(person)
    offended = days(dice, size)
    offended = offended[np.lexsort((offended, person))]
    same_arrest = _draw_same_arrest(dice, person)
    offended[1:][same_arrest[1:]] = offended[:-1][same_arrest[1:]]
    topic = dice.pick_by(_TOPICS, era_of(offended))
    cases = Cases(
        person=person,
        offended=offended,
        topic=topic,
        route=dice.pick_by(_ROUTES, topic),
        forwarded=later(offended, 20 + dice.below(20, size)),
        court=np.zeros(size, dtype=np.int64),
        closed=later(offended, 30 + dice.early(396, size)),
        mood=np.zeros(size, dtype=np.int64),
        charge_count=charge_counts,
        same_arrest=same_arrest,
        mistyped=same_arrest & dice.chance(350, size),
        in_circuit=dice.chance(930, size),
        circuit_mistyped=dice.chance(30, size),
        unlinked=dice.chance(28, size),
        vanished=np.zeros(size, dtype=bool),
        exported_on=exported_on,
    )
    _send_through_the_courts(dice, cases)
    return cases


def _draw_same_arrest(dice: Dice, person: Ints) -> Flags:
    """Choose cases of the same arrest as the person's case before; never three in a row."""
    drawn = dice.chance(60, len(person))
    drawn[0] = False
    drawn[1:] &= person[1:] == person[:-1]
    drawn[1:] &= ~drawn[:-1]
    return drawn


def _send_through_the_courts(dice: Dice, cases: Cases) -> None:
    """Settle where each case ended, how, and which of its two headers show it."""
    size = len(cases)
    prayed = cases.route == Route.JURY_TRIAL_PRAYED
    dropped_below = prayed & dice.chance(60, size)  # the State dropped it before it left
    moved = (prayed & ~dropped_below) | (cases.route == Route.FORWARDED)
    cases.court[moved] = Court.CIRCUIT
    cases.court[cases.route == Route.FAILED_TO_APPEAR] = Court.NOWHERE

    group = np.where(moved, 2, (cases.topic != Topic.CANNABIS).astype(np.int64))
    cases.mood = dice.pick_by(_MOODS, group)
    cases.mood[dropped_below] = Mood.DROPPED
    _let_only_the_last_case_end_by_death(cases)

    slower = later(cases.offended, 90 + dice.early(336, size))
    cases.closed = np.where(moved, slower, cases.closed)
    cases.forwarded[~moved] = NO_DAY
    # Of a case that was forwarded after the first export no Circuit header is known yet.
    cases.in_circuit &= moved & (cases.forwarded <= EXTRACT_DAY)
    cases.circuit_mistyped &= cases.in_circuit & ~cases.unlinked
    cases.unlinked &= cases.in_circuit
    cases.closed[cases.court == Court.NOWHERE] = NO_DAY


def _let_only_the_last_case_end_by_death(cases: Cases) -> None:
    not_last = np.append(cases.person[1:] == cases.person[:-1], False)
    cases.mood[not_last & (cases.mood == Mood.DIED)] = Mood.DROPPED
