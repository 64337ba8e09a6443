"""Screening one record: every policy that reaches a charge, and the one answer that follows.

A policy binds nobody but the office, and clears no record. Where two policies answer differently
nobody here chooses: the charge goes to an attorney.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from vacatur.dates import Span
from vacatur.engine.explain import answer_of
from vacatur.engine.explanation import PageAnswer
from vacatur.engine.standing import verified_through, version_on
from vacatur.law.answers import PageKind, Published
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.charge import Charge
from vacatur.record.record import Record
from vacatur.record.terms import Disposition
from vacatur.screening.intent import hangs_on_intent


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySentence:
    """Words of a policy that an answer rests on. Not `verbatim`: they are our paraphrase."""

    citation: str
    words: str
    verbatim: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAnswer:
    """What one policy says of a charge. `in_force` are the days of its version; null: an open end.

    `reviewed_by` is the lawyer who has read the page; empty: none has. `last_verified` is what it
    said on the last day to which somebody checked it, where the day of screening lies later; null:
    it does not. `reasons` are why it goes to an attorney.

    `rests_on_intent`: the answer hangs on articulated evidence of intent beyond the amount.
    `asks_for_intent`: nobody has said whether there is any, and the answer hangs on it.
    `conditions` are all that the version has: true, false, or null where it is not known.
    """

    policy: str
    title: str
    reviewed_by: str
    published: Published
    in_force: Span | None
    verified_through: date
    last_verified: Published | None
    sentences: tuple[PolicySentence, ...]
    reasons: tuple[str, ...]
    not_known: tuple[str, ...]
    rests_on_intent: bool
    asks_for_intent: bool
    conditions: dict[str, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedCharge:
    """One charge. `policies` are those that reach it; `published` is what follows from all of them.

    `beside` are the other pending charges of its case, by id. `pattern` is the same for charges
    that the policies see alike: every condition of every policy that reaches them is the same.
    """

    charge_id: str
    case_number: str
    description: str
    published: Published
    policies: tuple[PolicyAnswer, ...]
    reasons: tuple[str, ...]
    beside: tuple[str, ...]
    pattern: str

    def policies_on(self, on: date) -> dict[str, tuple[Span | None, bool]]:
        """Which version of each policy that reaches it spoke, and whether `on` lies past its check.

        `on` is the day on which it was screened.
        """
        return {x.policy: (x.in_force, on > x.verified_through) for x in self.policies}

    @property
    def rests_on_intent(self) -> bool:
        """Whether some policy's answer hangs on articulated evidence of intent."""
        return any(each.rests_on_intent for each in self.policies)

    @property
    def asks_for_intent(self) -> bool:
        """Whether some policy's answer waits for somebody to say if there is such evidence."""
        return any(each.asks_for_intent for each in self.policies)


def screen(rulebook: Rulebook, record: Record, charge_id: str) -> ScreenedCharge:
    """Screen one charge on the record's day.

    Parameters
    ----------
    rulebook
        Its screening policies are asked, and no other page of it.
    """
    charge = record.charge(charge_id)
    case = record.case_of(charge)
    answers = tuple(_answers(rulebook, record, charge_id))
    published, reasons = _together(answers)
    return ScreenedCharge(
        charge_id=charge_id,
        case_number=case.number or "",
        description=charge.description or charge.statute or "",
        published=published,
        policies=answers,
        reasons=reasons,
        beside=tuple(
            each.charge_id
            for each in case.charges
            if each.charge_id != charge_id and is_pending(each, record.as_of)
        ),
        pattern=_pattern(answers),
    )


def is_pending(charge: Charge, on: date) -> bool:
    """Whether a charge was open on a day, or may have been: nothing says that it had ended."""
    if charge.disposition in (None, Disposition.PENDING):
        return True
    return charge.disposition_date is not None and charge.disposition_date > on


def _answers(rulebook: Rulebook, record: Record, charge_id: str) -> Iterator[PolicyAnswer]:
    for page in rulebook.pages:
        if page.kind is PageKind.SCREENING_POLICY:
            found = answer_of(rulebook, page, record, charge_id, columns={})
            if found is not None:
                yield _answer(rulebook, page, record, found)


def _answer(rulebook: Rulebook, page: Page, record: Record, found: PageAnswer) -> PolicyAnswer:
    decision = found.decision
    charge = record.charge(decision.charge_id)
    hangs = decision.published is not Published.NO_POLICY and hangs_on_intent(
        rulebook, page, record, charge.charge_id
    )
    version = version_on(rulebook, page, decision.read_on) if decision.conditions else None
    refers = version.refers if version else ()
    carried = [each for each in found.conditions if each.carries]
    return PolicyAnswer(
        policy=page.implements,
        title=page.title,
        reviewed_by=page.reviewed_by,
        published=decision.published,
        in_force=version.span if version else None,
        verified_through=verified_through(rulebook, page),
        last_verified=decision.last_verified,
        sentences=tuple(
            dict.fromkeys(
                PolicySentence(
                    citation=each.citation,
                    words=each.words,
                    verbatim=each.verbatim,
                    source=each.source,
                )
                for each in carried
                if each.words
            )
        ),
        reasons=tuple(
            each.reason for each in refers if decision.conditions[each.condition] is True
        ),
        not_known=tuple(each.name.replace("_", " ") for each in carried if each.answer is None),
        rests_on_intent=hangs and charge.intent_evidence is not None,
        asks_for_intent=hangs and charge.intent_evidence is None,
        conditions=dict(decision.conditions),
    )


def _pattern(answers: tuple[PolicyAnswer, ...]) -> str:
    said = [[each.policy, str(each.published), each.conditions] for each in answers]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _together(answers: tuple[PolicyAnswer, ...]) -> tuple[Published, tuple[str, ...]]:
    """The one answer of several policies, and why it is for an attorney where it is."""
    published = together(each.published for each in answers)
    reasons = tuple(dict.fromkeys(reason for each in answers for reason in each.reasons))
    if published is not Published.REVIEW or _same(answers):
        return published, reasons if published is not Published.NO_POLICY else ()
    told = "; ".join(f"{each.policy}: {each.published}" for each in answers)
    return published, (f"The policies answer differently: {told}.", *reasons)


def together(answers: Iterable[Published]) -> Published:
    """What follows for one charge from what each policy answers: one that differs, REVIEW."""
    said = _saying(answers)
    if not said:
        return Published.NO_POLICY
    return said.pop() if len(said) == 1 else Published.REVIEW


def _same(answers: tuple[PolicyAnswer, ...]) -> bool:
    return len(_saying(each.published for each in answers)) < 2


def _saying(answers: Iterable[Published]) -> set[Published]:
    """The different answers of the policies that speak of the charge."""
    return {each for each in answers if each is not Published.NO_POLICY}
