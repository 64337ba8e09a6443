"""Amounts against limits in columns: `engine.amounts` for whole tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from vacatur.law.values import GUARD_BAND, DatedAmount
from vacatur.record.terms import ProductForm, WeightBasis

Column = Callable[[str], ir.Value]

# A record holds ten decimal places; a limit in ounces, and a twentieth of it, need more.
EXACT = "decimal(20, 10)"
EXACT_LIMIT = "decimal(38, 20)"


def compare(
    column: Column, rows: Sequence[DatedAmount], day: ir.DateValue, *, strict: bool
) -> ir.BooleanValue:
    """Whether the amount is below the limit of its form and day (strict), or does not exceed it."""
    form = column("product_form")
    limit = limit_of(rows, form, day)
    number = _measured(column, form)
    below = number < limit if strict else number <= limit
    weighed_otherwise = ~(column("weight_basis") == WeightBasis.LAB.value).fill_null(False)
    near = (number - limit).abs() <= limit_of(rows, form, day, share=True)
    label = (column("weight_basis") == WeightBasis.CHARGE_LABEL.value).fill_null(False)
    is_counted = (form == ProductForm.PLANTS.value).fill_null(False)
    doubtful = ~is_counted & (label | (near.fill_null(False) & weighed_otherwise))
    return ibis.cases(
        (limit.isnull(), ibis.null("boolean")),
        (number.isnull(), _by_bounds(column, form, limit, strict=strict)),
        (doubtful, ibis.null("boolean")),
        else_=below,
    )


def limit_of(
    rows: Sequence[DatedAmount], form: ir.StringValue, day: ir.DateValue, *, share: bool = False
) -> ir.DecimalValue:
    """The limit in force for a row's form and day, or the guard band around it."""
    branches = []
    for each in rows:
        applies = form == each.form.value
        if each.in_force.first:
            applies &= day >= ibis.literal(each.in_force.first, "date")
        if each.in_force.last:
            applies &= day <= ibis.literal(each.in_force.last, "date")
        applies &= day.notnull()
        amount = each.amount * GUARD_BAND if share else each.amount
        branches.append((applies.fill_null(False), ibis.literal(amount, EXACT_LIMIT)))
    return ibis.cases(*branches, else_=ibis.null(EXACT_LIMIT))


def _measured(column: Column, form: ir.StringValue) -> ir.DecimalValue:
    return ibis.cases(
        ((form == ProductForm.PLANTS.value).fill_null(False), column("plant_count").cast(EXACT)),
        ((form == ProductForm.THC_MG.value).fill_null(False), column("thc_mg").cast(EXACT)),
        else_=column("quantity_grams").cast(EXACT),
    )


def _by_bounds(
    column: Column, form: ir.StringValue, limit: ir.DecimalValue, *, strict: bool
) -> ir.BooleanValue:
    weighed = form.isin([ProductForm.FLOWER.value, ProductForm.CONCENTRATE.value]).fill_null(False)
    below = (column("quantity_below_grams") <= limit).fill_null(False)
    at_least = column("quantity_at_least_grams")
    above = (at_least >= limit if strict else at_least > limit).fill_null(False)
    return ibis.cases((weighed & below, True), (weighed & above, False), else_=ibis.null("boolean"))
