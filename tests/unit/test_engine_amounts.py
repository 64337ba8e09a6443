"""Amounts against limits: basis, form, guard band, and the words of a charge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.support.populations import population
from vacatur.engine.amounts import compare, limit_on
from vacatur.law.values import GRAMS_PER_OUNCE, read_amount
from vacatur.record.terms import ProductForm, WeightBasis

FLOWER, PLANTS, THC = ProductForm.FLOWER, ProductForm.PLANTS, ProductForm.THC_MG
LAB, FIELD, LABEL = WeightBasis.LAB, WeightBasis.FIELD, WeightBasis.CHARGE_LABEL
TEN = Decimal(10)


@pytest.fixture(scope="module")
def charge():
    (record, *_) = population("us-xx", 1)
    blank = {
        "product_form": FLOWER,
        "quantity_grams": None,
        "quantity_below_grams": None,
        "quantity_at_least_grams": None,
        "weight_basis": LAB,
        "plant_count": None,
        "thc_mg": None,
    }
    return replace(next(record.charges()), **blank)


@pytest.mark.parametrize(
    ("grams", "basis", "below", "at_most"),
    [
        ("9.9999999999", LAB, True, True),
        ("10", LAB, False, True),
        ("10.0000000001", LAB, False, False),
        ("9.5", FIELD, None, None),
        ("9.4999999999", FIELD, True, True),
        ("10.5", FIELD, None, None),
        ("10.5000000001", FIELD, False, False),
        ("10", None, None, None),
        ("5", None, True, True),
        ("5", LABEL, None, None),
        ("50", LABEL, None, None),
    ],
)
def test_only_a_laboratory_decides_near_the_limit(charge, grams, basis, below, at_most):
    weighed = replace(charge, quantity_grams=Decimal(grams), weight_basis=basis)
    assert compare(weighed, TEN, strict=True) is below
    assert compare(weighed, TEN, strict=False) is at_most


@pytest.mark.parametrize(
    ("below_grams", "at_least", "below", "at_most"),
    [
        (10, None, True, True),
        (11, None, None, None),
        (None, 10, False, None),
        (None, 11, False, False),
        (None, 9, None, None),
        (None, None, None, None),
    ],
)
def test_the_words_of_a_charge_are_bounds(charge, below_grams, at_least, below, at_most):
    labelled = replace(
        charge,
        quantity_below_grams=below_grams and Decimal(below_grams),
        quantity_at_least_grams=at_least and Decimal(at_least),
    )
    assert compare(labelled, TEN, strict=True) is below
    assert compare(labelled, TEN, strict=False) is at_most


def test_plants_are_counted_and_thc_is_read_from_its_own_column(charge):
    plants = replace(charge, product_form=PLANTS, plant_count=2, weight_basis=None)
    assert compare(plants, Decimal(2), strict=False) is True
    assert compare(plants, Decimal(2), strict=True) is False
    thc = replace(charge, product_form=THC, thc_mg=Decimal(5), quantity_grams=Decimal(500))
    assert compare(thc, TEN, strict=True) is True


def test_without_a_limit_nothing_can_be_said(charge):
    assert compare(replace(charge, quantity_grams=TEN), None, strict=True) is None


@pytest.mark.parametrize(
    ("day", "form", "limit"),
    [
        (date(2019, 12, 31), FLOWER, Decimal(20)),
        (date(2020, 1, 1), FLOWER, Decimal("1.25") * GRAMS_PER_OUNCE),
        (date(2009, 12, 31), FLOWER, None),
        (date(2020, 1, 1), None, None),
        (date(2020, 1, 1), ProductForm.NOT_APPLICABLE, None),
        (None, FLOWER, None),
    ],
)
def test_a_limit_is_that_of_the_day_and_the_form(us_xx, charge, day, form, limit):
    rows = us_xx.page("us-xx/grading").amounts("small_amount")
    assert limit_on(rows, replace(charge, product_form=form), day) == limit


@pytest.mark.parametrize(
    ("text", "form", "amount"),
    [
        ("10 g", FLOWER, Decimal(10)),
        ("1.5 oz", FLOWER, Decimal("42.5242846875")),
        ("12g", ProductForm.CONCENTRATE, Decimal(12)),
        ("750 mg THC", THC, Decimal(750)),
        ("2 plants", PLANTS, Decimal(2)),
    ],
)
def test_an_amount_is_read_exactly(text, form, amount):
    assert read_amount(text, form) == amount


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("10", FLOWER),
        ("ten g", FLOWER),
        ("10 lb", FLOWER),
        ("-1 g", FLOWER),
        ("1e3 g", FLOWER),
        ("٣ g", FLOWER),
        ("0.123456789 g", FLOWER),
        ("2 plants", FLOWER),
        ("10 g", PLANTS),
        ("10 g", THC),
        ("1 g", ProductForm.NOT_APPLICABLE),
    ],
)
def test_what_is_no_amount_of_its_form_is_refused(text, form):
    with pytest.raises(ValueError, match=r"\["):
        read_amount(text, form)
