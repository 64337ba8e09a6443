"""What was released before: no table tells what another one hid, whichever came first."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from tests.support.figures import dimension, publish, table
from vacatur.errors import ChainBroken, DisclosureRefused, WorkspaceError
from vacatur.evidence.disclosure.ledger import LOG, Ledger
from vacatur.evidence.disclosure.rule import Rule, Tier

OUTCOME = dimension("outcome", ["convicted", "dismissed", "stet"], tells=True)
DISTRICT = dimension("district", ["north", "south", "west"])
RACE = dimension("race", ["A", "B", "C"], tells=True)
# By district and outcome: north has few.
COUNTS = np.array([[4, 2, 1], [60, 31, 25], [80, 44, 38]])


def by_outcome(**options):
    return table(COUNTS.sum(axis=0), OUTCOME, **{"name": "all districts", **options})


def without_north():
    return table(
        COUNTS[1:].sum(axis=0), OUTCOME, only={"district": ["south", "west"]}, name="without north"
    )


def test_a_table_without_one_district_is_not_released_after_the_one_with_it(tmp_path):
    publish(by_outcome(), tmp_path)

    with pytest.raises(DisclosureRefused, match=r"together with release \[1\]"):
        publish(without_north(), tmp_path)

    assert len(Ledger(tmp_path).read()) == 1


def test_nor_the_other_way_round(tmp_path):
    publish(without_north(), tmp_path)

    with pytest.raises(DisclosureRefused):
        publish(by_outcome(), tmp_path)


def test_each_alone_is_released_and_so_is_one_of_another_extract(tmp_path):
    assert None not in publish(without_north(), tmp_path / "alone").values.values()

    publish(by_outcome(snapshot="other unit or extract", name="another"), tmp_path / "b")
    assert len(Ledger(tmp_path / "b").read()) == 1


def test_a_total_that_unmasks_a_hidden_cell_is_refused_or_more_is_hidden(tmp_path):
    """Districts are published with north hidden; then everybody but north, by race."""
    district = publish(table([7, 116, 162], DISTRICT, name="districts"), tmp_path)
    assert district.values[(0,)] is None
    assert [value for value in district.values.values() if value is None] != [None]
    # North and one more are hidden. The rest with that one tells which is which.
    rest = table([90, 100, 88], RACE, only={"district": ["south", "west"]}, name="rest by race")

    with pytest.raises(DisclosureRefused):
        publish(rest, tmp_path)

    more = publish(rest, tmp_path, hide_more=True)
    total = district.values[(-1,)]
    assert more.values[(-1,)] is None
    assert total == 285
    assert any(more.values.values())
    # An adversary with all that was printed: districts d0 d1 d2, and r0 r1 r2 within d1 + d2.
    rows = [[1, 1, 1, 0, 0, 0, total], [0, -1, -1, 1, 1, 1, 0]]
    printed = [
        *(district.values[(at,)] for at in range(3)),
        *(more.values[(at,)] for at in range(3)),
    ]
    rows += [[*(float(i == at) for i in range(6)), n] for at, n in enumerate(printed) if n]
    matrix = np.array(rows, float)
    for at in (at for at, n in enumerate(printed) if n is None):
        least, most = (
            milp(
                sign * np.eye(6)[at],
                constraints=LinearConstraint(matrix[:, :6], matrix[:, 6], matrix[:, 6]),
                integrality=1,
            ).x[at]
            for sign in (1, -1)
        )
        assert most - least >= 9


def test_what_was_hidden_stays_hidden_in_another_table(tmp_path):
    first = publish(table([3, 40, 190], RACE, name="races"), tmp_path)
    gone = [place for place, value in first.values.items() if value is None]

    counts = [[3, 0], [25, 15], [100, 90]]
    sex = dimension("sex", ["f", "m"], tells=True)
    second = publish(table(counts, RACE, sex, name="races and sexes"), tmp_path, hide_more=True)

    assert gone == [(0,), (1,)]
    assert second.values[(0, -1)] is second.values[(1, -1)] is None


def test_the_same_table_again_is_the_same_release(tmp_path):
    some = table(COUNTS, DISTRICT, OUTCOME)

    first, second = publish(some, tmp_path), publish(some, tmp_path)

    assert first.values == second.values
    assert second.audited_with == (1,)


def test_no_hidden_count_is_in_the_ledger_and_none_of_what_is_sealed(tmp_path):
    odd = np.array([[3, 4567], [1234, 2345]])
    axes = dimension("a", ["x", "y"]), dimension("b", ["u", "v"])
    publish(table(odd, *axes), tmp_path)
    sealed = publish(table(odd * 10 + 1, *axes), tmp_path, tier=Tier.COURT)

    one, two = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]

    assert one["values"].count(None) >= 4
    assert 3 not in one["values"]
    assert two["values"] == []
    assert sealed.table.values()[0, 0] == 31
    assert two["tier"] == "court"


def test_what_is_sealed_is_nobodys_knowledge(tmp_path):
    publish(by_outcome(), tmp_path, tier=Tier.COURT)

    assert publish(without_north(), tmp_path).audited_with == ()


def test_a_later_extract_does_not_tell_how_few_have_come(tmp_path):
    publish(table([100, 50, 70], RACE), tmp_path)

    with pytest.raises(DisclosureRefused, match="how few a cell has changed by"):
        publish(table([104, 50, 70], RACE, snapshot="s2"), tmp_path)
    with pytest.raises(DisclosureRefused):
        publish(table([104, 50, 70], RACE, snapshot="s2"), tmp_path, round_counts=True)
    publish(table([100, 50, 95], RACE, snapshot="s3"), tmp_path)


def test_rounded_from_the_first_on_a_feed_may_be_told_each_week(tmp_path):
    for week, count in enumerate([100, 101, 104, 109]):
        some = table([count, 50, 70], RACE, snapshot=f"s{week}")
        released = publish(some, tmp_path, round_counts=True)
        assert all(not value or value % 5 == 0 for value in released.values.values())

    assert len(Ledger(tmp_path).read()) == 4


def test_a_line_that_was_taken_out_is_missed(tmp_path):
    for snapshot in ("s1", "s2", "s3"):
        publish(by_outcome(snapshot=snapshot), tmp_path, round_counts=True)
    lines = (tmp_path / LOG).read_text().splitlines(keepends=True)

    (tmp_path / LOG).write_text("".join([lines[0], lines[2]]))
    with pytest.raises(ChainBroken):
        Ledger(tmp_path).read()

    (tmp_path / LOG).write_text("".join([lines[0].replace("P. Lee", "P. Doe"), *lines[1:]]))
    with pytest.raises(ChainBroken):
        publish(by_outcome(), tmp_path)


def test_a_release_that_was_not_audited_with_the_last_is_not_written(tmp_path):
    ledger = Ledger(tmp_path)
    publish(by_outcome(), tmp_path)
    (line,) = ledger.read()

    with pytest.raises(WorkspaceError, match="meanwhile"):
        ledger.append([], line)


def test_one_extract_has_one_rule(tmp_path):
    publish(by_outcome(), tmp_path)

    with pytest.raises(DisclosureRefused, match="hides counts below"):
        publish(table(COUNTS, DISTRICT, OUTCOME), tmp_path, rule=Rule(least_shown=5))


def test_a_pooled_category_must_say_what_it_is_made_of(tmp_path):
    publish(table(COUNTS, DISTRICT, OUTCOME), tmp_path)
    pooled = dimension("district", ["north or south", "west"])

    with pytest.raises(DisclosureRefused, match="each otherwise"):
        publish(table([123, 162], pooled), tmp_path)

    named = dimension(
        "district", ["north or south", "west"], made_of={"north or south": ["north", "south"]}
    )
    assert publish(table([123, 162], named), tmp_path).audited_with == (1,)
