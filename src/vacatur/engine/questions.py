"""What is not known, as a question about one column of one row."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.record.terms import Term


class Why(Term):
    """Why an answer is open."""

    MISSING = "missing", "nothing was recorded"
    UNREADABLE = "unreadable", "something was recorded that could not be mapped"
    DISPUTED = "disputed", "two sources disagree"
    DISAGREE = "disagree", "code, words and statute of the charge do not agree"
    DOUBTFUL = "doubtful", "the value is known, but the law or the measurement leaves it open"
    NOT_SEARCHED = "not_searched", "nobody searched on the day of decision"
    INCOMPLETE = "incomplete", "the list may not hold everything"


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """`row_id` names the row (a charge, a case or a person); `column` names what is asked of it."""

    entity: str
    row_id: str
    column: str
    why: Why


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """One claim of a page that came out unknown for certain rows, and the questions behind it."""

    line: int
    text: str
    rows: tuple[str, ...]
