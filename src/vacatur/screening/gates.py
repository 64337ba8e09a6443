"""The gates of a charging decision. Each names what is missing."""

from __future__ import annotations

from vacatur.errors import MoveRefused
from vacatur.law.answers import Published
from vacatur.screening.item import Known, ScreenedItem
from vacatur.screening.terms import ChargingDecision

# What each answer of the policies leaves an attorney to decide without departing from them. That a
# policy does not bar prosecution is no advice to charge.
_FOLLOWS = {
    Published.DECLINE: frozenset({ChargingDecision.DECLINED}),
    Published.DIVERT: frozenset({ChargingDecision.DIVERTED}),
}


def is_override(published: Published, decision: ChargingDecision) -> bool:
    """Whether a decision departs from what the policies answer."""
    return decision not in _FOLLOWS.get(published, frozenset(ChargingDecision))


def require_reason(item: ScreenedItem, decision: ChargingDecision, reason: str) -> None:
    """Refuse a departure from the policies, or a judgment in their place, without a reason."""
    if reason.strip():
        return
    if is_override(item.published, decision):
        raise MoveRefused(
            f"the policies answer [{item.published}], and it would be [{decision}]",
            where=_where(item),
            why="Who departs from the office's policy says why; such decisions are counted.",
            repair="Write it: [--reason ...].",
        )
    if item.published is Published.REVIEW:
        raise MoveRefused(
            "the policies leave it to an attorney, and no reason is given",
            where=_where(item),
            why="Another attorney must be able to read why a like case was decided so.",
            repair="Write it: [--reason ...].",
        )


def require_known(item: ScreenedItem) -> Known:
    """Refuse a charge whose case was forgotten, or lies in the vault."""
    if item.known is None:
        raise MoveRefused(
            "its case was forgotten, or lies in the vault",
            where=_where(item),
            why="Nothing more can be recorded about it.",
        )
    return item.known


def require_undecided(item: ScreenedItem) -> None:
    """Refuse a second decision."""
    if item.decided is not None:
        raise MoveRefused(
            f"it was decided on {item.decided.on} already: [{item.decided.decision}]",
            where=_where(item),
            repair=f"If that was a mistake: [vacatur screening undo {item.number} --reason ...].",
        )


def require_articulated(item: ScreenedItem, decision: ChargingDecision) -> None:
    """Refuse to charge or divert on intent that no attorney of the office has recorded.

    A docket may say that there is evidence; who articulates it, where it is shown and who read it
    is what the office must be able to tell.
    """
    hangs = item.rests_on_intent or item.asks_for_intent
    if not hangs or decision is ChargingDecision.DECLINED or item.articulated:
        return
    raise MoveRefused(
        "no attorney has recorded evidence of intent beyond the amount"
        if item.articulated is None
        else "an attorney looked, and recorded that there is no evidence of intent",
        where=_where(item),
        why="The policy's answer hangs on it.",
        repair=f"Record it: [vacatur screening evidence {item.number} --what ... --shown-by ...].",
    )


def _where(item: ScreenedItem) -> str:
    return f"screened charge {item.number}"
