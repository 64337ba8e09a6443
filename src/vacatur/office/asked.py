"""What one charge asks about: its open questions, those about one column taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vacatur.engine.questions import Question, Why


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


def asked_of(questions: Iterable[tuple[Question, bool]], target: str) -> tuple[Asked, ...]:
    """The questions of one charge, those about one column of several rows taken together.

    Each comes with whether it decides: whether either answer to it settles the charge.
    """
    found: dict[tuple[str, bool, str, Why], list[bool]] = {}
    for question, decides in questions:
        of_other = question.entity == "charge" and question.row_id != target
        key = (question.entity, of_other, question.column, question.why)
        found.setdefault(key, []).append(decides)
    return tuple(
        Asked(
            entity=entity,
            of_other=of_other,
            column=column,
            why=why,
            rows=len(members),
            decides=members == [True],
        )
        for (entity, of_other, column, why), members in found.items()
    )
