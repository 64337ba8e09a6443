"""What the worked cases of a page never show: sides of its boundaries, and truths of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import z3

from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.engine.interpret import Interpreter
from vacatur.engine.known import as_known_on
from vacatur.engine.solve import days
from vacatur.engine.solve.edges import ONE_DAY, Edge, edges_of
from vacatur.engine.solve.examples import (
    TARGET,
    confirmed,
    decided,
    disagreement,
    not_decided,
    place,
    plain,
)
from vacatur.engine.solve.report import Example, Finding, Kind
from vacatur.engine.solve.solving import Holds
from vacatur.engine.solve.study import Study
from vacatur.engine.solve.terms import Term
from vacatur.engine.standing import verified_through, version_on
from vacatur.engine.truth import Truth
from vacatur.law import nodes as n
from vacatur.law.page import Condition, Page
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import children
from vacatur.record.record import Record

_TRUTHS: tuple[tuple[Truth, str], ...] = ((True, "true"), (False, "false"), (None, "unknown"))
_ADD = "Add a row to the cases table: the one below is decided as the page now stands."


def unshown_in(studies: Sequence[Study]) -> Iterator[Finding]:
    """Every side and every truth of a page that none of its worked cases shows."""
    rulebook, page = studies[0].rulebook, studies[0].page
    worked = list(studies[0].worked.values())
    yield from _unshown_days(studies, worked)
    shown = {key for record in worked for key in edges_shown(rulebook, page, record)}
    truths = {pair for record in worked for pair in _truths(rulebook, page, record)}
    seen: set[object] = set()
    for study, condition in _conditions(studies):
        for edge, around in _edges(condition, page):
            if edge.key not in shown and edge.key not in seen:
                seen.add(edge.key)
                yield from _unshown_edge(study, edge, around)
        for truth, word in _TRUTHS:
            if (condition.name, truth) not in truths:
                truths.add((condition.name, truth))
                yield from _unshown_truth(study, condition, truth, word)


def edges_shown(rulebook: Rulebook, page: Page, record: Record) -> set[tuple[int, str, str]]:
    """The sides of boundaries on which a record stands, as the interpreter reads it."""
    version = version_on(rulebook, page, record.as_of)
    known = as_known_on(record, record.as_of)
    charge = next(iter(known.charges()), None)
    if version is None or charge is None:
        return set()
    reader = _Watching(rulebook, page, version, known)
    for name in version.conditions:
        reader.condition(name, charge)
    return reader.shown


class _Watching(Interpreter):
    """Notes on which side of each boundary the claims stand that it reads."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.shown: set[tuple[int, str, str]] = set()

    def _leaf(self, node: n.Truth, rows: Any) -> Truth:
        for edge in edges_of(node, self.page):
            if edge.is_shown(self, rows):
                self.shown.add(edge.key)
        return super()._leaf(node, rows)


# ---- days of decision -----------------------------------------------------------------------


def _unshown_days(studies: Sequence[Study], worked: Sequence[Record]) -> Iterator[Finding]:
    """The days on either side of the day on which a version begins or ends."""
    rulebook, page = studies[0].rulebook, studies[0].page
    last = verified_through(rulebook, page)
    shown = {record.as_of for record in worked}
    for day in sorted(_turns(page)):
        if day in shown or day > last:
            continue
        example = _on_day(studies, day)
        yield Finding(
            kind=Kind.UNSHOWN,
            page_id=page.page_id,
            where=page.path,
            what=f"no case is decided on {day}, beside which a version begins or ends",
            repair=_ADD if example else "Add a row to a cases table.",
            example=example,
        )


def _turns(page: Page) -> set[date]:
    found: set[date] = set()
    for version in page.versions:
        if version.span.first is not None:
            found |= {version.span.first - ONE_DAY, version.span.first}
        if version.span.last is not None:
            found |= {version.span.last, version.span.last + ONE_DAY}
    return found


def _on_day(studies: Sequence[Study], day: date) -> Example | None:
    """A worked case of the page as it stands on another day, with a search of that day."""
    for study in reversed(studies):
        base = study.usual(0)
        if base is not None:
            searched = base.person.history_checked_on
            person = replace(base.person, history_checked_on=None if searched is None else day)
            record = replace(base, as_of=day, person=person)
            decision = decided(study.rulebook, study.page, record)
            if isinstance(decision, Decision):
                return Example(record=record, target=TARGET, answer=str(decision.published))
    inside = (study for study in studies if day in study.version.span)
    study = next(inside, studies[0])
    found = confirmed(study, [_is_day(study, day)], lambda _, decision: True, line=0)
    return found if isinstance(found, Example) else None


def _is_day(study: Study, day: date) -> Term:
    reading = study.small
    return days.is_days_from(reading.world.as_of, days.constant(day), 0)


# ---- boundaries in conditions ---------------------------------------------------------------


def _conditions(studies: Sequence[Study]) -> Iterator[tuple[Study, Condition]]:
    """Each condition once for each version of its words, with the last version that holds it."""
    seen: set[int] = set()
    for study in reversed(studies):
        for condition in study.version.conditions.values():
            if condition.line not in seen:
                seen.add(condition.line)
                yield study, condition


def _edges(condition: Condition, page: Page) -> Iterator[tuple[Edge, n.RowSet | None]]:
    """The sides of each boundary of a condition, with the set in whose rows it stands."""
    waiting: list[tuple[n.Node, n.RowSet | None]] = [(condition.truth, None)]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, n.Before | n.Waited | n.NotWithin | n.HasPassed | n.Limit):
            yield from ((edge, around) for edge in edges_of(node, page))
        inside = node if isinstance(node, n.RowSet) else around
        waiting += [(child, inside) for child in children(node)]


def _unshown_edge(study: Study, edge: Edge, around: n.RowSet | None) -> Iterator[Finding]:
    where = place(study, edge.claim.line)
    what = f"no case shows [{plain(edge.claim.text)}] at {edge.side}"

    def confirms(record: Record, _: Decision) -> bool:
        return edge.key in edges_shown(study.rulebook, study.page, record)

    found = confirmed(study, [_at(study, edge, around)], confirms, line=edge.claim.line)
    yield from _unshown(study, where, what, found)


def _at(study: Study, edge: Edge, around: n.RowSet | None) -> Term:
    """That the charge under test, or a row of the set, stands on the edge."""
    reader = study.small.now
    rows = study.world.rows_for(study.world.target)
    if around is None or not isinstance(around.source, n.SetName):
        return edge.term(reader, rows)
    return z3.Or(
        [
            z3.And(
                member.there,
                z3.Not(member.belongs.no),
                edge.term(reader, {**rows, around.variable: member.row}),
            )
            for member in study.world.members(around.source, rows)
        ]
    )


# ---- truths of conditions -------------------------------------------------------------------


def _truths(rulebook: Rulebook, page: Page, record: Record) -> set[tuple[str, Truth]]:
    target = next(record.charges()).charge_id
    decision = decide_one(rulebook, page, record, target)
    return set(decision.conditions.items()) if decision is not None else set()


def _unshown_truth(
    study: Study, condition: Condition, truth: Truth, word: str
) -> Iterator[Finding]:
    held = study.small.now.condition(condition.name)
    claim = {True: held.yes, False: held.no, None: held.unknown}[truth]

    def confirms(_: Record, decision: Decision) -> bool:
        return decision.conditions.get(condition.name) is truth

    found = confirmed(study, [claim], confirms, line=condition.line)
    what = f"no case shows [{condition.name}] {word}"
    yield from _unshown(study, place(study, condition.line), what, found)


def _unshown(study: Study, where: str, what: str, found: Example | Holds) -> Iterator[Finding]:
    """A finding, unless no record can be there at all."""
    match found:
        case Holds.NEVER:
            return
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether {what.removeprefix('no case shows ')}")
        case Holds.YES:
            yield disagreement(study, where, what)
        case Example():
            yield Finding(
                kind=Kind.UNSHOWN,
                page_id=study.page.page_id,
                where=where,
                what=what,
                repair=_ADD,
                example=found,
            )
