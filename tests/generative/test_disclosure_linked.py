"""Table after table of one extract: whoever keeps them all, and solves for every finest cell."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from tests.support.figures import dimension, publish, table
from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.rule import USUAL

SIZE = (3, 3, 2)
NAMES = ("race", "district", "outcome")
ALL = [tuple(f"{name[0]}{at}" for at in range(n)) for name, n in zip(NAMES, SIZE, strict=True)]


class Keeper:
    """Every table that was printed, as sums over all three dimensions at once."""

    def __init__(self, counts):
        self.counts = counts.ravel()
        self.shown, self.hidden = [], []

    def keep(self, released, axes, inside):
        for place, value in released.values.items():
            mask = np.zeros(SIZE, bool)
            pick = [range(n) for n in SIZE]
            for axis, only in inside.items():
                pick[axis] = only
            for axis, at in zip(axes, place, strict=True):
                pick[axis] = range(SIZE[axis]) if at == -1 else (at,)
            mask[np.ix_(*pick)] = True
            (self.hidden if value is None else self.shown).append((mask.ravel(), value))

    def small_differences(self):
        """What one printed cell has and another has not, where it is few: people, too."""
        masks = {mask.tobytes(): mask for mask, _ in self.shown}.values()
        for less, more in itertools.permutations(masks, 2):
            rest = more & ~less
            if not (less & ~more).any() and USUAL.is_small(int(self.counts[rest].sum())):
                yield rest

    def known_too_closely(self):
        rows = np.array([mask for mask, _ in self.shown], float)
        values = np.array([value for _, value in self.shown], float)
        rule = LinearConstraint(rows, values, values)
        seen = []
        hidden = [*(mask for mask, _ in self.hidden), *self.small_differences()]
        for mask in {mask.tobytes(): mask for mask in hidden}.values():
            aim = mask.astype(float)
            if seen and np.ptp([aim @ each for each in seen]) >= USUAL.width:
                continue
            ends = []
            for sign in (1, -1):
                found = milp(sign * aim, constraints=rule, integrality=1)
                if found.status in (3, 4):
                    ends.append(np.inf)
                    continue
                assert found.status == 0, found.message
                seen.append(np.rint(found.x))
                ends.append(aim @ seen[-1])
            if ends[1] - ends[0] < USUAL.width:
                yield ends


def drawn(seed):
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(0.9, 30, SIZE))


def tables(seed):
    """Tables over one and two dimensions, some of them without a district."""
    rng, counts = np.random.default_rng(seed), drawn(seed)
    pairs = [axes for n in (1, 2) for axes in itertools.combinations(range(3), n)]
    for at in rng.permutation(len(pairs))[:4]:
        axes = pairs[at]
        inside = {}
        if 1 not in axes and rng.random() < 0.5:
            inside = {1: (0, 2)}
        part = counts if not inside else counts[:, (0, 2)]
        rest = tuple(axis for axis in range(3) if axis not in axes)
        only = {NAMES[a]: {ALL[a][i] for i in those} for a, those in inside.items()}
        dims = [dimension(NAMES[a], ALL[a], tells=a != 1 and rng.random() < 0.5) for a in axes]
        yield table(part.sum(axis=rest), *dims, only=only, name=f"t{at}"), axes, inside


def keep_all(seeds, folder, **options):
    released = refused = broken = 0
    for seed in seeds:
        keeper = Keeper(drawn(seed))
        for some, axes, inside in tables(seed):
            try:
                keeper.keep(publish(some, folder / str(seed), **options), axes, inside)
                released += 1
            except DisclosureRefused:
                refused += 1
        broken += bool(list(keeper.known_too_closely()))
    return released, refused, broken


@pytest.mark.parametrize("hide_more", [True, False])
def test_all_tables_together_tell_nothing_that_is_hidden(tmp_path, hide_more):
    released, refused, broken = keep_all(range(12), tmp_path, hide_more=hide_more)

    assert broken == 0
    assert released >= 20
    assert refused < released


def test_without_the_ledger_they_do(tmp_path):
    """The control: each table was audited, and none with another."""
    broken = 0
    for seed in range(24):
        keeper = Keeper(drawn(seed))
        for at, (some, axes, inside) in enumerate(tables(seed)):
            try:
                keeper.keep(publish(some, tmp_path / f"{seed}-{at}"), axes, inside)
            except DisclosureRefused:
                continue
        broken += bool(list(keeper.known_too_closely()))
    assert broken >= 2


@pytest.mark.long
def test_hundreds_of_tables_together_tell_nothing_that_is_hidden(tmp_path):
    assert keep_all(range(100, 250), tmp_path, hide_more=True)[2] == 0
