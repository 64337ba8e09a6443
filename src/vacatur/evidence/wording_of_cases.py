"""Sentences about strata, cohorts, bounds and resources, from the figures and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.figures import Caution
from vacatur.evidence.funnel import Funnel
from vacatur.evidence.printed import (
    WHY,
    horizon,
    in_a_hundred,
    number,
    percent,
    sentence,
    value_and_spread,
)
from vacatur.evidence.resources import ResourceFigure, SpentOrAvoided
from vacatur.evidence.strata import Stratified
from vacatur.evidence.tables import StratifiedTables
from vacatur.evidence.unlinked import BoundedShare, Side
from vacatur.evidence.wording import could_not_tell, require_honest

_ENDED = {
    End.RELEASED_BY_POLICE: "been closed by the police",
    End.DECLINED: "been declined by the prosecutor",
    End.DIVERTED: "ended in diversion",
    End.DROPPED: "been dropped by the prosecutor",
    End.DISMISSED: "been dismissed by a court",
    End.ACQUITTED: "ended in acquittal",
    End.CONVICTED: "ended in conviction",
    End.ABATED: "ended otherwise",
    End.ADJUDICATED: "been decided in another way",
    End.NOT_CHARGED: "been closed without a charge",
    Stage.REFERRED: "been referred to the prosecutor",
    Stage.FILED: "been filed in court",
    Stage.DISPOSED: "ended in court",
    Stage.SENTENCED: "been sentenced",
    Stage.RELIEVED: "been relieved",
    DecidedBy.POLICE: "been ended by the police",
    DecidedBy.PROSECUTOR: "been ended by the prosecutor",
    DecidedBy.COURT: "been ended by a court",
    DecidedBy.NOBODY: "ended by nobody's decision",
    DecidedBy.NOT_KNOWN: "been ended by the police or the prosecutor",
}


def funnel_sentence(found: Funnel, kind: Stage | End | DecidedBy, days: int) -> str:
    """How many of 100 had come so far by a horizon, with the open cases beside it."""
    figure = found.at(kind, days)
    if figure.estimate is None or figure.estimate.value is None:
        return require_honest(
            f"No case of {found.label} was followed for {horizon(days)}: nothing can be said of it "
            f"yet. {found.open:,} of {found.total:,} were open on the last day."
        )
    limits = figure.estimate.interval
    parts = [
        f"By {horizon(days)}, {in_a_hundred(figure.estimate.value)} in 100 had {_ENDED[kind]} "
        f"({percent(limits.low or 0, sign='')} to {percent(limits.high or 1, sign='')}); "
        f"{figure.open:,} of {figure.total:,} {_not_yet(kind)}.",
    ]
    if figure.not_followed:
        parts.append(
            f"{figure.not_followed:,} more were open when last seen, before {horizon(days)} had "
            "passed; the share takes them into account."
        )
    if left := sum(found.left_out.values()):
        parts.append(f"{left:,} could not be followed, and are left out.")
    return require_honest(" ".join(parts))


def _not_yet(kind: Stage | End | DecidedBy) -> str:
    """Relief may follow any end: who has none is not for that an open case."""
    return "had not been, whatever their end" if kind is Stage.RELIEVED else "were still open"


def bound_sentence(found: BoundedShare) -> str:
    """A share of which a bound is known alone."""
    side = "at most" if found.side is Side.AT_MOST else "at least"
    assert found.bound.value is not None
    in_100 = found.bound.value * 100
    about = f"{in_100:.0f}" if in_100 >= 1 else number(in_100)
    return require_honest(
        f"{sentence(side)} about {about} in 100 ({found.count} of {found.total}), said by "
        f"{found.said_by}; the status of open cases is not known."
    )


def strata_sentence(found: Stratified | StratifiedTables, *, by: str) -> str:
    """A pooled ratio and difference, or why there is none.

    Parameters
    ----------
    by
        What the strata are: "age and district".
    """
    parts = []
    if found.pooled is not None:
        parts.append(
            f"Within {by}, it is {value_and_spread(found.pooled.ratio)} times as often as "
            f"{found.reference}, a difference of {value_and_spread(found.pooled.difference)} for "
            f"every {found.per:,}."
        )
    if Caution.STRATA_DIFFER in found.cautions:
        ratios, gaps = ranges(found)
        parts.append(
            f"By {by} the ratios differ, from {ratios}, and the differences are from {gaps} for "
            f"every {found.per:,}, so no single figure is given: read each by itself."
        )
    if Caution.NOT_TESTED in found.cautions:
        parts.append(f"{could_not_tell()} Whether it differs by {by} could not be tested.")
    if Caution.SIGN_FLIP in found.cautions:
        parts.append(f"Taken all together it points the other way than it does by {by}.")
    if Caution.REFERENCE_AS_KNOWN in found.cautions:
        parts.append(f"{sentence(Caution.REFERENCE_AS_KNOWN.definition)}.")
    return require_honest(" ".join([*parts, WHY]))


def ranges(found: Stratified | StratifiedTables) -> tuple[str, str]:
    """From the least to the largest ratio of the strata, and difference."""
    compared = [each.compared for each in found.strata if each.compared]
    return (
        _range([each.ratio.value for each in compared]),
        _range([each.difference.value for each in compared]),
    )


def _range(values: Sequence[float | None]) -> str:
    known = [each for each in values if each is not None]
    return f"{number(min(known))} to {number(max(known))}"


def resource_sentence(found: ResourceFigure) -> str:
    """How much was spent, or was not, and on whose word a case costs so much."""
    costs = "; ".join(
        f"{cost.mid:g} ({cost.low:g} to {cost.high:g}) for each {cost.per.value}, said by "
        f"{cost.said_by}, {cost.year}"
        for cost in found.costs
    )
    if found.kind is SpentOrAvoided.SPENT:
        start = f"{sentence(found.what)} took {value_and_spread(found.amount)}"
        return require_honest(f"{start} {found.resource.definition}. Declared: {costs}.")
    assert found.number.value is not None
    more = "fewer" if found.number.value >= 0 else "more"
    return require_honest(
        f"There were {number(abs(found.number.value))} {more} {found.what} than at the earlier "
        f"pace. At the declared cost that is {value_and_spread(found.amount)} "
        f"{found.resource.definition}. Declared: {costs}. That there were {more} does not by "
        "itself show why."
    )
