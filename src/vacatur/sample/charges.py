"""Invented charges: the offense, the substance in truth, and how each one ended in truth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vacatur.sample.calendar import era_of
from vacatur.sample.cases import Cases, Court, Mood
from vacatur.sample.codes import (
    ERAS,
    SUBSTANCE_OF,
    SUBSTANCE_UNSAID,
    SUBSTANCES,
    offense_weights,
)
from vacatur.sample.dice import Days, Dice, Flags, Ints


class Outcome(IntEnum):
    """How one charge ended in truth, whether or not the District row shows it."""

    CONVICTED = 0
    PBJ = 1
    NOLLE_PROSEQUI = 2
    STET = 3
    DISMISSED = 4
    ACQUITTED = 5
    MERGED = 6
    ABATED = 7
    PENDING = 8


# Rows: cases.Topic, for the lead charge and then for its companions. Columns: codes.Family.
_LEAD = np.array(
    [
        [985, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15],
        [0, 850, 0, 150, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 700, 0, 300, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1000, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1000, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 330, 280, 200, 130, 60, 0],
    ]
)
_COMPANION = np.array(
    [
        [200, 170, 90, 260, 10, 20, 40, 80, 80, 0, 10, 20, 20],
        [140, 360, 60, 260, 10, 10, 40, 50, 40, 10, 10, 10, 0],
        [240, 330, 180, 60, 150, 20, 10, 0, 0, 0, 0, 0, 10],
        [130, 130, 80, 20, 20, 420, 150, 20, 20, 0, 10, 0, 0],
        [60, 30, 0, 20, 0, 30, 600, 90, 150, 0, 0, 20, 0],
        [120, 70, 0, 60, 0, 0, 60, 290, 290, 30, 50, 30, 0],
    ]
)
_FAMILIES = np.concatenate([_LEAD, _COMPANION])

# Rows: Mood for the lead charge, then Mood for its companions. Columns: Outcome, PENDING left out.
_OUTCOMES = np.array(
    [
        [0, 0, 1000, 0, 0, 0, 0, 0],
        [0, 0, 0, 1000, 0, 0, 0, 0],
        [1000, 0, 0, 0, 0, 0, 0, 0],
        [0, 1000, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1000, 0, 0],
        [0, 0, 0, 0, 1000, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 1000],
        [0, 0, 1000, 0, 0, 0, 0, 0],
        [0, 0, 250, 750, 0, 0, 0, 0],
        [230, 0, 690, 15, 5, 30, 30, 0],
        [0, 100, 890, 10, 0, 0, 0, 0],
        [0, 0, 300, 0, 0, 700, 0, 0],
        [0, 0, 100, 0, 900, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 1000],
    ]
)


@dataclass(slots=True, kw_only=True)
class Charges:
    """District charges of one chunk, one element each, in the order of their cases."""

    case: Ints  # position among the chunk's cases
    number: Ints  # 1 is the lead charge
    offense: Ints  # position in codes.OFFENSES
    substance: Ints  # position in codes.SUBSTANCES: the truth, even where the row is silent
    outcome: Ints  # Outcome
    outcome_day: Days  # NaT = pending
    shown: Flags  # the District row prints the outcome

    def __len__(self) -> int:
        return len(self.case)

    @property
    def guilty_rows(self) -> Flags:
        """True where the District row itself prints a finding of guilt."""
        guilty: Flags = self.shown & (self.outcome == Outcome.CONVICTED)
        return guilty


def draw_charges(dice: Dice, cases: Cases) -> Charges:
    """Draw every charge of the given cases."""
    case = np.repeat(np.arange(len(cases)), cases.charge_count)
    number = (
        1
        + np.arange(len(case))
        - np.repeat(np.cumsum(cases.charge_count) - cases.charge_count, cases.charge_count)
    )
    offense = _draw_offense(dice, cases, case, number)
    outcome = _draw_outcome(dice, cases, case, number)
    charges = Charges(
        case=case,
        number=number,
        offense=offense,
        substance=_draw_substance(dice, offense),
        outcome=outcome,
        outcome_day=cases.closed[case],
        shown=np.zeros(len(case), dtype=bool),
    )
    leave_open_what_is_open(cases, charges)
    return charges


def leave_open_what_is_open(cases: Cases, charges: Charges) -> None:
    """Make charges pending where their case was open on the extract's day; show the others."""
    still_open = cases.open_at_extract[charges.case]
    charges.outcome[still_open] = Outcome.PENDING
    charges.outcome_day[still_open] = np.datetime64("NaT")
    charges.shown = ~still_open & (cases.court[charges.case] == Court.DISTRICT)


def pending_elsewhere(cases: Cases, day: Days) -> Flags:
    """Return, for each case, whether its person had another case open on a day.

    A case is open from the offense until the day it closed, that day left out.

    Parameters
    ----------
    day
        For each case, the day asked about. NaT answers false.
    """
    open_then = (cases.offended <= day) & ((cases.closed > day) | (cases.court == Court.NOWHERE))
    open_of_person = np.bincount(cases.person, weights=open_then).astype(np.int64)
    elsewhere: Flags = open_of_person[cases.person] - open_then > 0
    return elsewhere & ~np.isnat(day)


def extract_day(cases: Cases) -> Days:
    """Return the extract's day, once for each case."""
    return np.full(len(cases), cases.exported_on)


def _draw_offense(dice: Dice, cases: Cases, case: Ints, number: Ints) -> Ints:
    topics = len(_LEAD)
    family = dice.pick_by(_FAMILIES, cases.topic[case] + topics * (number > 1))
    return dice.pick_by(offense_weights(), family * ERAS + era_of(cases.offended[case]))


def _draw_substance(dice: Dice, offense: Ints) -> Ints:
    cannabis, other = SUBSTANCES.index("cannabis"), SUBSTANCES.index("other")
    drawn = np.where(dice.chance(450, len(offense)), cannabis, other)
    return np.where(SUBSTANCE_UNSAID[offense], drawn, SUBSTANCE_OF[offense])


def _draw_outcome(dice: Dice, cases: Cases, case: Ints, number: Ints) -> Ints:
    return dice.pick_by(_OUTCOMES, cases.mood[case] + len(Mood) * (number > 1))
