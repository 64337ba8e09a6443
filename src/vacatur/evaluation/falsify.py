"""Outcomes that the policy cannot touch: if they moved too, something else moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.wording import MOST_DETECTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Falsification:
    """What the placebo outcomes did.

    `passes` True: none moved, and at least one could have been seen to. False: one moved. None:
    there is none, or none that could have shown anything; that is not passed.
    """

    results: Mapping[str, DesignResult]
    moved: tuple[str, ...]
    passes: bool | None


def falsify(results: Mapping[str, DesignResult]) -> Falsification:
    """Judge placebo outcomes, each by the answer of the design that judges the outcome itself."""
    moved = tuple(name for name, result in results.items() if shows_change(result))
    able = [
        each
        for each in results.values()
        if each.minimum_detectable is not None and each.minimum_detectable <= MOST_DETECTABLE
    ]
    return Falsification(
        results=results,
        moved=moved,
        passes=False if moved else (True if able else None),
    )


def shows_change(result: DesignResult) -> bool:
    """Whether the interval leaves no change out. No interval shows none."""
    if result.low is None or result.high is None:
        return False
    return result.low > 0 or result.high < 0


def leaves_out(result: DesignResult, change: float) -> bool:
    """Whether the interval leaves a change out. No interval leaves none."""
    if result.low is None or result.high is None:
        return False
    return not result.low <= change <= result.high
