"""How many have come to an end by a day, where others have ended otherwise and some are open.

The share of closed cases and the share of all cases are both biased while cases are open; the
estimate of Aalen and Johansen is not, as long as being open does not foretell the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from statsmodels.duration.survfunc import CumIncidenceRight

from vacatur.errors import FigureRefused
from vacatur.figures.intervals import LEVEL, Estimate, Interval, Method, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One case until it ended or was last seen: so many days after the arrest."""

    days: int
    kind: str | None  # how it ended; None: open when it was last seen
    followed: int  # days for which it is followed, whether it has ended before or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """How many of a cohort have come to one kind of end, by a day after the arrest."""

    kind: str
    days: int
    total: int
    followed: int  # of all, those whose arrest is at least so many days ago
    seen: int  # came to this end by then
    otherwise: int  # came to another end by then
    open: int  # followed so long, and still open
    not_followed: int  # open when last seen, before that day
    estimate: Estimate | None  # a share of all; None: nobody was followed so long


def incidence(
    courses: Sequence[Course], kind: str, days: int, *, level: float = LEVEL
) -> Incidence:
    """The share that came to an end of this kind by a day; see `incidences`."""
    return incidences(courses, kind, (days,), level=level)[0]


def incidences(
    courses: Sequence[Course], kind: str, horizons: Sequence[int], *, level: float = LEVEL
) -> tuple[Incidence, ...]:
    """The share that came to an end of this kind by each horizon.

    Where everybody was followed so long, it is a share with Wilson's interval; else the estimate
    of Aalen and Johansen, by statsmodels, on the complementary logarithmic scale.

    Source: O. O. Aalen and S. Johansen, Scand. J. Statist. 5 (1978), 141; J. D. Kalbfleisch and
    R. L. Prentice, The Statistical Analysis of Failure Time Data (2nd ed. 2002), ch. 8.

    Parameters
    ----------
    horizons
        Days after the arrest; an end on that very day is counted.

    Raises
    ------
    FigureRefused
        There are no cases, or no horizons.
    """
    if not courses:
        raise FigureRefused("no case is followed", why="A share of nothing says nothing.")
    if not horizons:
        raise FigureRefused("no horizon is named", why="A share grows with the days it is given.")
    time = np.array([each.days for each in courses])
    followed = np.array([each.followed for each in courses])
    status = np.array([_status(each, kind) for each in courses])
    curve = _curve(time, status) if followed.min() < max(horizons) else None
    return tuple(_at(days, kind, time, status, followed, curve, level) for days in horizons)


_OPEN, _SEEN, _OTHERWISE = 0, 1, 2
_Curve = Callable[[int], tuple[float, float]]


def _status(course: Course, kind: str) -> int:
    if course.kind is None:
        return _OPEN
    return _SEEN if course.kind == kind else _OTHERWISE


def _at(
    days: int,
    kind: str,
    time: np.ndarray,
    status: np.ndarray,
    followed: np.ndarray,
    curve: _Curve | None,
    level: float,
) -> Incidence:
    whole, so_long = len(time), int((followed >= days).sum())
    seen = int(((status == _SEEN) & (time <= days)).sum())
    otherwise = int(((status == _OTHERWISE) & (time <= days)).sum())
    not_followed = int(((status == _OPEN) & (time < days)).sum())
    estimate: Estimate | None = None
    if so_long == whole:
        estimate = Estimate(value=seen / whole, interval=share(seen, whole, level=level))
    elif so_long and curve is not None:
        value, error = curve(days)
        estimate = Estimate(value=value, interval=_limits(value, error, so_long, level))
    return Incidence(
        kind=kind,
        days=days,
        total=whole,
        followed=so_long,
        seen=seen,
        otherwise=otherwise,
        open=whole - seen - otherwise - not_followed,
        not_followed=not_followed,
        estimate=estimate,
    )


def _curve(time: np.ndarray, status: np.ndarray) -> _Curve:
    """The estimate of Aalen and Johansen and its standard error, as a function of the day."""
    if not (status == _SEEN).any():
        return lambda _: (0.0, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = CumIncidenceRight(time, status)

    def at(days: int) -> tuple[float, float]:
        last = int(np.searchsorted(found.times, days, side="right")) - 1
        if last < 0:
            return 0.0, 0.0
        return float(found.cinc[0][last]), float(found.cinc_se[0][last])

    return at


def _limits(value: float, error: float, followed: int, level: float) -> Interval:
    """Limits of a cumulative incidence.

    At 0 and at 1 the scale has no end, and where the last ones who were followed ended together
    there is no standard error. There it is as if only those who were followed to the day had been
    asked, which is wider.
    """
    if not 0 < value < 1 or not error > 0:
        edge = share(round(value * followed), followed, level=level)
        return Interval(low=edge.low, high=edge.high, level=level, method=Method.WILSON)
    times = float(norm.ppf((1 + level) / 2)) * error / (value * abs(math.log(value)))
    return Interval(
        low=value ** math.exp(times),
        high=value ** math.exp(-times),
        level=level,
        method=Method.AALEN_JOHANSEN,
    )
