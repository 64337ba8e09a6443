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


KINDS_OF_PHILADELPHIA = (
    "Aggravated Assault No Firearm",
    "Burglary Residential",
    "Motor Vehicle Theft",
    "Other Assaults",
    "Thefts",
    "Vandalism/Criminal Mischief",
    "Fraud",
    "Theft from Vehicle",
    "Robbery No Firearm",
    "Narcotic / Drug Law Violations",
)


def philadelphia(file, day, column, months):
    """One column of daily counts as months of one city; `months` are the first and the last."""
    rows = duckdb.sql(
        f"""
        select left({day}, 7) as month, sum("{column}"::int)::varchar
        from read_csv('{DATA / file}', all_varchar = true)
        where left({day}, 7) between '{months[0]}' and '{months[1]}' group by all
        """
    ).fetchall()
    return panel_of((Row(unit="Philadelphia", time=m, count=n) for m, n in rows), "crimes")


def test_a_lone_series_of_philadelphia_finds_more_than_it_says_and_supports_nothing():
    """Eight years without a named policy: ten kinds of crime, a date each half-year.

    11 of 90 when it was written, where 5 % would be 4 or 5: reporting turns and trends bend. That
    is why a lone series is "consistent with" at most, whatever its p.
    """
    found = []
    for kind in KINDS_OF_PHILADELPHIA:
        months = ("2010-01", "2018-01")
        panel = philadelphia("philly_incidents_wide.csv.gz", "dispatch_date", kind, months)
        for start in range(36, 85, 6):
            window = Window(panel=panel, treated="Philadelphia", donors=(), start=start)
            found.append(interrupted_series(window).p)
    assert len(found) == 90
    assert np.mean(np.array(found) <= 0.05) <= 0.15


def test_in_february_2018_drug_charges_of_philadelphia_hardly_changed_so_nothing_is_sought(
    tmp_path,
):
    """The policy was about marijuana; the file counts all drug possession, and that stood."""
    from vacatur.office.evaluating import evaluate_plan
    from vacatur.office.evaluation_data import as_data

    months = ("2014-01", "2019-12")
    panels = {
        name: philadelphia("philly_charges.csv.gz", "date_value", column, months)
        for name, column in (("crimes", "Auto Theft"), ("charges", "Drug Possession"))
    }
    told = {"policy_date": "2018-02-15", "treated": "Philadelphia", "dose": "charges"}
    plan = write_plan(tmp_path, panels, donors="[]", **told)
    found = as_data(evaluate_plan(plan))
    assert abs(found["dose"]["change"]) < 0.25
    assert found["verdict"] == "described"
    assert found["designs"] == []

    told["dose"] = ""
    found = as_data(evaluate_plan(write_plan(tmp_path, panels, donors="[]", **told)))
    assert found["verdict"] in ("cannot_attribute", "consistent_with")


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
