"""What a design answers, and what a verdict asks of the designs that compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from vacatur.evaluation.gaps import Gaps
from vacatur.evaluation.specification_curve import SpecificationCurve

LOGARITHM, SHARE = "the logarithm of the change", "the change"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMonths:
    """First and last month before the policy and under it, of what a design compares."""

    before_first: date
    before_last: date
    first: date
    last: date

    @property
    def words(self) -> str:
        """What stands beside every change."""
        return (
            f"{self.first:%Y-%m} to {self.last:%Y-%m}, beside "
            f"{self.before_first:%Y-%m} to {self.before_last:%Y-%m}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One stretch of an event study: months since the policy, both included; below 0 before it."""

    first: int
    last: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignResult:
    """One design's answer. Changes are relative: -.15 is fifteen per cent lower.

    A number is None where the design gives none; that is never a zero. `p_floor` is the smallest p
    that the design could have given, such as 1 / (donors + 1) of a permutation.
    `minimum_detectable` is the smallest change, as a positive share, that it finds four times in
    five. `error` is the standard error of what `error_of` names: LOGARITHM or SHARE.
    """

    design: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    p_floor: float | None
    minimum_detectable: float | None
    diagnostics: Mapping[str, float | str | bool] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    sentence: str
    error: float | None = None
    error_of: str = ""
    months: ComparedMonths | None = None  # None: nothing was compared
    weights: Mapping[str, float] = field(default_factory=dict)  # of donors; empty: all alike
    points: tuple[Point, ...] = ()  # of an event study


class Comparisons(Protocol):
    """What the designs that compare found of themselves. None: it was not asked, so not passed.

    It is what "supported" needs beyond an estimate; each is a result of its own with diagnostics.
    """

    @property
    def results(self) -> tuple[DesignResult, ...]:
        """The designs, in the order in which they are printed."""

    @property
    def same_sign_share(self) -> float | None:
        """Of the variants of the specification curve, the share with the sign of the estimate."""

    @property
    def placebo_passes(self) -> bool | None:
        """Whether placebos in space and in time moved no more than chance lets them."""

    @property
    def gaps(self) -> Gaps | None:
        """The course of the gap beside those of the placebos; None: no design gave a number."""

    @property
    def curve(self) -> SpecificationCurve | None:
        """The variants behind `same_sign_share`; None: there are none."""
