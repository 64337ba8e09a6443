"""Everything that the solver is asked about the pages of a rulebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vacatur.engine.solve.boundaries import unshown_in
from vacatur.engine.solve.dead import dead_in
from vacatur.engine.solve.examples import place
from vacatur.engine.solve.gaps import uncovered_in
from vacatur.engine.solve.overlaps import overlaps_in
from vacatur.engine.solve.report import Finding, Kind
from vacatur.engine.solve.study import Study, studies_of
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook


def findings_of(rulebook: Rulebook, page: Page, *, seconds: float) -> Iterator[Finding]:
    """What is dead, overlapping, idle or unshown in one page.

    Parameters
    ----------
    rulebook, page
        The page, with the code lists and pages that it names.
    seconds
        The most that one question to the solver may take.
    """
    studies = studies_of(rulebook, page, seconds=seconds)
    yield from _dead_throughout(studies)
    for study in studies:
        yield from overlaps_in(study)
    yield from unshown_in(studies)


def _dead_throughout(studies: Sequence[Study]) -> Iterator[Finding]:
    """A condition must stand in every version of a page; dead in some of them it is only idle."""
    found = [finding for study in studies for finding in dead_in(study)]
    dead = Counter(each.where for each in found if each.kind is Kind.DEAD)
    speaking = Counter(place(study, line) for study in studies for line in _lines(study.version))
    for each in found:
        in_some = each.kind is Kind.DEAD and dead[each.where] < speaking[each.where]
        yield replace(each, kind=Kind.IDLE) if in_some else each


def _lines(version: Version) -> set[int]:
    lines = {each.line for each in version.conditions.values()}
    lines |= {each.line for each in version.grants} | {each.line for each in version.bars}
    return lines | {each.line for each in version.refers}


def gaps_of(rulebook: Rulebook, *, seconds: float) -> Iterator[Finding]:
    """The facts of which no page of a rulebook speaks."""
    yield from uncovered_in(rulebook, seconds=seconds)
