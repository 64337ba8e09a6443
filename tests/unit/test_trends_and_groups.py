"""Staggered adoption, bounds on parallel trends, and the specification curve."""

from __future__ import annotations

import numpy as np
import pytest

from vacatur.errors import FigureRefused
from vacatur.evaluation.parallel_trends import EventStudy, relative_magnitudes
from vacatur.evaluation.specification_curve import Variant, curve_of
from vacatur.evaluation.staggered import StaggeredPanel, group_time_effects


def staggered(effects, *, treated=6, never=30, noise=0.0, seed=0):
    """Offices treated in period 3 or 5 of 6, whose effect grows by `effects[group]` each period."""
    random = np.random.default_rng(seed)
    firsts = [3] * treated + [5] * treated + [None] * never
    outcomes = random.normal(size=(len(firsts), 1)) + np.arange(6) ** 1.5
    outcomes = outcomes + noise * random.normal(size=outcomes.shape)
    for row, first in enumerate(firsts):
        for time in range(6):
            if first is not None and time + 1 >= first:
                outcomes[row, time] += effects[first] * (time + 2 - first)
    return StaggeredPanel(
        periods=tuple(range(1, 7)), outcomes=outcomes, first_treated=tuple(firsts)
    )


@pytest.mark.parametrize("not_yet", [False, True])
def test_effects_that_grow_are_given_back_where_a_plain_regression_would_not(not_yet):
    found = group_time_effects(staggered({3: -1.0, 5: -0.1}), not_yet=not_yet)

    assert found.effect(3, 3).estimate == pytest.approx(-1)
    assert found.effect(3, 6).estimate == pytest.approx(-4)
    assert found.effect(5, 6).estimate == pytest.approx(-0.2)
    assert found.effect(5, 3).estimate == pytest.approx(0)  # before its policy
    assert found.simple.estimate == pytest.approx((-1 - 2 - 3 - 4 - 0.1 - 0.2) / 6)
    assert found.group.estimate == pytest.approx((-2.5 - 0.15) / 2)
    by_time = [-0.55, -1.1, -3, -4]
    assert [found.by_time[since].estimate for since in range(4)] == pytest.approx(by_time)
    assert found.dynamic.estimate == pytest.approx(np.mean(by_time))


def test_the_standard_error_is_how_much_the_estimate_varies():
    draws = [
        group_time_effects(staggered({3: 0.0, 5: 0.0}, noise=1, seed=seed)) for seed in range(200)
    ]

    for name in ("simple", "dynamic", "group"):
        estimates = np.array([getattr(each, name).estimate for each in draws])
        errors = np.array([getattr(each, name).error for each in draws])
        assert abs(estimates.mean()) < 0.05
        assert errors.mean() == pytest.approx(estimates.std(), rel=0.2)


def test_few_offices_and_offices_without_a_before_are_refused():
    few = staggered({3: -1.0, 5: -1.0}, treated=2)

    with pytest.raises(FigureRefused, match=r"\[4\] treated office\(s\)"):
        group_time_effects(few)
    assert group_time_effects(few, is_check=True).effect(3, 3).estimate == pytest.approx(-1)
    with pytest.raises(FigureRefused, match="from the first period on"):
        StaggeredPanel(periods=(1, 2), outcomes=np.zeros((2, 2)), first_treated=(1, None))
    with pytest.raises(FigureRefused, match="no unit was without the policy"):
        group_time_effects(staggered({3: 0, 5: 0}, never=0))


def study(before, after, error=0.0):
    times = (*range(-1 - len(before), -1), *range(len(after)))
    return EventStudy(
        times=times,
        estimates=np.array([*before, *after], dtype=float),
        covariance=error**2 * np.eye(len(times)),
    )


def test_bounds_are_those_worked_out_by_hand():
    # Steps before: -1 to 4 is 5, 4 to 0 is 4. So one period on it may differ by 5 M, two by 10 M.
    found = relative_magnitudes(
        study([-1.0, 4.0], [10.0, 20.0]), weights=np.array([1.0, 0.0]), magnitudes=(0.5, 2.0)
    )
    both = relative_magnitudes(study([-1.0, 4.0], [10.0, 20.0]), magnitudes=(1.0,))

    assert found.sets[0.5] == pytest.approx((7.5, 12.5))
    assert found.sets[2.0] == pytest.approx((0, 20))
    assert found.limits[2.0] == pytest.approx((0, 20))  # there is no sampling error here
    assert found.breakdown == pytest.approx(2)
    assert both.sets[1.0] == pytest.approx((15 - 7.5, 15 + 7.5))


def test_sampling_error_is_of_all_that_is_estimated_together():
    found = relative_magnitudes(study([0.0, 0.0], [10.0, 20.0], error=1.0), magnitudes=(0.0, 1.0))

    # Three normal values each within 2.388 errors, with .95: Sidak's table.
    half = 2.388 * np.sqrt(1 / 2)
    assert found.limits[0.0] == pytest.approx((15 - half, 15 + half), abs=1e-3)
    # A step before may be 2 x 2.388, from one end of the box to the other; its mean is 1.5 times.
    assert found.limits[1.0][0] == pytest.approx(15 - half - 1.5 * 2 * 2.388, abs=5e-3)


def test_limits_reach_zero_at_the_breakdown_and_sampling_error_widens_them():
    sure = relative_magnitudes(study([1.0, -1.0], [-9.0, -9.0], error=0.1))
    unsure = relative_magnitudes(study([1.0, -1.0], [-9.0, -9.0], error=1.0))
    edge = relative_magnitudes(
        study([1.0, -1.0], [-9.0, -9.0], error=0.1), magnitudes=(sure.breakdown,)
    )

    assert edge.limits[sure.breakdown][1] == pytest.approx(0, abs=1e-6)
    assert unsure.breakdown < sure.breakdown
    assert unsure.limits[1.0][0] < sure.limits[1.0][0] < sure.sets[1.0][0]
    assert relative_magnitudes(study([1.0, -1.0], [0.1, 0.1], error=1.0)).breakdown == 0


def test_limits_hold_the_effect_as_often_as_they_say():
    # The truth: no effect; trends part after the policy by as much as they did before it.
    random = np.random.default_rng(0)
    truth = np.array([2.0, 1.0, -1.0, -2.0])
    held = 0
    for _ in range(40):
        drawn = study(truth[:2] + random.normal(size=2), truth[2:] + random.normal(size=2), 1.0)
        low, high = relative_magnitudes(drawn, magnitudes=(1.0,)).limits[1.0]
        held += low <= 0 <= high

    assert held >= 36


def test_an_event_study_with_a_gap_is_refused():
    with pytest.raises(FigureRefused, match="an event study at times"):
        EventStudy(times=(-4, -2, 0), estimates=np.zeros(3), covariance=np.eye(3))


def curve(*estimates):
    return curve_of([Variant(choices={}, estimate=each) for each in estimates])


def test_an_answer_that_a_fifth_of_the_variants_turn_about_depends_on_choices():
    assert not curve(-0.1, -0.2, -0.1, -0.3, 0.1).depends_on_choices
    turned = curve(-0.1, -0.2, -0.1, 0.1, None)

    assert turned.depends_on_choices
    assert turned.same_sign_share(-0.1) == 0.75
    assert turned.sentence == (
        "Of 4 variants 75 % find a fall and 25 % a rise, from 20 % lower to 10 % higher. "
        "1 more did not fit before the policy. The answer depends on choices."
    )
    with pytest.raises(FigureRefused, match="of no variant"):
        curve(None)
