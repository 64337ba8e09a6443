"""Charges before other states' courts, which no court's export of the county shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.calendar import EXTRACT_DAY, NO_DAY, later
from vacatur.sample.charges import Outcome
from vacatur.sample.dice import Days, Dice, Flags, Ints
from vacatur.sample.people import ADULT, People

STATES = ("VA", "PA", "DE", "DC")
DESCRIPTIONS = ("PETIT LARCENY", "SIMPLE ASSAULT", "DISORDERLY CONDUCT", "TRESPASS")
_CHARGED = 50  # people whose history nobody has searched, of a thousand
_NEVER_CLOSED = 250  # of their charges, of a thousand
_DISMISSED = 400  # of the others, of a thousand
_FIRST_DAY = np.datetime64("2006-01-01", "D")
_LEAST_DAYS, _MORE_DAYS = 30, 396  # from the offense to the outcome


@dataclass(slots=True, kw_only=True)
class OtherStates:
    """One charge before another state's court for each person of a chunk, who may have none."""

    charged: Flags  # the person has it; without it, the rest means nothing
    state: Ints  # position in STATES
    description: Ints  # position in DESCRIPTIONS
    offended: Days
    outcome: Ints  # Outcome: convicted, dismissed or pending
    outcome_day: Days  # NaT = pending

    @property
    def pending(self) -> Flags:
        """True where the person has such a charge and it is open on the day of the export."""
        still_open: Flags = self.charged & (self.outcome == Outcome.PENDING)
        return still_open


def draw_other_states(dice: Dice, people: People, exported_on: np.datetime64) -> OtherStates:
    """Draw a charge of an adult for every person, and who has it."""
    size = len(people)
    first = np.maximum(later(people.born, ADULT), _FIRST_DAY)
    days = (EXTRACT_DAY - first).astype(np.int64) - _LEAST_DAYS - _MORE_DAYS
    offended = later(first, dice.below(np.maximum(days, 1), size))
    closed = later(offended, _LEAST_DAYS + dice.early(_MORE_DAYS, size))
    still_open = dice.chance(_NEVER_CLOSED, size) | (closed > exported_on)
    ended = np.where(dice.chance(_DISMISSED, size), Outcome.DISMISSED, Outcome.CONVICTED)
    return OtherStates(
        # An earlier search would have found it, and its row in the export promises that it did not.
        charged=dice.chance(_CHARGED, size) & np.isnat(people.searched_on),
        state=dice.below(len(STATES), size),
        description=dice.below(len(DESCRIPTIONS), size),
        offended=offended,
        outcome=np.where(still_open, Outcome.PENDING, ended),
        outcome_day=np.where(still_open, NO_DAY, closed),
    )
