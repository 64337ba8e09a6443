"""Records of the solver, decided by the interpreter before anybody sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import z3

from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.engine.solve.report import Example, Finding, Kind
from vacatur.engine.solve.solving import Holds
from vacatur.engine.solve.study import Study
from vacatur.engine.solve.terms import Term
from vacatur.errors import GrantsConflict
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.record import Record

TARGET = "c1"

Confirms = Callable[[Record, Decision], bool]


def decided(rulebook: Rulebook, page: Page, record: Record) -> Decision | GrantsConflict | None:
    """What the interpreter makes of the charge under test; two answers at once are an outcome."""
    try:
        return decide_one(rulebook, page, record, TARGET)
    except GrantsConflict as conflict:
        return conflict


def confirmed(
    study: Study, claims: Sequence[Term], confirms: Confirms, *, line: int
) -> Example | Holds:
    """An example of some claims that the interpreter confirms; otherwise why there is none.

    A charge that is in scope and not referred is preferred, since there an answer hangs on more.
    `Holds.YES` says that the solver has an example and the interpreter reads it otherwise.
    """
    answer = study.small.answer()
    # A record that is granted two answers is told as a fault, and shows nothing else.
    claims = [*claims, z3.Not(answer.conflict)]
    found = study.example(claims, [answer.in_scope, z3.Not(answer.referred)], line=line)
    if found.record is None:
        return found.holds
    decision = decided(study.rulebook, study.page, found.record)
    if not isinstance(decision, Decision) or not confirms(found.record, decision):
        return Holds.YES
    return Example(record=found.record, target=TARGET, answer=str(decision.published))


def not_decided(study: Study, where: str, what: str) -> Finding:
    """That the solver ran out of time over one question."""
    return Finding(
        kind=Kind.NOT_DECIDED,
        page_id=study.page.page_id,
        where=where,
        what=f"{what}: not decided in {study.seconds:g} s",
        repair="Give it more time with --seconds.",
    )


def disagreement(study: Study, where: str, what: str) -> Finding:
    """That the interpreter does not confirm what the solver found: a fault of this program."""
    return Finding(
        kind=Kind.DISAGREEMENT,
        page_id=study.page.page_id,
        where=where,
        what=f"{what}: the solver has an example, and the interpreter reads it otherwise",
        repair="Report it: it is a fault of vacatur and not of the page.",
    )


def span_of(study: Study) -> str:
    """The version, where a page has several: ` (decisions of 2017-10-01..2022-12-31)`."""
    several = len(study.page.versions) > 1
    return f" (decisions of {study.version.span})" if several else ""


def plain(text: str) -> str:
    """A claim's words without the blanks of the lines it was written on."""
    return text.replace("( ", "(").replace(", )", ")")


def place(study: Study, line: int) -> str:
    """File and line of a statement of the page."""
    return f"{study.page.path}, line {line}"
