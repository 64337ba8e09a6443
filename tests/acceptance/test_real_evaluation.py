"""Designs on seven years of real crime without a policy: they find about what chance lets them.

April 2015 is the month of unrest in Baltimore: a named event, and no policy may be dated on it.
Counts only; no row of the data is written down here.
"""

import os
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.support.evaluations import write_plan
from vacatur.evaluation.differences import difference_in_differences
from vacatur.evaluation.interrupted import interrupted_series
from vacatur.evaluation.series import Row, panel_of
from vacatur.evaluation.window import Window

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
FILE = DATA / "bpd_part1_2011_2016.csv.gz"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FILE.is_file(), reason="there is no real data beside the project"),
]


def panel_where(condition, last="2016-08"):
    """Districts x months of the crimes that meet a condition; whole months only."""
    rows = duckdb.sql(
        f"""
        with counted as (
            select District as unit, left(CrimeDate::varchar, 7) as month, count(*) as n
            from read_csv('{FILE}', all_varchar = true)
            where {condition} and District is not null group by all
        )
        select unit, month, coalesce(n, 0)::varchar
        from ((select distinct unit from counted) cross join (select distinct month from counted))
        left join counted using (unit, month)
        where month between '2011-01' and '{last}'
        """
    ).fetchall()
    return panel_of((Row(unit=u, time=m, count=n) for u, m, n in rows), "crimes")


KINDS = {
    "all": "true",
    "larceny": "Description = 'LARCENY'",
    "burglary": "Description = 'BURGLARY'",
    "assault": "Description = 'COMMON ASSAULT'",
}


@pytest.fixture(scope="module")
def quiet():
    """Four kinds of crime by district, until the month before the unrest."""
    return {name: panel_where(told, last="2015-03") for name, told in KINDS.items()}


def windows(panels, starts):
    for panel in panels.values():
        for unit in panel.units:
            donors = tuple(each for each in panel.units if each != unit)
            for start in starts:
                yield Window(panel=panel, treated=unit, donors=donors, start=start)


def test_a_lone_series_finds_a_policy_that_was_not_there_about_as_often_as_it_says(quiet):
    p = [interrupted_series(each).p for each in windows(quiet, (24, 28, 32, 36, 39))]

    assert len(p) == 4 * 9 * 5
    # Dates and kinds hang together, so that the share is a rough one; 6 % when it was written.
    assert np.mean(np.array(p) <= 0.05) <= 0.1


def test_a_difference_among_nine_districts_ranks_as_chance_does_and_never_claims_05(quiet):
    p = [difference_in_differences(each).p for each in windows(quiet, (28, 36, 44))]

    assert min(p) == pytest.approx(1 / 9)
    assert np.mean(np.array(p) <= 1 / 9 + 1e-9) == pytest.approx(1 / 9, abs=0.02)
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.1)


def test_a_policy_dated_on_the_unrest_of_april_2015_is_not_attributed(vacatur_at, quiet):
    panel = panel_where("Description in ('ROBBERY - STREET', 'SHOOTING', 'HOMICIDE')")
    city = panel.only(panel.units)
    told = vacatur_at(
        city,
        policy_date=str(date(2015, 5, 1)),
        treated="WESTERN",
        donors="[]",
        events="[{name: unrest of April 2015, date: 2015-04-27}]",
    )

    assert told["collisions"] == ["unrest of April 2015"]
    assert told["verdict"] == "cannot_attribute"
    assert any("unrest of April 2015" in each for each in told["reasons"])


@pytest.fixture
def vacatur_at(tmp_path):
    """Evaluate a plan about one panel; a dose is invented, for the data hold none."""

    def evaluated(panel, **told):
        from dataclasses import replace

        from vacatur.office.evaluating import evaluate_plan
        from vacatur.office.evaluation_data import as_data

        dose = np.full_like(panel.counts, 100.0)
        start = panel.first_after(date.fromisoformat(told["policy_date"]))
        dose[panel.row(told["treated"]), start:] = 20.0
        panels = {"crimes": panel, "arrests": replace(panel, counts=dose, outcome="arrests")}
        return as_data(evaluate_plan(write_plan(tmp_path, panels, **told)))

    return evaluated
