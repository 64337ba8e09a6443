"""Who took part in which invented case, as whom, and how a records unit would print it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.cases import Cases
from vacatur.sample.chunk import Chunk
from vacatur.sample.dice import Days, Dice, Flags, Ints
from vacatur.sample.ground_file import LIMITS
from vacatur.sample.officer_names import Spelling
from vacatur.sample.officers import Force, Role
from vacatur.sample.plant_officers import fix_rows
from vacatur.sample.seats import draw_seats, weighed_charge

# Rows: Role. Columns: officers.EVIDENCE; blank = not known.
_EVIDENCE_WEIGHTS = np.array(
    [
        [200, 250, 0, 400, 0, 150, 0],
        [250, 550, 0, 50, 0, 150, 0],
        [150, 0, 850, 0, 0, 0, 0],
        [100, 100, 0, 0, 800, 0, 0],
        [100, 0, 0, 0, 900, 0, 0],
        [800, 0, 0, 0, 0, 0, 200],
        [900, 0, 0, 0, 0, 0, 100],
    ]
)
_CHARGE_TOLD = 250  # of a thousand rows

NUMBER_PRINTED_IN = 4  # ways: D417, d-417, D0417, and with blanks around it
NO_NUMBER = NUMBER_PRINTED_IN  # the row has no identifier
_NUMBER_WEIGHTS = (640, 110, 110, 80, 60)
_SPELLING_WEIGHTS = (560, 170, 130, 60, 40, 40)
AGENCY_PRINTED_IN = 3  # ways: EXPD, expd, E.X.P.D.
_AGENCY_WEIGHTS = (800, 100, 100)
_UNIT_BLANK = 150  # of a thousand rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Participations:
    """Rows of a chunk, one element each, sorted by case number."""

    case: Ints  # position among the chunk's cases
    participant: Ints  # position among the force's participants
    role: Ints  # Role
    evidence: Ints  # position in officers.EVIDENCE
    charge: Ints  # number of the charge in its case; 0 = blank
    moved: Flags  # the second posting holds on the day of the offense
    spelling: Ints  # Spelling
    number_print: Ints  # which way the identifier is printed; NO_NUMBER = not at all
    agency_print: Ints  # which way the agency is printed
    unit_blank: Flags

    def __len__(self) -> int:
        return len(self.case)


def draw_participations(dice: Dice, chunk: Chunk, force: Force) -> Participations:
    """Draw the participants of every District case of a chunk, open ones and moved ones too."""
    seats = draw_seats(dice, chunk, force)
    case, role, participant = seats.taken(chunk.numbers.district)
    evidence = dice.pick_by(_EVIDENCE_WEIGHTS, role)
    spelling, number_print = _printed(dice, force, participant)
    if chunk.planted_cases:
        fix_rows(case, role, evidence=evidence, spelling=spelling, number_print=number_print)
    return Participations(
        case=case,
        participant=participant,
        role=role,
        evidence=evidence,
        charge=_charges(dice, chunk, case, role),
        moved=_moves(force)[participant] <= chunk.cases.offended[case],
        spelling=spelling,
        number_print=number_print,
        agency_print=dice.pick(_AGENCY_WEIGHTS, len(case)),
        unit_blank=dice.chance(_UNIT_BLANK, len(case)) & ~_asked_for_unit(force)[participant],
    )


def _charges(dice: Dice, chunk: Chunk, case: Ints, role: Ints) -> Ints:
    """Return the charge that a row names: a laboratory's is the one whose substance it weighed."""
    cases: Cases = chunk.cases
    any_charge = 1 + dice.below(cases.charge_count[case], len(case))
    analysed = (role == Role.CHEMIST) | (role == Role.LABORATORY)
    number = np.where(analysed, weighed_charge(chunk)[case], any_charge)
    return np.where(dice.chance(_CHARGE_TOLD, len(case)), number, 0)


def _printed(dice: Dice, force: Force, participant: Ints) -> tuple[Ints, Ints]:
    """Return spelling and print of the identifier; a row without both would be no row."""
    unnumbered = np.array([not each.postings[0].identifier for each in force.participants])
    drawn = dice.pick(_NUMBER_WEIGHTS, len(participant))
    number_print = np.where(unnumbered[participant], NO_NUMBER, drawn)
    spelling = dice.pick(_SPELLING_WEIGHTS, len(participant))
    nothing = (number_print == NO_NUMBER) & (spelling == Spelling.NONE)
    return np.where(nothing, Spelling.WHOLE, spelling), number_print


def _moves(force: Force) -> Days:
    """Return the day on which each participant moved; NaT = stayed."""
    return np.array([each.moved or "NaT" for each in force.participants], dtype="datetime64[D]")


def _asked_for_unit(force: Force) -> Flags:
    """True for the participants whose unit matters to the ground.

    Their unit is always printed: where it is not, nobody can say whether the ground concerns the
    row.
    """
    asked = np.zeros(len(force.participants), dtype=bool)
    asked[: len(LIMITS)] = [bool(limits.units) for limits in LIMITS]
    return asked
