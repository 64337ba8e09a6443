"""Missing race: three ways, and no claim that the missing rows could turn about."""

import math

import numpy as np
import pytest

from tests.support.evidence import ELSE, counts, residents
from vacatur.errors import FigureRefused
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.figures import Caution
from vacatur.evidence.missing_race import District, missing_race, pool, require_claim
from vacatur.evidence.sources import Unit

EVEN = {"Black": 1000.0, ELSE: 1000.0}


def district(black, others, missing, name="all"):
    return District(name=name, by_group={"Black": black, ELSE: others}, missing=missing)


def found(*districts, people=None, seed=1, **options):
    totals = {group: sum(each.by_group[group] for each in districts) for group in ("Black", ELSE)}
    whole = counts(totals, missing=sum(each.missing for each in districts))
    return missing_race(whole, districts, residents(people or EVEN), "Black", seed=seed, **options)


def test_bounds_put_every_missing_row_on_one_side():
    three = found(district(300, 100, 40))

    assert three.complete.ratio.value == pytest.approx(3)
    assert three.lowest.ratio == pytest.approx(300 / 140)
    assert three.highest.ratio == pytest.approx(340 / 100)
    assert three.lowest.difference == pytest.approx(160 / 3)
    assert require_claim(three) is three


def test_a_claim_that_the_missing_rows_could_turn_is_refused():
    with pytest.raises(FigureRefused, match=r"the \[60\] rows without race could turn"):
        require_claim(found(district(150, 100, 60)))
    with pytest.raises(FigureRefused, match="could turn"):
        require_claim(found(district(150, 100, 50)))
    assert require_claim(found(district(150, 100, 49)))


def test_a_claim_in_the_other_direction_is_held_to_the_same():
    assert require_claim(found(district(100, 150, 49)))
    with pytest.raises(FigureRefused):
        require_claim(found(district(100, 150, 50)))


@pytest.mark.parametrize(("missing", "warned"), [(100, False), (101, True)])
def test_more_than_a_tenth_is_warned_of(missing, warned):
    assert (Caution.RACE_MISSING in found(district(600, 300, missing)).cautions) is warned


def test_imputation_recovers_what_is_missing_at_random_within_districts():
    # Race is missing in half of the rows of the first district and in none of the other. The
    # rows of known race alone say 260 to 540; all of them are 320 to 580.
    three = found(district(60, 40, 100, name="east"), district(200, 500, 0, name="west"))

    assert three.complete.ratio.value == pytest.approx(260 / 540)
    assert three.imputed.ratio.value == pytest.approx(320 / 580, rel=0.03)
    assert three.lowest.ratio < three.imputed.ratio.value < three.highest.ratio


def test_imputation_makes_no_information():
    # Where nothing but the group is known, missing rows add nothing: the variance of the pooled
    # logarithm is that of the complete cases, 1/60 + 1/40, and not 1/96 + 1/64. Draws from fixed
    # parts, and not from their posterior, would give .036.
    limits = found(district(60, 40, 60), imputations=4000).imputed.ratio.interval
    variance = (math.log(limits.high / limits.low) / (2 * 1.959964)) ** 2

    assert variance == pytest.approx(1 / 60 + 1 / 40, rel=0.05)


def test_the_same_seed_draws_the_same():
    rows = (district(60, 40, 60),)

    assert found(*rows, seed=7) == found(*rows, seed=7)
    assert found(*rows, seed=7).imputed.ratio != found(*rows, seed=8).imputed.ratio
    assert found(*rows).imputed.imputations == 20


def test_rubins_rules():
    # By hand: m 3, mean 2, W .5, B 1; T = .5 + 4/3; degrees 2 (1 + .375)^2 = 3.78; t .975 = 2.840.
    value, low, high = pool(np.array([1.0, 2.0, 3.0]), np.array([0.4, 0.5, 0.6]), level=0.95)

    assert value == pytest.approx(2)
    assert high - value == pytest.approx(2.840 * math.sqrt(0.5 + 4 / 3), abs=2e-3)
    assert low == pytest.approx(4 - high)


def test_without_a_draw_that_differs_it_is_the_normal_interval():
    value, low, _ = pool(np.array([2.0, 2.0]), np.array([1.0, 1.0]), level=0.95)

    assert value - low == pytest.approx(1.959964, abs=1e-6)


def test_nothing_is_imputed_where_race_is_known_of_nobody():
    three = found(district(60, 40, 10, name="east"), district(0, 0, 5, name="west"))

    assert three.imputed is None
    assert three.not_imputed_because == "race is known of nobody in district [west]"
    assert three.lowest.ratio == pytest.approx(60 / 55)


def test_a_reference_without_events_has_no_upper_bound():
    three = found(district(60, 0, 10))

    assert three.highest.ratio is None
    assert three.imputed is None
    assert require_claim(three)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: found(district(300, 290, 410)), "race is missing in [410] of [1000] rows"),
        (lambda: found(district(60, 40, 10), imputations=1), "[1] imputations"),
        (lambda: found(district(0, 0, 0)), "nothing was counted"),
        (lambda: found(district(60, 40, -1)), "[-1] is no count"),
        (
            lambda: missing_race(
                counts(missing=9), [district(1450, 64, 8)], residents(), "Black", seed=1
            ),
            "the districts do not add up to the counts: [missing]",
        ),
        (
            lambda: missing_race(
                counts(missing=9), [district(1449, 64, 9)], residents(), "Black", seed=1
            ),
            "the districts do not add up to the counts: [Black]",
        ),
        (
            lambda: missing_race(
                counts({"Black": 5, ELSE: 5}, unit=Unit.CASE),
                [district(5, 5, 0)],
                residents(EVEN, kind=DenominatorKind.CASES_REFERRED),
                "Black",
                seed=1,
            ),
            "race missing over [cases_referred]",
        ),
        (
            lambda: found(district(60, 40, 10), reference="Black"),
            "[Black] is not compared: it is the reference",
        ),
    ],
)
def test_what_missing_race_does_not_bear_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
