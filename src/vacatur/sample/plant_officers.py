"""Planted participants: each limit of the ground, and each of the six, in a planted case.

They take part in the planted cases of `plant.py`, so a county of few people has them too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.dice import Flags, Ints
from vacatur.sample.officers import AFFECTED, EVIDENCE, Role
from vacatur.sample.plant import PLANTED

_BYSTANDER = AFFECTED + 2  # an officer whom nobody takes for one of the six
_PLAIN_PRINT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedOfficer:
    """One of the six in a planted case, without any other of them."""

    label: str  # of the planted case
    officer: int  # from 1
    evidence: str = "seizure"
    role: Role = Role.COMPLAINING_OFFICER


PLANTED_OFFICERS = (
    PlantedOfficer(label="same-arrest", officer=1),
    PlantedOfficer(label="offense-2012-09-30", officer=1),  # by then transferred
    PlantedOfficer(label="same-arrest-other-key", officer=2),
    PlantedOfficer(label="offense-2012-10-01", officer=2),  # by then under another number
    PlantedOfficer(label="circuit-other-key", officer=2),  # no judgment is seen
    PlantedOfficer(label="not-marijuana", officer=3),
    PlantedOfficer(label="namesake-of", officer=3),  # by then in another unit
    PlantedOfficer(label="offense-2014-09-30", officer=4),
    PlantedOfficer(label="pending-elsewhere", officer=4),  # before the first day
    PlantedOfficer(label="namesake", officer=4, role=Role.WITNESS),  # not a listed role
    PlantedOfficer(label="four-years-on-2019-10-01", officer=5, evidence=""),
    PlantedOfficer(label="offense-2014-10-01", officer=5, evidence="testimony"),  # not listed
    PlantedOfficer(label="convicted-2012-02-29", officer=6),
    PlantedOfficer(label="four-years-on-2019-09-30", officer=6),  # after the last day
)
_CASES = {planted.label: case for case, planted in enumerate(PLANTED)}


def fix_seats(role: Ints, participant: Ints, there: Flags) -> None:
    """Put the planted officers in their seats, and every other officer out of those cases.

    The arrays have one row for each seat and one column for each case; the first seat is the
    complaining officer's.
    """
    for planted in PLANTED_OFFICERS:
        case, seat = _CASES[planted.label], int(planted.role != Role.COMPLAINING_OFFICER)
        there[np.isin(role[:, case], (Role.WITNESS, Role.AFFIANT)), case] = False
        participant[0, case] = _BYSTANDER
        role[seat, case], participant[seat, case] = planted.role, planted.officer - 1
        there[seat, case] = True


def fix_rows(case: Ints, role: Ints, *, evidence: Ints, spelling: Ints, number_print: Ints) -> None:
    """Give the rows of the planted officers their evidence, and print name and number plainly."""
    for planted in PLANTED_OFFICERS:
        row = (case == _CASES[planted.label]) & (role == planted.role)
        evidence[row] = EVIDENCE.index(planted.evidence)
        spelling[row] = number_print[row] = _PLAIN_PRINT
