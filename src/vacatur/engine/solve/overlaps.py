"""Grants of different answers that can hold at once: an error of the engine, found beforehand.

Versions of a page cannot overlap: the reader refuses two definitions for one day of decision. What
can overlap are grants whose conditions split the days of the offence, the amounts or the ages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from vacatur.engine.solve.answers import Reading
from vacatur.engine.solve.examples import TARGET, decided, disagreement, not_decided, place, span_of
from vacatur.engine.solve.report import Example, Finding, Kind
from vacatur.engine.solve.solving import Holds
from vacatur.engine.solve.study import Study
from vacatur.engine.solve.terms import Term
from vacatur.errors import GrantsConflict
from vacatur.law.page import Grant


def overlaps_in(study: Study) -> Iterator[Finding]:
    """Every pair of grants of a version that can hold at once with different answers."""
    for first, second in combinations(study.version.grants, 2):
        if first.answer is not second.answer:
            yield from _overlap(study, first, second)


def _overlap(study: Study, first: Grant, second: Grant) -> Iterator[Finding]:
    names = f"[{first.when.name}] and [{second.when.name}]"
    where = place(study, second.line)
    match study.can(study.open, _both(study.open, first, second)):
        case Holds.NEVER:
            return
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether {names} can hold at once")
            return
    found = study.example(_both(study.small, first, second), line=0)
    conflict = found.record and decided(study.rulebook, study.page, found.record)
    if found.record is not None and isinstance(conflict, GrantsConflict):
        yield Finding(
            kind=Kind.OVERLAP,
            page_id=study.page.page_id,
            where=where,
            what=f"{names} can hold at once and grant {first.answer} and {second.answer}"
            + span_of(study),
            why="Such a record stops the run: nothing is first-match-wins.",
            repair="Make the two conditions exclude each other.",
            example=Example(record=found.record, target=TARGET, answer=conflict.what),
        )
        return
    match found.holds:
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether {names} can hold at once")
        case Holds.YES:
            yield disagreement(study, where, f"whether {names} can hold at once")
        case Holds.NEVER:
            yield Finding(
                kind=Kind.UNCONFIRMED,
                page_id=study.page.page_id,
                where=where,
                what=f"whether {names} can hold at once could not be confirmed{span_of(study)}",
                why="It is not excluded where sets and code lists are free, and no record with "
                "few charges shows it.",
            )


def _both(reading: Reading, first: Grant, second: Grant) -> list[Term]:
    """That both grants are reached and true."""
    answer = reading.answer()
    held = (reading.now.condition(each.when.name) for each in (first, second))
    return [answer.conflict, *(each.yes for each in held)]
