"""What a design answers, and what a verdict asks of the designs that compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignResult:
    """One design's answer. Changes are relative: -.15 is fifteen per cent lower.

    A number is None where the design gives none; that is never a zero. `p_floor` is the smallest p
    that the design could have given, such as 1 / (donors + 1) of a permutation.
    `minimum_detectable` is the smallest change, as a positive share, that it finds four times in
    five.
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
