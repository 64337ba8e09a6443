"""Several offices that changed their policy at different times (Callaway and Sant'Anna).

A regression with effects of units and times compares offices that changed late with offices that
had changed before, and can turn the sign. Here each group is compared with units that had not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vacatur.errors import FigureRefused
from vacatur.evaluation.panel import Matrix, Vector

# The specification's; fewer groups of one office have no variance that could be estimated.
FEWEST_TREATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An average effect on the treated, in the outcome's unit, and its standard error."""

    estimate: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaggeredPanel:
    """Outcomes (units, periods) without gaps; the period in which each unit was first treated.

    Take logarithms first where relative changes are asked for.
    """

    periods: tuple[int, ...]  # in order, each one after the other
    outcomes: Matrix
    first_treated: tuple[int | None, ...]  # one for each unit; None: never in these periods

    def __post_init__(self) -> None:
        if self.outcomes.shape != (len(self.first_treated), len(self.periods)):
            raise FigureRefused(f"outcomes of shape [{self.outcomes.shape}] do not fit the panel")
        if list(self.periods) != list(range(self.periods[0], self.periods[-1] + 1)):
            raise FigureRefused(
                "the periods of a staggered panel have a gap", repair="Number them one by one."
            )
        if not np.isfinite(self.outcomes).all():
            raise FigureRefused(
                f"outcomes are missing: [{int((~np.isfinite(self.outcomes)).sum())}]",
                why="A unit that comes and goes changes what is compared.",
                repair="Leave units out that are not observed in every period.",
            )
        early = sum(each is not None and each <= self.periods[0] for each in self.first_treated)
        if early:
            raise FigureRefused(
                f"[{early}] unit(s) were treated from the first period on",
                why="Nothing is seen of them without the policy.",
                repair="Begin earlier, or leave them out.",
            )

    @property
    def groups(self) -> tuple[int, ...]:
        """The first treated periods, in order."""
        last = self.periods[-1]
        return tuple(sorted({g for g in self.first_treated if g is not None and g <= last}))


@dataclass(frozen=True)
class GroupTimeEffects:
    """Every effect of a group at a time, with what each unit adds to it (influence functions)."""

    panel: StaggeredPanel
    keys: tuple[tuple[int, int], ...]  # (group, time); times before the group are placebos
    estimates: Vector
    # (units, keys); and for each office alone in its group as many rows more, see `_with_alone`.
    influence: Matrix

    def effect(self, group: int, time: int) -> Effect:
        """One group-time effect."""
        column = self.keys.index((group, time))
        return Effect(
            estimate=float(self.estimates[column]), error=_error(self.influence[:, column])
        )

    @property
    def simple(self) -> Effect:
        """The mean over groups and times since each policy, by the size of the groups."""
        return _effect(*self._pooled([key for key in self.keys if key[1] >= key[0]]))

    @property
    def by_time(self) -> Mapping[int, Effect]:
        """Keyed by periods since the policy; those before it are placebos."""
        return {since: _effect(*pooled) for since, pooled in self._by_time.items()}

    @property
    def dynamic(self) -> Effect:
        """The mean of `by_time` since the policy, each period alike."""
        after = [pooled for since, pooled in self._by_time.items() if since >= 0]
        return _effect(
            float(np.mean([estimate for estimate, _ in after])),
            np.mean([influence for _, influence in after], axis=0),
        )

    @property
    def group(self) -> Effect:
        """The mean over groups of each one's mean since its policy, by their size."""
        means, influences = [], []
        for group in self.panel.groups:
            own = [i for i, key in enumerate(self.keys) if key[0] == group and key[1] >= group]
            means.append(float(self.estimates[own].mean()))
            influences.append(self.influence[:, own].mean(axis=1))
        return _effect(
            *self._weighted(self.panel.groups, np.array(means), np.column_stack(influences))
        )

    @cached_property
    def _by_time(self) -> dict[int, tuple[float, Vector]]:
        times = sorted({time - group for group, time in self.keys})
        return {
            since: self._pooled([key for key in self.keys if key[1] - key[0] == since])
            for since in times
        }

    def _pooled(self, keys: list[tuple[int, int]]) -> tuple[float, Vector]:
        columns = [self.keys.index(key) for key in keys]
        return self._weighted(
            tuple(group for group, _ in keys), self.estimates[columns], self.influence[:, columns]
        )

    def _weighted(
        self, groups: tuple[int, ...], estimates: Vector, influence: Matrix
    ) -> tuple[float, Vector]:
        """A mean by the groups' shares, whose own sampling error is part of its influence."""
        belongs = np.column_stack([_belongs(self.panel, group) for group in groups])
        shares = belongs.mean(axis=0)
        weights = shares / shares.sum()
        away = belongs - shares
        of_weights = (away - away.sum(axis=1, keepdims=True) * weights) / shares.sum() @ estimates
        # Rows that stand for offices alone in their group have no share of their own.
        rows, units = len(influence), len(of_weights)
        padded = np.pad(of_weights * rows / units, (0, rows - units))
        return float(weights @ estimates), influence @ weights + padded


def group_time_effects(
    panel: StaggeredPanel, *, not_yet: bool = False, is_check: bool = False
) -> GroupTimeEffects:
    """The effect on each group at each time, without covariates.

    Parameters
    ----------
    panel
        The panel.
    not_yet
        Compare with units not yet treated as well as with those never treated.
    is_check
        The few treated offices are known: this checks another design and stands for nothing alone.

    Raises
    ------
    FigureRefused
        Fewer than five treated offices, or none to compare with.

    Notes
    -----
    Source: B. Callaway and P. Sant'Anna, J. Econometrics 225 (2021), 200, eq. 2.8 (never treated),
    2.9 (not yet treated) and sec. 3; before the policy each period is compared with the one before.
    Standard errors are of independent units and pointwise. An office that is alone in its group has
    no deviation from its group's mean, which the paper's influence takes for no error at all: it is
    given that of the units that it is compared with.
    """
    treated = sum(each in panel.groups for each in panel.first_treated)
    if treated < FEWEST_TREATED and not is_check:
        raise FigureRefused(
            f"[{treated}] treated office(s), and staggered adoption needs [{FEWEST_TREATED}]",
            why="The variance between so few offices cannot be estimated.",
            repair="Use synthetic control for each, or say that this is a check alone.",
        )
    keys, estimates, influences, alone = [], [], [], []
    for group in panel.groups:
        for time in panel.periods[1:]:
            controls = _controls(panel, group, time, not_yet)
            estimate, influence = _double_difference(panel, group, time, controls)
            keys.append((group, time))
            estimates.append(estimate)
            influences.append(influence)
            alone.append(influence * controls * np.sqrt(controls.sum()))
    return GroupTimeEffects(
        panel=panel,
        keys=tuple(keys),
        estimates=np.array(estimates),
        influence=_with_alone(panel, keys, np.column_stack(influences), np.column_stack(alone)),
    )


def _with_alone(
    panel: StaggeredPanel, keys: list[tuple[int, int]], influence: Matrix, alone: Matrix
) -> Matrix:
    """Influences, and below them what each office that is alone in its group varies by itself.

    Its rows are those of the units that it is compared with, as large as one unit's variance asks
    and independent of every other group's. All are scaled, since errors divide by the rows.
    """
    blocks = [influence]
    for group in panel.groups:
        if _belongs(panel, group).sum() == 1:
            own = np.array([float(key[0] == group) for key in keys])
            blocks.append(alone * own)
    rows: Matrix = np.vstack(blocks) * len(blocks)
    return rows


def _double_difference(
    panel: StaggeredPanel, group: int, time: int, controls: NDArray[np.bool_]
) -> tuple[float, Vector]:
    base = group - 1 if time >= group else time - 1
    start = panel.periods[0]
    change = panel.outcomes[:, time - start] - panel.outcomes[:, base - start]
    treated = _belongs(panel, group).astype(bool)
    means = change[treated].mean(), change[controls].mean()
    influence = np.zeros(len(change))
    influence[treated] = (change[treated] - means[0]) / treated.mean()
    influence[controls] = -(change[controls] - means[1]) / controls.mean()
    return float(means[0] - means[1]), influence


def _controls(panel: StaggeredPanel, group: int, time: int, not_yet: bool) -> NDArray[np.bool_]:
    last, until = panel.periods[-1], max(time, group)
    never = [each is None or each > last for each in panel.first_treated]
    later = [each is not None and each > until for each in panel.first_treated]
    found = np.array(never) | (np.array(later) & not_yet)
    if not found.any():
        raise FigureRefused(
            f"no unit was without the policy in period [{time}]",
            repair="Compare with units not yet treated, or end the panel earlier.",
        )
    return found


def _belongs(panel: StaggeredPanel, group: int) -> Vector:
    return np.array([float(each == group) for each in panel.first_treated])


def _error(influence: Vector) -> float:
    return float(np.sqrt(np.mean(influence**2) / len(influence)))


def _effect(estimate: float, influence: Vector) -> Effect:
    return Effect(estimate=estimate, error=_error(influence))
