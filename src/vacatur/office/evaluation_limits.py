"""What an evaluation cannot say, in sentences, whatever it found."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.evaluation.evaluate import Evaluation
from vacatur.evaluation.falsify import shows_change
from vacatur.evaluation.verdict import Word


def cannot_say(told: Evaluation) -> Iterator[str]:
    """The box that every reader gets."""
    plan, word = told.plan, told.verdict.word
    if word is not Word.SUPPORTED:
        yield f"That the policy changed [{plan.outcome}]: the verdict is {spoken(word)}."
    given = [each for each in told.results if each.estimate is not None]
    seen = [e.minimum_detectable for e in given if e.minimum_detectable is not None]
    if seen and not any(shows_change(each) for each in given):
        yield (
            "That the policy had no effect: a change smaller than "
            f"{min(seen) * 100:.0f} % would not have been seen."
        )
    if not given:
        yield "Whether the policy had an effect: no design gave a number."
    for event in told.collisions:
        yield (
            f"What [{event.name}] did and what the policy did, each for itself, in "
            f"{plan.treated} alone: they came within three months of each other."
        )
    if plan.dose:
        yield (
            f"That [{plan.dose}] is an effect on [{plan.outcome}]: it is what the policy is about, "
            "and shows only whether practice changed."
        )
    yield (
        f"What became of [{plan.outcome}] after {told.window.panel.months[-1]:%Y-%m}, or in any "
        "place that is not in the data."
    )
    yield (
        "Whether neighbouring places affected each other, or whether people came to report more or "
        "less: no design here can tell."
    )


def spoken(word: Word) -> str:
    """A verdict as it is read: cannot attribute."""
    return str(word).replace("_", " ")
