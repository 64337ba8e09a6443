"""A plan and data that were bent to earn a better word than they deserve."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.support.evaluations import panel, window, write_plan
from vacatur.errors import FigureRefused
from vacatur.evaluation.calendar import Event
from vacatur.evaluation.designs import Setting, run_designs
from vacatur.evaluation.series import Row, panel_of

DESIGNS = "[differences, event_study]"


@pytest.fixture(scope="module")
def panels():
    return {
        "crimes": panel(1, effect=-0.35),
        "arrests": panel(2, effect=-0.8),
        "fraud": panel(3),
    }


def six_years_later(panels, units):
    return {
        name: replace(
            each.only(units), months=tuple(m.replace(year=m.year + 6) for m in each.months)
        )
        for name, each in panels.items()
    }


def with_counts(panels, change):
    counts = panels["crimes"].counts.copy()
    change(counts)
    return panels | {"crimes": replace(panels["crimes"], counts=counts)}


def test_what_came_to_the_unit_alone_while_the_policy_ran_is_not_the_policys(
    vacatur, panels, tmp_path
):
    events = "[{name: a raid, date: 2014-06-01, unit: a}]"
    plan = write_plan(tmp_path, panels, designs=DESIGNS, events=events)
    told = json.loads(vacatur("evaluate", plan, "--json").out)

    assert told["verdict"] == "cannot_attribute"
    assert any("[a raid]" in reason and "ends before it" in reason for reason in told["reasons"])
    before = "[{name: a raid, date: 2012-06-01, unit: a}]"
    plan = write_plan(tmp_path, panels, designs=DESIGNS, events=before)
    assert json.loads(vacatur("evaluate", plan, "--json").out)["verdict"] == "consistent_with"


def test_an_event_of_a_unit_that_is_not_there_is_refused(vacatur, panels, tmp_path):
    events = "[{name: theirs, date: 2014-02-01, unit: d0l}]"
    done = vacatur("evaluate", write_plan(tmp_path, panels, designs=DESIGNS, events=events))

    assert done.code == 1
    assert "[d0l], which is not in the data" in done.err


@pytest.mark.parametrize(
    "events",
    [
        "[{name: COVID-19, date: 2016-06-01}]",
        "[{name: COVID-19, date: 2020-03-01, unit: a}]",
        "[]",
    ],
)
def test_covid_is_not_moved_out_of_the_way_of_a_lone_city(vacatur, panels, tmp_path, events):
    moved = six_years_later(panels, ["a"])
    plan = write_plan(tmp_path, moved, policy_date="2020-03-18", events=events)

    assert json.loads(vacatur("evaluate", plan, "--json").out)["verdict"] == "cannot_attribute"


@pytest.mark.parametrize("policy", ["2019-09-20", "2020-07-01"])
def test_covid_within_a_year_is_in_a_lone_series_and_not_in_a_comparison(
    vacatur, panels, tmp_path, policy
):
    """A fall of 25 % five months before a policy without effect was found in 24 of 100 runs."""
    told = {"policy_date": policy, "designs": "[differences, interrupted]"}
    moved = six_years_later(panels, panels["crimes"].units)
    compared = json.loads(vacatur("evaluate", write_plan(tmp_path, moved, **told), "--json").out)
    assert not any("COVID-19" in reason for reason in compared["reasons"])

    told |= {"donors": "[]", "designs": "[interrupted]"}
    alone = json.loads(vacatur("evaluate", write_plan(tmp_path, moved, **told), "--json").out)
    assert alone["verdict"] == "cannot_attribute"
    assert any("[COVID-19]" in reason and "within a year" in reason for reason in alone["reasons"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda counts: counts.__setitem__((0, -1), 40), "[2014-12] of [a] is partial"),
        (lambda counts: counts.__setitem__((0, 0), 40), "[2010-01] of [a] is partial"),
        (lambda counts: counts.__setitem__((0, slice(50, 52)), 0), "[a] has none in [2014-03]"),
        (lambda counts: counts.__setitem__((3, 20), 0), "[d03] has none in [2011-09]"),
        (lambda counts: counts.fill(50), "is the same in every month"),
    ],
)
def test_months_that_one_unit_did_not_report_are_no_fall(vacatur, panels, tmp_path, change, said):
    done = vacatur("evaluate", write_plan(tmp_path, with_counts(panels, change), designs=DESIGNS))

    assert done.code == 1
    assert said in done.err


def test_a_series_that_vanishes_is_no_estimate_and_its_json_is_json(vacatur, panels, tmp_path):
    """Quasi-Poisson gave an interval up to Infinity, which is no JSON."""
    few = np.random.default_rng(0).poisson(5, size=(25, 60)) * 1.0
    few[0, 48:] = 0
    made = panels | {"crimes": replace(panels["crimes"], counts=few)}
    out = vacatur("evaluate", write_plan(tmp_path, made, designs=""), "--json").out
    told = json.loads(out, parse_constant=lambda name: pytest.fail(name))

    by_name = {each["design"]: each for each in told["designs"]}
    assert by_name["interrupted"]["estimate"] is None
    assert "to nothing, is no share" in by_name["interrupted"]["sentence"]
    assert all(each["interval"][0] >= -1 for each in told["designs"] if each["interval"])


def test_a_frozen_plan_says_what_it_cannot_show_of_the_data(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels, designs="[differences]")

    def stamp():
        return json.loads(vacatur("evaluate", plan, "--json").out)["stamp"]

    assert "exploratory" in stamp()
    vacatur("evaluate", plan, "--freeze")  # after the answer was seen
    assert "nothing here shows that nobody had looked" in stamp()
    data = tmp_path / "data.csv"
    data.write_text(data.read_text().replace("d01,2010-01,", "d01,2010-01,1"))
    vacatur("evaluate", plan, "--freeze")  # a second time takes nothing back
    assert "the data file was changed since" in stamp()


def test_a_dose_that_fell_everywhere_is_not_the_policys(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels | {"arrests": panel(2, shock=-0.6)}, designs="[differences]")
    told = json.loads(vacatur("evaluate", plan, "--json").out)

    assert told["dose"]["change"] == pytest.approx(-0.6, abs=0.1)
    assert told["dose"]["donors_change"] == pytest.approx(-0.6, abs=0.1)
    assert any("practice changed without the policy" in reason for reason in told["reasons"])
    plan = write_plan(tmp_path, panels, designs="[differences]")
    assert "practice changed without" not in vacatur("evaluate", plan).out


def test_uneven_cities_are_not_taken_for_cut_off(vacatur, panels, tmp_path):
    for seed in (50, 51):
        uneven = panels | {"crimes": panel(seed, deviation=0.27)}
        plan = write_plan(tmp_path, uneven, designs="[]", dose="")
        assert vacatur("evaluate", plan).code == 0


def test_a_donor_that_stands_twice_is_refused(vacatur, panels, tmp_path):
    """24 copies of one donor gave an interval of no width and a p of .04."""
    made = with_counts(panels, lambda counts: counts.__setitem__(5, counts[4]))
    done = vacatur("evaluate", write_plan(tmp_path, made, designs=DESIGNS))

    assert done.code == 1
    assert "[d05] and [d04] have the same counts" in done.err


@pytest.mark.parametrize("told", [{"dose": "crimes"}, {"placebo_outcomes": "[arrests]"}])
def test_the_dose_is_no_outcome_and_no_placebo(vacatur, panels, tmp_path, told):
    done = vacatur("evaluate", write_plan(tmp_path, panels, **told))

    assert done.code == 1
    assert "is the dose and stands under" in done.err


def test_a_population_that_lost_a_digit_is_no_rise():
    """Ten times fewer people under the policy made crime 941 % higher."""
    rows = [
        Row(unit=unit, time=f"{year}-{month:02}", count="100", population=people)
        for unit in "ab"
        for year, people in ((2018, "600000"), (2019, "60000" if unit == "a" else "601000"))
        for month in range(1, 13)
    ]
    with pytest.raises(FigureRefused, match=r"population of \[a\] is another in \[2019-01\]"):
        panel_of(rows, "crimes")
    assert panel_of(rows[24:], "crimes").units == ("b",)


def test_an_event_that_cannot_be_told_from_the_policy_leaves_the_others():
    made = window(1, units=1, before=48, after=24)
    months = made.panel.months
    events = (Event(name="far", on=months[24]), Event(name="near", on=months[50]))
    found = run_designs(Setting(window=made, events=events, policy_date=months[48]), None)
    both = [each for each in found if each.design == "two_dates"]

    assert [each.estimate is None for each in both] == [False, True]
    assert "[near]" in both[1].sentence
