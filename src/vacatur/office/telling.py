"""An explanation in words, as a tree and as JSON: one object printed three ways."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from vacatur.engine.explanation import (
    ChargeExplanation,
    ConditionAnswer,
    Decider,
    Fact,
    RuleExplanation,
)
from vacatur.engine.questions import Question, Why
from vacatur.law.answers import Outcome
from vacatur.law.nodes import Entity
from vacatur.law.rows import column_of
from vacatur.office.asked import Asked, asked_of
from vacatur.office.telling_facts import facts_in_lines
from vacatur.office.telling_ground import ground_in_words, participants_in_lines
from vacatur.office.telling_spans import spans_in_lines, spans_in_words

WIDTH = 100
ANSWERS = {True: "yes", False: "no", None: "unknown"}
NO_LAWYER = "No lawyer has reviewed this page."


def in_words(explanation: ChargeExplanation) -> str:
    """What an attorney or a clerk reads first: the answer, why, and what would decide it."""
    return "\n".join(_words(explanation)) + "\n"


def as_tree(explanation: ChargeExplanation) -> str:
    """Every condition with its provision, each under the one that names it."""
    return "\n".join(_tree(explanation)) + "\n"


def as_data(explanation: ChargeExplanation) -> dict[str, Any]:
    """The same object for machines. Unknown is null; an answer that is open is never left out."""
    plain: dict[str, Any] = _plain(explanation)
    return plain


def question_in_words(question: Question) -> str:
    """A question about one column of one row."""
    asked = fact_in_words(question.entity, question.column, question.why)
    if question.why in (Why.NOT_SEARCHED, Why.DISAGREE, Why.INCOMPLETE):
        return f"{asked} ({question.entity} {question.row_id})"
    return f"{asked} ({question.entity} {question.row_id}: {question.why.definition})"


def fact_in_words(entity: str, column: str, why: Why) -> str:
    """What is asked, whatever the row."""
    if why is Why.NOT_SEARCHED and column == "history_checked_on":
        return "a search for convictions and pending cases, run on the day of decision"
    if why is Why.INCOMPLETE:
        return "whether the case has charges that are not listed"
    if why is Why.DISAGREE:
        return f"what the charge is for: {Why.DISAGREE.definition}"
    known = column_of(Entity(entity), column)
    return known.about.meaning if known else column


def asked_in_words(asked: Asked) -> str:
    """What is asked about one column, with the number of rows where there are several."""
    fact = fact_in_words(asked.entity, asked.column, asked.why)
    if asked.of_other:
        return f"{fact}, for {asked.rows} other charge{'s' if asked.rows > 1 else ''} of the person"
    return fact


def wanted_in_words(asked: Asked) -> str:
    """What is asked about one column of many charges alike."""
    fact = fact_in_words(asked.entity, asked.column, asked.why)
    if asked.of_other:
        several = "several other charges" if asked.rows > 1 else "another charge"
        return f"{fact}, for {several} of the person"
    return fact


# ---- words ------------------------------------------------------------------------------------


def _words(explanation: ChargeExplanation) -> Iterator[str]:
    yield from _head(explanation)
    for rule in explanation.rules:
        yield ""
        yield from _rule_in_words(rule, explanation)
    yield ""
    for line in (*participants_in_lines(explanation), *facts_in_lines(explanation)):
        yield from _wrapped(line, " " * (len(line) - len(line.lstrip())))
    if not explanation.rules:
        yield f"No rule reaches this charge. {NO_LAWYER}"
    if explanation.out_of_reach:
        yield f"These rules do not speak of it: {', '.join(explanation.out_of_reach)}."


def _head(explanation: ChargeExplanation) -> Iterator[str]:
    yield f"Charge {explanation.charge_id}, decided on {explanation.as_of}"
    for fact in explanation.headline:
        yield f"  {fact.name.partition('.')[2]:<14} {_value(fact)}"


def _rule_in_words(rule: RuleExplanation, explanation: ChargeExplanation) -> Iterator[str]:
    decision = rule.decision
    yield f"{decision.implements}  {rule.title}"
    yield f"  Answer: {decision.published}{_beside(rule)}"
    for reason in rule.why:
        yield from _wrapped(reason, "  ")
    if rule.ground:
        yield from _wrapped(ground_in_words(rule.ground), "  ")
    yield from _open_in_words(rule.open_questions, decision.charge_id)
    yield from _conditions_in_words(rule.conditions)
    if rule.not_checked:
        spoken = ", ".join(_spoken(name) for name in rule.not_checked)
        yield from _wrapped(f"Not checked: {spoken}.", "  ")
    for duty in rule.duties:
        yield from _wrapped(f"Duty: {duty}", "  ")
    if rule.vehicle:
        yield from _wrapped(f"Asked for by: {rule.vehicle}", "  ")
    yield from _wrapped(_over_time(rule, explanation), "  ")
    yield from _wrapped(_standing(rule, explanation.as_of), "  ")


def _over_time(rule: RuleExplanation, explanation: ChargeExplanation) -> str:
    return spans_in_words(
        rule.spans,
        as_of=explanation.as_of,
        verified_through=rule.verified_through,
        searched=explanation.searched,
    )


def _beside(rule: RuleExplanation) -> str:
    decision = rule.decision
    if decision.eligible_on is not None:
        return f", eligible on {decision.eligible_on}"
    if rule.until:
        return f" until {rule.until}"
    if decision.outcome is Outcome.NOT_YET:
        return "; the first day cannot be said, because the law changes before it"
    return ""


def _open_in_words(deciders: tuple[Decider, ...], target: str) -> Iterator[str]:
    if not deciders:
        return
    alone = [each for each in deciders if each.decides]
    if alone:
        yield from _wrapped(f"One fact decides: {question_in_words(alone[0].question)}.", "  ")
        yield from _either_way(alone[0])
        return
    asked = asked_of(((each.question, each.decides) for each in deciders), target)
    if len(asked) == 1:
        yield from _wrapped(f"One kind of fact is open: {asked_in_words(asked[0])}.", "  ")
        return
    yield f"  {len(asked)} kinds of fact are open, and none of them decides alone:"
    for each in asked:
        yield from _wrapped(f"- {asked_in_words(each)}", "    ")


def _either_way(decider: Decider) -> Iterator[str]:
    asked_by = [_spoken(name) for name in decider.asked_by] or list(decider.claims)
    if decider.if_true is None:
        yield from _wrapped(f"Asked by: {'; '.join(asked_by)}.", "    ")
    if decider.if_true is not None:
        claim = asked_by[0]
        yield f"    {decider.if_true} if [{claim}] is true, {decider.if_false} if it is false."


def _conditions_in_words(conditions: tuple[ConditionAnswer, ...]) -> Iterator[str]:
    """The conditions that carry the answer; a provision or a fact is told once."""
    told: set[str] = set()
    carrying = [each for each in conditions if each.carries]
    for condition in carrying:
        yield f"  {ANSWERS[condition.answer]:<8}{_spoken(condition.name)}  [{condition.citation}]"
        for line in (_provision(condition), *(_fact(fact) for fact in condition.facts)):
            if line not in told:
                told.add(line)
                yield from _wrapped(line, "          ")
    if len(conditions) > len(carrying):
        yield f"  {len(conditions) - len(carrying)} more conditions: see --tree."


def _fact(fact: Fact) -> str:
    return f"{fact.name} = {_value(fact)}{_origin(fact)}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _provision(condition: ConditionAnswer) -> str:
    if not condition.words:
        return ""
    shortened = textwrap.shorten(condition.words, 240, placeholder=" [...]")
    if condition.verbatim:
        return f'"{shortened}" ({condition.source})'
    return f"Paraphrase: {shortened} ({condition.source})"


def _value(fact: Fact) -> str:
    if fact.state:
        return f"{fact.state}{f' [{fact.recorded}]' if fact.recorded else ''}"
    said = f" [{fact.recorded}]" if fact.recorded else ""
    return f"{fact.value}{said}"


def _origin(fact: Fact) -> str:
    if not fact.source:
        return ""
    column = f", column {fact.source_column}" if fact.source_column else ""
    return f"  ({fact.source}{column})"


def _standing(rule: RuleExplanation, as_of: date) -> str:
    reviewed = f"Reviewed by {rule.reviewed_by}." if rule.reviewed_by else NO_LAWYER
    late = " Later than that the answer is REVIEW." if as_of > rule.verified_through else ""
    return (
        f"{reviewed} Law verified through {rule.verified_through}.{late} "
        f"Confidence {rule.confidence}. Page {rule.decision.rule}."
    )


def _wrapped(text: str, indent: str) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,  # ids and page names hold hyphens
    )


# ---- tree -------------------------------------------------------------------------------------


def _tree(explanation: ChargeExplanation) -> Iterator[str]:
    yield from _head(explanation)
    for rule in explanation.rules:
        yield ""
        yield f"{rule.decision.implements}  {rule.decision.published}  ({rule.decision.outcome})"
        by_name = {condition.name: condition for condition in rule.conditions}
        named = {part for condition in rule.conditions for part in condition.parts}
        for condition in rule.conditions:
            if condition.name not in named:
                yield from _branch(condition, by_name, depth=1)
        if rule.ground:
            yield from _wrapped(ground_in_words(rule.ground), "  ")
        for each in rule.open_questions:
            yield from _wrapped(f"? {question_in_words(each.question)}", "  ")
            yield from _either_way(each)
        yield from (f"  {line}" for line in spans_in_lines(rule.spans))
        yield f"  {_standing(rule, explanation.as_of)}"
    yield from participants_in_lines(explanation)
    yield from facts_in_lines(explanation)


def _branch(
    condition: ConditionAnswer, by_name: dict[str, ConditionAnswer], *, depth: int
) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{ANSWERS[condition.answer]:<8}{condition.name}  ({condition.role})"
    yield from _wrapped(f"{condition.citation}: {_provision(condition)}", indent + "        ")
    yield from _wrapped(f"line {condition.line}: {condition.claim}", indent + "        ")
    for fact in condition.facts:
        yield from _wrapped(_fact(fact), indent + "        ")
    for part in condition.parts:
        if part in by_name:
            yield from _branch(by_name[part], by_name, depth=depth + 1)


# ---- data -------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if isinstance(value, Decider):
        return {
            "question": question_in_words(value.question),
            "entity": value.question.entity,
            "row": value.question.row_id,
            "column": value.question.column,
            "why": str(value.question.why),
            "claims": list(value.claims),
            "asked_by": list(value.asked_by),
            "if_true": _plain(value.if_true),
            "if_false": _plain(value.if_false),
            "decides": value.decides,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
