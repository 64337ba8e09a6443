"""`facts/officers.csv`, as a records unit of the police would send it, and who is who in it."""

from __future__ import annotations

from itertools import chain

import numpy as np

from vacatur.sample.cases import CHARGES_PER_CASE
from vacatur.sample.chunk import Chunk
from vacatur.sample.columns import Table, digits, text_column, words
from vacatur.sample.dice import Ints
from vacatur.sample.officers import EVIDENCE, ROLES, Force, Posting
from vacatur.sample.participations import (
    AGENCY_PRINTED_IN,
    NO_NUMBER,
    NUMBER_PRINTED_IN,
    Participations,
)

OFFICER_COLUMNS = (
    "case_num",
    "charge_num",
    "role",
    "agency",
    "unit",
    "officer_id",
    "name",
    "evidence",
)
OFFICER_TRUTH_COLUMNS = ("row", "officer")
_CHARGE_NUMBERS = ("", *(f"{number:03}" for number in range(1, len(CHARGES_PER_CASE) + 1)))


def officer_rows(chunk: Chunk, rows: Participations, force: Force) -> Table:
    """Return one row for each participant of a case."""
    posting, postings = _postings(rows, force)
    names = list(chain.from_iterable(each.spellings for each in force.participants))
    spelt = len(force.participants[0].spellings)
    number = np.where(
        rows.number_print == NO_NUMBER, 0, 1 + posting * NUMBER_PRINTED_IN + rows.number_print
    )
    agencies = list(chain.from_iterable(_agency_prints(each.agency) for each in postings))
    units = ["", *(each.unit for each in postings)]
    return {
        "case_num": digits(chunk.numbers.district[rows.case], 9, letter_at=1, letter="B"),
        "charge_num": words(_CHARGE_NUMBERS, rows.charge),
        "role": words(ROLES, rows.role),
        "agency": words(agencies, posting * AGENCY_PRINTED_IN + rows.agency_print),
        "unit": words(units, np.where(rows.unit_blank, 0, 1 + posting)),
        "officer_id": words(["", *chain.from_iterable(map(_number_prints, postings))], number),
        "name": words(names, rows.participant * spelt + rows.spelling),
        "evidence": words(EVIDENCE, rows.evidence),
    }


def officer_truth_rows(rows: Participations, *, rows_before: int) -> Table:
    """Return who each row is truly about: officers from 1 on, and the staff after them.

    Parameters
    ----------
    rows_before
        Rows that the file has already; the first row of a file is row 1.
    """
    row = range(1 + rows_before, 1 + rows_before + len(rows))
    return {
        "row": text_column([str(each) for each in row]),
        "officer": digits(1 + rows.participant, 3),
    }


def _postings(rows: Participations, force: Force) -> tuple[Ints, list[Posting]]:
    """Return the posting of each row, as a position in the list of all of them."""
    count = np.array([len(each.postings) for each in force.participants])
    first = np.cumsum(count) - count
    postings = list(chain.from_iterable(each.postings for each in force.participants))
    return first[rows.participant] + rows.moved, postings


def _agency_prints(agency: str) -> tuple[str, ...]:
    return agency, agency.lower(), "".join(f"{letter}." for letter in agency)


def _number_prints(posting: Posting) -> tuple[str, ...]:
    letter, figures = posting.identifier[:1], posting.identifier[1:]
    return (
        posting.identifier,
        f"{letter.lower()}-{figures}",
        f"{letter}0{figures}",
        f" {posting.identifier} ",
    )
