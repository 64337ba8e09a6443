"""Explaining a decision: each condition's answer, the facts behind it, and what would decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import deciders_of
from vacatur.engine.decision import Decision
from vacatur.engine.explanation import (
    ChargeExplanation,
    ConditionAnswer,
    PageAnswer,
    RuleExplanation,
    StatedGround,
)
from vacatur.engine.facts import SourceColumns, fact_of, facts_of
from vacatur.engine.interpret import Interpreter
from vacatur.engine.known import as_known_on
from vacatur.engine.spans import spans_of
from vacatur.engine.standing import verified_through, version_on
from vacatur.engine.stated_ground import ground_of
from vacatur.engine.support import carrying_conditions
from vacatur.law import nodes as n
from vacatur.law.answers import Outcome
from vacatur.law.page import Condition, Page, Version
from vacatur.law.procedure import steps_of
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk
from vacatur.record.record import Record

HEADLINE = ("description", "statute", "local_code", "offense_date", "disposition")


def explain(
    rulebook: Rulebook, record: Record, charge_id: str, *, columns: SourceColumns
) -> ChargeExplanation:
    """Explain every rule of a rulebook for one charge.

    Parameters
    ----------
    rulebook, record
        As for `decide_one`; the day is the record's `as_of`.
    charge_id
        The charge.
    columns
        From `table.column@file` to the columns of that file; empty for a typed docket.
    """
    charge = record.charge(charge_id)
    case = record.case_of(charge)
    decided = [
        (page, decision)
        for page in rulebook.pages
        if (decision := decide_one(rulebook, page, record, charge_id)) is not None
    ]
    reached = [(page, d) for page, d in decided if d.reached]
    reached.sort(key=lambda pair: (pair[1].published.rank, pair[0].page_id))
    return ChargeExplanation(
        charge_id=charge_id,
        case_number=case.number or "",
        as_of=record.as_of,
        searched=record.person.history_checked_on == record.as_of,
        headline=tuple(fact_of("charge", charge, name, columns) for name in HEADLINE),
        rules=tuple(_rule(rulebook, page, record, d, columns) for page, d in reached),
        out_of_reach=tuple(d.implements for _, d in decided if not d.reached),
        participants=case.participants,
    )


def answer_of(
    rulebook: Rulebook, page: Page, record: Record, charge_id: str, *, columns: SourceColumns
) -> PageAnswer | None:
    """What one page answers for a charge, and why; None: it does not speak of such a charge.

    It is the middle of an explanation, without what would follow on other days or from other
    answers, for papers of thousands of charges.
    """
    decision = decide_one(rulebook, page, record, charge_id)
    if decision is None or not decision.reached:
        return None
    return PageAnswer(
        title=page.title,
        decision=decision,
        conditions=_conditions(rulebook, page, record, decision, columns),
    )


def _conditions(
    rulebook: Rulebook, page: Page, record: Record, decision: Decision, columns: SourceColumns
) -> tuple[ConditionAnswer, ...]:
    version = version_on(rulebook, page, decision.read_on) if decision.conditions else None
    if version is None:
        return ()
    known = as_known_on(record, decision.read_on)
    return tuple(_answers(rulebook, page, version, known, decision, columns))


def _rule(
    rulebook: Rulebook, page: Page, record: Record, decision: Decision, columns: SourceColumns
) -> RuleExplanation:
    version = version_on(rulebook, page, decision.read_on) if decision.conditions else None
    last_verified = verified_through(rulebook, page)
    ground: StatedGround | None = None
    if version is not None:
        known = as_known_on(record, decision.read_on)
        ground = ground_of(version, known.findings.get(decision.charge_id))
    return RuleExplanation(
        decision=decision,
        title=page.title,
        kind=page.kind,
        reviewed_by=page.reviewed_by,
        verified_through=last_verified,
        confidence=page.confidence if version is None else version.confidence,
        why=tuple(_why(version, decision, record, last_verified)),
        until=_until(version, decision),
        conditions=_conditions(rulebook, page, record, decision, columns),
        open_questions=deciders_of(rulebook, page, record, decision),
        not_checked=() if version is None else tuple(_not_checked(version, decision)),
        duties=_duties(rulebook, page, version, decision.read_on),
        vehicle=_vehicle(rulebook, page),
        ground=ground,
        spans=spans_of(rulebook, page, record, decision.charge_id),
    )


def _duties(rulebook: Rulebook, page: Page, version: Version | None, day: date) -> tuple[str, ...]:
    if version is None:
        return ()
    vehicle = rulebook.vehicles[page.vehicle] if page.vehicle else None
    return tuple(str(step) for step in steps_of(version, vehicle, day))


def _vehicle(rulebook: Rulebook, page: Page) -> str:
    vehicle = rulebook.vehicles[page.vehicle] if page.vehicle else None
    return f"{vehicle.title} ({vehicle.vehicle_id})" if vehicle else ""


def _why(
    version: Version | None, decision: Decision, record: Record, last_verified: date
) -> Iterator[str]:
    """Plain reasons that stand above the conditions."""
    if record.as_of > last_verified:
        yield f"The law was checked through {last_verified} only; {record.as_of} lies later."
        if decision.last_verified is not None:
            yield (
                f"On {last_verified} the answer was {decision.last_verified}. "
                "That answer cannot be filed."
            )
    if version is None and decision.outcome is Outcome.NOT_MET:
        yield f"The page was not in force on {record.as_of}."
    if version is None:
        return
    if version.uncertain:
        yield "Whether the page still holds on that day is not certain."
    for refer in version.refers:
        if decision.conditions[refer.condition] is True:
            yield refer.reason


def _until(version: Version | None, decision: Decision) -> str:
    if version is None or decision.outcome is not Outcome.BARRED:
        return ""
    held = [bar for bar in version.bars if decision.conditions[bar.when.name] is True]
    return "; ".join(bar.until for bar in held if bar.until)


def _not_checked(version: Version, decision: Decision) -> Iterator[str]:
    """Conditions that count only where somebody has found them to hold, and nobody has looked."""
    asked = [refer.when for refer in version.refers]
    claims = (version.conditions[name].truth for name in _roles(version))
    flagged = (
        node.part
        for claim in (*asked, *claims)
        for node in walk(claim)
        if isinstance(node, n.Flagged) and isinstance(node.part, n.Ref) and not node.part.page
    )
    names = dict.fromkeys(ref.name for ref in flagged)
    yield from (name for name in names if decision.conditions[name] is None)


def _answers(
    rulebook: Rulebook,
    page: Page,
    version: Version,
    record: Record,
    decision: Decision,
    columns: SourceColumns,
) -> Iterator[ConditionAnswer]:
    roles = _roles(version)
    carried = carrying_conditions(version, decision)
    reader = Interpreter(rulebook, page, version, record)
    rows = reader.rows_for(record.charge(decision.charge_id))
    for name in roles:
        condition = version.conditions[name]
        answer = _answer(page, condition, roles[name], decision, reader, rows, columns)
        yield replace(answer, carries=name in carried)


def _roles(version: Version) -> dict[str, str]:
    """The conditions that some answer hangs on, each with the answer it serves."""
    roles: dict[str, str] = {}

    def serve(name: str, role: str) -> None:
        if name in roles:
            return
        roles[name] = role
        for node in walk(version.conditions[name].truth):
            if isinstance(node, n.Ref) and not node.page:
                serve(node.name, role)

    serve(version.scope.when.name, "scope")
    for grant in version.grants:
        serve(grant.when.name, f"grants {grant.answer}")
    for bar in version.bars:
        serve(bar.when.name, f"bars with {bar.answer}")
    for refer in version.refers:
        serve(refer.condition, "refers to a person")
    return roles


def _answer(
    page: Page,
    condition: Condition,
    role: str,
    decision: Decision,
    reader: Interpreter,
    rows: Mapping[str, Any],
    columns: SourceColumns,
) -> ConditionAnswer:
    section = page.section_of(condition)
    provision = section.provision
    refs = [node for node in walk(condition.truth) if isinstance(node, n.Ref)]
    return ConditionAnswer(
        name=condition.name,
        answer=decision.conditions[condition.name],
        role=role,
        claim=condition.truth.text,
        line=condition.line,
        citation=section.citation,
        title=section.title,
        words=provision.words if provision else "",
        verbatim=bool(provision and provision.verbatim),
        source=provision.source if provision else "",
        facts=tuple(facts_of(condition.truth, rows, reader, columns)),
        parts=tuple(dict.fromkeys(node.name for node in refs if not node.page)),
        carries=False,
    )
