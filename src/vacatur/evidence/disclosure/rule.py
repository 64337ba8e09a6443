"""What is hidden and why, and how much must stay open about it."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import DisclosureRefused
from vacatur.record.terms import Term


class Hidden(Term):
    """Why a cell of a public table is hidden. It is never printed: all look alike."""

    SMALL = "small", "its count is below the least that is shown, and not nought"
    ZERO = "zero", "its count is nought, and the table says that its noughts are sensitive"
    IN_SMALL_GROUP = "in_small_group", "it is a part of a group whose whole count is small"
    IN_WHOLE_GROUP = (
        "in_whole_group",
        "all of a group are in one of its categories: which, is hidden",
    )
    BESIDE = "beside", "hidden so that another cell cannot be worked out"
    BEFORE = "before", "an earlier release hid it"


class Tier(Term):
    """Who a table is for."""

    COURT = "court", "all counts, under seal"
    PUBLIC = "public", "anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How small is small, and what an adversary must be left with.

    Two readers are thought of. One knows nothing but the printed table: to him a hidden cell is any
    number from nought on. The other knows the rule and, worse than he can, is told of each hidden
    cell why it is hidden: a small one is 1 to k - 1, one hidden beside it is k or more.
    """

    least_shown: int  # k: a count from 1 to k - 1 is hidden

    def __post_init__(self) -> None:
        if self.least_shown < 3:
            raise DisclosureRefused(
                f"[{self.least_shown}] as the least count shown hides nothing",
                why="A count of one is told by saying that it is less than two.",
                repair="Take 10, or what the office is bound to.",
            )

    @property
    def width(self) -> int:
        """Greatest less least possible count of a hidden cell, for who knows the table alone."""
        return self.least_shown - 1

    @property
    def told_width(self) -> int:
        """The same for who is told the rule and why each cell is hidden: what the rule leaves."""
        return self.least_shown - 2

    def is_small(self, count: int) -> bool:
        """Whether a count is hidden for itself."""
        return 0 < count < self.least_shown

    def told_bounds(self, why: Hidden) -> tuple[int, float]:
        """Least and greatest count of a cell of which it is known why it is hidden."""
        match why:
            case Hidden.SMALL:
                return 1, self.least_shown - 1
            case Hidden.ZERO | Hidden.IN_SMALL_GROUP:
                return 0, self.least_shown - 1
            case Hidden.BESIDE:
                return self.least_shown, float("inf")
            case Hidden.IN_WHOLE_GROUP | Hidden.BEFORE:
                return 0, float("inf")


# Ten as Washington's Department of Health; the specification's default.
USUAL = Rule(least_shown=10)
