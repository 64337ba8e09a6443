"""Comparisons with other units: a known effect is found, none is found where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.support.panels import invented_panel
from vacatur.errors import FigureRefused
from vacatur.evaluation.augmented import ridge_augmented
from vacatur.evaluation.comparison import (
    AUGMENTED,
    CLASSIC,
    OUTCOME_ONLY,
    SYNTHETIC_DID,
    compare,
    placebos_pass,
)
from vacatur.evaluation.fits import by_change, by_ratio
from vacatur.evaluation.panel import TreatedPanel, panel_of_rows
from vacatur.evaluation.placebo import (
    detectable,
    drawn_placebos,
    in_space,
    in_time,
    leave_one_out,
)
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.simplex import simplex_least_squares
from vacatur.evaluation.synthetic import classic, outcome_only
from vacatur.evaluation.synthetic_did import plain_did, synthetic_did

DESIGNS = [outcome_only, classic, ridge_augmented, synthetic_did]


@pytest.mark.parametrize("ridge", [0.0, 40.0])
def test_simplex_weights_meet_the_conditions_of_the_optimum(ridge):
    random = np.random.default_rng(3)
    columns, target = random.normal(size=(12, 6)) * 50 + 300, random.normal(size=12) * 50 + 310

    weights = simplex_least_squares(columns, target, ridge=ridge)
    slope = 2 * columns.T @ (columns @ weights - target) + 2 * ridge * weights

    # Karush, Kuhn and Tucker: one slope where there is weight, no lower one where there is none.
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    held = weights > 0
    assert 1 < held.sum() < 6
    assert slope[held] == pytest.approx(np.full(held.sum(), slope[held][0]), rel=1e-7)
    assert slope[~held].min() > slope[held][0]


def test_a_donor_that_is_the_treated_unit_gets_all_the_weight():
    panel = invented_panel(donors=8)
    twin = panel.outcomes.copy()
    twin[3, : panel.before] = twin[0, : panel.before]

    fit = outcome_only(replace(panel, outcomes=twin))

    assert fit.top == (panel.units[3], pytest.approx(1))
    assert fit.pre_rmspe == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_fall_of_a_fifth_is_found_and_no_fall_where_there_is_none(design):
    assert design(invented_panel(change=-0.2)).relative_change == pytest.approx(-0.2, abs=0.015)
    assert design(invented_panel(change=0.0)).relative_change == pytest.approx(0, abs=0.015)


def test_the_rank_is_first_with_an_effect_and_not_without():
    found = in_space(invented_panel(change=-0.2), outcome_only, by_ratio)
    nothing = in_space(invented_panel(change=0.0, seed=1), outcome_only, by_ratio)

    assert (found.rank, found.p_floor) == (1, 1 / 25)
    assert found.p == found.p_floor
    assert nothing.p > 0.05


def test_p_is_uniform_where_nothing_happened():
    ps = [
        # One of the donors, so that the treated city is no more like the others than they are.
        in_space(
            invented_panel(donors=20, after=6, seed=seed).as_if_treated("city 07"),
            design,
            statistic,
        ).p
        for design, statistic in ((synthetic_did, by_change), (outcome_only, by_ratio))
        for seed in range(50)
    ]

    assert 3 <= sum(p <= 0.1 for p in ps) <= 18  # 10 expected
    assert 38 <= sum(p <= 0.5 for p in ps) <= 62  # 50 expected


def test_eight_donors_cannot_find_anything():
    placebos = in_space(invented_panel(donors=8, change=-0.5), outcome_only, by_ratio)

    assert placebos.p == placebos.p_floor == pytest.approx(1 / 9)
    assert placebos.minimum_detectable is None


def test_the_treated_unit_is_no_donor_of_a_placebo_nor_of_a_smallest_detectable_change():
    calm, moved = invented_panel(change=0.0), invented_panel(change=-0.9)

    for panel in (calm, moved):
        assert panel.treated not in panel.as_if_treated("city 05").units
    spreads = [
        drawn_placebos(panel, outcome_only, replicates=40, seed=1) for panel in (calm, moved)
    ]
    assert spreads[0].tolist() == spreads[1].tolist()
    assert 0 < detectable(float(spreads[0].std())) < 0.2


def test_a_policy_that_never_was_is_not_found_in_time():
    found = in_time(invented_panel(change=-0.2), outcome_only, by_ratio)

    assert len(found) == 2
    assert all(each.p > 0.05 for each in found.values())


def test_an_effect_that_hangs_on_one_donor_is_seen_when_it_is_left_out():
    panel = invented_panel(donors=8, change=0.0, noise=3)
    outcomes = panel.outcomes.copy()
    outcomes[3, : panel.before] = outcomes[0, : panel.before]
    outcomes[3, panel.before :] *= 2

    without = leave_one_out(replace(panel, outcomes=outcomes), outcome_only)

    assert list(without) == [panel.units[3]]
    assert without[panel.units[3]] == pytest.approx(0, abs=0.05)


def test_a_heavy_penalty_leaves_the_weights_and_a_light_one_fits_exactly():
    panel = invented_panel(donors=30, before=12)

    heavy = ridge_augmented(panel, penalty=1e12)
    light = ridge_augmented(panel, penalty=1e-4)

    assert heavy.weights == pytest.approx(outcome_only(panel).weights, abs=1e-6)
    assert light.pre_rmspe < 0.001 < heavy.pre_rmspe
    assert light.weights.sum() == pytest.approx(1)


def test_augmented_weights_are_the_regression_that_they_stand_for():
    panel = invented_panel(donors=12, before=8)
    earlier, later = np.split(panel.donor_rows, [panel.before], axis=1)
    weights = outcome_only(panel).weights
    centre, level = earlier.mean(axis=0), later[:, 0].mean()
    slopes = np.linalg.solve(
        (earlier - centre).T @ (earlier - centre) + 7 * np.eye(panel.before),
        (earlier - centre).T @ (later[:, 0] - level),
    )
    unmatched = panel.treated_row[: panel.before] - weights @ earlier

    fit = ridge_augmented(panel, penalty=7)

    assert fit.counterfactual[panel.before] == pytest.approx(
        weights @ later[:, 0] + unmatched @ slopes
    )


def test_plain_difference_in_differences_is_the_difference_of_four_means():
    panel = invented_panel(change=-0.1)
    own, others = panel.treated_row, panel.donor_rows.mean(axis=0)
    at = panel.before
    by_hand = (own[at:].mean() - own[:at].mean()) - (others[at:].mean() - others[:at].mean())

    assert plain_did(panel).average_gap == pytest.approx(by_hand)


def test_donors_that_are_all_alike_or_never_change_break_nothing():
    panel = invented_panel(donors=6, before=8, after=4)
    flat, alike, empty = (panel.outcomes.copy() for _ in range(3))
    flat[:], alike[2:], empty[2] = 50, alike[1], 0

    assert [each.estimate for each in compare(replace(panel, outcomes=flat)).results[:3]] == [
        None
    ] * 3
    told = compare(replace(panel, outcomes=flat)).results
    assert all(np.isfinite(v) for r in told for v in r.diagnostics.values() if isinstance(v, float))
    assert compare(replace(panel, outcomes=alike)).results[3].estimate is not None
    with pytest.raises(FigureRefused, match=r"a change of \[city 02\] relative to"):
        compare(replace(panel, outcomes=empty))


def test_a_fall_that_came_before_the_policy_is_no_effect_of_it():
    panel = invented_panel(donors=20, before=24, after=6, change=-0.2)
    earlier = panel.outcomes.copy()
    earlier[0, 18:24] *= 0.8  # the treated city alone, half a year too soon

    def passes(each):
        found = synthetic_did(each)
        result = DesignResult(
            design=SYNTHETIC_DID,
            estimate=found.relative_change,
            low=-0.25,
            high=-0.05,
            p=0.04,
            p_floor=1 / 21,
            minimum_detectable=0.1,
            sentence="",
        )
        return placebos_pass(each, result, synthetic_did)

    assert passes(panel) is True
    assert passes(replace(panel, outcomes=earlier)) is False


@pytest.mark.long
def test_all_four_find_a_fall_with_donors_enough():
    found = compare(invented_panel(donors=20, before=12, after=4, change=-0.2))

    for each in found.results:
        assert each.estimate == pytest.approx(-0.2, abs=0.015)
        assert each.low < each.estimate < each.high < 0
        assert each.p == each.p_floor == pytest.approx(1 / 21)
        assert 0 < each.minimum_detectable < 0.2
    assert found.same_sign_share == 1
    assert found.placebo_passes is True


def test_all_four_answer_in_one_form_and_say_what_few_donors_cannot_tell():
    panel = invented_panel(donors=7, before=8, after=4, change=-0.2)

    found = compare(panel)

    assert [each.design for each in found.results] == [
        OUTCOME_ONLY,
        CLASSIC,
        AUGMENTED,
        SYNTHETIC_DID,
    ]
    given = [each for each in found.results if each.estimate is not None]
    assert given
    for each in given:
        assert each.estimate == pytest.approx(-0.2, abs=0.05)
        assert each.p_floor == pytest.approx(1 / 8)
        assert each.minimum_detectable is None
        assert any("cannot give a p below 0.125" in warning for warning in each.warnings)
        assert each.sentence.startswith("From 2016-09 to 2016-12 [city 00] was ")
        assert each.sentence.endswith("With 7 donors no p can be .05 or less.")
    assert found.placebo_passes is None
    assert classic(panel).weights.tolist() == classic(panel).weights.tolist()


def test_what_does_not_fit_before_the_policy_gives_no_number():
    panel = invented_panel(donors=6, before=8, after=4)
    outcomes = panel.outcomes.copy()
    outcomes[0] += 500  # outside all donors

    found = compare(replace(panel, outcomes=outcomes))

    for each in found.results[:2]:
        assert each.estimate is each.low is each.p is None
        assert each.sentence.startswith("No answer: [city 00] is missed by [")
    assert found.results[3].design == SYNTHETIC_DID
    assert found.results[3].estimate is not None
    assert found.curve.refused >= 4


def rows_of(panel: TreatedPanel):
    return [
        (unit, period, panel.outcomes[row, column])
        for row, unit in enumerate(panel.units)
        for column, period in enumerate(panel.periods)
    ]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda rows: rows[:-1], r"city 06\] has no value of \[2016-10\]; values missing: \[1\]"),
        (lambda rows: [*rows, rows[0]], r"city 00\] has more than one value of \[2016-01\]"),
        (lambda rows: [row for row in rows if row[0] < "city 02"], r"\[1\] donor\(s\)"),
        (lambda rows: [row for row in rows if row[1] > "2016-04"], r"\[2\] period\(s\) before"),
    ],
)
def test_a_panel_with_gaps_or_of_too_little_is_refused(spoil, told):
    rows = rows_of(invented_panel(donors=6, before=6, after=4))

    with pytest.raises(FigureRefused, match=told):
        panel_of_rows(spoil(rows), treated="city 00", first_treated="2016-07")


def test_a_period_outside_the_series_and_a_city_unknown_are_refused():
    rows = rows_of(invented_panel(donors=6, before=6, after=4))

    with pytest.raises(FigureRefused, match=r"no period \[2021-01\]"):
        panel_of_rows(rows, treated="city 00", first_treated="2021-01")
    with pytest.raises(FigureRefused, match=r"no unit \[city 0\]"):
        panel_of_rows(rows, treated="city 0", first_treated="2016-07")
    with pytest.raises(FigureRefused, match=r"a search from \[3\] start"):
        classic(invented_panel(), starts=3)
