"""`vacatur law check --solve`: gaps and overlaps of pages, each with an example to be tried."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from vacatur.engine.decide_one import decide_one
from vacatur.engine.worked_cases import state_of
from vacatur.engine.worked_tables import cases_table
from vacatur.errors import GrantsConflict, RecordError, UsageError
from vacatur.ingest.docket import read_docket
from vacatur.ingest.docket_write import docket_of
from vacatur.law.rulebook import Rulebook
from vacatur.progress import Progress, Steps
from vacatur.record.record import Record

if TYPE_CHECKING:  # the solver is an extra, and most offices do without it
    from vacatur.engine.solve.report import Example, Finding

_KEEP_THE_DOCKET = (
    "No cases table can say this: keep the docket among those of [law test --dockets]."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A finding of the solver, in words, with its example.

    `docket` reads back as the example and gets the same answers; `table` is a `cases` fence that
    holds. Each is None where it cannot be written, and where there is no example.
    """

    kind: str
    is_fault: bool
    page: str
    where: str
    what: str
    why: str
    repair: str
    answer: str | None
    docket: dict[str, Any] | None
    table: str | None


def solve_pages(
    rulebook: Rulebook, *, seconds: float, progress: Progress | None = None
) -> list[Solved]:
    """Ask the solver everything about a rulebook's pages.

    Parameters
    ----------
    rulebook
        Its pages, without faults that the reader finds.
    seconds
        The most that one question to the solver may take.
    progress
        Told of each page.

    Raises
    ------
    UsageError
        The solver is not installed.
    """
    if find_spec("z3") is None:
        raise UsageError(
            "the solver Z3 is not installed",
            why="It is an extra: no decision needs it.",
            repair="Install it: python -m pip install 'vacatur[solve]'",
        )
    from vacatur.engine.solve.whole import findings_of, gaps_of

    steps = Steps(progress, len(rulebook.pages) + 1)
    found: list[Solved] = []
    for page in rulebook.pages:
        found += [_solved(rulebook, f) for f in findings_of(rulebook, page, seconds=seconds)]
        steps.done(page.page_id)
    found += [_solved(rulebook, each) for each in gaps_of(rulebook, seconds=seconds)]
    steps.done("what no page covers")
    return found


def _solved(rulebook: Rulebook, finding: Finding) -> Solved:
    example = finding.example
    table = _table(rulebook, finding, example) if example else None
    cannot_say = example is not None and table is None and str(finding.kind) == "unshown"
    return Solved(
        kind=str(finding.kind),
        is_fault=finding.is_fault,
        page=finding.page_id,
        where=finding.where,
        what=finding.what,
        why=finding.why,
        repair=_KEEP_THE_DOCKET if cannot_say else finding.repair,
        answer=example.answer if example else None,
        docket=_docket(rulebook, finding, example) if example else None,
        table=table,
    )


def _docket(rulebook: Rulebook, finding: Finding, example: Example) -> dict[str, Any] | None:
    """The example as a docket, where it reads back to the same answers on every page."""
    rules = {page.page_id: page.implements for page in rulebook.pages}
    rule = rules.get(finding.page_id)
    docket = docket_of(example.record, rule=rule, target=example.target)
    try:
        text = json.loads(json.dumps(docket), parse_float=Decimal)
        again = read_docket(text, source="example", codes=rulebook.codes)
    except RecordError:
        return None
    assert again.target is not None  # it was written
    first = _answers(rulebook, example.record, example.target)
    return docket if _answers(rulebook, again.record, again.target) == first else None


def _answers(rulebook: Rulebook, record: Record, target: str) -> Sequence[str | None]:
    answers: list[str | None] = []
    for page in rulebook.pages:
        try:
            decision = decide_one(rulebook, page, record, target)
            answers.append(None if decision is None else str(decision.published))
        except GrantsConflict:
            answers.append("two answers")
    return answers


def _table(rulebook: Rulebook, finding: Finding, example: Example) -> str | None:
    """The example as a worked case of the page; what no page covers is no page's case."""
    page = next((each for each in rulebook.pages if each.page_id == finding.page_id), None)
    if page is None or finding.is_fault:
        return None
    return cases_table(
        example.record,
        title="shown by the solver",
        state=state_of(page).get("state", ""),
        outcome=example.answer,
    )
