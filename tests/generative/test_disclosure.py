"""Hidden cells against an adversary with a solver of whole numbers, on tables nobody chose."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.adversary import Adversary, told
from tests.support.figures import dimension, publish, table
from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.audit import Adversary as Reader
from vacatur.evidence.disclosure.audit import audit
from vacatur.evidence.disclosure.joined import Joined
from vacatur.evidence.disclosure.primary import primary
from vacatur.evidence.disclosure.rule import USUAL, Hidden

K = USUAL.least_shown
SIZES = [(6,), (3, 3), (2, 5), (4, 4), (3, 4), (2, 3, 2), (3, 3, 2)]


def draw(seed):
    rng = np.random.default_rng(seed)
    size = SIZES[seed % len(SIZES)]
    counts = rng.poisson(rng.gamma(0.8, rng.choice([15, 30, 60]), size))
    axes = [
        dimension(f"d{at}", map(str, range(n)), total=rng.random() < 0.85, tells=rng.random() < 0.4)
        for at, n in enumerate(size)
    ]
    empty = [where for where in np.argwhere(counts == 0) if rng.random() < 0.3]
    zeros = [tuple(str(at) for at in where) for where in empty]
    return table(counts, *axes, zeros=zeros)


def impossible(some):
    return frozenset(tuple(int(at) for at in zero) for zero in some.shape.structural_zeros)


def broken(some, printed, *, told_too=True):
    """Hidden cells that the adversary knows more closely than the rule allows."""
    size, true = some.shape.size, some.values()
    alone = Adversary(size, printed, {}, impossible(some))
    bounds = told(printed, true, K, whole_groups(some)) if told_too else {}
    knows = Adversary(size, printed, bounds, impossible(some))
    found = []
    for place in (p for p, value in printed.items() if value is None):
        low, high = knows.range_of(place, enough=K - 1)
        if high - low < K - 2:
            found.append((place, low, high))
        elif high - low < K - 1:
            low, high = alone.range_of(place, enough=K - 1)
            if high - low < K - 1:
                found.append((place, low, high))
    return found


def whole_groups(some):
    """Cells that hold all of a group that could have been elsewhere, where that tells something."""
    true, found = some.values(), set()
    for place, count in true.items():
        for axis, each in enumerate(some.shape.dimensions):
            if each.tells and place[axis] != -1 and count:
                line = [
                    (*place[:axis], at, *place[axis + 1 :]) for at in range(len(each.categories))
                ]
                possible = [at for at in line if not some.shape.is_structural(at)]
                if len(possible) > 1 and sum(true[at] for at in line) == count:
                    found.add(place)
    return frozenset(found)


def survive(seeds, folder):
    refused = hid = 0
    for seed in seeds:
        some = draw(seed)
        try:
            released = publish(some, folder / str(seed))
        except DisclosureRefused:
            refused += 1
            continue
        printed = released.values
        hid += sum(value is None for value in printed.values())
        assert not any(v and v < K for v in printed.values()), seed
        assert not broken(some, printed), seed
        assert not any(printed[place] for place in whole_groups(some)), seed
    return refused, hid


def test_nothing_hidden_can_be_worked_out(tmp_path):
    refused, hid = survive(range(30), tmp_path)
    assert refused <= 9
    assert hid > 300


@pytest.mark.long
def test_nothing_hidden_can_be_worked_out_of_a_thousand_tables(tmp_path):
    refused, _ = survive(range(1000), tmp_path)
    assert refused <= 100


def test_the_small_counts_hidden_alone_are_worked_out():
    """The control: without what is hidden beside, the same adversary breaks most tables."""
    opened = 0
    for seed in range(30):
        some = draw(seed)
        hidden = primary(some, USUAL)
        printed = {p: None if p in hidden else n for p, n in some.values().items()}
        opened += bool(broken(some, printed, told_too=False))
    assert opened >= 20


def test_the_audit_finds_what_the_adversary_finds():
    """On pages hidden at random, good and bad: the same cells, of the tables alone."""
    found = 0
    for seed in range(28):
        some = draw(seed)
        rng = np.random.default_rng(seed)
        true = some.values()
        printed = {p: None if n and rng.random() < 0.5 else n for p, n in true.items()}
        hidden = {p: Hidden.BEFORE for p, n in printed.items() if n is None}
        joined = Joined.of(some, (), USUAL)
        weak = audit(joined.page(hidden, rounded_to=1, rule=USUAL), USUAL)
        alone = Adversary(some.shape.size, printed, {}, impossible(some))
        ranges = {p: alone.range_of(p, enough=K - 1) for p in hidden}
        expected = {p for p, (low, high) in ranges.items() if high - low < K - 1}
        on_page = {each.column for each in weak if each.adversary is Reader.PAGE}
        places = joined.places(dict.fromkeys(on_page, Hidden.BEFORE)).keys()
        assert places & hidden.keys() == expected, seed
        found += len(expected)
    assert found > 40
