"""Consistency of charging decisions, for supervisors: each look stands in the audit chain."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import MoveRefused
from vacatur.matters.states import Role
from vacatur.matters.store import Casework, Doing
from vacatur.office.screening_register import screened_items
from vacatur.screening.consistency import (
    OverrideCount,
    UnlikeDecisions,
    override_counts,
    unlike_decisions,
)

LOOKS = "screening-looks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """Like charges decided otherwise, and overrides. `charges` stand in the register."""

    charges: int
    decided: int
    unlike: tuple[UnlikeDecisions, ...]
    overrides: tuple[OverrideCount, ...]


def consistency_for(casework: Casework, doing: Doing) -> Consistency:
    """What a supervisor may see of the office's decisions.

    Raises
    ------
    MoveRefused
        Whoever asks is no supervisor.
    """
    with casework.working(doing) as work:
        member = work.acting()
        if member.role is not Role.SUPERVISOR:
            raise MoveRefused(
                f"[{member.name}] is on the staff as [{member.role}], and supervisors alone see it",
                why="It counts what each attorney decided, by race of the accused.",
                repair="Let a supervisor ask.",
            )
        work.register(LOOKS, work.next_item(LOOKS), "Looked", {"at": "consistency"})
    items = screened_items(casework)
    return Consistency(
        charges=len(items),
        decided=sum(each.decided is not None for each in items),
        unlike=tuple(unlike_decisions(items)),
        overrides=tuple(override_counts(items)),
    )
