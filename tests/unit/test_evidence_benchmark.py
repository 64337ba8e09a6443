"""Equal use is a claim with a source; a grid shows what it would change."""

import pytest

from tests.support.evidence import baltimore
from vacatur.errors import FigureRefused
from vacatur.evidence.benchmark import (
    UseSurvey,
    per_user,
    require_equal_use,
    sensitivity,
    tipping_point,
)
from vacatur.figures.intervals import Estimate, Interval, Method

RATIO = baltimore().group("Black").compared.ratio


def estimate(value, low, high):
    limits = Interval(low=low, high=high, level=0.95, method=Method.MID_P)
    return Estimate(value=value, interval=limits)


def survey(use=1.0, low=0.9, high=1.1, **changes):
    told = {"cited": "an invented survey, table 3", "year": 2016, "place": "a county"}
    return UseSurvey(use=use, low=low, high=high, **told | changes)


def test_the_table_of_ratios_per_user():
    # Baltimore 2015-2017: 13.3 per resident.
    found = sensitivity(RATIO, grid=(1.0, 1.2, 1.5, 2.0))

    assert [round(each.per_user.value, 1) for each in found.rows] == [13.3, 11.1, 8.9, 6.7]
    assert found.rows[3].per_user.interval.low == pytest.approx(RATIO.interval.low / 2)


def test_the_default_grid():
    assert [each.use for each in sensitivity(RATIO).rows] == [0.8, 1.0, 1.2, 1.5, 2.0]


def test_the_tipping_point():
    assert sensitivity(RATIO).tipping == pytest.approx(10.4, abs=0.05)
    assert tipping_point(estimate(0.5, 0.4, 0.6)) == 0.6
    assert tipping_point(estimate(1.2, 0.9, 1.6)) is None
    assert tipping_point(estimate(None, 3.0, None)) == 3.0


def test_a_survey_widens_the_interval():
    found = per_user(RATIO, survey(use=1.2, low=0.8, high=1.8))

    assert found.value == pytest.approx(RATIO.value / 1.2)
    assert found.interval.low < RATIO.interval.low / 1.2
    assert found.interval.high > RATIO.interval.high / 1.2


def test_a_survey_that_is_certain_divides_both_limits():
    found = per_user(RATIO, survey(use=2.0, low=2.0, high=2.0))

    assert found.interval.low == pytest.approx(RATIO.interval.low / 2)
    assert found.interval.high == pytest.approx(RATIO.interval.high / 2)


def test_equal_use_by_a_cited_survey():
    cited = survey()

    assert require_equal_use(cited) is cited


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: require_equal_use(None), "[despite equal use] without a survey"),
        (lambda: require_equal_use(survey(1.5, 1.2, 1.8)), "the survey found [1.5]"),
        (lambda: require_equal_use(survey(1.0, 0.2, 5.0)), "reaches beyond"),
        (lambda: survey(place=" "), "without its place"),
        (lambda: survey(cited=""), "without what is cited"),
        (lambda: survey(low=0), "no ratio with its interval"),
        (lambda: survey(1.0, 1.1, 1.2), "no ratio with its interval"),
        (lambda: survey(high=float("inf")), "no ratio with its interval"),
        (lambda: sensitivity(RATIO, grid=(0.0, 1.0)), "[0.0] is no ratio of use"),
        (lambda: per_user(estimate(None, 3.0, None), survey()), "a ratio with one bound"),
    ],
)
def test_use_that_nobody_measured_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)


@pytest.mark.parametrize("field", ["cited", "year", "place", "low", "high"])
def test_a_survey_without_its_year_place_or_interval_is_none(field):
    told = {
        "cited": "a survey",
        "year": 2016,
        "place": "a county",
        "use": 1.0,
        "low": 0.9,
        "high": 1.1,
    }
    del told[field]

    with pytest.raises(TypeError):
        UseSurvey(**told)
