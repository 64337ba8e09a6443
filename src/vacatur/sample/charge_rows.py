"""Charge rows as the court exports them, and what the supervision agency returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vacatur.sample.calendar import NO_DAY
from vacatur.sample.charges import Charges, Outcome
from vacatur.sample.chunk import Chunk, shuffled
from vacatur.sample.codes import OFFENSES
from vacatur.sample.columns import Table, constant, digits, flagged, iso, slashed, taken, words
from vacatur.sample.dice import Flags
from vacatur.sample.sentences import COMPLETIONS, PLANS

CHARGE_COLUMNS = (
    "case_num",
    "case_court",
    "charge_num",
    "charge_desc",
    "charge_statute",
    "charge_amend_date",
    "charge_cjis_code",
    "charge_mo_pll",
    "charge_prob_cause",
    "charge_inc_date_from",
    "charge_inc_date_to",
    "charge_victim_age",
    "charge_plea",
    "charge_disposition",
    "charge_disp_date",
    "charge_fine",
    "charge_court_costs",
    "charge_cicf",
    "charge_susp_fine",
    "charge_susp_court_costs",
    "charge_susp_cicf",
    "charge_pbj_end_date",
    "charge_prob_end_date",
    "charge_rest_amt",
    "charge_jailtime",
    "charge_susp_jailtime",
    "charge_credit_timeserved",
)
SENTENCE_END_COLUMNS = ("case_num", "charge_num", "sentence_end", "sentence_completion")

# The court's words, with its spellings. The last, blank: the row shows no outcome.
DISPOSITIONS = (
    "GUILTY",
    "NOLLE CONTENDRE",
    "PBJ SUPERVISED",
    "PBJ UNSUPERVISED",
    "NOLLE PROSEQUI",
    "STET",
    "DISMISSED",
    "NOT GUILTY",
    "JUDGMENT OF ACQUITAL",
    "GUILTY-MERGED",
    "ABATED BY DEATH",
    "",
)
_BLANK = len(DISPOSITIONS) - 1
# Rows: charges.Outcome. Columns: DISPOSITIONS.
_DISPOSITION_WEIGHTS = np.array(
    [
        [997, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 550, 450, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 550, 450, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]
)

PLEAS = (
    "OTHER PLEA",
    "NOT GUILTY",
    "GUILTY",
    "NOT CRIMINALLY RESPONSIBLE BY REASON OF INSANITY",
    "",
)
# Rows: charges.Outcome. Columns: PLEAS.
_PLEA_WEIGHTS = np.array(
    [
        [0, 945, 55, 0],
        [15, 900, 85, 0],
        [995, 4, 0, 1],
        [994, 0, 0, 6],
        [1000, 0, 0, 0],
        [120, 880, 0, 0],
        [0, 1000, 0, 0],
        [1000, 0, 0, 0],
        [1000, 0, 0, 0],
    ]
)
_FINES = ("100.0", "150.0", "200.0", "250.0", "500.0", "25.0", "75.0", "35.0", "0.0", "")
_FINE_WEIGHTS = (600, 80, 80, 80, 60, 40, 40, 20)
_NO_FINE = len(_FINES) - 2


def charge_rows(chunk: Chunk) -> Table:
    """Return the District charge rows of a chunk, in the court's columns and its cases' order."""
    charges, size = chunk.charges, len(chunk.charges)
    incident = iso(chunk.cases.offended[charges.case])
    rows = {
        "case_num": case_number(chunk),
        "case_court": constant("District", size),
        "charge_num": charge_number(charges),
        "charge_desc": _of_offense([offense.description for offense in OFFENSES], charges),
        "charge_statute": _of_offense([offense.statute for offense in OFFENSES], charges),
        "charge_cjis_code": _of_offense([offense.code for offense in OFFENSES], charges),
        "charge_mo_pll": flagged(chunk.dice.chance(8, size), "X", ""),
        "charge_prob_cause": flagged(chunk.dice.chance(980, size), "X", ""),
        "charge_inc_date_from": incident,
        "charge_inc_date_to": incident,
        "charge_victim_age": constant("", size),
        **_outcome_columns(chunk),
        **_money_columns(chunk),
        **_sentence_columns(chunk),
    }
    return in_order(rows, chunk)


def sentence_end_rows(chunk: Chunk) -> Table:
    """Return what the supervision agency answered: one row for each charge it answered about."""
    charges, sentences = chunk.charges, chunk.sentences
    rows = {
        "case_num": case_number(chunk),
        "charge_num": charge_number(charges),
        "sentence_end": iso(sentences.end),
        "sentence_completion": words(COMPLETIONS, sentences.completion),
    }
    return in_order(rows, chunk, only=sentences.returned)


def case_number(chunk: Chunk) -> Any:
    """Return the District case number of each charge."""
    return digits(chunk.numbers.district[chunk.charges.case], 9, letter_at=1, letter="B")


def charge_number(charges: Charges) -> Any:
    """Return the number of each charge in its case, as the court prints it."""
    return digits(charges.number, 3)


def in_order(rows: Table, chunk: Chunk, *, only: Flags | None = None) -> Table:
    """Return the rows of all charges or some, with their cases mixed, the planted ones first."""
    # A planted case has one charge, so as many charges as cases stay in front.
    order = shuffled(chunk.numbers.district[chunk.charges.case], chunk.planted_cases)
    return taken(rows, order if only is None else order[only[order]])


def _of_offense(vocabulary: Sequence[str], charges: Charges) -> Any:
    return words(vocabulary, charges.offense)


def _outcome_columns(chunk: Chunk) -> Table:
    charges, dice = chunk.charges, chunk.dice
    shown = charges.shown
    disposition = dice.pick_by(_DISPOSITION_WEIGHTS, charges.outcome)
    disposition[: chunk.planted_cases] = DISPOSITIONS.index("GUILTY")
    plea = dice.pick_by(_PLEA_WEIGHTS, charges.outcome)
    disposed_on = np.where(shown, charges.outcome_day, NO_DAY)
    amended = shown & dice.chance(20, len(charges))
    return {
        "charge_plea": words(PLEAS, np.where(shown, plea, len(PLEAS) - 1)),
        "charge_disposition": words(DISPOSITIONS, np.where(shown, disposition, _BLANK)),
        "charge_disp_date": iso(disposed_on),
        "charge_amend_date": slashed(np.where(amended, disposed_on, NO_DAY)),
    }


def _money_columns(chunk: Chunk) -> Table:
    """Amounts in dollars; 0.0 where the court disposed and ordered none, blank where it did not."""
    charges, dice, size = chunk.charges, chunk.dice, len(chunk.charges)
    shown, guilty = charges.shown, charges.guilty_rows
    fined = guilty & np.array([plan.fined for plan in PLANS])[chunk.sentences.plan]
    fine = np.where(fined, dice.pick(_FINE_WEIGHTS, size), _NO_FINE)
    costs = guilty & dice.chance(880, size)
    waived = costs & dice.chance(740, size)
    blank = len(_FINES) - 1
    return {
        "charge_fine": words(_FINES, np.where(shown, fine, blank)),
        "charge_court_costs": _amount("22.5", costs, shown),
        "charge_cicf": _amount("35.0", costs, shown),
        "charge_susp_fine": flagged(shown, "0.0", ""),
        "charge_susp_court_costs": _amount("22.5", waived, shown),
        "charge_susp_cicf": _amount("35.0", waived, shown),
        "charge_rest_amt": flagged(shown, "0.0", ""),
    }


def _amount(amount: str, ordered: Flags, shown: Flags) -> Any:
    return words(["", "0.0", amount], shown.astype(np.int64) + ordered)


def _sentence_columns(chunk: Chunk) -> Table:
    charges, sentences = chunk.charges, chunk.sentences
    guilty = charges.guilty_rows
    on_pbj = charges.shown & (charges.outcome == Outcome.PBJ)
    plan = np.where(guilty, sentences.plan + 1, 0)
    credited = guilty & (sentences.credit_days > 0)
    days = ["", *(f"{count}.0" for count in range(1, 32))]
    return {
        "charge_pbj_end_date": slashed(np.where(on_pbj, sentences.probation_end, NO_DAY)),
        "charge_prob_end_date": slashed(np.where(guilty, sentences.probation_end, NO_DAY)),
        "charge_jailtime": words(["", *(each.jail for each in PLANS)], plan),
        "charge_susp_jailtime": words(["", *(each.suspended for each in PLANS)], plan),
        "charge_credit_timeserved": words(days, np.where(credited, sentences.credit_days, 0)),
    }
