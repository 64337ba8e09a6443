"""What the solver found in a page, and the example that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.record.record import Record
from vacatur.record.terms import Term


class Kind(Term):
    """What is wrong, or missing, or not known."""

    DEAD = "dead", "a condition or an answer that can never come about"
    OVERLAP = "overlap", "two grants with different answers that hold at once"
    IDLE = "idle", "a condition or a statement that changes no answer of its page"
    UNCOVERED = "uncovered", "facts on which every page answers with its otherwise"
    UNSHOWN = "unshown", "a side of a boundary, or a truth of a condition, that no case shows"
    UNCONFIRMED = "unconfirmed", "the solver cannot exclude it, and no small record shows it"
    DISAGREEMENT = "disagreement", "solver and interpreter read one record two ways; report it"
    NOT_DECIDED = "not_decided", "the solver did not decide in its time"


FAULTS = (Kind.DEAD, Kind.OVERLAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A record that shows a finding. The interpreter has decided it.

    `answer` is what it says of the charge `target`; a conflict of two grants has no answer, and
    then the error stands there.
    """

    record: Record
    target: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `why` says how it is known; `example` is None where there can be none."""

    kind: Kind
    page_id: str
    where: str
    what: str
    why: str = ""
    repair: str = ""
    example: Example | None = None

    @property
    def is_fault(self) -> bool:
        """Whether the page must be mended; every other finding is a warning."""
        return self.kind in FAULTS
