"""Amounts fixed by law: dated rows, one unit for each form of the product."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from vacatur.dates import Span
from vacatur.record.terms import ProductForm

# Exact by definition (international avoirdupois ounce).
GRAMS_PER_OUNCE = Decimal("28.349523125")

# Within this share of a limit, only a laboratory's net weight decides. This is
# an engineering rule, not law.
GUARD_BAND = Decimal("0.05")

# Eight decimal places: in grams, and with the guard band, a limit still fits the store exactly.
_AMOUNT = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,8})?)\s*(?P<unit>g|oz|mg THC|plants)")

_UNIT_OF_FORM = {
    ProductForm.FLOWER: ("g", "oz"),
    ProductForm.CONCENTRATE: ("g", "oz"),
    ProductForm.THC_MG: ("mg THC",),
    ProductForm.PLANTS: ("plants",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAmount:
    """One amount for one form, in force for a span of days.

    `amount` is in grams for flower and concentrate, milligrams of THC for `thc_mg`, a count for
    `plants`. `source` names the session law.
    """

    name: str
    form: ProductForm
    in_force: Span
    amount: Decimal
    source: str
    line: int


def read_amount(text: str, form: ProductForm) -> Decimal:
    """Read `1.5 oz`, `12 g`, `750 mg THC` or `2 plants`; a unit that does not fit is refused."""
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"[{text}] is not an amount such as [10 g], [1.5 oz] or [750 mg THC]")
    if match["unit"] not in _UNIT_OF_FORM.get(form, ()):
        raise ValueError(f"[{text}] is no amount of the form [{form}]")
    number = Decimal(match["number"])
    return number * GRAMS_PER_OUNCE if match["unit"] == "oz" else number
