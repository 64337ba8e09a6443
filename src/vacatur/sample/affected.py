"""Which cases the invented ground truly affects, as whoever reads the records rightly would say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from vacatur.sample.charges import Outcome
from vacatur.sample.chunk import Chunk
from vacatur.sample.columns import Table, all_cells, digits, text_column
from vacatur.sample.dice import Flags
from vacatur.sample.ground_file import LIMITS, RECEIVED_ON, Limits
from vacatur.sample.officers import EVIDENCE, ROLES, Force
from vacatur.sample.participations import NO_NUMBER, Participations

AFFECTED_COLUMNS = ("case_number", "officer", "role", "reason")
_JUDGMENTS = (Outcome.CONVICTED, Outcome.PBJ, Outcome.MERGED)


def affected_rows(chunk: Chunk, rows: Participations, force: Force) -> Table:
    """Return one row for each affected case; of several officers in it, all are named.

    A case is affected where a row that has an identifier is about one of the six within all the
    limits of the ground, and the export prints a judgment in the case, before the office received
    the ground. So three kinds of case are left out whatever is true of them. A case that went to
    Circuit Court: its District row prints no outcome, and nobody can see from the export that there
    is a judgment. A case that is still open. And a case whose row has a name alone: it is to be
    checked. A case that vanishes from the export later is there on the day of the first one, and
    officers are written beside no other.
    """
    concerned = _concerned(chunk, rows, force) & _has_judgment(chunk)[rows.case]
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(concerned).tolist():
        found[int(rows.case[row])].append(row)
    case = np.array(list(found), dtype=np.int64)
    officer = all_cells(digits(1 + rows.participant, 3))
    return {
        "case_number": digits(chunk.numbers.district[case], 9, letter_at=1, letter="B"),
        "officer": text_column(
            ["; ".join(officer[row] for row in each) for each in found.values()]
        ),
        "role": text_column([_roles(rows, each) for each in found.values()]),
        "reason": text_column([_reason(chunk, each) for each in found]),
    }


def _concerned(chunk: Chunk, rows: Participations, force: Force) -> Flags:
    """True for the rows that the ground concerns, whether or not there is a judgment."""
    concerned = np.zeros(len(rows), dtype=bool)
    for position, limits in enumerate(LIMITS):
        within = (rows.participant == position) & (rows.number_print != NO_NUMBER)
        if limits.units:
            postings = force.participants[position].postings
            serves = [posting.unit in limits.units for posting in postings]
            within &= np.where(rows.moved, serves[-1], serves[0])
        concerned |= within & _in_limits(chunk, rows, limits)
    return concerned


def _in_limits(chunk: Chunk, rows: Participations, limits: Limits) -> Flags:
    """True for the rows, whoever they are about, of the right role, day and evidence."""
    day = chunk.cases.offended[rows.case]
    within = np.ones(len(rows), dtype=bool)
    if limits.since:
        within &= day >= np.datetime64(limits.since)
    if limits.until:
        within &= day <= np.datetime64(limits.until)
    if limits.roles:
        within &= np.isin(rows.role, limits.roles)
    if limits.evidence:
        within &= np.isin(rows.evidence, [0, *map(EVIDENCE.index, limits.evidence)])
    return within


def _has_judgment(chunk: Chunk) -> Flags:
    """True for the cases in which the export prints a judgment from before the ground."""
    charges = chunk.charges
    judged = charges.shown & np.isin(charges.outcome, _JUDGMENTS)
    judged &= charges.outcome_day < RECEIVED_ON
    found = np.zeros(len(chunk.cases), dtype=bool)
    found[charges.case[judged]] = True
    return found


def _roles(rows: Participations, each: Sequence[int]) -> str:
    return "; ".join(ROLES[role] for role in rows.role[each])


def _reason(chunk: Chunk, case: int) -> str:
    offended, judged = chunk.cases.offended[case], chunk.cases.closed[case]
    return f"offense of {offended} within the ground; judgment of {judged} before it"
