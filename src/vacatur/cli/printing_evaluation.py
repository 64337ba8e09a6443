"""An evaluation in words: the verdict first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.evaluation.results import DesignResult
from vacatur.office.evaluating import Evaluated
from vacatur.office.evaluating_others import Answered


def evaluation_in_words(done: Evaluated) -> Iterator[str]:
    """The lines of a report, in the order in which the evaluation was made."""
    told = done.evaluation
    yield told.plan.question
    yield f"Verdict: {told.verdict.word} ({told.verdict.word.definition})."
    yield from (f"  {reason}" for reason in told.verdict.reasons)
    yield f"Plan {told.plan.sha256[:12]}, {done.stamp}."
    for event in told.events:
        near = " Within three months of the policy." if event in told.collisions else ""
        yield f"Event: [{event.name}] on {event.on}.{near}"
    yield f"Dose: {told.dose.sentence}"
    yield f"Described: {told.description.sentence}"
    for result in told.results:
        yield from _result(result.design, result)
    for name, result in told.placebos.results.items():
        yield from _result(f"placebo [{name}]", result)


def answer_in_words(answer: Answered) -> Iterator[str]:
    """The lines of the answer to a plan of another kind."""
    yield answer.plan.question
    yield f"Verdict: {answer.verdict.word} ({answer.verdict.word.definition})."
    yield from (f"  {reason}" for reason in answer.verdict.reasons)
    yield f"Plan {answer.plan.sha256[:12]}, {answer.stamp}."
    yield from answer.sentences


def _result(name: str, result: DesignResult) -> Iterator[str]:
    size = result.minimum_detectable
    seen = "" if size is None else f" Smallest change that it could see: {size:.0%}."
    months = f" Months: {result.months.words}." if result.months else ""
    yield f"{name}: {result.sentence}{seen}{months}"
    if result.estimate is not None:
        yield from (f"  Caution: {warning.rstrip('.')}." for warning in result.warnings)
