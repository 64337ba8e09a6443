"""`make bench-evaluation`: how often each design finds what is not there, and what a report costs.

Series without any effect, at a nominal 5 %, with and without autocorrelation. The errors of Newey
and West stand beside ours, since docs/adr/0032 refuses them for what is measured here.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import statsmodels.api as sm

from bench.measure import run
from tests.support.evaluations import noise, panel, window, write_plan
from vacatur.evaluation import regressors
from vacatur.evaluation.autoregression import fit, two_sided
from vacatur.evaluation.differences import difference_in_differences
from vacatur.evaluation.interrupted import interrupted_series

SETTINGS = [
    (24, 12, 0.4),
    (36, 12, 0.4),
    (60, 12, 0.4),
    (60, 24, 0.4),
    (60, 24, 0.7),
    (36, 24, 0.7),
    (60, 12, 0.0),
]
STEP = regressors.BASE_COLUMNS


def main() -> None:
    """Parse, simulate, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluation", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    options = parser.parse_args()
    print(f"False positives at a nominal 5 %, {options.runs} runs each\n")
    print("before+after, r | OLS | Newey-West auto | Newey-West 12 | GLS-AR(1) REML")
    for before, after, autocorrelation in SETTINGS:
        shares = one_series(options.runs, before, after, autocorrelation)
        told = " | ".join(f"{each:5.1%}" for each in shares)
        print(f"{before}+{after}, {autocorrelation} | {told}", flush=True)
    few = wrong(interrupted_series, options.runs // 2, units=1, mean=8, before=60, after=12)
    print(f"quasi-Poisson, mean 8, 60+12, .4 | {few:5.1%}")
    print("\ndifference in differences, 25 units, 60+12")
    for autocorrelation in (0.0, 0.4, 0.7):
        share = wrong(
            difference_in_differences,
            options.runs,
            before=60,
            autocorrelation=autocorrelation,
            shock=-0.25,
        )
        print(f"shock of -25 % in every city, r {autocorrelation} | {share:5.1%}")
    alone = wrong(interrupted_series, options.runs // 2, units=1, before=60, shock=-0.25)
    print(f"interrupted series, the same shock, r 0.4 | {alone:5.1%}")
    print(f"\ndefault report, 40 units, 84 months, 1 placebo: {report():.1f} s")


def one_series(runs: int, before: int, after: int, autocorrelation: float) -> list[float]:
    """Shares of runs with p <= .05 of the step, by four ways to reckon its error."""
    months = before + after
    design = regressors.interrupted(months, before)
    auto = int(4 * (months / 100) ** (2 / 9))
    hits = np.zeros(4)
    series = noise(np.random.default_rng(7), runs, months, autocorrelation=autocorrelation)
    for values in series:
        model = sm.OLS(values, design)
        ours = fit(values, design)
        value, error = ours.contrast(np.eye(design.shape[1])[STEP])
        hits += [
            model.fit().pvalues[STEP] <= 0.05,
            _newey_west(model, auto) <= 0.05,
            _newey_west(model, 12) <= 0.05,
            two_sided(value, error, ours.df)[2] <= 0.05,
        ]
    return list(hits / runs)


def _newey_west(model: sm.OLS, lags: int) -> float:
    found = model.fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    return float(found.pvalues[STEP])


def wrong(design, runs: int, **told) -> float:
    """The share of invented panels without an effect in which a design finds one."""
    return float(np.mean([design(window(seed, **told)).p <= 0.05 for seed in range(runs)]))


def report() -> float:
    """Seconds of one `vacatur evaluate`, start of Python included; the median of three."""
    panels = {
        name: panel(seed, units=40, before=48, after=36, effect=effect, outcome=name)
        for seed, (name, effect) in enumerate(
            {"crimes": -0.3, "arrests": -0.8, "fraud": 0.0}.items()
        )
    }
    with TemporaryDirectory() as folder:
        plan = write_plan(Path(folder), panels, placebo_outcomes="[fraud]")
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            run(["-m", "vacatur", "evaluate", str(plan), "--json"])
            taken.append(time.perf_counter() - began)
    return sorted(taken)[1]


if __name__ == "__main__":
    main()
