"""What would decide an open charge: each open question, answered both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.engine.explanation import Decider
from vacatur.engine.interpret import NOTHING_ASSUMED, Assumptions, Interpreter
from vacatur.engine.known import as_known_on
from vacatur.engine.questions import OpenClaim, Question
from vacatur.engine.standing import verified_through, version_on
from vacatur.errors import GrantsConflict
from vacatur.law.answers import Outcome, Published
from vacatur.law.nodes import Flagged
from vacatur.law.page import Page, Refer, Version
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk
from vacatur.record.record import Record

OPEN = (Outcome.UNKNOWN, Outcome.NEEDS_FINDING)


Questions: TypeAlias = Mapping[Question, list[OpenClaim]]


def deciders_of(
    rulebook: Rulebook,
    page: Page,
    record: Record,
    decision: Decision,
    *,
    asked: Questions | None = None,
) -> tuple[Decider, ...]:
    """The open questions of a charge under one page; those that alone decide come first.

    `asked` are its `open_questions`, where they are at hand.

    Empty where nothing is open, and where no fact could help: the law was not verified for the
    day, or its commencement is uncertain.
    """
    version = version_on(rulebook, page, decision.read_on)
    by_question = asked or open_questions(rulebook, page, record, decision)
    if version is None:
        return ()
    deciders = [
        Decider(
            question=question,
            claims=tuple(dict.fromkeys(claim.text for claim in claims)),
            asked_by=tuple(dict.fromkeys(n for c in claims for n in _standing_in(c, version))),
            if_true=_if(rulebook, page, record, decision, claims, answer=True),
            if_false=_if(rulebook, page, record, decision, claims, answer=False),
        )
        for question, claims in by_question.items()
    ]
    return tuple(sorted(deciders, key=lambda d: (not d.decides, d.question)))


def later_questions(
    rulebook: Rulebook,
    page: Page,
    record: Record,
    decision: Decision,
    *,
    asked: Questions | None = None,
) -> tuple[Question, ...]:
    """Questions that come up only once the open ones (`asked`, as above) are answered.

    Whether a set is whole is asked when none of its known rows will do. Every open claim is taken
    to be true, and then to be false; what only a mixture of the two would raise is not found.
    """
    asked = asked or open_questions(rulebook, page, record, decision)
    claims = {claim for claims in asked.values() for claim in claims}
    later: dict[Question, None] = {}
    for answer in (True, False):
        assume = Assumptions(answers=dict.fromkeys(claims, answer))
        raised = open_questions(rulebook, page, record, decision, assume=assume)
        later |= dict.fromkeys(question for question in raised if question not in asked)
    return tuple(later)


def open_questions(
    rulebook: Rulebook,
    page: Page,
    record: Record,
    decision: Decision,
    *,
    assume: Assumptions = NOTHING_ASSUMED,
) -> Questions:
    """The open questions of a charge under one page, each with the claims that it leaves open.

    Empty where nothing is open, and where no fact could help.
    """
    version = version_on(rulebook, page, decision.read_on) if decision.conditions else None
    helps = record.as_of <= verified_through(rulebook, page) and decision.outcome in OPEN
    if version is None or version.uncertain or not helps:
        return {}
    known = as_known_on(record, decision.read_on)
    by_question: dict[Question, list[OpenClaim]] = {}
    reader = Interpreter(rulebook, page, version, known, assume=assume)
    for claim, questions in _open_claims(reader, decision).items():
        for question in questions:
            by_question.setdefault(question, []).append(claim)
    return by_question


def _open_claims(reader: Interpreter, decision: Decision) -> dict[OpenClaim, tuple[Question, ...]]:
    """The open claims behind the conditions on which the answer hangs."""
    charge = reader.record.charge(decision.charge_id)
    for name in _that_matter(reader.version):
        reader.condition(name, charge)
    reader.is_undisputed(charge)
    return reader.open_claims


def _standing_in(claim: OpenClaim, version: Version) -> Iterator[str]:
    """The conditions that hold a claim; none when it belongs to another page."""
    for name, condition in version.conditions.items():
        if any((x.line, x.text) == (claim.line, claim.text) for x in walk(condition.truth)):
            yield name


def _that_matter(version: Version) -> list[str]:
    return [
        version.scope.when.name,
        *(refer.condition for refer in version.refers if _asks(refer)),
        *(grant.when.name for grant in version.grants),
        *(bar.when.name for bar in version.bars),
    ]


def _asks(refer: Refer) -> bool:
    """A flagged condition asks nothing: unknown there means not checked."""
    return not isinstance(refer.when, Flagged)


def _if(
    rulebook: Rulebook,
    page: Page,
    record: Record,
    decision: Decision,
    claims: list[OpenClaim],
    *,
    answer: bool,
) -> Published | None:
    if len(claims) != 1:
        return None
    assume = Assumptions(answers=dict.fromkeys(claims, answer))
    try:
        would_be = decide_one(rulebook, page, record, decision.charge_id, assume=assume)
    except GrantsConflict:
        return None  # the answer that is supposed could not be given without another one changing
    assert would_be is not None  # the charge exists: it was just decided
    return would_be.published
