"""Comparing an amount with a limit: basis, form, guard band and the bounds in a charge's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vacatur.engine.truth import Truth
from vacatur.law.values import GUARD_BAND, DatedAmount
from vacatur.record.charge import Charge
from vacatur.record.terms import ProductForm, WeightBasis


@dataclass(frozen=True, slots=True)
class Measured:
    """The number that counts for a charge's form; None where none was recorded."""

    column: str
    number: Decimal | None


def measured(charge: Charge) -> Measured:
    """Weight, THC or plants, by the form of the product."""
    match charge.product_form:
        case ProductForm.PLANTS:
            plants = charge.plant_count
            return Measured("plant_count", None if plants is None else Decimal(plants))
        case ProductForm.THC_MG:
            return Measured("thc_mg", charge.thc_mg)
        case _:
            return Measured("quantity_grams", charge.quantity_grams)


def limit_on(rows: tuple[DatedAmount, ...], charge: Charge, day: date | None) -> Decimal | None:
    """The limit for the charge's form on a day; None where the law fixes none or day is unknown."""
    if day is None or charge.product_form is None:
        return None
    found = [r.amount for r in rows if r.form is charge.product_form and day in r.in_force]
    return found[0] if found else None


def compare(charge: Charge, limit: Decimal | None, *, strict: bool) -> Truth:
    """Whether the amount is below the limit (strict), or does not exceed it.

    Plants are counted, so the number itself decides. Otherwise only a laboratory's net weight
    decides within the guard band; the words of a charge are a bound and never a weight.
    """
    if limit is None:
        return None
    number = measured(charge).number
    if number is None:
        return _by_bounds(charge, limit, strict=strict)
    if charge.product_form is not ProductForm.PLANTS:
        if charge.weight_basis is WeightBasis.CHARGE_LABEL:
            return None
        near = abs(number - limit) <= GUARD_BAND * limit
        if near and charge.weight_basis is not WeightBasis.LAB:
            return None
    return number < limit if strict else number <= limit


def _by_bounds(charge: Charge, limit: Decimal, *, strict: bool) -> Truth:
    if charge.product_form not in (ProductForm.FLOWER, ProductForm.CONCENTRATE):
        return None
    below, at_least = charge.quantity_below_grams, charge.quantity_at_least_grams
    if below is not None and below <= limit:
        return True
    if at_least is not None and (at_least >= limit if strict else at_least > limit):
        return False
    return None
