"""How much a ratio per resident hangs on who uses: ratios per user, and the tipping point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.figures.intervals import Estimate, Interval, Method, times

# Use in the group relative to the reference.
GRID = (0.8, 1.0, 1.2, 1.5, 2.0)
# A survey whose interval reaches beyond these does not show that use is equal. Ours.
EQUAL_FROM, EQUAL_TO = 0.5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRatio:
    """The ratio for each one who uses, if use in the group were so many times the reference's."""

    use: float
    per_user: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """A ratio under other assumptions of use. None of them is measured."""

    ratio: Estimate  # per resident
    rows: tuple[UseRatio, ...]
    tipping: float | None  # use at which the interval reaches 1; None: it holds 1 already


@dataclass(frozen=True, slots=True, kw_only=True)
class UseSurvey:
    """Use in the group relative to the reference, as a survey found it. Nothing is optional."""

    cited: str  # author, title, table
    year: int
    place: str
    use: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (self.cited.strip() and self.place.strip()):
            raise FigureRefused(
                "a survey without what is cited, or without its place",
                why="What a survey found holds of the people that it asked.",
                repair="Cite its table, and name its place.",
            )
        if not (0 < self.low <= self.use <= self.high and math.isfinite(self.high)):
            raise FigureRefused(
                f"[{self.use}] ([{self.low}] to [{self.high}]) is no ratio with its interval",
                where=self.cited,
                why="A survey asks a sample: without its interval nobody knows what it shows.",
                repair="Give the ratio of use and both limits, each above 0.",
            )


def sensitivity(ratio: Estimate, grid: Sequence[float] = GRID) -> Sensitivity:
    """The ratio per user over a grid of assumed use, and where the interval would reach 1.

    Raises
    ------
    FigureRefused
        A use is not above 0.
    """
    if any(not (use > 0 and math.isfinite(use)) for use in grid):
        raise FigureRefused(
            f"[{min(grid)}] is no ratio of use", why="Use in one group is some times the other's."
        )
    return Sensitivity(
        ratio=ratio,
        rows=tuple(UseRatio(use=use, per_user=_divided(ratio, use)) for use in grid),
        tipping=tipping_point(ratio),
    )


def tipping_point(ratio: Estimate) -> float | None:
    """How many times use would have to differ before the nearer limit reaches 1."""
    low, high = ratio.interval.low, ratio.interval.high
    if low is not None and low > 1:
        return low
    if high is not None and high < 1:
        return high
    return None


def per_user(ratio: Estimate, survey: UseSurvey) -> Estimate:
    """The ratio for each one who uses, with the intervals of both.

    Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693 (MOVER, of logarithms).
    """
    low, high = ratio.interval.low, ratio.interval.high
    if ratio.value is None or not low or high is None:
        raise FigureRefused(
            "a ratio with one bound is not divided by a survey",
            why="Its interval has no other end.",
            repair="Give the sensitivity to assumed use.",
        )
    value = math.log(ratio.value / survey.use)
    below = math.hypot(math.log(ratio.value / low), math.log(survey.high / survey.use))
    above = math.hypot(math.log(high / ratio.value), math.log(survey.use / survey.low))
    return Estimate(
        value=math.exp(value),
        interval=Interval(
            low=math.exp(value - below),
            high=math.exp(value + above),
            level=ratio.interval.level,
            method=Method.MOVER,
        ),
    )


def require_equal_use(survey: UseSurvey | None) -> UseSurvey:
    """The survey on which "despite equal use" may be said.

    Raises
    ------
    FigureRefused
        None is cited, or what it found is not equal use, or too wide to say.
    """
    if survey is None:
        raise FigureRefused(
            "[despite equal use] without a survey",
            why="Nobody counted who uses: without a survey it is an assumption.",
            repair="Cite a survey with its year, its place and its interval, or print the grid.",
        )
    if not (EQUAL_FROM <= survey.low <= 1 <= survey.high <= EQUAL_TO):
        raise FigureRefused(
            f"[despite equal use], and the survey found [{survey.use}] "
            f"([{survey.low}] to [{survey.high}])",
            where=survey.cited,
            why=f"Its interval leaves out 1, or reaches beyond {EQUAL_FROM} to {EQUAL_TO}.",
            repair="Print the ratio per user by this survey instead.",
        )
    return survey


def _divided(ratio: Estimate, use: float) -> Estimate:
    value = None if ratio.value is None else ratio.value / use
    return Estimate(value=value, interval=times(ratio.interval, 1 / use))
