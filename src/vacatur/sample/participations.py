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

EVIDENCE = ("", "testimony", "warrant", "seizure", "laboratory_report", "statement", "other")
# Rows: Role. Columns: EVIDENCE; blank = not known.
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
_OTHERS_WEIGHTS = (200, 450, 350)  # participants beside the complaining officer: none, one, two
_OTHER_ROLES = (Role.WITNESS, Role.AFFIANT, Role.PROSECUTOR, Role.JUDGE)
_OTHER_ROLE_WEIGHTS = (540, 280, 90, 90)
_CHEMISTS, _LABORATORIES = 500, 300  # of a thousand cases in which a substance was weighed
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
    evidence: Ints  # position in EVIDENCE
    charge: Ints  # number of the charge in its case; 0 = blank
    moved: Flags  # the second posting holds on the day of the offense
    spelling: Ints  # Spelling
    number_print: Ints  # which way the identifier is printed; NO_NUMBER = not at all
    agency_print: Ints  # which way the agency is printed
    unit_blank: Flags

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """One possible participant of each case."""

    role: Ints
    participant: Ints
    there: Flags


def draw_participations(dice: Dice, chunk: Chunk, force: Force) -> Participations:
    """Draw the participants of every District case of a chunk, open ones and moved ones too."""
    slots = _slots(dice, chunk, force)
    size = len(chunk.cases)
    there = np.concatenate([slot.there for slot in slots])
    case = np.tile(np.arange(size), len(slots))[there]
    role = np.concatenate([slot.role for slot in slots])[there]
    participant = np.concatenate([slot.participant for slot in slots])[there]
    order = np.argsort(chunk.numbers.district[case], kind="stable")
    case, role, participant = case[order], role[order], participant[order]
    spelling, number_print = _printed(dice, force, participant)
    return Participations(
        case=case,
        participant=participant,
        role=role,
        evidence=dice.pick_by(_EVIDENCE_WEIGHTS, role),
        charge=_charges(dice, chunk, case, role),
        moved=_moves(force)[participant] <= chunk.cases.offended[case],
        spelling=spelling,
        number_print=number_print,
        agency_print=dice.pick(_AGENCY_WEIGHTS, len(case)),
        unit_blank=dice.chance(_UNIT_BLANK, len(case)) & ~_asked_for_unit(force)[participant],
    )


def _slots(dice: Dice, chunk: Chunk, force: Force) -> list[_Slot]:
    """Return who may have taken part; whoever is drawn twice for a case takes part once."""
    size = len(chunk.cases)
    others = dice.pick(_OTHERS_WEIGHTS, size)
    always, drug = np.ones(size, dtype=bool), _weighed_charge(chunk) > 0
    slots = [_slot(dice, force, np.full(size, Role.COMPLAINING_OFFICER), always)]
    for place in range(len(_OTHERS_WEIGHTS) - 1):
        role = np.array(_OTHER_ROLES)[dice.pick(_OTHER_ROLE_WEIGHTS, size)]
        slot = _slot(dice, force, role, others > place)
        for before in slots:
            slot.there[slot.participant == before.participant] = False
        slots.append(slot)
    for analyst, chance in ((Role.CHEMIST, _CHEMISTS), (Role.LABORATORY, _LABORATORIES)):
        asked = drug & dice.chance(chance, size)
        slots.append(_slot(dice, force, np.full(size, analyst), asked))
    return slots


def _slot(dice: Dice, force: Force, role: Ints, there: Flags) -> _Slot:
    """Draw one participant for each role: officers unevenly, the staff evenly."""
    participant = dice.pick(force.officer_weights, len(role))
    for each, positions in force.staff.items():
        drawn = positions.start + dice.below(len(positions), len(role))
        participant = np.where(role == each, drawn, participant)
    return _Slot(role=role, participant=participant, there=there.copy())


def _weighed_charge(chunk: Chunk) -> Ints:
    """Return, for each case, the number of a charge whose substance was weighed; 0 = none was."""
    charges = chunk.charges
    weighed = np.flatnonzero(chunk.answers.seizures.weight > 0)
    number = np.zeros(len(chunk.cases), dtype=np.int64)
    number[charges.case[weighed]] = charges.number[weighed]
    return number


def _charges(dice: Dice, chunk: Chunk, case: Ints, role: Ints) -> Ints:
    """Return the charge that a row names: a laboratory's is the one whose substance it weighed."""
    cases: Cases = chunk.cases
    any_charge = 1 + dice.below(cases.charge_count[case], len(case))
    analysed = (role == Role.CHEMIST) | (role == Role.LABORATORY)
    number = np.where(analysed, _weighed_charge(chunk)[case], any_charge)
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
