"""Everything that the solver is asked about the pages of a rulebook."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.engine.solve.boundaries import unshown_in
from vacatur.engine.solve.dead import dead_in
from vacatur.engine.solve.gaps import uncovered_in
from vacatur.engine.solve.overlaps import overlaps_in
from vacatur.engine.solve.report import Finding
from vacatur.engine.solve.study import studies_of
from vacatur.law.page import Page
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
    for study in studies:
        yield from dead_in(study)
        yield from overlaps_in(study)
    yield from unshown_in(studies)


def gaps_of(rulebook: Rulebook, *, seconds: float) -> Iterator[Finding]:
    """The facts of which no page of a rulebook speaks."""
    yield from uncovered_in(rulebook, seconds=seconds)
