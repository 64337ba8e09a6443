"""Who took part in which case, and as what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.chunk import Chunk
from vacatur.sample.dice import Dice, Flags, Ints
from vacatur.sample.officers import Force, Role
from vacatur.sample.plant_officers import fix_seats

_OTHERS_WEIGHTS = (200, 450, 350)  # participants beside the complaining officer: none, one, two
_MOST_OTHERS = len(_OTHERS_WEIGHTS) - 1
_OTHER_ROLES = np.array([Role.WITNESS, Role.AFFIANT, Role.PROSECUTOR, Role.JUDGE], dtype=np.int64)
_OTHER_ROLE_WEIGHTS = (540, 280, 90, 90)
_CHEMISTS, _LABORATORIES = 500, 300  # of a thousand cases in which a substance was weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Places for participants: one row for each seat, one column for each case of the chunk.

    The first seat is the complaining officer's, the last two are a chemist's and a laboratory's.
    """

    role: Ints  # Role
    participant: Ints  # position among the force's participants
    there: Flags  # false: nobody sits there

    def taken(self, number: Ints) -> tuple[Ints, Ints, Ints]:
        """Return case, role and participant of each seat taken, sorted by the case's number."""
        seat, case = np.nonzero(self.there)
        order = np.lexsort((seat, number[case]))
        seat, case = seat[order], case[order]
        return case, self.role[seat, case], self.participant[seat, case]


def draw_seats(dice: Dice, chunk: Chunk, force: Force) -> Seats:
    """Draw who took part in each District case; nobody takes part in one case twice."""
    size = len(chunk.cases)
    drug = weighed_charge(chunk) > 0
    others = dice.pick(_OTHERS_WEIGHTS, size)
    role = np.stack(
        [
            np.full(size, Role.COMPLAINING_OFFICER),
            *(_OTHER_ROLES[dice.pick(_OTHER_ROLE_WEIGHTS, size)] for _ in range(_MOST_OTHERS)),
            np.full(size, Role.CHEMIST),
            np.full(size, Role.LABORATORY),
        ]
    )
    there = np.stack(
        [
            np.ones(size, dtype=bool),
            *(others > place for place in range(_MOST_OTHERS)),
            drug & dice.chance(_CHEMISTS, size),
            drug & dice.chance(_LABORATORIES, size),
        ]
    )
    participant = np.stack([_participants(dice, force, seat) for seat in role])
    for later in range(1, len(role)):
        there[later] &= ~(participant[:later] == participant[later]).any(axis=0)
    if chunk.planted_cases:
        fix_seats(role, participant, there)
    return Seats(role=role, participant=participant, there=there)


def weighed_charge(chunk: Chunk) -> Ints:
    """Return, for each case, the number of a charge whose substance was weighed; 0 = none was."""
    charges = chunk.charges
    weighed = np.flatnonzero(chunk.answers.seizures.weight > 0)
    number = np.zeros(len(chunk.cases), dtype=np.int64)
    number[charges.case[weighed]] = charges.number[weighed]
    return number


def _participants(dice: Dice, force: Force, role: Ints) -> Ints:
    """Draw one participant for each role: officers unevenly, the staff evenly."""
    steps = np.cumsum(force.officer_weights)
    participant = np.searchsorted(steps, dice.below(int(steps[-1]), len(role)), side="right")
    for each, positions in force.staff.items():
        drawn = positions.start + dice.below(len(positions), len(role))
        participant = np.where(role == each, drawn, participant)
    return participant
