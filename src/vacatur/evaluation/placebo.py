"""Placebos: what the same design finds where, or when, there was no policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from vacatur.errors import FigureRefused
from vacatur.evaluation import noise
from vacatur.evaluation.fits import Estimator, Fit, Statistic, by_ratio
from vacatur.evaluation.gaps import relative_gap
from vacatur.evaluation.panel import FEWEST_BEFORE, FEWEST_DONORS, TreatedPanel, Vector
from vacatur.evaluation.threads import one_thread

ALPHA = 0.05
POWER = 0.80
# A placebo whose squared error before is more than five times the treated unit's does not tell how
# much a unit that fits like it moves by chance: a cut of Abadie and others (2010), sec. 3.4. Where
# fits are not ranked by it, all placebos count.
_WORST_FIT = 5.0
# A donor of less weight than this changes nothing when it is left out.
_COUNTS_FOR_SOMETHING = 0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InSpace:
    """Every donor treated in turn, beside the unit that was."""

    change: float  # relative, of the treated unit
    statistic: float
    placebos: Mapping[str, float]  # the statistic of each donor
    # Relative changes of donors that fit about as well before, see `spread`; times the treated
    # unit's unevenness over theirs.
    changes: Vector
    gaps: Mapping[str, Vector]  # of the same donors; see `gaps.relative_gap`

    @property
    def rank(self) -> int:
        """1: no donor moved as much."""
        return 1 + sum(value >= self.statistic for value in self.placebos.values())

    @property
    def p(self) -> float:
        return self.rank / (len(self.placebos) + 1)

    @property
    def p_floor(self) -> float:
        return 1 / (len(self.placebos) + 1)

    @property
    def spread(self) -> float:
        """How much the relative change varies where there was no policy, about zero."""
        return float(np.sqrt(np.mean(self.changes**2)))

    @property
    def minimum_detectable(self) -> float | None:
        """The smallest relative change found four times in five; None: p can never reach .05."""
        return None if self.p_floor > ALPHA else detectable(self.spread)


def detectable(spread: float) -> float:
    """The change that a normal test at .05 finds with a power of .80."""
    return float((norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) * spread)


def in_space(panel: TreatedPanel, estimator: Estimator, statistic: Statistic) -> InSpace:
    """Give the policy to each donor in turn and rank the treated unit among them.

    The treated unit is no donor of a placebo: what the policy did to it would stand in the
    comparison.

    Source: A. Abadie, A. Diamond, J. Hainmueller, J. Am. Stat. Assoc. 105 (2010), 493, sec. 3.4.
    """
    fit = estimator(panel)
    if len(panel.donors) <= FEWEST_DONORS:
        raise FigureRefused(
            f"placebos among [{len(panel.donors)}] donors",
            why=f"Each is compared with the others, of which there must be [{FEWEST_DONORS}].",
            repair="Add donors.",
        )
    fits = {donor: estimator(panel.as_if_treated(donor)) for donor in panel.donors}
    alike = {name: each for name, each in fits.items() if _fits_about_as_well(each, fit)}
    enough = statistic is by_ratio and len(alike) >= FEWEST_DONORS
    kept = alike if enough else fits
    # A ratio has the unit's own unevenness under it already.
    uneven, wider = ({}, 1.0) if statistic is by_ratio else _unevenness(panel)
    return InSpace(
        change=fit.relative_change,
        statistic=statistic(fit) / uneven.get(panel.treated, 1.0),
        placebos={donor: statistic(each) / uneven.get(donor, 1.0) for donor, each in fits.items()},
        changes=wider * np.array([each.relative_change for each in kept.values()]),
        gaps={name: relative_gap(each) for name, each in kept.items()},
    )


def _unevenness(panel: TreatedPanel) -> tuple[dict[str, float], float]:
    """By unit, how many times as uneven it is as the median one; and the treated one, as donors."""
    units = (panel.treated, *panel.donors)
    rows = np.vstack([panel.treated_row, panel.donor_rows])[:, : panel.before]
    means = np.abs(rows.mean(axis=1, keepdims=True))
    before = rows / np.where(means > 0, means, 1.0)
    return (
        dict(zip(units, map(float, noise.excess(before)), strict=True)),
        noise.widening(before),
    )


def in_time(
    panel: TreatedPanel, estimator: Estimator, statistic: Statistic, *, starts: Sequence[str] = ()
) -> dict[str, InSpace]:
    """Let the policy begin at earlier periods, on the periods before it alone; keyed by the start.

    `starts` empty: after a half and after three quarters of the periods before the policy, where
    enough lie before and at least one lies after.
    """
    chosen = starts or [
        panel.periods[at]
        for at in sorted({panel.before // 2, 3 * panel.before // 4})
        if FEWEST_BEFORE <= at < panel.before
    ]
    return {start: in_space(panel.as_if_from(start), estimator, statistic) for start in chosen}


def leave_one_out(panel: TreatedPanel, estimator: Estimator) -> dict[str, float]:
    """The relative change without each donor that has weight, keyed by the donor left out.

    Source: A. Abadie, A. Diamond, J. Hainmueller, Am. J. Political Science 59 (2015), 495.
    """
    fit = estimator(panel)
    if len(panel.donors) <= FEWEST_DONORS:
        raise FigureRefused(f"one of [{len(panel.donors)}] donors left out leaves too few")
    return {
        donor: estimator(panel.without(donor)).relative_change
        for donor, weight in zip(panel.donors, fit.weights, strict=True)
        if abs(weight) >= _COUNTS_FOR_SOMETHING
    }


def drawn_placebos(
    panel: TreatedPanel, estimator: Estimator, *, replicates: int, seed: int
) -> Vector:
    """Relative changes of donors at starts, both drawn: what is found where nothing happened.

    As long after each start as after the policy. The treated unit's own outcomes are not used, so
    a smallest detectable change can be told before they are looked at: `detectable` of the spread.
    They tell nothing of the smallest p, which the number of donors sets.
    """
    after = len(panel.periods) - panel.before
    first = max(FEWEST_BEFORE, panel.before // 2)
    random = np.random.default_rng(seed)
    changes = np.empty(replicates)
    with one_thread():
        for index in range(replicates):
            changes[index] = _drawn(panel, estimator, first, after, random)
    return changes


def _drawn(
    panel: TreatedPanel, estimator: Estimator, first: int, after: int, random: np.random.Generator
) -> float:
    donor = panel.donors[int(random.integers(len(panel.donors)))]
    start = int(random.integers(first, panel.before + 1))
    placebo = panel.as_if_treated(donor)
    window = TreatedPanel(
        units=placebo.units,
        periods=placebo.periods[: start + after],
        outcomes=placebo.outcomes[:, : start + after],
        treated=donor,
        first_treated=placebo.periods[start],
    )
    return estimator(window).relative_change


def _fits_about_as_well(placebo: Fit, fit: Fit) -> bool:
    return placebo.pre_rmspe**2 <= _WORST_FIT * fit.pre_rmspe**2
