"""Contrasts named in advance, and what is left of a grid."""

from datetime import date

import pytest

from vacatur.errors import FigureRefused
from vacatur.evidence.contrasts import Plan, judge
from vacatur.evidence.figures import Caution

# Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, section 3.2: 15 comparisons, of which their
# procedure keeps the first four at .05 (Bonferroni's keeps three).
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
PUBLISHED += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
P_VALUES = {f"contrast {n}": p for n, p in enumerate(PUBLISHED, start=1)}


def plan(*primary, named_on=date(2018, 1, 1), seen=date(2018, 6, 1)):
    return Plan(primary=primary, named_on=named_on, data_seen_on=seen)


def test_the_published_family():
    found = judge(P_VALUES, plan())

    assert [each.name for each in found.contrasts if each.stands] == list(P_VALUES)[:4]
    assert found.contrasts[3].q == pytest.approx(0.0095 * 15 / 4)
    assert found.cautions == ()


def test_a_primary_contrast_is_judged_by_its_own_p():
    found = judge(P_VALUES, plan("contrast 9", "contrast 10"))
    stands = {each.name: each.stands for each in found.contrasts}

    assert stands["contrast 9"]
    assert not stands["contrast 8"]
    assert not stands["contrast 10"]


def test_more_than_three_primary_contrasts_are_a_grid():
    three = judge(P_VALUES, plan("contrast 9", "contrast 8", "contrast 7"))
    four = judge(P_VALUES, plan("contrast 9", "contrast 8", "contrast 7", "contrast 6"))

    assert three.cautions == ()
    assert four.cautions == (Caution.MANY_CONTRASTS,)
    assert three.contrasts[8].stands
    assert not four.contrasts[8].stands
    assert four.contrasts[8].primary


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: plan(named_on=date(2018, 6, 2)), "after the data were seen"),
        (lambda: plan("a", "a"), "named twice"),
        (lambda: judge({}, plan()), "nothing is compared"),
        (lambda: judge({"a": 1.2}, plan()), "[1.2] is no p"),
        (lambda: judge({"a": float("nan")}, plan()), "[nan] is no p"),
        (lambda: judge(P_VALUES, plan("contrast 16")), "[contrast 16] was not made"),
    ],
)
def test_families_that_are_none_are_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
