"""Kleene's tables, in Python and in SQL, and counts that are not exact."""

from decimal import Decimal
from itertools import product

import ibis
import pytest

from vacatur.engine.sets import Interval
from vacatur.engine.truth import all_of, any_of, negation

TRUTHS = (True, False, None)

BOTH = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, False): False,
    (False, None): False,
    (None, None): None,
}
EITHER = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, False): False,
    (False, None): None,
    (None, None): None,
}
PAIRS = list(product(TRUTHS, repeat=2))


def of(table, pair):
    return table[pair] if pair in table else table[pair[::-1]]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_connectives_follow_kleenes_tables(pair):
    assert all_of(pair) is of(BOTH, pair)
    assert any_of(pair) is of(EITHER, pair)


def test_of_nothing_all_is_true_and_any_is_false():
    assert all_of([]) is True
    assert any_of([]) is False


@pytest.mark.parametrize(("part", "opposite"), [(True, False), (False, True), (None, None)])
def test_the_opposite_of_unknown_is_unknown(part, opposite):
    assert negation(part) is opposite


def test_sql_says_the_same():
    rows = ibis.memtable(
        {"a": [a for a, _ in PAIRS], "b": [b for _, b in PAIRS]},
        schema={"a": "boolean", "b": "boolean"},
    )
    found = rows.mutate(both=rows.a & rows.b, either=rows.a | rows.b, no=~rows.a)
    for row in found.to_pyarrow().to_pylist():
        pair = (row["a"], row["b"])
        assert row["both"] is of(BOTH, pair)
        assert row["either"] is of(EITHER, pair)
        assert row["no"] is negation(row["a"])


@pytest.mark.parametrize(
    ("low", "high", "at_most_two", "less_than_two"),
    [
        (0, 1, True, True),
        (0, 2, True, None),
        (1, 2, True, None),
        (2, 2, True, False),
        (2, 3, None, False),
        (3, 3, False, False),
        (0, None, None, None),
        (2, None, None, False),
        (3, None, False, False),
    ],
)
def test_a_count_known_only_within_bounds_settles_what_the_bounds_settle(
    low, high, at_most_two, less_than_two
):
    counted = Interval(low, high)
    assert counted.limited(Decimal(2), strict=False) is at_most_two
    assert counted.limited(Decimal(2), strict=True) is less_than_two
