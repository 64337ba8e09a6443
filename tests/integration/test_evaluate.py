"""`vacatur evaluate` from plan to verdict: what it answers, and what it refuses."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.support.evaluations import panel, write_plan


@pytest.fixture(scope="module")
def panels():
    """A policy that made arrests fall, and crimes by 35 %; fraud stood still."""
    return {
        "crimes": panel(1, effect=-0.35),
        "arrests": panel(2, effect=-0.8),
        "fraud": panel(3),
    }


def test_a_plan_is_followed_to_a_verdict_and_twice_the_same(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels, placebo_outcomes="[fraud]")
    first, second = (vacatur("evaluate", plan, "--json") for _ in range(2))
    told = json.loads(first.out)

    assert first.out == second.out
    assert told["verdict"] == "supported"
    by_name = {each["design"]: each for each in told["designs"]}
    assert by_name["differences"]["estimate"] == pytest.approx(-0.35, abs=0.1)
    assert by_name["differences"]["p_floor"] == pytest.approx(1 / 25)
    assert set(by_name["differences"]) == {
        *("design", "estimate", "interval", "p", "p_floor", "minimum_detectable"),
        *("diagnostics", "warnings", "sentence", "error", "error_of", "months"),
        *("weights", "points"),
    }
    assert told["placebo_outcomes_pass"] is True
    assert "exploratory" in told["stamp"]
    assert "synthetic_did" in by_name


def test_the_same_without_a_curve_is_only_consistent_and_without_an_effect_nobody_can_tell(
    vacatur, panels, tmp_path
):
    told = {"placebo_outcomes": "[fraud]", "designs": "[differences]"}
    said = vacatur("evaluate", write_plan(tmp_path, panels, **told)).out
    assert "Verdict: consistent_with" in said
    assert "No specification curve was made" in said
    assert "No lawyer" in said

    said = vacatur("evaluate", write_plan(tmp_path, panels, designs="[]")).out
    assert "No design could be used" in said

    still = panels | {"crimes": panel(4)}
    said = vacatur("evaluate", write_plan(tmp_path, still, **told)).out
    assert "Verdict: cannot_attribute" in said
    assert "We could not tell. The data could only have shown a change bigger than" in said
    assert "no effect" not in said


def test_a_frozen_plan_is_confirmatory_until_it_changes(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels, designs="[differences]")
    (tmp_path / "data.csv").rename(tmp_path / "away.csv")
    assert vacatur("evaluate", plan, "--freeze").code == 0  # no data are read
    (tmp_path / "away.csv").rename(tmp_path / "data.csv")

    assert "confirmatory" in json.loads(vacatur("evaluate", plan, "--json").out)["stamp"]
    plan.write_text(plan.read_text() + "# another day\n")
    assert "changed after" in json.loads(vacatur("evaluate", plan, "--json").out)["stamp"]
    assert "frozen already" in vacatur("evaluate", plan, "--freeze").err


def test_on_a_small_dose_no_outcome_is_analysed(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels, dose="fraud")
    told = json.loads(vacatur("evaluate", plan, "--json").out)

    assert told["verdict"] == "described"
    assert told["designs"] == []
    assert "not an effect" in told["description"]["sentence"]


def test_a_plan_without_a_dose_is_followed_and_supports_nothing(vacatur, panels, tmp_path):
    plan = write_plan(tmp_path, panels, dose="", designs="[differences]")
    told = json.loads(vacatur("evaluate", plan, "--json").out)

    assert told["designs"][0]["estimate"] < 0
    assert told["verdict"] == "consistent_with"
    assert any("was not measured" in each for each in told["reasons"])


def test_a_policy_on_the_day_of_covid_is_not_attributed_to_one_city(vacatur, panels, tmp_path):
    moved = {
        name: replace(
            each.only(["a"]), months=tuple(m.replace(year=m.year + 6) for m in each.months)
        )
        for name, each in panels.items()
    }
    plan = write_plan(tmp_path, moved, policy_date="2020-03-18")
    told = json.loads(vacatur("evaluate", plan, "--json").out)

    assert told["verdict"] == "cannot_attribute"
    assert told["collisions"] == ["COVID-19"]
    refused = {e["design"]: e["sentence"] for e in told["designs"] if e["estimate"] is None}
    assert "cannot be told apart" in refused["two_dates"]
    assert "[0] donors" in refused["differences"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"outcom": "x"}, "Did you mean [outcome]?"),
        ({"question": ""}, "has no [question]"),
        ({"policy_date": "2014"}, "YYYY-MM-DD"),
        ({"policy_date": "2031-01-01"}, "outside the series"),
        ({"policy_date": "2011-01-01"}, "too few"),
        ({"treated": "aa"}, "there is no unit [aa]"),
        ({"outcome": "crime"}, "Did you mean [crimes]?"),
        ({"designs": "[diferences]"}, "Did you mean [differences]?"),
        ({"designs": "[differences]", "donors": "[d01]"}, "[1] donor cannot show"),
        ({"donors": "[d01]"}, "[1] donor cannot show"),
        ({"donors": "[a, d01]"}, "[a] is treated and a donor"),
        ({"events": "[{name: theirs, date: 2013-05-01, unit: d03}]"}, "[d03] changed too"),
        ({"population": "crimes"}, "the population of [d04] is another in [2012-10]"),
        ({"data": "else.csv"}, "no data file [else.csv]"),
        ({"placebo_outcomes": "[crimes]"}, "is the outcome and a placebo"),
    ],
)
def test_a_plan_that_the_data_cannot_bear_is_refused(vacatur, panels, tmp_path, told, said):
    done = vacatur("evaluate", write_plan(tmp_path, panels, **told))

    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


def test_the_outcome_is_not_read_before_the_dose_and_a_broken_column_is_named(
    vacatur, panels, tmp_path
):
    plan = write_plan(tmp_path, panels)
    data = tmp_path / "data.csv"
    lines = data.read_text().splitlines()
    data.write_text("\n".join(lines[:5] + lines[6:]) + "\n")
    assert "lacks [2010-05]" in vacatur("evaluate", plan).err
    data.write_text("\n".join([*lines, lines[1]]) + "\n")
    done = vacatur("evaluate", plan)
    assert "twice" in done.err
    assert "arrests" in done.err


def test_parquet_is_read_as_csv_is(vacatur, panels, tmp_path):
    import duckdb

    plan = write_plan(tmp_path, panels, designs="[differences]")
    before = json.loads(vacatur("evaluate", plan, "--json").out)
    duckdb.execute(
        f"copy (select city, (month || '-01')::date as month, crimes::int as crimes, "
        f"arrests::int as arrests from read_csv('{tmp_path}/data.csv', all_varchar=true)) "
        f"to '{tmp_path}/data.parquet'"
    )
    plan = write_plan(tmp_path, panels, data="data.parquet", designs="[differences]")
    after = json.loads(vacatur("evaluate", plan, "--json").out)

    assert after["designs"] == before["designs"]
    assert np.isfinite(after["designs"][0]["estimate"])
