"""What of a table is hidden and why, what is derived from it, and who may be given what."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import vacatur
from tests.support.figures import DAY, dimension, plain, publish, table
from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure import system
from vacatur.evidence.disclosure.audit import Page, audit
from vacatur.evidence.disclosure.cliques import cliques
from vacatur.evidence.disclosure.primary import primary
from vacatur.evidence.disclosure.printing import public_note, public_rows, sealed_rows
from vacatur.evidence.disclosure.released import SEAL, Released
from vacatur.evidence.disclosure.rounding import known, rounded
from vacatur.evidence.disclosure.rule import USUAL, Hidden, Rule, Tier

RACE = dimension("race", ["A", "B", "C"], tells=True)
YEAR = dimension("year", ["2019", "2020"])


def test_from_one_to_nine_is_hidden_and_nought_is_shown():
    hidden = primary(plain([0, 1, 9, 10, 200]), USUAL)

    assert hidden == {(1,): Hidden.SMALL, (2,): Hidden.SMALL}


def test_a_sensitive_nought_is_hidden_but_not_one_that_cannot_be_otherwise():
    hidden = primary(plain([0, 0, 40], sensitive=True, zeros=[("1",)]), USUAL)

    assert hidden == {(0,): Hidden.ZERO}


def test_a_small_total_is_not_split():
    hidden = primary(table([[3, 0, 4], [50, 60, 70]], YEAR, RACE), USUAL)

    assert hidden[0, 1] is Hidden.IN_SMALL_GROUP
    assert hidden[0, -1] is Hidden.SMALL
    assert (1, 1) not in hidden


def test_a_group_that_is_all_in_one_category_is_not_told_to_be(tmp_path):
    counts = [[0, 25, 0], [40, 60, 70]]

    released = publish(table(counts, YEAR, RACE), tmp_path)

    assert [released.values[0, at] for at in range(3)] == [None] * 3
    assert released.values[0, -1] == 25
    # A year tells nothing of a person: that all of race B came in one is shown.
    year = publish(table([[11, 25, 30], [12, 0, 70]], YEAR, RACE, snapshot="s2"), tmp_path)
    assert year.values[1, 1] == 0
    assert year.values[0, 1] == 25


def test_shares_and_rates_of_what_is_hidden_are_hidden(tmp_path):
    released = publish(plain([4, 30, 166]), tmp_path)
    assert released.values[(0,)] is released.values[(1,)] is None

    assert released.share((0,), of=(-1,)) is None
    assert released.rate((0,), 1000.0) is None
    assert released.share((2,), of=(0,)) is None
    assert released.share((2,), of=(-1,)) == 0.83
    assert released.rate((2,), 1000.0) == 0.166


def test_what_cannot_be_shown_is_refused_without_a_count(tmp_path):
    with pytest.raises(DisclosureRefused) as refused:
        publish(plain([[7, 3], [2, 8]]), tmp_path)

    assert not {"7", "3", "2", "8", "20"} & set(str(refused.value).replace("]", " ").split())
    assert not list(tmp_path.iterdir())


def test_two_counts_of_which_neither_can_make_room_for_the_other_are_not_shown(tmp_path):
    with pytest.raises(DisclosureRefused, match="nothing of"):
        publish(plain([3, 12]), tmp_path)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: plain([-1, 20]), "whole numbers"),
        (lambda: plain([5, 20], zeros=[("0",)]), "has a count"),
        (lambda: plain([5, 20], zeros=[("x",)]), "no cell"),
        (lambda: plain(np.ones((2, 2, 2, 2))), "dimensions"),
        (lambda: table([[1, 2]], YEAR, YEAR), "twice"),
        (lambda: table([1, 2], YEAR, only={"year": ["2019"]}), "twice"),
        (lambda: table([1, 2, 3], YEAR), "whole numbers"),
        (lambda: dimension("race", ["A", "A"]), "twice"),
        (lambda: dimension("race", ["A", "B"], made_of={"B": ["A"]}), "twice"),
        (lambda: Rule(least_shown=2), "hides nothing"),
    ],
)
def test_what_is_no_table_is_refused(make, match):
    with pytest.raises(DisclosureRefused, match=match):
        make()


def test_a_ring_of_dimensions_is_looked_at_together_and_a_tree_is_not():
    tree = [frozenset("ab"), frozenset("bc"), frozenset("d")]

    assert cliques(tree, close_rings=True) == (*tree,)
    assert cliques([*tree, frozenset("ca")], close_rings=True)[0] == frozenset("abc")
    assert cliques([*tree, frozenset("cd"), frozenset("da")], close_rings=True) in (
        (frozenset("abc"), frozenset("acd")),
        (frozenset("abd"), frozenset("bcd")),
    )


@pytest.mark.parametrize("closed", [True, False])
def test_what_follows_from_a_ring_alone_is_found_if_it_is_closed(closed, monkeypatch):
    """All of a1 are in b1, so a by c is b by c, though no two tables say so."""
    if not closed:
        monkeypatch.setattr(system, "MOST_ATOMS", 0)
    a, b, c = (dimension(name, (f"{name}1", f"{name}2")) for name in "abc")
    counts = {"ab": [[50, 0], [0, 50]], "bc": [[20, 30], [40, 10]], "ac": [[20, 30], [40, 10]]}
    axes = {"ab": (a, b), "bc": (b, c), "ac": (a, c)}
    some = {name: table(counts[name], *axes[name]) for name in counts}
    joined = system.system_of([each.shape for each in some.values()])
    shown, hidden = {}, {}
    for name, each in some.items():
        for place, count in each.values().items():
            column = joined.column[each.shape.cell(place)]
            if name == "ac" and -1 not in place:
                hidden[column] = Hidden.BEFORE
            else:
                shown[column] = (count, count)

    weak = audit(Page(joined.sums, shown, hidden), USUAL)

    assert {each.column for each in weak} == (set(hidden) if closed else set())


def test_counts_are_rounded_to_the_nearest_five():
    assert [rounded(n, 5) for n in (0, 10, 12, 13, 17, 18)] == [0, 10, 10, 15, 15, 20]
    for count in (0, *range(10, 40)):
        low, high = known(rounded(count, 5), 5, USUAL)
        assert low <= count <= high


def test_a_map_has_no_exact_count(tmp_path):
    released = publish(plain([14, 33, 4, 0, 58]), tmp_path, round_counts=True)

    assert all(not value or value % 5 == 0 for value in released.values.values())
    assert released.values[(2,)] is None
    assert "need not sum" in public_note(released)


def test_the_public_sees_asterisks_and_a_court_a_mark_in_each_row(tmp_path):
    some = plain([4, 30, 166])

    public = list(public_rows(publish(some, tmp_path)))
    sealed = list(sealed_rows(publish(some, tmp_path, tier=Tier.COURT)))

    assert public == [("0", "*"), ("1", "*"), ("2", "166"), ("all", "200")]
    assert sealed[0] == ("0", "4", SEAL)
    assert all(row[-1] == "sealed: court tier, not for publication" for row in sealed)


def test_nobody_but_release_makes_what_is_printed(tmp_path):
    released = publish(plain([4, 30, 166]), tmp_path)

    with pytest.raises((DisclosureRefused, TypeError, ValueError)):
        dataclasses.replace(released, values={(0,): 4})
    with pytest.raises(DisclosureRefused):
        Released(
            shape=released.shape,
            values={(0,): 4},
            rounded_to=1,
            number=1,
            by="P. Lee",
            on=DAY,
            least_shown=10,
            audited_with=(),
            complete=True,
            proof=None,
        )
    with pytest.raises(DisclosureRefused, match="nobody answers"):
        publish(plain([4, 30, 166]), tmp_path, by=" ")
    assert "166" not in repr(plain([4, 30, 166]))


@pytest.mark.long
def test_a_raw_or_sealed_table_given_to_a_public_printer_does_not_type_check(tmp_path):
    (tmp_path / "page.py").write_text(
        "from datetime import date\n"
        "from vacatur.evidence.disclosure.ledger import Ledger\n"
        "from vacatur.evidence.disclosure.printing import public_rows\n"
        "from vacatur.evidence.disclosure.release import release\n"
        "from vacatur.evidence.disclosure.rule import Tier\n"
        "from vacatur.evidence.disclosure.tables import FrequencyTable\n"
        "def page(raw: FrequencyTable, ledger: Ledger, on: date) -> None:\n"
        "    public_rows(release(raw, tier=Tier.PUBLIC, ledger=ledger, by='P. Lee', on=on))\n"
        "    public_rows(release(raw, tier=Tier.COURT, ledger=ledger, by='P. Lee', on=on))\n"
        "    public_rows(raw)\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports"]
    command += ["--cache-dir", str(tmp_path / "cache"), "--follow-imports", "silent", "page.py"]

    source = {**os.environ, "MYPYPATH": str(Path(vacatur.__file__).parents[1])}
    run = subprocess.run(
        command, cwd=tmp_path, env=source, capture_output=True, text=True, check=False
    )
    out = run.stdout

    assert [line.split(": ")[0] for line in out.splitlines() if "error" in line][:-1] == [
        "page.py:9",
        "page.py:10",
    ]
    assert out.count('incompatible type "Sealed"') == out.count('type "FrequencyTable"') == 1
