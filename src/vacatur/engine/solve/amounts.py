"""An amount compared with a limit, as `vacatur.engine.amounts` compares it, for the solver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import z3

from vacatur.engine.solve.days import SymbolicDay, within
from vacatur.engine.solve.terms import SymbolicTruth, SymbolicValue, Term
from vacatur.law.values import GUARD_BAND, DatedAmount
from vacatur.record.terms import ProductForm, WeightBasis

# A column of the charge by its name.
Column = Callable[[str], SymbolicValue]
NUMBER_OF = {ProductForm.PLANTS: "plant_count", ProductForm.THC_MG: "thc_mg"}
_BOUNDED = (ProductForm.FLOWER, ProductForm.CONCENTRATE)


def real(number: Decimal) -> Term:
    """An exact decimal as a constant."""
    return z3.RealVal(f"{number:f}")


def compare(
    column: Column,
    text: Callable[[str], int],
    rows: Sequence[DatedAmount],
    day: SymbolicDay,
    *,
    strict: bool,
) -> SymbolicTruth:
    """Whether the amount is below the limit of its form on a day (strict), or does not exceed it.

    Parameters
    ----------
    column
        The charge's columns.
    text
        The number that stands for a word.
    rows
        The dated rows of one amount.
    day
        On which the limit is read.
    """
    form = column("product_form")
    yes, no = [], []
    for row in rows:
        is_row = z3.And(
            day.known, form.known, form.value == text(row.form.value), within(day, row.in_force)
        )
        below = _below(column, text, row, strict=strict)
        yes.append(z3.And(is_row, below.yes))
        no.append(z3.And(is_row, below.no))
    return SymbolicTruth(z3.Or(yes), z3.Or(no))


def _below(
    column: Column, text: Callable[[str], int], row: DatedAmount, *, strict: bool
) -> SymbolicTruth:
    number = column(NUMBER_OF.get(row.form, "quantity_grams"))
    limit = real(row.amount)
    decides = number.known
    if row.form is not ProductForm.PLANTS:
        basis = column("weight_basis")
        edge = row.amount * GUARD_BAND
        near = z3.And(
            number.value >= real(row.amount - edge), number.value <= real(row.amount + edge)
        )
        is_lab = z3.And(basis.known, basis.value == text(WeightBasis.LAB.value))
        is_label = z3.And(basis.known, basis.value == text(WeightBasis.CHARGE_LABEL.value))
        decides = z3.And(decides, z3.Not(is_label), z3.Or(z3.Not(near), is_lab))
    holds = number.value < limit if strict else number.value <= limit
    bounds = _bounds(column, row, strict=strict)
    none = z3.Not(number.known)
    return SymbolicTruth(
        z3.Or(z3.And(decides, holds), z3.And(none, bounds.yes)),
        z3.Or(z3.And(decides, z3.Not(holds)), z3.And(none, bounds.no)),
    )


def _bounds(column: Column, row: DatedAmount, *, strict: bool) -> SymbolicTruth:
    if row.form not in _BOUNDED:
        return SymbolicTruth(z3.BoolVal(False), z3.BoolVal(False))
    below, at_least = column("quantity_below_grams"), column("quantity_at_least_grams")
    limit = real(row.amount)
    yes = z3.And(below.known, below.value <= limit)
    over = at_least.value >= limit if strict else at_least.value > limit
    return SymbolicTruth(yes, z3.And(z3.Not(yes), at_least.known, over))
