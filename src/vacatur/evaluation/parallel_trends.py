"""How far parallel trends could fail before a conclusion does (Rambachan and Roth).

A test that finds no trend before the policy has often only too little power to see one. In its
place: if trends could part after the policy by up to M times the worst parting seen before it,
what effects remain possible, and at which M is zero among them?
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.stats import norm

from vacatur.errors import FigureRefused
from vacatur.evaluation.panel import Matrix, Vector

LEVEL = 0.95
# What scipy.optimize.linprog calls them.
_SOLVED, _INFEASIBLE = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventStudy:
    """Coefficients by time to the policy, in order, without the period of reference.

    The reference is the period just before the policy, -1, whose coefficient is zero. `covariance`
    is of the estimates, in the same order.
    """

    times: tuple[int, ...]
    estimates: Vector
    covariance: Matrix

    def __post_init__(self) -> None:
        before = [time for time in self.times if time < 0]
        after = [time for time in self.times if time >= 0]
        whole = [*range(-1 - len(before), -1), *range(len(after))]
        if list(self.times) != whole or not before or not after:
            raise FigureRefused(
                f"an event study at times [{', '.join(str(time) for time in self.times)}]",
                why="Trends are compared from period to period, with -1 as the reference.",
                repair="Give every period from the first to the last but -1, one before at least.",
            )
        if self.covariance.shape != (len(self.times), len(self.times)):
            raise FigureRefused(f"a covariance of shape [{self.covariance.shape}] does not fit")

    @property
    def earlier(self) -> int:
        """How many coefficients lie before the policy."""
        return sum(time < 0 for time in self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeMagnitudes:
    """Limits of the effect for each M, and the M at which the limits reach zero.

    `sets` are without sampling error; `limits` are with it, at LEVEL, and conservative.
    """

    estimate: float
    sets: dict[float, tuple[float, float]]
    limits: dict[float, tuple[float, float]]
    breakdown: float  # 0: zero is among the limits though trends are parallel; inf: never reached


def relative_magnitudes(
    study: EventStudy,
    *,
    weights: Vector | None = None,
    magnitudes: tuple[float, ...] = (0.5, 1.0, 1.5, 2.0),
) -> RelativeMagnitudes:
    """Bounds under relative magnitudes, by linear programmes.

    Parameters
    ----------
    study
        The coefficients and their covariance.
    weights
        Of the periods since the policy; None: their mean.
    magnitudes
        The M for which limits are given.

    Notes
    -----
    The restriction is eq. 7 of A. Rambachan and J. Roth, Review of Economic Studies 90 (2023),
    2555: no step of the difference in trends after the policy is greater than M times the greatest
    before. The greatest step is that of some period with some sign, so the set is a union of
    polyhedra, and each bound the greatest over their programmes. Steps enter the programmes times
    M, so that one solution serves every M.

    Their conditional interval is not reproduced. Ours lets each coefficient before the policy and
    the mean effect move in a box that holds them all with probability LEVEL (Sidak's product for a
    normal vector), which covers at least as often and is wider.
    """
    after = len(study.times) - study.earlier
    share = np.full(after, 1 / after) if weights is None else np.asarray(weights, dtype=np.float64)
    estimate = float(share @ study.estimates[study.earlier :])
    error = float(np.sqrt(share @ study.covariance[study.earlier :, study.earlier :] @ share))
    reach = float(norm.ppf((1 + LEVEL ** (1 / (study.earlier + 1))) / 2))
    errors = np.sqrt(np.diag(study.covariance))[: study.earlier]
    low, high = _greatest(study, share, 0 * errors)
    low_boxed, high_boxed = _greatest(study, share, reach * errors)
    sampling = reach * error
    worst = high_boxed if estimate > 0 else low_boxed
    return RelativeMagnitudes(
        estimate=estimate,
        sets={each: (estimate - each * high, estimate + each * low) for each in magnitudes},
        limits={
            each: (estimate - sampling - each * high_boxed, estimate + sampling + each * low_boxed)
            for each in magnitudes
        },
        breakdown=_breakdown(abs(estimate), sampling, worst),
    )


def _breakdown(size: float, sampling: float, worst: float) -> float:
    if size <= sampling:
        return 0.0
    return (size - sampling) / worst if worst > 0 else float("inf")


def _greatest(study: EventStudy, share: Vector, reach: Vector) -> tuple[float, float]:
    """How far, at M = 1, a difference in trends could push the mean down and up: both positive."""
    down, up = 0.0, 0.0
    for step in range(study.earlier):
        for sign in (-1.0, 1.0):
            down = max(down, _pushed(study, -share, reach, step, sign))
            up = max(up, _pushed(study, share, reach, step, sign))
    return down, up


def _pushed(study: EventStudy, share: Vector, reach: Vector, step: int, sign: float) -> float:
    """The greatest share' d where no step of d exceeds one step before the policy; 0: infeasible.

    The variables are the coefficients before the policy, inside the box, and the differences d
    after it.
    """
    earlier, after = study.earlier, len(study.times) - study.earlier
    worst = np.zeros(earlier + after)
    worst[step] -= sign
    if step + 1 < earlier:
        worst[step + 1] += sign  # else the step ends at the reference, which is zero
    rows = []
    for period in range(after):
        move = np.zeros(earlier + after)
        move[earlier + period] = 1.0
        if period:
            move[earlier + period - 1] = -1.0
        rows += [move - worst, -move - worst]
    centre = study.estimates[:earlier]
    bounds = [*zip(centre - reach, centre + reach, strict=True), *[(None, None)] * after]
    objective = np.concatenate([np.zeros(earlier), -share])
    solved = linprog(objective, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), bounds=bounds)
    if solved.status == _INFEASIBLE:
        return 0.0
    if solved.status != _SOLVED:
        raise FigureRefused(f"a bound was not found: [{solved.message}]")
    return float(-solved.fun)
