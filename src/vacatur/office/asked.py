"""What one charge asks about: its open questions, those about one column taken together."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.engine.explanation import Decider
from vacatur.engine.questions import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about one column, whatever the row; `rows` = of how many rows of one charge.

    `of_other` says that it is asked of the person's other charges, not of the charge decided.
    """

    entity: str
    of_other: bool
    column: str
    why: Why
    rows: int
    decides: bool


def asked_of(deciders: tuple[Decider, ...], target: str) -> tuple[Asked, ...]:
    """The questions of one charge, those about one column of several rows taken together."""
    found: dict[tuple[str, bool, str, Why], list[Decider]] = {}
    for decider in deciders:
        question = decider.question
        of_other = question.entity == "charge" and question.row_id != target
        key = (question.entity, of_other, question.column, question.why)
        found.setdefault(key, []).append(decider)
    return tuple(
        Asked(
            entity=entity,
            of_other=of_other,
            column=column,
            why=why,
            rows=len(members),
            decides=len(members) == 1 and members[0].decides,
        )
        for (entity, of_other, column, why), members in found.items()
    )
