"""Counts that cannot be chained, and counts of which only a bound is known."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.cohort import Stage
from vacatur.evidence.figures import require_count
from vacatur.evidence.funnel import Funnel
from vacatur.evidence.sources import DeclaredSource
from vacatur.figures.intervals import LEVEL, Estimate, share
from vacatur.record.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCount:
    """A count as a source states it."""

    count: int
    more_than: bool  # "more than 1,100": a bound, and no count

    def __post_init__(self) -> None:
        require_count(self.count, where="a stated count")

    def __str__(self) -> str:
        return f"more than {self.count:,}" if self.more_than else f"{self.count:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many were counted at one stage, by one source."""

    stage: Stage | str  # a stage, or what else was counted, such as arrests
    count: StatedCount
    source: DeclaredSource


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedStages:
    """Stages that were counted separately. They are not a cohort.

    It has counts and no share, on purpose: the case that is filed in March may have been referred
    in February, and counted by somebody else, in another unit.
    """

    stages: tuple[StageCount, ...]

    def lines(self) -> tuple[str, ...]:
        """Each stage by itself, with its unit, period and source."""
        said = [
            f"{each.stage}: {each.count} (unit: {each.source.unit}; {each.source.first} to "
            f"{each.source.last}; {each.source.said_by})"
            for each in self.stages
        ]
        return (*said, "They were counted separately: no share of one in another can be taken.")


def require_linked(found: Funnel | UnlinkedStages) -> Funnel:
    """The cohort, of which shares can be printed.

    Raises
    ------
    FigureRefused
        The stages were counted separately.
    """
    if isinstance(found, UnlinkedStages):
        raise FigureRefused(
            "a share across stages that were counted separately",
            why="They are not the same cases.",
            repair="Link each arrest to its case, or print each stage by itself.",
        )
    return found


class Side(Term):
    """On which side of the value the truth is."""

    AT_MOST = "at_most", "the share is at most this"
    AT_LEAST = "at_least", "the share is at least this"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedShare:
    """A share of which one side is known alone. It is no percentage."""

    count: StatedCount
    total: StatedCount
    side: Side
    bound: Estimate  # the share at the bound, with its interval
    said_by: str


def bounded_share(
    count: StatedCount, total: StatedCount, *, said_by: str, level: float = LEVEL
) -> BoundedShare:
    """The bound that "more than so many" gives.

    Raises
    ------
    FigureRefused
        Both are bounds, or neither is; or nobody is named who said so.
    """
    if not said_by.strip():
        raise FigureRefused(
            "a stated count without who stated it",
            why="A count of an opponent and a count of the office are not the same.",
        )
    if count.more_than == total.more_than:
        both = "both" if count.more_than else "neither"
        raise FigureRefused(
            f"[{count}] of [{total}]: {both} of them is a bound",
            why="One bound gives a bound; two give nothing, and none gives a share.",
            repair="Ask the source for its counts.",
        )
    return BoundedShare(
        count=count,
        total=total,
        side=Side.AT_MOST if total.more_than else Side.AT_LEAST,
        bound=Estimate(
            value=count.count / max(total.count, 1),
            interval=share(count.count, total.count, level=level),
        ),
        said_by=said_by,
    )
