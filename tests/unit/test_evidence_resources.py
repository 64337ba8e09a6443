"""What cases took: a count with its interval, times a cost that somebody declared."""

from datetime import date

import pytest

from tests.support.evidence import source
from vacatur.errors import FigureRefused
from vacatur.evidence.resources import Resource, SpentOrAvoided, UnitCost, avoided, spent, total
from vacatur.evidence.sources import Unit
from vacatur.figures.intervals import Method

BEFORE = source(first=date(2015, 1, 1), last=date(2016, 12, 31))
AFTER = source(first=date(2017, 1, 1), last=date(2017, 12, 31))


def cost(low=1.0, mid=2.0, high=4.0, resource=Resource.JAIL_DAYS, per=Unit.ARREST, **changes):
    told = {"year": 2017, "said_by": "the warden"}
    return UnitCost(resource=resource, per=per, low=low, mid=mid, high=high, **told | changes)


def limits(figure):
    return figure.amount.interval.low, figure.amount.interval.high


def test_what_was_spent_holds_both_intervals():
    # Ten events by Byar are 4.79 to 18.39; a cost of 1 to 4 each.
    found = spent(10, cost(), source(), what="arrests")

    assert found.amount.value == 20
    assert limits(found) == pytest.approx((4.79, 4 * 18.39), abs=0.05)
    assert found.amount.interval.method is Method.BOUNDS
    assert found.kind is SpentOrAvoided.SPENT


def test_what_was_avoided_is_against_the_earlier_pace():
    # 400 in two years, and 120 in the third: 80 fewer.
    found = avoided(400, 120, cost(2, 2, 2), (BEFORE, AFTER), what="arrests")

    assert found.number.value == pytest.approx(80)
    assert found.amount.value == pytest.approx(160)
    # The variance of 400 / 2 - 120 is 400 / 4 + 120, so that it is about 160 -+ 2 * 1.96 * 14.8.
    assert limits(found) == pytest.approx((160 - 58, 160 + 58), abs=4)


def test_what_was_avoided_may_be_less_than_nothing():
    low, high = limits(avoided(200, 100, cost(1, 2, 4), (BEFORE, AFTER), what="arrests"))

    assert low < 0 < high
    assert low == pytest.approx(
        4 * avoided(200, 100, cost(1, 1, 1), (BEFORE, AFTER), what="arrests").amount.interval.low
    )


def test_figures_of_one_resource_add_up_limit_by_limit():
    one = spent(10, cost(), source(), what="arrests")
    two = spent(20, cost(), source(), what="warrants")

    both = total([one, two], what="arrests and warrants")

    assert both.amount.value == 60
    assert limits(both) == pytest.approx(
        (limits(one)[0] + limits(two)[0], limits(one)[1] + limits(two)[1])
    )
    assert len(both.costs) == 2


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cost(low=-1), "no low, middle and high"),
        (lambda: cost(mid=5), "no low, middle and high"),
        (lambda: cost(high=float("inf")), "no low, middle and high"),
        (lambda: cost(said_by=" "), "that nobody declared"),
        (lambda: spent(-1, cost(), source(), what="x"), "[-1] is no count"),
        (lambda: spent(1, cost(per=Unit.CASE), source(), what="x"), "a ratio across units"),
        (
            lambda: avoided(9, 1, cost(per=Unit.CHARGE), (BEFORE, AFTER), what="x"),
            "a ratio across units",
        ),
        (lambda: avoided(9, 1, cost(), (AFTER, BEFORE), what="x"), "periods that overlap"),
        (lambda: total([], what="x"), "a sum of nothing"),
        (
            lambda: total(
                [
                    spent(1, cost(), source(), what="x"),
                    spent(1, cost(resource=Resource.HEARINGS), source(), what="x"),
                ],
                what="x",
            ),
            "a sum of [hearings spent], [jail_days spent]",
        ),
        (
            lambda: total(
                [
                    spent(1, cost(), source(), what="x"),
                    avoided(9, 1, cost(), (BEFORE, AFTER), what="x"),
                ],
                what="x",
            ),
            "a sum of [jail_days avoided], [jail_days spent]",
        ),
    ],
)
def test_what_cannot_be_added_or_was_not_declared_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
