"""Difference in differences and event study against donors, with permutation over the units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.stats import t as student

from vacatur.errors import FigureRefused
from vacatur.evaluation import noise, power, wording
from vacatur.evaluation.results import LOGARITHM, DesignResult, Point
from vacatur.evaluation.series import Floats
from vacatur.evaluation.window import Window, require_months

FEWEST_DONORS = 5
# A joint test of the months before with a smaller p weakens what is said.
PRE_TREND_P = 0.10
# Months of one point of the event study: a season's noise is averaged, a turn still shows.
BIN = 6
# A unit so many times as uneven as its donors is told of.
MUCH_WIDER = 1.5


def difference_in_differences(window: Window) -> DesignResult:
    """The treated unit's change of rate, in logarithms, less the donors' mean change.

    The months under the policy are compared with the same months of the years before.

    The interval is that of one more unit among the donors (t with donors - 1 degrees of freedom),
    wider where the unit is more uneven than they are; p is the treated unit's rank among all units,
    each taken as if it had been treated.

    Raises
    ------
    FigureRefused
        Too few months, or fewer than five donors.
    """
    warnings = [*require_months(window), *require_donors(window)]
    end = len(window.panel.months)
    changes = window.log_rates_over(window.start, end) - window.log_rates_before()
    value, error, df = against_donors(changes, _widening(window))
    smallest = detectable_difference(window)
    pre = pre_trend(window)
    if float(pre["pre_trend_joint_p"]) < PRE_TREND_P:
        warnings.append("the unit and its donors moved apart before the policy")
    return _result("differences", window, (value, error, df), changes, smallest, pre, warnings)


def event_study(window: Window) -> DesignResult:
    """The gap to the donors by half-years, against the last half-year before the policy.

    Raises
    ------
    FigureRefused
        Too few months, or fewer than five donors.
    """
    warnings = [*require_months(window), *require_donors(window)]
    points = _points(window)
    after = np.array([bin_ >= 0 for bin_ in points])
    changes = np.array([each for bin_, each in points.items() if bin_ >= 0]).mean(axis=0)
    wider = _widening(window)
    value, error, df = against_donors(changes, wider)
    told = pre_trend(window)
    if not after.any():
        raise FigureRefused("there is no half-year under the policy", repair="Wait for more data.")
    if float(told["pre_trend_joint_p"]) < PRE_TREND_P:
        warnings.append("the unit and its donors moved apart before the policy")
    smallest = power.detectable(error, df)
    found = _result("event_study", window, (value, error, df), changes, smallest, told, warnings)
    return replace(
        found,
        points=tuple(_point(bin_, each, wider) for bin_, each in points.items()),
        # Half-years alone, against the last one before the policy.
        months=window.compared(before=BIN, after=window.after // BIN * BIN),
    )


def _point(bin_: int, values: Floats, wider: float) -> Point:
    at, spread, df = against_donors(values, wider)
    half = float(student.ppf(0.975, df)) * spread
    estimate, low, high = (float(np.expm1(each)) for each in (at, at - half, at + half))
    first = bin_ * BIN
    return Point(first=first, last=first + BIN - 1, estimate=estimate, low=low, high=high)


def require_donors(window: Window) -> tuple[str, ...]:
    """Refuse fewer than five donors; warn of fewer than 19, with which no p can be .05.

    Raises
    ------
    FigureRefused
        Fewer than five.
    """
    count = len(window.donors)
    if count < FEWEST_DONORS:
        raise FigureRefused(
            f"[{count}] donor{'' if count == 1 else 's'} cannot show what chance does",
            where=window.panel.outcome,
            why=f"With {count} the smallest p is 1/{count + 1}.",
            repair=f"Give at least {FEWEST_DONORS} units without the policy, and "
            f"{wording.FEWEST_DONORS_FOR_P} for a test at .05; or write [donors: []] to look "
            "at the unit alone.",
        )
    if count < wording.FEWEST_DONORS_FOR_P:
        return (f"{count} donors: no p can be .05 or less; 19 are needed",)
    return ()


def against_donors(values: Floats, wider: float = 1.0) -> tuple[float, float, float]:
    """First unit less the mean of the others, its standard error and degrees of freedom.

    The first unit varies `wider` times as much as the others do.
    """
    others = values[1:]
    count = len(others)
    error = float(others.std(ddof=1) * np.sqrt(wider**2 + 1 / count))
    return float(values[0] - others.mean()), error, float(count - 1)


def permutation_p(values: Floats, uneven: Floats | float = 1.0) -> float:
    """The rank of the first unit among all, by how far each is from the mean of the others.

    Every unit is compared with all others, so that under no effect each rank is as likely; each
    distance is divided by how `uneven` its unit is (`noise.excess`).
    """
    far = np.abs(values - values.mean()) / uneven
    # A rounding error must not break a tie in favour of an effect.
    return float((far >= far[0] - 1e-12).sum()) / len(values)


def pre_trend(window: Window) -> dict[str, float | str | bool]:
    """Before the policy: the yearly drift of the gap with its interval, and a joint p.

    A large p is no proof that the unit and its donors would have moved alike.
    """
    rates = _all_rates(window)[:, : window.start]
    time = (np.arange(window.start) - (window.start - 1) / 2) / 12
    drift = rates @ time / float(time @ time)
    value, error, df = against_donors(drift, noise.widening(rates))
    half = float(student.ppf(0.975, df)) * error
    early = np.array([each for bin_, each in _points(window).items() if bin_ < -1])
    spread = ((early - early.mean(axis=1, keepdims=True)) ** 2).sum(axis=0)
    spread /= noise.excess(rates) ** 2
    joint = float((spread >= spread[0] - 1e-12).sum()) / len(spread)
    return {
        "pre_trend_per_year": float(np.expm1(value)),
        "pre_trend_low": float(np.expm1(value - half)),
        "pre_trend_high": float(np.expm1(value + half)),
        "pre_trend_joint_p": joint,
    }


def detectable_difference(window: Window) -> float:
    """The smallest fall that the difference finds, from the months before the policy alone."""
    after = min(window.after, window.before // 2)
    rates = _all_rates(window)[:, : window.before]
    changes = rates[:, -after:].mean(axis=1) - rates[:, :-after].mean(axis=1)
    _, error, df = against_donors(changes, noise.widening(rates))
    return power.detectable(error, df)


def _all_rates(window: Window) -> Floats:
    return np.vstack([window.treated_rates(), window.donor_rates()])


def _widening(window: Window) -> float:
    return noise.widening(_all_rates(window)[:, : window.start])


def _points(window: Window) -> dict[int, Floats]:
    """Each unit's log rate by half-years, less that of the last half-year before.

    Half-years are counted from the policy; one that the series cuts off at an end is left out,
    except that the months under the policy always give at least one.
    """
    base = window.log_rates_over(window.start - BIN, window.start)
    first, last = -(window.before // BIN), window.after // BIN
    return {
        bin_: window.log_rates_over(window.start + bin_ * BIN, window.start + (bin_ + 1) * BIN)
        - base
        for bin_ in range(first, last)
        if bin_ != -1
    }


def _result(
    name: str,
    window: Window,
    found: tuple[float, float, float],
    changes: Floats,
    smallest: float,
    told: dict[str, float | str | bool],
    warnings: list[str],
) -> DesignResult:
    value, error, df = found
    half = float(student.ppf(0.975, df)) * error
    share, low, high = (float(np.expm1(each)) for each in (value, value - half, value + half))
    donors = len(window.donors)
    before = _all_rates(window)[:, : window.start]
    p, floor = permutation_p(changes, noise.excess(before)), 1 / (donors + 1)
    wider = noise.widening(before)
    if wider > MUCH_WIDER:
        warnings.append(
            f"month by month the unit is {wider:.1f} times as uneven as its donors; "
            "its interval is that much wider"
        )
    said = wording.estimate(
        window.panel.outcome,
        f"the change among its {donors} donors would have made it",
        share,
        low,
        high,
    )
    return DesignResult(
        design=name,
        estimate=share,
        low=low,
        high=high,
        p=p,
        p_floor=floor,
        minimum_detectable=smallest,
        diagnostics={**told, "donors": float(donors), "times_as_uneven": wider, "controls": True},
        warnings=(*warnings, *power.cautions(smallest)),
        sentence=f"{said} {wording.permutation(p, floor, donors)}",
        error=error,
        error_of=LOGARITHM,
        months=window.compared(),
    )
