"""The specification curve: whether the answer is the data's or the analyst's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from vacatur.errors import FigureRefused
from vacatur.evaluation import wording
from vacatur.evaluation.fits import Estimator, Fit
from vacatur.evaluation.panel import FEWEST_BEFORE, FEWEST_DONORS, TreatedPanel

# The specification's: below this share of one sign the answer depends on choices.
SAME_SIGN = 0.80


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to have asked the same question."""

    choices: Mapping[str, str]
    estimate: float | None  # relative change; None: refused, since it did not fit before the policy


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationCurve:
    """The variants, in the order of their estimates; refused ones last."""

    variants: tuple[Variant, ...]

    @property
    def estimates(self) -> tuple[float, ...]:
        return tuple(each.estimate for each in self.variants if each.estimate is not None)

    @property
    def refused(self) -> int:
        return len(self.variants) - len(self.estimates)

    @property
    def negative_share(self) -> float:
        return sum(each < 0 for each in self.estimates) / len(self.estimates)

    @property
    def positive_share(self) -> float:
        return sum(each > 0 for each in self.estimates) / len(self.estimates)

    @property
    def depends_on_choices(self) -> bool:
        return max(self.negative_share, self.positive_share) < SAME_SIGN

    def same_sign_share(self, estimate: float) -> float:
        """The share of variants with the sign of an estimate."""
        if estimate == 0:
            return 0.0
        return self.negative_share if estimate < 0 else self.positive_share

    @property
    def sentence(self) -> str:
        """What a reader is told."""
        lowest, highest = min(self.estimates), max(self.estimates)
        found = (
            f"Of {len(self.estimates)} variants {self.negative_share * 100:.0f} % find a "
            f"fall and {self.positive_share * 100:.0f} % a rise, from {wording.percent(lowest)} to "
            f"{wording.percent(highest)}."
        )
        left = f" {self.refused} more did not fit before the policy." if self.refused else ""
        return found + left + (" The answer depends on choices." if self.depends_on_choices else "")


def curve_of(variants: Sequence[Variant]) -> SpecificationCurve:
    """The curve of variants of any designs.

    Raises
    ------
    FigureRefused
        No variant has an estimate.
    """
    if all(each.estimate is None for each in variants):
        raise FigureRefused(
            "a specification curve of no variant",
            why="None fits before the policy, so none tells what would have been.",
            repair="Choose donors that are like the treated unit.",
        )
    return SpecificationCurve(
        variants=tuple(
            sorted(variants, key=lambda each: (each.estimate is None, each.estimate or 0.0))
        )
    )


def variants_of(
    panel: TreatedPanel, estimators: Mapping[str, Estimator], fits: Callable[[str, Fit], bool]
) -> Iterator[Variant]:
    """Every design, in levels or logarithms, on all or half before, with or without its top donor.

    `fits` says whether a design's fit before the policy is good enough.
    """
    for name, scale, window in product(estimators, _scales(panel), _windows(panel)):
        chosen = panel if window == "all" else panel.since(panel.periods[panel.before // 2])
        if scale == "logarithm":
            chosen = replace(chosen, outcomes=np.log(chosen.outcomes))
        found = {"all": estimators[name](chosen)}
        if len(panel.donors) > FEWEST_DONORS:
            top, _ = found["all"].top
            found["without the top one"] = estimators[name](chosen.without(top))
        for donors, fit in found.items():
            yield Variant(
                choices={"design": name, "scale": scale, "before": window, "donors": donors},
                estimate=_change(fit, scale) if fits(name, fit) else None,
            )


def _change(fit: Fit, scale: str) -> float:
    return float(np.expm1(fit.average_gap)) if scale == "logarithm" else fit.relative_change


def _scales(panel: TreatedPanel) -> tuple[str, ...]:
    return ("level", "logarithm") if (panel.outcomes > 0).all() else ("level",)


def _windows(panel: TreatedPanel) -> tuple[str, ...]:
    half = panel.before - panel.before // 2
    return ("all", "the later half") if half >= 2 * FEWEST_BEFORE else ("all",)
