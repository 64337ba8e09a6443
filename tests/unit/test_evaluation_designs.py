"""Each design finds a known effect, is rarely wrong where there is none, and refuses."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.linalg import null_space

from tests.support.evaluations import noise, window
from vacatur.errors import FigureRefused
from vacatur.evaluation import power, regressors
from vacatur.evaluation.autoregression import fit
from vacatur.evaluation.differences import difference_in_differences, event_study
from vacatur.evaluation.interrupted import interrupted_series
from vacatur.evaluation.two_dates import two_dates
from vacatur.evaluation.window import Window


def found_in(design, runs, **told):
    """The share of runs whose p is .05 or less."""
    return float(np.mean([design(window(seed, **told)).p <= 0.05 for seed in range(runs)]))


@pytest.mark.parametrize("mean", [500, 8])
def test_an_interrupted_series_recovers_a_known_fall(mean):
    results = [interrupted_series(window(s, units=1, effect=-0.3, mean=mean)) for s in range(12)]

    assert np.mean([each.estimate for each in results]) == pytest.approx(-0.3, abs=0.05)
    assert sum(each.low <= -0.3 <= each.high for each in results) >= 10
    assert ("quasi" in str(results[0].diagnostics["method"])) == (mean < 20)


def test_an_interrupted_series_is_wrong_about_once_in_twenty():
    told = {"units": 1, "before": 60, "after": 12}

    assert found_in(interrupted_series, 120, **told) <= 0.12
    assert found_in(interrupted_series, 30, mean=8, **told) <= 0.14


def test_what_else_began_then_is_in_an_interrupted_series_and_not_in_a_difference():
    shaken = [window(seed, shock=-0.25) for seed in range(20)]
    alone = [interrupted_series(each) for each in shaken]
    compared = [difference_in_differences(each) for each in shaken]

    assert np.mean([each.p <= 0.05 for each in alone]) > 0.5
    assert np.mean([each.p <= 0.05 for each in compared]) <= 0.2
    assert np.mean([each.estimate for each in compared]) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("design", [difference_in_differences, event_study])
def test_a_comparison_recovers_a_known_fall_and_prints_its_floor(design):
    results = [design(window(seed, effect=-0.3, shock=-0.25)) for seed in range(15)]

    assert np.mean([each.estimate for each in results]) == pytest.approx(-0.3, abs=0.04)
    assert all(each.p >= each.p_floor == 1 / 25 for each in results)
    assert np.mean([each.p for each in results]) < 0.05
    assert "floor 1/25" in results[0].sentence


def test_permutation_is_exact_where_there_is_no_effect():
    ranks = [difference_in_differences(window(s, units=20)).p for s in range(400)]

    assert np.mean(np.array(ranks) <= 0.05) == pytest.approx(0.05, abs=0.03)
    assert np.mean(np.array(ranks) <= 0.5) == pytest.approx(0.5, abs=0.08)


def test_units_that_drift_apart_before_the_policy_are_told():
    made = window(3)
    counts = made.panel.counts.copy()
    counts[0] *= np.exp(-0.15 * np.arange(60) / 12)
    drifting = replace(made, panel=replace(made.panel, counts=np.round(counts)))
    result = difference_in_differences(drifting)

    assert result.diagnostics["pre_trend_high"] < -0.08
    assert result.diagnostics["pre_trend_joint_p"] < 0.1
    assert any("apart before" in each for each in result.warnings)


@pytest.mark.parametrize("months", [(23, 12), (48, 5)])
def test_too_few_months_are_refused_and_few_are_warned_of(months):
    before, after = months
    for design in (interrupted_series, difference_in_differences, event_study):
        with pytest.raises(FigureRefused, match="too few"):
            design(window(1, before=before, after=after))
    assert sum("only" in w for w in interrupted_series(window(1, before=30, after=8)).warnings) >= 2


def test_few_donors_are_refused_or_never_significant():
    with pytest.raises(FigureRefused, match=r"\[1\] donor cannot"):
        difference_in_differences(window(1, units=2))
    with pytest.raises(FigureRefused, match=r"\[4\] donors"):
        event_study(window(1, units=5))
    few = difference_in_differences(window(1, units=9, effect=-0.6))

    assert few.p == pytest.approx(1 / 9)
    assert "no p can be .05" in few.sentence


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [(24, 12, 0.24), (36, 12, 0.20), (60, 12, 0.17), (60, 24, 0.16), (96, 24, 0.13)],
)
def test_the_smallest_change_that_can_be_seen_is_the_specifications(before, after, published):
    """Of a table of simulations; ours is of a formula."""
    told = {"deviation": 0.1, "autocorrelation": 0.4}
    found = power.of_months(before, after, mean=True, **told)

    assert found == pytest.approx(published, abs=0.02)
    assert power.of_months(before, after, **told) > found  # of the step alone


def test_what_can_be_seen_comes_from_the_months_before_alone():
    quiet, loud = window(5, effect=0), window(5, effect=-0.9)

    assert power.of_series(quiet) == power.of_series(loud)
    cautions = power.cautions(0.6)
    assert "no effect" in cautions[0]
    assert power.cautions(0.3)
    assert power.cautions(0.2) == ()


def test_two_dates_are_told_apart_only_when_they_are_apart():
    made = window(2, before=48, after=36, effect=-0.3)
    later = made.panel.months[66]
    result = two_dates(made, later, "a reversal")

    assert result.estimate == pytest.approx(-0.3, abs=0.12)
    with pytest.raises(FigureRefused, match="cannot be told apart"):
        two_dates(made, made.panel.months[49], "COVID-19")
    with pytest.raises(FigureRefused, match="outside the series"):
        two_dates(made, date(1999, 1, 1), "an event")


def test_the_autocorrelation_is_found():
    months = 400
    random = np.random.default_rng(4)
    values = np.zeros(months)
    for month in range(1, months):
        values[month] = 0.6 * values[month - 1] + random.normal()
    found = fit(values, np.ones((months, 1)))

    assert found.autocorrelation == pytest.approx(0.6, abs=0.08)
    assert found.df == pytest.approx(400 * 0.4 / 1.6 - 1, rel=0.3)


def test_the_likelihood_is_the_restricted_one():
    """Against the density of what is left of a series when its design is taken out, on a grid."""
    random = np.random.default_rng(9)
    design = regressors.interrupted(36, 24)
    left = null_space(design.T)
    months = np.arange(36)
    grid = np.arange(0, 0.95, 0.005)
    for _ in range(5):
        values = noise(random, 1, 36, autocorrelation=0.6)[0]
        likely = []
        for each in grid:
            spread = left.T @ each ** np.abs(months[:, None] - months) @ left
            kept = left.T @ values
            size = kept @ np.linalg.solve(spread, kept)
            likely.append(-np.linalg.slogdet(spread)[1] - len(kept) * np.log(size))

        assert fit(values, design).autocorrelation == pytest.approx(
            grid[int(np.argmax(likely))], abs=0.01
        )


def test_nothing_counted_is_refused():
    made = window(1, units=1)
    empty = replace(made.panel, counts=np.zeros_like(made.panel.counts))

    with pytest.raises(FigureRefused, match="at all"):
        interrupted_series(Window(panel=empty, treated="a", donors=(), start=48))
