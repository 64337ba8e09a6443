"""Invented sentences: what the court imposed, when all of it ended, and how it was closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.calendar import NO_DAY, later, months_later
from vacatur.sample.charges import Charges, Outcome
from vacatur.sample.codes import CEILING_OF
from vacatur.sample.dice import Days, Dice, Flags, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One kind of sentence."""

    jail: str  # as the court exports it: decimal years; "" = none
    suspended: str  # the part of it suspended, the same way; "" = no jail at all
    served_months: int  # the part to be served, months and days
    served_days: int
    probation: bool
    fined: bool
    weights: tuple[int, int, int, int]  # how often, for each codes.Ceiling


def _plan(
    jail: str,
    suspended: str,
    weights: tuple[int, int, int, int],
    *,
    served: tuple[int, int],
    probation: bool = False,
    fined: bool = False,
) -> Plan:
    return Plan(
        jail=jail,
        suspended=suspended,
        served_months=served[0],
        served_days=served[1],
        probation=probation,
        fined=fined,
        weights=weights,
    )


_30, _60, _90 = "0.0821917808219178", "0.1643835616438356", "0.2465753424657534"
_NONE = (0, 0)

NOTHING, FINE_ONLY, PROBATION_ONLY = range(3)

PLANS: tuple[Plan, ...] = (
    _plan("", "", (140, 110, 100, 20), served=_NONE),
    _plan("", "", (350, 300, 260, 40), served=_NONE, fined=True),
    _plan("", "", (80, 80, 80, 60), served=_NONE, probation=True),
    _plan(_30, _30, (80, 40, 30, 0), served=_NONE, probation=True),
    _plan(_60, _60, (60, 40, 40, 0), served=_NONE, probation=True),
    _plan(_90, _90, (150, 130, 120, 10), served=_NONE, probation=True),
    _plan("0.5", "0.5", (0, 120, 90, 60), served=_NONE, probation=True),
    _plan("1.0", "1.0", (0, 0, 100, 150), served=_NONE, probation=True),
    _plan("1.5", "1.5", (0, 0, 0, 100), served=_NONE, probation=True),
    _plan("2.0", "2.0", (0, 0, 0, 120), served=_NONE, probation=True),
    _plan("3.0", "3.0", (0, 0, 0, 90), served=_NONE, probation=True),
    _plan(_30, "0.0", (60, 50, 50, 10), served=(0, 30)),
    _plan(_60, "0.0", (40, 40, 40, 20), served=(0, 60)),
    _plan(_90, "0.0", (40, 50, 50, 30), served=(0, 90)),
    _plan("0.5", "0.0", (0, 40, 30, 70), served=(6, 0)),
    _plan("1.0", "0.5", (0, 0, 10, 60), served=(6, 0), probation=True),
    _plan("1.0", "0.0", (0, 0, 0, 60), served=(12, 0)),
    _plan("2.0", "0.0", (0, 0, 0, 50), served=(24, 0)),
    _plan("3.0", "2.5", (0, 0, 0, 50), served=(6, 0), probation=True),
)
_PLAN_WEIGHTS = np.array([plan.weights for plan in PLANS]).T
_SERVED_MONTHS = np.array([plan.served_months for plan in PLANS])
_SERVED_DAYS = np.array([plan.served_days for plan in PLANS])
_HAS_PROBATION = np.array([plan.probation for plan in PLANS])

_PROBATION_MONTHS = np.array([6, 12, 18, 24, 36])
_PROBATION_WEIGHTS = (120, 500, 130, 150, 100)
_PBJ_WEIGHTS = (450, 450, 40, 50, 10)
_CREDIT_DAYS = np.array([0, 1, 2, 3, 4, 5, 8, 16])
_CREDIT_WEIGHTS = (800, 30, 50, 30, 30, 30, 15, 15)

COMPLETIONS = ("", "satisfactory", "unsatisfactory", "not_complete", "unknown")
# Rows: no probation, probation. Columns: COMPLETIONS.
_CLOSING_WEIGHTS = np.array([[0, 940, 0, 0, 60], [0, 780, 150, 0, 70]])


@dataclass(slots=True, kw_only=True)
class Orders:
    """What a court would order on each charge of a chunk, and how the sentence would be closed."""

    plan: Ints  # position in PLANS; -1 = no sentence
    credit_days: Ints  # days already served, where any are to be served
    probation_months: Ints  # where there is probation
    closing: Ints  # position in COMPLETIONS, if the sentence ends before the extract
    returned: Flags  # the supervision agency answers about this charge


@dataclass(slots=True, kw_only=True)
class Sentences:
    """What was imposed on each charge of a chunk, and its end, in the order of the charges."""

    plan: Ints  # position in PLANS; -1 = no sentence
    credit_days: Ints  # days already served; 0 = none
    probation_end: Days  # of a sentence or of a probation before judgment; NaT = no probation
    end: Days  # last day of all of it; NaT = nothing was imposed, or still pending
    completion: Ints  # position in COMPLETIONS
    returned: Flags  # the supervision agency answered about this charge


def draw_orders(dice: Dice, charges: Charges) -> Orders:
    """Draw a sentence for every conviction and a probation for every probation before judgment."""
    size = len(charges)
    plan = dice.pick_by(_PLAN_WEIGHTS, CEILING_OF[charges.offense])
    months = _PROBATION_MONTHS[dice.pick(_PROBATION_WEIGHTS, size)]
    pbj_months = _PROBATION_MONTHS[dice.pick(_PBJ_WEIGHTS, size)]
    return Orders(
        plan=np.where(charges.outcome == Outcome.CONVICTED, plan, -1),
        credit_days=_CREDIT_DAYS[dice.pick(_CREDIT_WEIGHTS, size)],
        probation_months=np.where(charges.outcome == Outcome.PBJ, pbj_months, months),
        closing=dice.pick_by(_CLOSING_WEIGHTS, _HAS_PROBATION[plan].astype(np.int64)),
        returned=dice.chance(700, size),
    )


def impose(charges: Charges, orders: Orders, exported_on: np.datetime64) -> Sentences:
    """Work out when each sentence ends. A fine ends the day it was imposed."""
    start, plan = charges.outcome_day, orders.plan
    sentenced = plan >= 0
    serves = sentenced & (_SERVED_MONTHS[plan] + _SERVED_DAYS[plan] > 0)
    credit = np.where(serves, orders.credit_days, 0)
    released = later(months_later(start, _SERVED_MONTHS[plan]), _SERVED_DAYS[plan] - credit)
    on_probation = (sentenced & _HAS_PROBATION[plan]) | (charges.outcome == Outcome.PBJ)
    probation_end = np.where(on_probation, months_later(start, orders.probation_months), NO_DAY)
    end = np.where(serves, released, start)
    end = np.where(on_probation, np.maximum(end, probation_end), end)
    end = np.where(sentenced | on_probation, end, NO_DAY)
    completion = np.where(end > exported_on, COMPLETIONS.index("not_complete"), orders.closing)
    return Sentences(
        plan=plan,
        credit_days=credit,
        probation_end=probation_end,
        end=end,
        completion=np.where(np.isnat(end), 0, completion),
        returned=orders.returned & charges.guilty_rows,
    )
