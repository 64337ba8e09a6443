"""`make bench-synthetic`: a thousand permutations of a panel of 40 donors, and all four designs.

Goal: a thousand replicates in a minute on two cores. A replicate is one donor given the policy at
one start, fitted by the outcome-only control or by synthetic difference in differences.
"""

from __future__ import annotations

import os

# Before numpy is imported: threads of so small matrices only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from tests.support.panels import invented_panel
from vacatur.evaluation.comparison import compare
from vacatur.evaluation.fits import Estimator
from vacatur.evaluation.panel import TreatedPanel
from vacatur.evaluation.placebo import detectable, drawn_placebos
from vacatur.evaluation.synthetic import classic, outcome_only
from vacatur.evaluation.synthetic_did import synthetic_did

PROCESSES = 2


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description=__doc__)
    parser.add_argument("--replicates", type=int, default=1_000)
    parser.add_argument("--donors", type=int, default=40)
    parser.add_argument("--before", type=int, default=60)
    parser.add_argument("--after", type=int, default=12)
    options = parser.parse_args()
    panel = invented_panel(
        donors=options.donors, before=options.before, after=options.after, change=-0.2, seed=1
    )
    for name, estimator, count in (
        ("outcome-only control", outcome_only, options.replicates),
        ("synthetic DiD", synthetic_did, options.replicates),
        ("classic control", classic, options.replicates),
    ):
        began = time.perf_counter()
        changes = drawn(panel, estimator, count)
        seconds = time.perf_counter() - began
        seen = detectable(float(changes.std()))
        print(f"{name}: {count:,} replicates in {seconds:.1f} s; smallest detectable {seen:.0%}")
    began = time.perf_counter()
    compare(panel)
    print(f"all designs with placebos and curve: {time.perf_counter() - began:.1f} s")


def drawn(panel: TreatedPanel, estimator: Estimator, replicates: int) -> np.ndarray:
    """Drawn placebos by a process for each core, each with a seed of its own."""
    share = -(-replicates // PROCESSES)
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = [
            pool.submit(drawn_placebos, panel, estimator, replicates=share, seed=seed)
            for seed in range(PROCESSES)
        ]
        return np.concatenate([each.result() for each in parts])[:replicates]


if __name__ == "__main__":
    main()
