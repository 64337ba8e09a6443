"""Files by which agencies would answer about charges: supervision and laboratory."""

from __future__ import annotations

import numpy as np

from vacatur.sample.charge_rows import case_number, charge_number, in_order
from vacatur.sample.chunk import Chunk
from vacatur.sample.codes import SUBSTANCES
from vacatur.sample.columns import Table, iso, words
from vacatur.sample.seizures import GRAMS, PRODUCT_FORMS, THC_PERCENTS
from vacatur.sample.sentences import COMPLETIONS

SUPERVISION_COLUMNS = ("case_num", "charge_num", "sentence_end", "sentence_completion")
LABORATORY_COLUMNS = (
    "case_num",
    "charge_num",
    "substance",
    "product_form",
    "quantity_grams",
    "thc_percent",
)
_COMPLETIONS_TOLD = ["" if word == "unknown" else word for word in COMPLETIONS]


def supervision_rows(chunk: Chunk) -> Table:
    """Return one row for each sentence whose end the agency tells; blank: how is not known."""
    charges, sentences = chunk.charges, chunk.sentences
    rows = {
        "case_num": case_number(chunk),
        "charge_num": charge_number(charges),
        "sentence_end": iso(sentences.end),
        "sentence_completion": words(_COMPLETIONS_TOLD, sentences.completion),
    }
    told = chunk.answers.end_told & ~np.isnat(sentences.end)
    return in_order(rows, chunk, only=told & ~chunk.cases.vanished[charges.case])


def laboratory_rows(chunk: Chunk) -> Table:
    """Return one row for each charge that the laboratory reports on."""
    charges, seizures = chunk.charges, chunk.answers.seizures
    rows = {
        "case_num": case_number(chunk),
        "charge_num": charge_number(charges),
        "substance": words(SUBSTANCES, charges.substance),
        "product_form": words(PRODUCT_FORMS, seizures.form),
        "quantity_grams": words(GRAMS, seizures.weight),
        "thc_percent": words(THC_PERCENTS, seizures.thc),
    }
    return in_order(rows, chunk, only=seizures.reported & ~chunk.cases.vanished[charges.case])
