"""How many have come to an end by a day, where others have ended otherwise and some are open.

The share of closed cases and the share of all cases are both biased while cases are open; the
estimate of Aalen and Johansen is not, as long as being open does not foretell the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from statsmodels.duration.survfunc import CumIncidenceRight

from vacatur.errors import FigureRefused
from vacatur.evidence.figures import Estimate
from vacatur.evidence.intervals import LEVEL, Interval, Method, share


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
    """The share that came to an end of this kind by a day.

    Where everybody was followed so long, it is a share with Wilson's interval; else the estimate
    of Aalen and Johansen, by statsmodels, on the complementary logarithmic scale.

    Source: O. O. Aalen and S. Johansen, Scand. J. Statist. 5 (1978), 141; J. D. Kalbfleisch and
    R. L. Prentice, The Statistical Analysis of Failure Time Data (2nd ed. 2002), ch. 8.

    Parameters
    ----------
    days
        After the arrest; an end on that very day is counted.

    Raises
    ------
    FigureRefused
        There are no cases.
    """
    if not courses:
        raise FigureRefused("no case is followed", why="A share of nothing says nothing.")
    seen = sum(each.kind == kind and each.days <= days for each in courses)
    ended = sum(each.kind is not None and each.days <= days for each in courses)
    not_followed = sum(each.kind is None and each.days < days for each in courses)
    whole = len(courses)
    followed = sum(each.followed >= days for each in courses)
    estimate: Estimate | None = None
    if followed == whole:
        estimate = Estimate(value=seen / whole, interval=share(seen, whole, level=level))
    elif followed:
        estimate = _aalen_johansen(courses, kind, days, followed, level)
    return Incidence(
        kind=kind,
        days=days,
        total=whole,
        followed=followed,
        seen=seen,
        otherwise=ended - seen,
        open=whole - ended - not_followed,
        not_followed=not_followed,
        estimate=estimate,
    )


def _aalen_johansen(
    courses: Sequence[Course], kind: str, days: int, followed: int, level: float
) -> Estimate:
    status = np.array(
        [0 if each.kind is None else 1 if each.kind == kind else 2 for each in courses]
    )
    time = np.array([each.days for each in courses])
    value, error = 0.0, 0.0
    if (status == 1).any():
        with np.errstate(divide="ignore", invalid="ignore"):
            found = CumIncidenceRight(time, status)
        last = int(np.searchsorted(found.times, days, side="right")) - 1
        if last >= 0:
            value, error = float(found.cinc[0][last]), float(found.cinc_se[0][last])
    return Estimate(value=value, interval=_limits(value, error, followed, level))


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
