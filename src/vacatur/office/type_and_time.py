"""A rule's answer in two lines: what the charge is, and when the rule reaches it.

The two are kept apart because they are mended differently: a charge of another kind stays one, and
time passes. Neither line says more than the answer does over the days (`engine.spans`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.engine.explanation import RuleExplanation
from vacatur.engine.spans import AnswerSpan
from vacatur.law.answers import POSITIVE, Outcome, Published
from vacatur.office.telling import question_in_words
from vacatur.record.terms import Term

_GRANTS = POSITIVE | {Published.DECLINE, Published.DIVERT}


class Mark(Term):
    """How a line ends."""

    YES = "yes", "it is met"
    NO = "no", "it is not met"
    LATER = "later", "it will be, if nothing more is recorded"
    UNKNOWN = "unknown", "a fact is missing"
    FINDING = "finding", "somebody must decide it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the two lines, in plain words."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAndTime:
    """What it is, and when. `decides` says what one fact would decide; blank: nothing is open."""

    type: Line
    time: Line
    decides: str


def type_and_time(rule: RuleExplanation, as_of: date) -> TypeAndTime:
    """The two lines of one rule's answer for one charge."""
    outcome = rule.decision.outcome
    granted = [span for span in rule.spans if span.published in _GRANTS]
    if rule.decision.published in _GRANTS:
        kind = Line(mark=Mark.YES, words="It is of the kind that this rule relieves.")
        return TypeAndTime(type=kind, time=_now(granted, as_of, rule.verified_through), decides="")
    if rule.decision.published is Published.NOT_YET:
        kind = Line(mark=Mark.YES, words="It is of the kind that this rule relieves.")
        return TypeAndTime(type=kind, time=_later(rule), decides="")
    if outcome in {Outcome.UNKNOWN, Outcome.NEEDS_FINDING} or _is_open(rule):
        return _open(rule, as_of)
    if granted:
        kind = Line(mark=Mark.YES, words="On other days the rule relieves it.")
        return TypeAndTime(type=kind, time=_past(granted, as_of), decides="")
    kind = Line(mark=Mark.NO, words="This rule does not relieve it; another may.")
    time = Line(mark=Mark.NO, words="On no day that is known, as the record stands.")
    return TypeAndTime(type=kind, time=time, decides="")


def _is_open(rule: RuleExplanation) -> bool:
    return rule.decision.published is Published.REVIEW


def _now(granted: list[AnswerSpan], as_of: date, verified: date) -> Line:
    span = next((each for each in granted if _holds(each, as_of)), None)
    since = f"since {span.first}" if span and span.first else "now"
    until = f" The law was checked through {verified}." if span and span.last else ""
    return Line(mark=Mark.YES, words=f"The time has come, {since}.{until}")


def _holds(span: AnswerSpan, day: date) -> bool:
    begun = span.first is None or span.first <= day
    return begun and (span.last is None or day <= span.last)


def _later(rule: RuleExplanation) -> Line:
    if rule.decision.eligible_on is not None:
        words = f"From {rule.decision.eligible_on}, if nothing more is recorded."
    elif rule.until:
        words = f"Not before: {rule.until}."
    else:
        words = "Not yet; the first day cannot be said."
    return Line(mark=Mark.LATER, words=words)


def _past(granted: list[AnswerSpan], as_of: date) -> Line:
    ahead = [each for each in granted if each.first is not None and each.first > as_of]
    if ahead:
        return Line(mark=Mark.LATER, words=f"From {ahead[0].first}, if nothing more is recorded.")
    last = granted[-1].last
    return Line(mark=Mark.NO, words=f"Not any more; it did until {last}.")


def _open(rule: RuleExplanation, as_of: date) -> TypeAndTime:
    needs = rule.decision.outcome is Outcome.NEEDS_FINDING
    mark = Mark.FINDING if needs or not rule.open_questions else Mark.UNKNOWN
    if as_of > rule.verified_through:
        words = f"We do not know: the law was checked through {rule.verified_through} only."
    elif needs:
        words = "It is for an attorney to find; no record decides it."
    elif rule.open_questions:
        words = "We do not know: something about it is not recorded."
    else:
        words = "The law leaves it to a person."
    kind = Line(mark=mark, words=words)
    time = Line(mark=mark, words="It depends on the same.")
    return TypeAndTime(type=kind, time=time, decides=_decides(rule))


def _decides(rule: RuleExplanation) -> str:
    """What one fact would decide, or how many are open."""
    alone = [each for each in rule.open_questions if each.decides]
    if not alone:
        number = len(rule.open_questions)
        if number == 0:
            return "; ".join(rule.why)
        return f"{number} facts are open, and none of them decides alone."
    one = alone[0]
    asked = (one.asked_by or one.claims)[0].replace("_", " ")
    return (
        f"One fact decides: {question_in_words(one.question)}."
        f" {one.if_true} if it is so that {asked}; {one.if_false} if not."
    )
