"""Petition lists and places: each case by itself, and no league table."""

import dataclasses
import json
from datetime import date

import pytest

from tests.support.evidence import baltimore
from vacatur.errors import FigureRefused
from vacatur.evidence.cards import cards_of_disparity
from vacatur.evidence.figures import plain
from vacatur.evidence.petitions import PetitionCase, petition_list, require_ready
from vacatur.evidence.places import PlaceCount, places

CASE = PetitionCase(
    case_id="k1",
    eligibility="ELIGIBLE_STATE_MOTION",
    companions_checked_on=date(2019, 3, 1),
    companions=("assault",),
    status="closed",
    consequence="lost a licence",
)


def like(**changes):
    return dataclasses.replace(CASE, **changes)


def test_each_case_says_what_is_known_of_it():
    found = petition_list([CASE, like(case_id="k2", consequence=None, status=" ")])

    known = {each.fact.value: each.known for each in found.facts}
    assert known == {"eligibility": 2, "companions": 2, "status": 1, "consequence": 1}
    assert "consequence: lost a licence; companion charges: assault (checked" in CASE.line()
    assert require_ready(found) is found


def test_a_list_is_not_ready_while_companions_of_one_case_were_not_looked_at():
    found = petition_list([CASE, like(case_id="k2", companions_checked_on=None, companions=())])

    with pytest.raises(FigureRefused, match=r"\[1\] of \[2\] cases are not ready, such as \[k2\]"):
        require_ready(found)


def test_no_companions_and_not_looked_at_are_not_the_same():
    looked, not_looked = like(companions=()), like(companions=(), companions_checked_on=None)

    assert "companion charges: none (checked 2019-03-01)" in looked.line()
    assert "companion charges: not checked" in not_looked.line()


def test_places_lie_within_the_limits_of_chance_by_their_size():
    # Of Poisson 100, 99.8 % lie from 71 to 132; of Poisson 10, from 2 to 21 (tables of the
    # Poisson distribution). The two that are twice as high differ only in their size.
    rows = [PlaceCount(name=f"d{n}", count=100, exposure=1000.0) for n in range(50)]
    rows += [
        PlaceCount(name="small", count=20, exposure=100.0),
        PlaceCount(name="large", count=200, exposure=1000.0),
        PlaceCount(name="low", count=0, exposure=1000.0),
        PlaceCount(name="even", count=90, exposure=1000.0),  # so that all together are at .1
    ]

    found = {each.name: each for each in places(rows).places}

    assert [name for name, each in found.items() if each.outside] == ["large", "low"]
    assert found["small"].outer == pytest.approx((20, 210), abs=11)
    assert found["large"].outer == (71, 132)
    assert found["large"].inner == (81, 120)
    assert list(found) == [each.name for each in rows]


def test_every_figure_is_json():
    ready = petition_list([CASE])

    for figure in (ready, baltimore(), cards_of_disparity(baltimore(), "Black")):
        assert json.loads(json.dumps(plain(figure), allow_nan=False))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: petition_list([]), "without cases"),
        (lambda: petition_list([CASE, CASE]), "[1] cases stand twice"),
        (lambda: places([PlaceCount(name="a", count=1, exposure=1.0)]), "[1] places in [1] rows"),
        (
            lambda: places([PlaceCount(name="a", count=1, exposure=1.0)] * 2),
            "[1] places in [2] rows",
        ),
        (
            lambda: places(
                [PlaceCount(name=n, count=1, exposure=e) for n, e in (("a", 1.0), ("b", 0.0))]
            ),
            "[0.0] is no denominator",
        ),
    ],
)
def test_lists_and_places_that_are_none_are_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
