"""Both sides of each boundary in a page: the last value on one side, the first on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import z3

from vacatur.engine import amounts
from vacatur.engine.interpret import Interpreter
from vacatur.engine.solve import days
from vacatur.engine.solve.amounts import NUMBER_OF, real
from vacatur.engine.solve.days import SymbolicDay
from vacatur.engine.solve.terms import SymbolicValue, Term
from vacatur.engine.solve.translate import Translator
from vacatur.engine.solve.world import Rows
from vacatur.law import nodes as n
from vacatur.law.page import Page
from vacatur.law.rows import column_of
from vacatur.law.values import GUARD_BAND, DatedAmount
from vacatur.record.terms import ProductForm

ONE_DAY = timedelta(days=1)
SMALLEST = Decimal("1e-10")
Held = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One side of a boundary.

    `is_shown` says whether rows of a record stand on it, `term` says the same to the solver.
    """

    claim: n.Truth
    side: str
    is_shown: Callable[[Interpreter, Held], bool]
    term: Callable[[Translator, Rows], Term]

    @property
    def key(self) -> tuple[int, str, str]:
        """Where the boundary stands, and which side it is."""
        return self.claim.line, self.claim.text, self.side


def edges_of(claim: n.Truth, page: Page) -> Iterator[Edge]:
    """The sides of the boundary that a claim without parts draws; none where it draws none."""
    match claim:
        case n.Before():
            yield from _of_days(claim)
        case n.Waited() | n.NotWithin() | n.HasPassed():
            yield from _of_wait(claim)
        case n.Limit(left=n.Amount(), right=n.DatedValue() as dated):
            for row in page.amounts(dated.name):
                yield from _of_amount(claim, row)
            yield from _of_change(claim, dated, page)
        case n.Limit(right=n.Literal(value=Decimal() as limit)):
            yield from _of_number(claim, limit)


def _of_days(claim: n.Before) -> Iterator[Edge]:
    sides = {-1: "one day before", 0: "on", 1: "one day after"}
    for apart in (0, 1) if claim.inclusive else (-1, 0):

        def is_shown(reader: Interpreter, rows: Held, apart: int = apart) -> bool:
            left, right = reader.value(claim.left, rows), reader.value(claim.right, rows)
            return None not in (left, right) and (left - right).days == apart

        def term(reader: Translator, rows: Rows, apart: int = apart) -> Term:
            left, right = reader.day(claim.left, rows), reader.day(claim.right, rows)
            return _apart(left, right, apart)

        side = f"[{claim.left.text}] {sides[apart]} [{claim.right.text}]"
        yield Edge(claim=claim, side=side, is_shown=is_shown, term=term)


def _of_wait(claim: n.Waited | n.NotWithin | n.HasPassed) -> Iterator[Edge]:
    sides = {1: "the day after", 0: "the day itself", -1: "the day before"}
    for apart in (-1, 0, 1) if isinstance(claim, n.NotWithin) else (-1, 0):

        def is_shown(reader: Interpreter, rows: Held, apart: int = apart) -> bool:
            first = reader.first_day(claim, rows)
            if first is None:
                return False
            reached = first - ONE_DAY if isinstance(claim, n.NotWithin) else first
            return bool((reader.record.as_of - reached).days == apart)

        def term(reader: Translator, rows: Rows, apart: int = apart) -> Term:
            as_of = reader.world.as_of
            match claim:
                case n.HasPassed():
                    return _apart(as_of, reader.day(claim.day, rows), apart)
                case n.NotWithin():
                    reached = days.anniversary(reader.day(claim.after, rows), claim.years)
                    return _apart(as_of, reached, apart)
            since = reader.day(claim.since, rows)
            if claim.years:
                return _apart(as_of, days.anniversary(since, claim.years), apart)
            return _apart(as_of, since, claim.days + apart)

        yield Edge(claim=claim, side=sides[apart], is_shown=is_shown, term=term)


def _of_amount(claim: n.Limit, row: DatedAmount) -> Iterator[Edge]:
    """The limit itself, and the least beyond it that a scale can tell: within the guard band."""
    assert isinstance(claim.left, n.Amount)
    assert isinstance(claim.right, n.DatedValue)
    charge, on = claim.left.row, claim.right.on
    counted = row.form is ProductForm.PLANTS
    for low, high, words in _beside(row.amount, strict=claim.strict, whole=counted):

        def is_shown(
            reader: Interpreter, rows: Held, low: Decimal = low, high: Decimal = high
        ) -> bool:
            day = reader.value(on, rows)
            if rows[charge].product_form is not row.form or day is None or day not in row.in_force:
                return False
            number = amounts.measured(rows[charge]).number
            decides = amounts.compare(rows[charge], row.amount, strict=claim.strict) is not None
            return number is not None and decides and _lies(number, low, high)

        def term(reader: Translator, rows: Rows, low: Decimal = low, high: Decimal = high) -> Term:
            world, day = reader.world, reader.day(on, rows)
            number = world.value(rows[charge], NUMBER_OF.get(row.form, "quantity_grams"))
            form = world.value(rows[charge], "product_form")
            held = reader.truth(claim, rows)
            return z3.And(
                z3.Or(held.yes, held.no),
                form.known,
                form.value == world.words.number(row.form.value),
                day.known,
                days.within(day, row.in_force),
                _between(number, low, high),
            )

        side = f"{row.form} of {words}, for the days {row.in_force}"
        yield Edge(claim=claim, side=side, is_shown=is_shown, term=term)


def _of_change(claim: n.Limit, dated: n.DatedValue, page: Page) -> Iterator[Edge]:
    """The days on which the limit begins, changes or ends, for any form."""
    for day in _changes(page.amounts(dated.name)):

        def is_shown(reader: Interpreter, rows: Held, day: date = day) -> bool:
            return bool(reader.value(dated.on, rows) == day)

        def term(reader: Translator, rows: Rows, day: date = day) -> Term:
            return _apart(reader.day(dated.on, rows), days.constant(day), 0)

        side = f"[{dated.on.text}] on {day}, beside which [{dated.name}] changes"
        yield Edge(claim=claim, side=side, is_shown=is_shown, term=term)


def _of_number(claim: n.Limit, limit: Decimal) -> Iterator[Edge]:
    """An age, a count, or a column of numbers."""
    left = claim.left
    whole = not (isinstance(left, n.Field) and _is_decimal(left))
    for low, high, words in _beside(limit, strict=claim.strict, whole=whole):

        def is_shown(
            reader: Interpreter, rows: Held, low: Decimal = low, high: Decimal = high
        ) -> bool:
            if isinstance(left, n.Counted):
                count = reader.count(left, rows)
                return count.high == count.low and low <= count.low <= high
            number = reader.value(left, rows)
            return number is not None and _lies(Decimal(number), low, high)

        def term(reader: Translator, rows: Rows, low: Decimal = low, high: Decimal = high) -> Term:
            if isinstance(left, n.Counted):
                return reader.counts_exactly(left, int(low), rows)
            held = reader.value(left, rows)
            assert isinstance(held, SymbolicValue)
            return _between(held, low, high)

        yield Edge(claim=claim, side=f"[{left.text}] of {words}", is_shown=is_shown, term=term)


def _is_decimal(field: n.Field) -> bool:
    column = column_of(field.entity, field.column)
    return column is not None and column.kind is Decimal


def _beside(limit: Decimal, *, strict: bool, whole: bool) -> Iterator[tuple[Decimal, Decimal, str]]:
    """The limit, and what lies just beside it on the other side: bounds, both included.

    A record holds ten decimal places. Where the limit has more, the number next to it on the side
    on which it lies stands for it.
    """
    at = limit.quantize(SMALLEST, rounding=ROUND_CEILING if strict else ROUND_FLOOR)
    step = Decimal(1) if whole else SMALLEST
    band = step if whole else (limit * GUARD_BAND).quantize(SMALLEST) or Decimal(1_000_000)
    yield at, at, f"{limit.normalize():f}"
    if strict:
        yield at - band, at - step, f"just below {limit.normalize():f}"
    else:
        yield at + step, at + band, f"just above {limit.normalize():f}"


def _lies(number: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a number lies between two bounds that have ten decimal places."""
    return low <= number.quantize(SMALLEST) <= high or low <= number <= high


def _between(held: SymbolicValue, low: Decimal, high: Decimal) -> Term:
    return z3.And(held.known, held.value >= real(low), held.value <= real(high))


def _apart(left: SymbolicDay, right: SymbolicDay, apart: int) -> Term:
    return z3.And(left.known, right.known, days.is_days_from(left, right, apart))


def _changes(rows: tuple[DatedAmount, ...]) -> list[date]:
    found: set[date] = set()
    for row in rows:
        if row.in_force.first is not None:
            found |= {row.in_force.first - ONE_DAY, row.in_force.first}
        if row.in_force.last is not None:
            found |= {row.in_force.last, row.in_force.last + ONE_DAY}
    return sorted(found)
