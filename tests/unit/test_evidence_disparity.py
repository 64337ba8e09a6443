"""Disparity: both the ratio and the difference, over a denominator that says what it is."""

import json
from datetime import date

import pytest

from tests.support.evidence import ELSE, baltimore, counts, residents
from vacatur.errors import FigureRefused
from vacatur.evidence.appendix import exact_intervals
from vacatur.evidence.denominators import DenominatorKind, derived_population, years_between
from vacatur.evidence.disparity import EVERYONE_ELSE, disparity, over_each
from vacatur.evidence.figures import Caution, Comparison, Direction, plain
from vacatur.evidence.sources import Unit
from vacatur.figures.intervals import Method

TWO = {"Black": 600, "white": 400}


def closed(kind=DenominatorKind.CASES_REFERRED, by_group=TWO):
    return residents(by_group, kind=kind, derived="")


def limits(estimate):
    return estimate.interval.low, estimate.interval.high


def test_baltimore_2015_to_2017():
    # 1,450 of 1,514 arrests; 615,000 residents, 63 % Black (an assumption): 125 v 9 per 100,000
    # person-years, and 13.3 times (10.4 to 17.2).
    black = baltimore(per=100_000).group("Black")

    assert black.share.value == pytest.approx(0.958, abs=5e-4)
    assert black.rate.value == pytest.approx(124.7, abs=0.1)
    assert black.reference_rate.value == pytest.approx(9.4, abs=0.05)
    assert black.compared.ratio.value == pytest.approx(13.3, abs=0.05)
    assert limits(black.compared.ratio) == pytest.approx((10.4, 17.2), abs=0.06)
    assert black.compared.ratio.interval.method is Method.MID_P
    assert black.compared.difference.value == pytest.approx(124.7 - 9.4, abs=0.1)
    assert black.compared.reference == EVERYONE_ELSE
    assert black.compared.direction is Direction.MORE
    assert baltimore().group(ELSE).compared.direction is Direction.LESS


def test_a_textbook_rate_ratio():
    # Rothman, Epidemiology: An Introduction: 41 in 28,010 v 15 in 19,017 person-years: 1.856.
    year = {"first": date(2015, 1, 1), "last": date(2015, 12, 31)}
    found = disparity(
        counts({"exposed": 41, "not": 15}, **year),
        residents({"exposed": 28_010.0, "not": 19_017.0}),
    ).group("exposed")

    assert found.compared.ratio.value == pytest.approx(1.856, abs=5e-4)
    assert limits(found.compared.ratio) == pytest.approx((1.041, 3.449), abs=5e-4)
    assert found.rate.value - found.reference_rate.value == found.compared.difference.value
    assert (found.reference_count, found.reference_denominator) == (15, 19_017)


def test_an_appendix_holds_the_exact_intervals():
    # The same: exact 1.006 to 3.609. Garwood's limits of 41 are 29.4223 to 55.6211.
    year = {"first": date(2015, 1, 1), "last": date(2015, 12, 31)}
    found = disparity(
        counts({"exposed": 41, "not": 15}, **year),
        residents({"exposed": 28_010.0, "not": 19_017.0}),
        reference="not",
    )
    exposed, reference = exact_intervals(found)

    assert (exposed.ratio.low, exposed.ratio.high) == pytest.approx((1.006, 3.609), abs=5e-4)
    rate = (exposed.rate.low * 28.01, exposed.rate.high * 28.01)
    assert rate == pytest.approx((29.4223, 55.6211), abs=1e-4)
    assert reference.ratio is None


@pytest.mark.parametrize(("part", "ratio"), [(0.64, 12.7), (0.61, 14.5)])
def test_the_ratio_moves_with_the_assumed_share(part, ratio):
    people = residents(derived_population(615_000, {"Black": part}, rest=ELSE))

    found = disparity(counts(), people).group("Black").compared

    assert found.ratio.value == pytest.approx(ratio, abs=0.05)


def test_a_comparison_is_never_half_of_one():
    whole = baltimore().group("Black").compared

    with pytest.raises(TypeError):
        Comparison(reference=EVERYONE_ELSE, ratio=whole.ratio)


def test_the_rate_of_a_population_is_a_year():
    one = disparity(counts(last=date(2015, 12, 31)), residents()).group("Black")
    three = baltimore().group("Black")

    assert one.rate.value == pytest.approx(3 * three.rate.value)


def test_years_are_those_of_the_calendar():
    assert years_between(date(2015, 1, 1), date(2017, 12, 31)) == 3
    assert years_between(date(2016, 1, 1), date(2016, 12, 31)) == 1
    assert years_between(date(2016, 2, 29), date(2016, 2, 29)) == 1 / 366
    assert years_between(date(2015, 7, 1), date(2016, 6, 30)) == pytest.approx(
        184 / 365 + 182 / 366
    )


def test_json_holds_the_same_figures():
    found = baltimore()

    written = json.loads(json.dumps(plain(found)))

    black = found.group("Black")
    assert written["source"]["first"] == "2015-01-01"
    assert written["groups"][0]["compared"]["ratio"]["value"] == black.compared.ratio.value
    assert written["groups"][0]["compared"]["ratio"]["interval"]["method"] == "mid_p"
    assert written["denominator"]["by_group"]["Black"] == pytest.approx(387_450)


def test_each_group_is_compared_with_everyone_else_or_with_a_named_one():
    three = {"Black": 90, "white": 30, "Asian": 10}
    people = {"Black": 50_000.0, "white": 40_000.0, "Asian": 10_000.0}

    default = disparity(counts(three), residents(people))
    named = disparity(counts(three), residents(people), reference="white")

    assert default.group("Black").compared.ratio.value == pytest.approx((90 / 5) / (40 / 5))
    assert named.group("Black").compared.ratio.value == pytest.approx((90 / 5) / (30 / 4))
    assert named.group("white").compared is None
    assert named.group("white").not_compared_because == "it is the reference"


def test_a_small_reference_gives_one_bound_and_no_ratio_to_nothing():
    few = disparity(counts({"Black": 30, ELSE: 4}), residents()).group("Black")
    none = disparity(counts({"Black": 30, ELSE: 0}), residents()).group("Black")

    assert few.compared.ratio.interval.high is None
    assert few.compared.ratio.interval.method is Method.ONE_SIDED
    assert none.compared.ratio.value is None
    assert none.compared.ratio.interval.low > 1
    assert none.compared.difference.value > 0


def test_nothing_against_nothing_is_not_compared():
    three = {"Black": 0, "white": 0, "Asian": 5}
    people = dict.fromkeys(three, 9000.0)

    found = disparity(counts(three), residents(people), reference="white")

    assert found.group("Black").compared is None
    assert "neither" in found.group("Black").not_compared_because


@pytest.mark.parametrize(("count", "few"), [(19, True), (20, False)])
def test_below_twenty_is_unreliable(count, few):
    found = disparity(counts({"Black": count, ELSE: 500}), residents())

    assert (Caution.FEW_EVENTS in found.group("Black").cautions) is few
    assert (Caution.FEW_REFERENCE_EVENTS in found.group(ELSE).cautions) is few
    assert (found.group("Black").unreliable, found.group(ELSE).unreliable) == (few, few)


@pytest.mark.parametrize(("people", "small"), [(999.0, True), (1000.0, False)])
def test_fewer_people_than_the_rate_is_per_are_said(people, small):
    found = disparity(counts({"Black": 30, ELSE: 30}), residents({"Black": people, ELSE: 5000.0}))

    assert (Caution.SMALL_DENOMINATOR in found.group("Black").cautions) is small


def test_a_part_of_referred_cases_cannot_pass_the_whole():
    found = disparity(counts({"Black": 597, "white": 200}, unit=Unit.CASE), closed())
    black = found.group("Black")

    assert found.years is None
    assert black.rate.value == pytest.approx(995)
    assert black.rate.interval.high < 1000
    assert black.compared.ratio.interval.method is Method.MOVER_RATIO
    assert black.compared.difference.value == pytest.approx(495)


def test_two_denominators_stand_side_by_side():
    adults = residents({"Black": 300_000.0, ELSE: 190_000.0}, kind=DenominatorKind.ADULT_RESIDENTS)

    found = over_each(counts(), [residents(), adults])

    kinds = [each.denominator.kind.value for each in found]
    ratios = [each.group("Black").compared.ratio.value for each in found]
    assert kinds == ["residents", "adult_residents"]
    assert ratios == pytest.approx([13.3, 1450 / 64 * 19 / 30], abs=0.05)


def test_missing_race_is_counted_apart():
    found = disparity(counts(missing=200), residents())

    assert found.group("Black").share.value == pytest.approx(1450 / 1514)
    assert found.missing_share == pytest.approx(200 / 1714)
    assert Caution.RACE_MISSING in found.cautions


@pytest.mark.parametrize(("missing", "warned"), [(10, False), (11, True), (40, True)])
def test_missing_race_is_warned_of_above_a_tenth(missing, warned):
    known = 100 - missing
    found = disparity(counts({"Black": known - 5, ELSE: 5}, missing=missing), residents())

    assert (Caution.RACE_MISSING in found.cautions) is warned


def test_more_events_than_residents_are_possible():
    # Baltimore's stops: 520 and 180 for each 1,000 residents, Department of Justice 2016: 2.9.
    stops = counts({"Black": 5200, ELSE: 1800}, unit=Unit.EVENT, last=date(2015, 12, 31))
    more = counts({"Black": 15_200, ELSE: 1800}, unit=Unit.EVENT, last=date(2015, 12, 31))
    people = residents({"Black": 10_000.0, ELSE: 10_000.0})

    assert disparity(stops, people).group("Black").compared.ratio.value == pytest.approx(
        2.9, abs=0.02
    )
    assert disparity(more, people).group("Black").count == 15_200


def test_cautions_of_the_denominator_are_said():
    found = disparity(counts(), residents(year=2019, derived="an assumption"))

    assert set(found.cautions) == {Caution.OTHER_YEAR, Caution.DERIVED_DENOMINATOR}
    assert disparity(counts(), residents(year=2015, derived="")).cautions == ()


def test_a_distant_year_may_be_declared():
    found = disparity(counts(), residents(year=2010, years_apart_because="the last census"))

    assert Caution.OTHER_YEAR in found.cautions


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: disparity(counts(missing=1100), residents()), "race is missing in [1100] of"),
        (lambda: disparity(counts({"Black": 0, ELSE: 0}), residents()), "nothing was counted"),
        (lambda: disparity(counts({"Blck": 4, ELSE: 5}), residents()), "Did you mean [Black]?"),
        (lambda: disparity(counts({"Black": 4}), residents()), "was not counted"),
        (lambda: disparity(counts(), residents(year=2012)), "a population of [2012]"),
        (lambda: disparity(counts(), residents(year=2020)), "a population of [2020]"),
        (lambda: disparity(counts(), residents(), reference="Blak"), "Did you mean [Black]?"),
        (lambda: over_each(counts(), [residents()]), "[1] kinds of denominator of [1]"),
        (lambda: over_each(counts(), [residents()] * 2), "[1] kinds of denominator of [2]"),
        (lambda: baltimore().group("Blak"), "Did you mean [Black]?"),
        (lambda: disparity(counts(TWO), closed()), "a ratio across units"),
        (
            lambda: disparity(counts({"Black": 601, "white": 1}, unit=Unit.CASE), closed()),
            "[601] of [600] cases",
        ),
        (
            lambda: disparity(counts(unit=Unit.PERSON), residents({"Black": 1000.0, ELSE: 1000.0})),
            "[1450] of [1000] residents",
        ),
        (
            lambda: exact_intervals(disparity(counts(TWO, unit=Unit.CASE), closed())),
            "exact Poisson limits over [cases_referred]",
        ),
        (lambda: counts({"Black": -3, ELSE: 5}), "[-3] is no count"),
        (lambda: counts(missing=-1), "[-1] is no count"),
        (lambda: residents({"Black": 0.0, ELSE: 5.0}), "[0.0] is no denominator"),
        (lambda: residents({"Black": float("nan"), ELSE: 5.0}), "[nan] is no denominator"),
        (lambda: residents({"Black": 5.0}), "fewer than two groups"),
        (lambda: residents(said_by=" "), "does not say its [said_by]"),
        (lambda: closed(by_group={"Black": 2.5, "white": 3}), "[2.5] is no count of people"),
        (lambda: derived_population(100, {"Black": 1.0}, rest=ELSE), "shares that leave"),
        (lambda: derived_population(100, {"Black": 63}, rest=ELSE), "shares that leave"),
    ],
)
def test_a_figure_that_its_data_cannot_bear_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
