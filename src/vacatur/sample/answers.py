"""What agencies would answer if the office asked them: about whom, and how completely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.charges import Charges
from vacatur.sample.dice import Dice, Flags, Ints
from vacatur.sample.other_states import OtherStates, draw_other_states
from vacatur.sample.people import People
from vacatur.sample.seizures import Seizures, draw_seizures

SEARCHES = ("", "statewide", "statewide_and_national")  # "" = the search returned nothing
NO_SEARCH, STATEWIDE, EVERYWHERE = range(3)
_SEARCH_WEIGHTS = (30, 20, 950)
_OUTCOME_LISTED = 970  # of a thousand charges; repositories are incomplete
_END_TOLD = 950  # of a thousand sentences


@dataclass(slots=True, kw_only=True)
class Answers:
    """Answers about the people and the charges of a chunk, and what is true behind them."""

    search: Ints  # for each person, position in SEARCHES
    other_states: OtherStates  # for each person
    outcome_listed: Flags  # for each charge: the central repository knows how it ended
    end_told: Flags  # for each charge with a sentence: the supervision agency tells its end
    seizures: Seizures  # for each charge


def draw_answers(
    dice: Dice, people: People, charges: Charges, exported_on: np.datetime64
) -> Answers:
    """Draw what would be answered on the day of the export."""
    size = len(charges)
    return Answers(
        search=dice.pick(_SEARCH_WEIGHTS, len(people)),
        other_states=draw_other_states(dice, people, exported_on),
        outcome_listed=dice.chance(_OUTCOME_LISTED, size),
        end_told=dice.chance(_END_TOLD, size),
        seizures=draw_seizures(dice, charges),
    )
