"""What is true of each charge, whatever the court's row shows: for judging an answer."""

from __future__ import annotations

import numpy as np

from vacatur.sample.charge_rows import case_number, charge_number, in_order
from vacatur.sample.charges import Outcome, extract_day, pending_elsewhere
from vacatur.sample.chunk import Chunk
from vacatur.sample.codes import ACT_OF, ACTS, CONTRADICTS, KIND_OF, KINDS, SUBSTANCES
from vacatur.sample.columns import Table, flagged, iso, words
from vacatur.sample.dice import Ints
from vacatur.sample.plant import LABELS
from vacatur.sample.seizures import GRAMS, PRODUCT_FORMS
from vacatur.sample.sentences import COMPLETIONS

CHARGE_TRUTH_COLUMNS = (
    "case_number",
    "charge_number",
    "act",
    "kind",
    "substance",
    "text_contradicts",
    "court",
    "outcome",
    "outcome_date",
    "sentence_end",
    "sentence_completion",
    "pending_elsewhere",
    "pending_elsewhere_when_searched",
    "planted",
    "product_form",
    "quantity_grams",
    "pending_in_another_state",
)
OUTCOMES = tuple(outcome.name.lower() for outcome in Outcome)
COURTS = ("district", "circuit", "")  # in the order of cases.Court; "" = the person never came
_NO, _YES, _NEVER_SEARCHED = "no", "yes", ""


def charge_truth_rows(chunk: Chunk) -> Table:
    """Return one row for each charge, in the order of the charge rows.

    `pending_elsewhere` is read on the extract's day, `pending_elsewhere_when_searched` on the day
    of the person's search; blank means that the person was never searched. Both are about the
    county. `product_form` and `quantity_grams` are blank where no substance could be weighed.
    """
    charges, sentences, offense = chunk.charges, chunk.sentences, chunk.charges.offense
    seizures, away = chunk.answers.seizures, chunk.answers.other_states.pending
    rows = {
        "case_number": case_number(chunk),
        "charge_number": charge_number(charges),
        "act": words(ACTS, ACT_OF[offense]),
        "kind": words(KINDS, KIND_OF[offense]),
        "substance": words(SUBSTANCES, charges.substance),
        "text_contradicts": flagged(CONTRADICTS[offense], _YES, _NO),
        "court": words(COURTS, chunk.cases.court[charges.case]),
        "outcome": words(OUTCOMES, charges.outcome),
        "outcome_date": iso(charges.outcome_day),
        "sentence_end": iso(sentences.end),
        "sentence_completion": words(COMPLETIONS, sentences.completion),
        **_pending_columns(chunk),
        "planted": words(LABELS, _planted(chunk)),
        "product_form": words(PRODUCT_FORMS, seizures.form),
        "quantity_grams": words(GRAMS, seizures.weight),
        "pending_in_another_state": flagged(away[chunk.cases.person[charges.case]], _YES, _NO),
    }
    return in_order(rows, chunk)


def _pending_columns(chunk: Chunk) -> Table:
    cases, case = chunk.cases, chunk.charges.case
    searched_on = chunk.people.searched_on[cases.person]
    now = pending_elsewhere(cases, extract_day(cases))[case]
    then = pending_elsewhere(cases, searched_on)[case].astype(np.int64)
    never = np.isnat(searched_on)[case]
    return {
        "pending_elsewhere": flagged(now, _YES, _NO),
        "pending_elsewhere_when_searched": words(
            [_NO, _YES, _NEVER_SEARCHED], np.where(never, 2, then)
        ),
    }


def _planted(chunk: Chunk) -> Ints:
    position = np.arange(len(chunk.charges))
    return np.where(position < chunk.planted_cases, position + 1, 0)
