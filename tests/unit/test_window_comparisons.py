"""The comparisons of an evaluation's window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from tests.support.evaluations import window
from vacatur.evaluation.differences import difference_in_differences, event_study
from vacatur.evaluation.window_comparisons import (
    compare_window,
    event_study_of,
    treated_panel,
    trend_bounds,
)


def test_rates_where_there_are_people_and_else_counts_by_each_units_own_mean():
    counted = window(1, units=7, before=24, after=6)
    people = replace(counted.panel, population=np.full(counted.panel.counts.shape, 1000.0))

    by_mean = treated_panel(counted)
    by_people = treated_panel(replace(counted, panel=people))

    assert by_mean.outcomes[:, :24].mean(axis=1) == pytest.approx(np.ones(7))
    assert by_people.outcomes == pytest.approx(counted.panel.counts / 1000)
    assert (by_mean.treated, by_mean.first_treated, by_mean.before) == ("a", "2012-01", 24)


def test_bounds_agree_with_the_difference_and_are_wider():
    found = window(2, units=25, before=48, after=12, effect=-0.4, deviation=0.05)

    bounds, plain = trend_bounds(found), difference_in_differences(found)

    assert bounds.estimate == pytest.approx(plain.estimate, abs=0.05)
    assert bounds.low < plain.low < plain.high < bounds.high
    assert bounds.diagnostics["low_at_0.5"] > bounds.diagnostics["low_at_1"] == bounds.low
    assert event_study_of(found).times == (-8, -7, -6, -5, -4, -3, -2, 0, 1)
    assert trend_bounds(window(2, units=25)).diagnostics["breakdown"] == 0


def test_the_event_study_is_that_of_the_design_with_its_intervals():
    found = window(2, units=9, before=36, after=12)

    ours, theirs = event_study_of(found), event_study(found).points

    halves = norm.ppf(0.975) * np.sqrt(np.diag(ours.covariance))
    for bin_, value, half, point in zip(ours.times, ours.estimates, halves, theirs, strict=True):
        assert (point.first, point.last) == (bin_ * 6, bin_ * 6 + 5)
        assert np.expm1(value) == pytest.approx(point.estimate)
        assert np.expm1(value - half) == pytest.approx(point.low)


def test_a_refusal_stands_in_its_place():
    found = compare_window(window(3, units=4, before=24, after=6))

    assert [each.estimate for each in found.results] == [None] * 5
    assert "donors" in found.results[-1].sentence
    assert found.same_sign_share is found.placebo_passes is None


@pytest.mark.long
def test_a_fall_is_found_where_monthly_noise_lets_no_weights_fit_closely():
    found = compare_window(window(4, units=25, before=48, after=12, effect=-0.4))
    nothing = compare_window(window(4, units=25, before=48, after=12, shock=-0.4))

    given = [each for each in found.results[:4] if each.estimate is not None]
    assert given[-1].design == "synthetic_did"
    for each in given:
        assert each.estimate == pytest.approx(-0.4, abs=0.08)
    assert found.placebo_passes is True
    assert found.same_sign_share == 1
    assert found.results[-1].sentence.startswith("Of ")
    assert found.results[-1].estimate is None
    assert nothing.placebo_passes is False
    for each in nothing.results[:4]:  # all cities fell: that is no effect
        assert each.estimate is None or abs(each.estimate) < 0.15
