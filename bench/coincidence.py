"""`make bench-coincidence`: COVID-19 and a policy begin in one month. What do the designs say?

Invented cities that all fell by about a quarter on the date, not all alike. Without donors every
verdict must be that nothing can be attributed. With donors the interval of each design must hold
the planted effect as often as it says.
"""

from __future__ import annotations

import os

# Before numpy is imported: threads of so small matrices only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from scipy.stats import t as student

from tests.support.evaluations import panel
from vacatur.evaluation.differences import difference_in_differences, event_study
from vacatur.evaluation.evaluate import evaluate
from vacatur.evaluation.fits import Estimator, Statistic, by_change, by_ratio
from vacatur.evaluation.placebo import in_space
from vacatur.evaluation.plan import Plan
from vacatur.evaluation.series import Panel, month_after
from vacatur.evaluation.synthetic import outcome_only
from vacatur.evaluation.synthetic_did import synthetic_did
from vacatur.evaluation.window import Window
from vacatur.evaluation.window_comparisons import compare_window, treated_panel
from vacatur.figures.intervals import share

BEFORE, AFTER, CITIES = 60, 12, 25
SHOCK, SPREAD = -0.25, 0.06
EFFECTS = (0.0, -0.15, -0.30)
POLICY = date(2020, 3, 18)
PROCESSES = 2
Limits = tuple[float, float]


def main() -> None:
    """Parse, simulate, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.coincidence", description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    options = parser.parse_args()
    print(
        f"{CITIES} cities, {BEFORE}+{AFTER} months, a shock of {SHOCK:.0%} (SD {SPREAD:.0%}) in "
        f"the month of the policy, {options.runs} runs\n"
    )
    with ProcessPoolExecutor(PROCESSES) as pool:
        alone = Counter(pool.map(verdict_alone, range(options.runs), chunksize=20))
        print(f"without donors: {dict(alone)}")
        print("\neffect | design | interval holds it (Monte Carlo 95 %) | leaves zero out")
        for effect in EFFECTS:
            runs = partial(limits, effect)
            found = list(pool.map(runs, range(options.runs), chunksize=20))
            for name in found[0]:
                told = [each[name] for each in found]
                held = sum(low <= effect <= high for low, high in told)
                beyond = sum(low > 0 or high < 0 for low, high in told)
                between = share(held, len(told))
                print(
                    f"{effect:+.0%} | {name} | {held / len(told):.1%} "
                    f"({between.low:.1%} to {between.high:.1%}) | {beyond / len(told):.1%}",
                    flush=True,
                )


def cities(seed: int, effect: float, outcome: str = "crimes") -> Panel:
    """The cities, from April 2015 on."""
    made = panel(
        seed,
        units=CITIES,
        before=BEFORE,
        after=AFTER,
        effect=effect,
        shock=SHOCK,
        shock_spread=SPREAD,
        outcome=outcome,
    )
    first = month_after(POLICY.replace(day=1), 1 - BEFORE)
    return replace(made, months=tuple(month_after(first, at) for at in range(BEFORE + AFTER)))


def limits(effect: float, seed: int) -> dict[str, Limits]:
    """The interval of each design for one draw of cities."""
    made = cities(seed, effect)
    window = Window(panel=made, treated="a", donors=made.units[1:], start=BEFORE)
    found = {}
    designs: dict[str, Callable] = {
        "differences": difference_in_differences,
        "event_study": event_study,
    }
    for name, design in designs.items():
        result = design(window)
        found[name] = (result.low, result.high)
    found["synthetic_did"] = by_placebos(window, synthetic_did, by_change)
    found["synthetic_control, fit or no fit"] = by_placebos(window, outcome_only, by_ratio)
    return found


def by_placebos(window: Window, estimator: Estimator, statistic: Statistic) -> Limits:
    """As `comparison.compare` gives it, without asking whether it fits before the policy."""
    found = in_space(treated_panel(window), estimator, statistic)
    half = float(student.ppf(0.975, len(found.changes) - 1)) * found.spread
    return found.change - half, found.change + half


def verdict_alone(seed: int) -> str:
    """The verdict on a city without donors, in which the policy did nothing."""
    panels = {
        "crimes": cities(seed, 0.0),
        "arrests": cities(seed + 1_000_000, -0.8, "arrests"),
        "fraud": panel(seed + 2_000_000, before=BEFORE, after=AFTER, outcome="fraud"),
    }
    months = panels["crimes"].months
    panels["fraud"] = replace(panels["fraud"], months=months)
    plan = Plan(
        path=Path("plan.yaml"),
        sha256="",
        question="",
        data=Path("data.csv"),
        unit="city",
        time="month",
        outcome="crimes",
        population=None,
        treated="a",
        policy_date=POLICY,
        dose="arrests",
        events=(),
        donors=(),
        placebo_outcomes=("fraud",),
        designs=None,
        complete_from=None,
        complete_through=None,
    )
    return str(evaluate(plan, panels.__getitem__, compare_window).verdict.word)


if __name__ == "__main__":
    main()
