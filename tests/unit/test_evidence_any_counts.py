"""Whatever is counted: a refusal, or figures within their limits, with numbers that have cards."""

import json
import math
import random
import warnings

import pytest

from tests.support.evidence import ELSE, counts, residents
from vacatur.errors import FigureRefused
from vacatur.evidence.cards import cards_of_disparity
from vacatur.evidence.claims import require_cards
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disparity import disparity
from vacatur.evidence.figures import plain
from vacatur.evidence.mantel_haenszel import RateStratum
from vacatur.evidence.sources import Unit
from vacatur.evidence.strata import stratify
from vacatur.evidence.tables import TableStratum, stratify_tables
from vacatur.evidence.wording import Phrases, for_a_judge, for_a_reporter

SIZES = (0, 0, 1, 2, 4, 5, 19, 20, 300, 200_000)
PHRASES = Phrases(
    people="Black people",
    are="Black",
    were="were of",
    done="arrested",
    members="residents",
    member="resident",
    others="everyone else",
)


def holds(estimate):
    limits = (estimate.interval.low, estimate.interval.high)
    assert all(each is None or math.isfinite(each) for each in (*limits, estimate.value))
    low = -math.inf if limits[0] is None else limits[0]
    high = math.inf if limits[1] is None else limits[1]
    if estimate.value is not None:
        slack = 1e-9 * (1 + abs(estimate.value))
        assert low - slack <= estimate.value <= high + slack


def both(comparison):
    if comparison is not None:
        holds(comparison.ratio)
        holds(comparison.difference)


def any_disparity(draw):
    by_group = {"Black": draw.choice(SIZES), ELSE: draw.choice(SIZES)}
    missing = draw.choice((0, 0, 3, 40))
    if draw.random() < 0.4:
        whole = {name: max(1, count + draw.choice((0, 9))) for name, count in by_group.items()}
        people = residents(whole, kind=DenominatorKind.CASES_REFERRED, derived="")
        return disparity(counts(by_group, missing, unit=Unit.CASE), people)
    people = residents({name: draw.choice((3.0, 5e4)) for name in by_group}, derived="")
    return disparity(counts(by_group, missing, unit=Unit.EVENT), people)


def test_any_disparity_is_refused_or_sound():
    draw, refused = random.Random(1), 0
    for _ in range(120):
        try:
            found = any_disparity(draw)
        except FigureRefused:
            refused += 1
            continue
        for each in found.groups:
            holds(each.share)
            holds(each.rate)
            both(each.compared)
        json.dumps(plain(found), allow_nan=False)
        if found.group("Black").compared is not None:
            cards = cards_of_disparity(found, "Black").values()
            require_cards(for_a_judge(found, "Black", PHRASES), cards)
            require_cards(for_a_reporter(found, "Black", PHRASES), cards)
    assert 10 < refused < 60


@pytest.mark.parametrize("seed", [1, 2])
def test_any_strata_are_sound_and_silent(seed):
    draw = random.Random(seed)
    for _ in range(25):
        rows = [
            (str(n), draw.choice(SIZES), draw.choice(SIZES)) for n in range(draw.choice((1, 4)))
        ]
        rates = [
            RateStratum(name=n, count=a, exposure=50.0, reference_count=b, reference_exposure=9e4)
            for n, a, b in rows
        ]
        tables = [
            TableStratum(name=n, count=a, total=a + 1, reference_count=b, reference_total=b + 70)
            for n, a, b in rows
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = (stratify(rates, reference="x"), stratify_tables(tables, reference="x"))
        for figure in found:
            both(figure.pooled)
            for each in (*figure.strata, figure.crude):
                both(each.compared)
