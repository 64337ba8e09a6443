"""Published results, reproduced: Proposition 99 twice, counties, the Basque Country."""

from __future__ import annotations

import csv
import os
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from vacatur.evaluation.fits import by_ratio
from vacatur.evaluation.panel import TreatedPanel, panel_of_rows
from vacatur.evaluation.placebo import in_space
from vacatur.evaluation.staggered import StaggeredPanel, group_time_effects
from vacatur.evaluation.synthetic import Predictors, classic, outcome_only
from vacatur.evaluation.synthetic_did import plain_did, synthetic_did

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data/benchmarks"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the published panels are not here"),
]


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def panel(name: str, unit: str, time: str, outcome: str, treated: str, first: str) -> TreatedPanel:
    return panel_of_rows(
        ((row[unit], str(int(float(row[time]))), float(row[outcome])) for row in rows(name)),
        treated=treated,
        first_treated=first,
    )


def means(name: str, unit: str, columns, units, value) -> np.ndarray:
    """One column for each (column, first year, last year): the mean of what is recorded."""
    return np.array(
        [
            [
                np.mean(
                    [
                        value(row, column)
                        for row in rows(name)
                        if row[unit] == each and first <= float(row["year"]) <= last
                    ]
                )
                for column, first, last in columns
            ]
            for each in units
        ]
    )


def weights_of(fit) -> dict[str, float]:
    return dict(zip(fit.panel.donors, fit.weights, strict=True))


def test_proposition_99_as_abadie_diamond_and_hainmueller_published_it():
    smoking = panel("prop99_smoking.csv", "state", "year", "cigsale", "California", "1989")
    columns = (
        ("lnincome", 1980, 1988),
        ("retprice", 1980, 1988),
        ("age15to24", 1980, 1988),
        ("beer", 1984, 1988),
        ("cigsale", 1975, 1975),
        ("cigsale", 1980, 1980),
        ("cigsale", 1988, 1988),
    )
    predictors = Predictors(
        names=tuple(f"{column} {first}" for column, first, _ in columns),
        units=smoking.units,
        values=means(
            "prop99_smoking.csv",
            "state",
            columns,
            smoking.units,
            lambda row, column: float(row[column]),
        ),
    )

    fit = classic(smoking, predictors=predictors)
    placebos = in_space(smoking, partial(classic, predictors=predictors), by_ratio)

    published = {
        "Utah": 0.334,
        "Nevada": 0.234,
        "Montana": 0.199,
        "Colorado": 0.164,
        "Connecticut": 0.069,
    }
    for state, weight in weights_of(fit).items():
        assert weight == pytest.approx(published.get(state, 0), abs=0.02), state
    assert fit.pre_rmspe**2 < 3.089  # of the published weights on the same data
    assert fit.gap[-1] == pytest.approx(-26, abs=0.5)
    assert fit.average_gap == pytest.approx(-19, abs=0.5)
    assert (placebos.rank, len(placebos.placebos)) == (1, 38)


def test_proposition_99_as_arkhangelsky_and_others_published_it():
    packs = panel("prop99_packs.csv", "State", "Year", "PacksPerCapita", "California", "1989")

    assert synthetic_did(packs).average_gap == pytest.approx(-15.6, abs=0.01)
    assert outcome_only(packs).average_gap == pytest.approx(-19.6, abs=0.15)
    assert plain_did(packs).average_gap == pytest.approx(-27.3, abs=0.1)


def test_county_employment_as_callaway_and_santanna_published_it():
    units = sorted({row["countyreal"] for row in rows("mpdta.csv")})
    at = {(row["countyreal"], int(row["year"])): row for row in rows("mpdta.csv")}
    years = tuple(range(2003, 2008))
    found = group_time_effects(
        StaggeredPanel(
            periods=years,
            outcomes=np.array(
                [[float(at[unit, year]["lemp"]) for year in years] for unit in units]
            ),
            first_treated=tuple(int(at[unit, 2003]["first.treat"]) or None for unit in units),
        )
    )

    assert found.simple.estimate == pytest.approx(-0.0400, abs=1e-4)
    assert found.dynamic.estimate == pytest.approx(-0.0772, abs=1e-4)
    assert found.group.estimate == pytest.approx(-0.0310, abs=1e-4)
    assert found.effect(2004, 2004).estimate == pytest.approx(-0.0105, abs=1e-4)
    assert found.effect(2004, 2007).estimate == pytest.approx(-0.1008, abs=1e-4)
    assert found.effect(2007, 2007).estimate == pytest.approx(-0.0261, abs=1e-4)


SCHOOLING = ("school.illit", "school.prim", "school.med", "school.high", "school.post.high")


def basque_value(row: dict[str, str], column: str) -> float:
    """Schooling as shares of all, with the two highest levels as one."""
    if column == "school.higher":
        return basque_value(row, "school.high") + basque_value(row, "school.post.high")
    if column in SCHOOLING:
        return 100 * float(row[column]) / sum(float(row[each]) for each in SCHOOLING)
    return float(row[column])


def test_the_basque_country_as_abadie_and_gardeazabal_published_it():
    name, spain = "basque.csv", "Spain (Espana)"
    regions = panel_of_rows(
        (
            (row["regionname"], str(int(float(row["year"]))), float(row["gdpcap"]))
            for row in rows(name)
            if row["regionname"] != spain
        ),
        treated="Basque Country (Pais Vasco)",
        first_treated="1970",
    )
    sectors = ("agriculture", "energy", "industry", "construction", "services.venta")
    columns = (
        *((each, 1964, 1969) for each in (*SCHOOLING[:3], "school.higher", "invest")),
        ("gdpcap", 1960, 1969),
        ("popdens", 1969, 1969),
    )
    every_other = [
        np.mean(
            [
                means(
                    name, "regionname", [(f"sec.{sector}", year, year)], regions.units, basque_value
                )
                for year in range(1961, 1970, 2)
            ],
            axis=0,
        )
        for sector in (*sectors, "services.nonventa")
    ]
    predictors = Predictors(
        names=tuple(f"predictor {at}" for at in range(len(columns) + len(every_other))),
        units=regions.units,
        values=np.hstack(
            [means(name, "regionname", columns, regions.units, basque_value), *every_other]
        ),
        fitted=tuple(str(year) for year in range(1960, 1970)),
    )

    found = weights_of(classic(regions, predictors=predictors))

    published = {"Cataluna": 0.851, "Madrid (Comunidad De)": 0.149}
    for region, weight in found.items():
        assert weight == pytest.approx(published.get(region, 0), abs=0.02), region
