"""How often whole evaluations of invented cities say what is not so."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.support.evaluations import panel
from vacatur.evaluation.calendar import Event
from vacatur.evaluation.evaluate import evaluate
from vacatur.evaluation.plan import Plan
from vacatur.evaluation.window_comparisons import compare_window

RUNS = 12


def words(*, effect, donors, shock=-0.25):
    """The verdicts of runs in which all cities fell by 25 % on the date of the policy."""
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
        policy_date=date(2014, 1, 1),
        dose="arrests",
        events=(Event(name="a shock", on=date(2014, 2, 1)),),
        donors=donors,
        placebo_outcomes=("fraud",),
        designs=None,
        complete_from=None,
        complete_through=None,
    )
    found = Counter()
    for seed in range(100, 100 + 3 * RUNS, 3):
        panels = {
            "crimes": panel(seed, effect=effect, shock=shock),
            "arrests": panel(seed + 1, effect=-0.8),
            "fraud": panel(seed + 2),
        }
        found[str(evaluate(plan, panels.__getitem__, compare_window).verdict.word)] += 1
    return found


def test_a_lone_city_is_never_credited_with_what_fell_everywhere():
    assert words(effect=0, donors=()) == {"cannot_attribute": RUNS}
    assert words(effect=-0.3, donors=()) == {"cannot_attribute": RUNS}


@pytest.mark.long
def test_with_donors_an_effect_is_supported_and_none_is_not():
    still = words(effect=0, donors=None)

    assert still["supported"] == 0
    assert still["cannot_attribute"] >= RUNS - 2
    assert words(effect=-0.3, donors=None)["supported"] >= RUNS / 2
