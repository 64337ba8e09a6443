"""Four words, each the most that can be said, with every reason for not saying more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vacatur.evaluation import wording
from vacatur.evaluation.calendar import Event
from vacatur.evaluation.differences import PRE_TREND_P
from vacatur.evaluation.dose import Dose
from vacatur.evaluation.falsify import Falsification, leaves_out, shows_change
from vacatur.evaluation.results import Comparisons, DesignResult
from vacatur.record.terms import Term

LEAST_SAME_SIGN = 0.80
LEVEL = 0.05


class Word(Term):
    """What may be said of a policy, from the least to the most."""

    DESCRIBED = "described", "what happened is told, and nothing of why"
    CANNOT_ATTRIBUTE = "cannot_attribute", "no change can be put down to the policy"
    CONSISTENT_WITH = "consistent_with", "there is a change, and the policy may be what made it"
    SUPPORTED = "supported", "the change held against controls, placebos and other choices"


_ORDER = tuple(Word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The word and why it is no stronger one; for "supported", what it rests on."""

    word: Word
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All that a verdict looks at. `comparisons` None: those designs were not run."""

    dose: Dose
    collisions: Sequence[Event]
    results: Sequence[DesignResult]  # of the designs that ran, on the outcome
    falsification: Falsification
    comparisons: Comparisons | None = None
    neighbours: Sequence[Event] = ()  # `calendar.neighbours`


def judge(grounds: Grounds) -> Verdict:
    """The strongest word that nothing stands against.

    What was not asked is not passed: a missing placebo or specification curve keeps a verdict from
    "supported".
    """
    results = [*grounds.results, *(grounds.comparisons.results if grounds.comparisons else ())]
    if grounds.dose.is_too_small:
        return Verdict(word=Word.DESCRIBED, reasons=(grounds.dose.sentence,))
    if not any(each.estimate is not None for each in results):
        return Verdict(word=Word.DESCRIBED, reasons=("No design could be used on these data.",))
    against = [
        *_of_the_dose(grounds.dose),
        *_of_controls(grounds, results),
        *_of_placebos(grounds, results),
        *_of_pre_trends(results),
        *_of_choices(grounds.comparisons),
    ]
    word = min((each for each, _ in against), key=_ORDER.index, default=Word.SUPPORTED)
    reasons = tuple(reason for each, reason in against if each is word)
    more = tuple(reason for each, reason in against if each is not word)
    if word is Word.SUPPORTED:
        reasons = (
            "By rank among donors, placebos, the months before and other choices of design nothing "
            "stands against it.",
            *(
                f"[{each.design}] does not leave out no change: {wording.percent(each.low or 0.0)} "
                f"to {wording.percent(each.high or 0.0)}."
                for each in results
                if _given(each) and not shows_change(each)
            ),
        )
    return Verdict(word=word, reasons=(*reasons, *more))


_Against = list[tuple[Word, str]]


def _of_the_dose(dose: Dose) -> _Against:
    weak = dose.change is None or dose.is_shared
    return [(Word.CONSISTENT_WITH, dose.sentence)] if weak else []


def _of_controls(grounds: Grounds, results: Sequence[DesignResult]) -> _Against:
    compared = grounds.comparisons.results if grounds.comparisons else ()
    controlled = [
        each
        for each in results
        if _given(each) and (each.diagnostics.get("controls") is True or each in compared)
    ]
    # What happened to all units alike is in the donors too; what happened to this one alone is not.
    against: _Against = [
        (
            Word.CANNOT_ATTRIBUTE,
            f"[{event.name}] ({event.on}) came within three months of the policy, and no units "
            "that had it without the policy are compared.",
        )
        for event in grounds.collisions
        if event.unit is not None or not controlled
    ]
    against += _of_neighbours(grounds.neighbours, bool(controlled))
    if not controlled:
        against.append(
            (Word.CONSISTENT_WITH, "No control series: what else began then is in the estimate.")
        )
    judged = controlled or [each for each in results if _given(each)]
    if not any(shows_change(each) for each in judged):
        sizes = [e.minimum_detectable for e in judged if e.minimum_detectable is not None]
        against.append(
            (Word.CANNOT_ATTRIBUTE, wording.could_not_tell(min(sizes) if sizes else None))
        )
    elif len({(each.estimate or 0) > 0 for each in judged if shows_change(each)}) > 1:
        against.append((Word.CANNOT_ATTRIBUTE, "The designs point different ways."))
    if controlled and not any(shows_change(e) and _passes_rank(e) for e in controlled):
        against.append(
            (Word.CONSISTENT_WITH, "Among its donors the unit's rank is not beyond chance at .05.")
        )
    return against


def _of_neighbours(events: Sequence[Event], controlled: bool) -> _Against:
    return [
        (
            Word.CANNOT_ATTRIBUTE,
            f"[{event.name}] ({event.on}) came to this unit alone while the policy ran: no donor "
            "shows what it did. A series that ends before it can leave it out."
            if event.unit is not None
            else f"[{event.name}] ({event.on}) came within a year of the policy, and no units that "
            "had it without the policy are compared.",
        )
        for event in events
        if event.unit is not None or not controlled
    ]


def _of_placebos(grounds: Grounds, results: Sequence[DesignResult]) -> _Against:
    found = grounds.falsification
    if found.passes is None:
        return [
            (
                Word.CONSISTENT_WITH,
                "No placebo outcome shows that what the policy cannot touch stood still.",
            )
        ]
    shown = [each for each in results if shows_change(each)]
    # Of a comparison, where one shows a change.
    shown.sort(key=lambda each: each.diagnostics.get("controls") is False)
    size = shown[0].estimate if shown else None
    if (
        found.passes
        and size is not None
        and not any(leaves_out(each, size) for each in found.results.values())
    ):
        return [
            (
                Word.CONSISTENT_WITH,
                "What the policy cannot touch may have moved as much: no placebo outcome's "
                f"interval leaves out {wording.percent(size)}.",
            )
        ]
    return [
        (Word.CANNOT_ATTRIBUTE, f"[{name}], which the policy cannot touch, moved too.")
        for name in found.moved
    ]


def _of_pre_trends(results: Sequence[DesignResult]) -> _Against:
    told = [
        float(each.diagnostics["pre_trend_joint_p"])
        for each in results
        if "pre_trend_joint_p" in each.diagnostics
    ]
    if not told:
        return [(Word.CONSISTENT_WITH, "No trend against donors before the policy was estimated.")]
    if min(told) < PRE_TREND_P:
        return [
            (
                Word.CONSISTENT_WITH,
                "Before the policy the unit and its donors moved apart "
                f"(joint p = {min(told):.2f}).",
            )
        ]
    # A steady drift is less than half of the time what a joint test of half-years sees.
    return [
        (
            Word.CONSISTENT_WITH,
            f"Before the policy the unit drifted the same way already: by the year it was "
            f"{wording.percent(low)} to {wording.percent(high)} than its donors' course.",
        )
        for low, high in _same_drifts(results)
    ]


def _same_drifts(results: Sequence[DesignResult]) -> list[tuple[float, float]]:
    """The intervals of drifts before the policy that go the way of the estimate and not of zero."""
    found: list[tuple[float, float]] = []
    for each in results:
        low, high = (each.diagnostics.get(f"pre_trend_{side}") for side in ("low", "high"))
        if not isinstance(low, float) or not isinstance(high, float) or each.estimate is None:
            continue
        same = high < 0 if each.estimate < 0 else low > 0
        if same and (low, high) not in found:
            found.append((low, high))
    return found


def _of_choices(comparisons: Comparisons | None) -> _Against:
    share = comparisons.same_sign_share if comparisons else None
    against: _Against = []
    if share is None:
        against.append((Word.CONSISTENT_WITH, "No specification curve was made."))
    elif share < LEAST_SAME_SIGN:
        against.append(
            (
                Word.CANNOT_ATTRIBUTE,
                f"It depends on choices: {share:.0%} of the variants have the same sign.",
            )
        )
    passes = comparisons.placebo_passes if comparisons else None
    if passes is not True:
        said = "were not tried" if passes is None else "moved as much as the unit itself"
        against.append((Word.CONSISTENT_WITH, f"Placebos in space and time {said}."))
    return against


def _given(result: DesignResult) -> bool:
    return result.estimate is not None


def _passes_rank(result: DesignResult) -> bool:
    return result.p is not None and result.p <= LEVEL
