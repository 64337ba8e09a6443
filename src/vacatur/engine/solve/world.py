"""The columns of a record as variables of the solver, made when a claim first asks for them.

What a world makes of a set and of a code list is its own: `open_world` and `small_world`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from vacatur.engine.solve import days
from vacatur.engine.solve.days import SymbolicDay, Years, is_before
from vacatur.engine.solve.terms import SymbolicList, SymbolicTruth, SymbolicValue, Term
from vacatur.law import nodes as n
from vacatur.law.nodes import Entity
from vacatur.law.rows import column_of
from vacatur.record.columns import ColumnType
from vacatur.record.terms import Completion

Held = SymbolicValue | SymbolicDay | SymbolicList
Rows = Mapping[str, "Row"]

# The days that vacatur.engine.known sets aside while they lie in the future.
MASKED: Mapping[Entity, frozenset[str]] = {
    Entity.CHARGE: frozenset(
        {"offense_date", "arrest_date", "issued_date", "disposition_date", "pardon_signed_date"}
    ),
    Entity.CASE: frozenset({"filed_date", "notice_date"}),
    Entity.PERSON: frozenset({"death_date", "history_checked_on"}),
    Entity.FINDINGS: frozenset({"ground_received_date"}),
    Entity.REGISTRATION: frozenset({"convicted_on"}),
    Entity.WARRANT: frozenset({"issued_date"}),
    Entity.DIVERSION: frozenset({"enrolled_date", "ended_date"}),
    Entity.RELIEF: frozenset({"granted_on"}),
    Entity.OBJECTION: frozenset({"filed_date"}),
    Entity.VICTIM: frozenset({"notice_sent"}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose columns are variables. `key` is its id in an example."""

    key: str
    entity: Entity


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A charge with the rows that a rule sees beside it."""

    row: Row
    case: Row
    findings: Row


class Words:
    """Numbers that stand for texts and terms. A number that stands for none is another text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a text, the same one every time."""
        return self._numbers.setdefault(str(text), len(self._numbers))

    def text(self, number: int) -> str:
        """The text of a number that stands for one."""
        return next(text for text, each in self._numbers.items() if each == number)


@dataclass(frozen=True, slots=True)
class Asked:
    """A set looked through from some rows.

    `page` names the page and version in which its condition stands, and `truth` reads the
    condition for one row of the set.
    """

    page: str
    rows: Rows
    truth: Callable[[n.Truth, Rows], SymbolicTruth]


class World(ABC):
    """Variables and the rules that hold between them.

    `masked` = facts later than the day of decision are set aside, as they are before a page is
    read. `years` = those in which its days lie. `rules` grows as columns are asked for.
    """

    def __init__(self, *, masked: bool = True, years: Years = days.ALL_YEARS) -> None:
        self._years = years
        self.rules: list[Term] = []
        self.words = Words()
        self.person = Row("p1", Entity.PERSON)
        self.target = ChargeRow(
            Row("c1", Entity.CHARGE), Row("k1", Entity.CASE), Row("f1", Entity.FINDINGS)
        )
        self._masked = masked
        self._held: dict[tuple[Row, str], Held] = {}
        self.as_of, rules = days.variable("as_of", years)
        self.rules += [self.as_of.known, *rules]

    def field(self, row: Row, name: str) -> Held:
        """A column of a row."""
        if (row, name) not in self._held:
            column = column_of(row.entity, name)
            assert column is not None  # the reader knows every column of a page
            self._held[row, name] = self._variable(row, column)
            self._bind(row, column)
        return self._held[row, name]

    def value(self, row: Row, name: str) -> SymbolicValue:
        """A column that is neither a day nor a list."""
        held = self.field(row, name)
        assert isinstance(held, SymbolicValue)
        return held

    def fields(self) -> Iterator[tuple[Row, ColumnType, Held]]:
        """Every column that was asked for."""
        for (row, name), held in list(self._held.items()):
            column = column_of(row.entity, name)
            assert column is not None
            yield row, column, held

    def rows_for(self, charge: ChargeRow) -> dict[str, Row]:
        """The rows that a rule sees for one charge."""
        return {
            "charge": charge.row,
            "case": charge.case,
            "person": self.person,
            "findings": charge.findings,
        }

    @abstractmethod
    def is_on(self, row: Row, code_list: str) -> SymbolicTruth:
        """Whether a charge is on a code list."""

    @abstractmethod
    def is_under(self, row: Row, column: str, citation: str) -> SymbolicTruth:
        """Whether a statute stands within a provision."""

    @abstractmethod
    def same_statute(self, left: tuple[Row, str], right: tuple[Row, str]) -> SymbolicTruth:
        """Whether two statutes are one provision."""

    @abstractmethod
    def there_is(self, row_set: n.RowSet, asked: Asked) -> SymbolicTruth:
        """Whether some row of a set satisfies its condition."""

    @abstractmethod
    def count(self, counted: n.Counted, limit: int, asked: Asked, *, strict: bool) -> SymbolicTruth:
        """Whether a count is below a limit (strict), or does not exceed it."""

    @abstractmethod
    def picked(self, node: n.Picked, asked: Asked) -> SymbolicDay:
        """The first or last day among the rows of a set."""

    @abstractmethod
    def rows_of(self, charge: Row) -> dict[str, Row]:
        """The rows that a rule sees for any charge of the world."""

    def _variable(self, row: Row, column: ColumnType) -> Held:
        name = f"{row.key}.{column.name}"
        known = z3.Bool(f"{name} known")
        if column.name == "charge_id":
            return SymbolicValue(z3.BoolVal(True), z3.IntVal(self.words.number(row.key)))
        if column.is_list:
            return SymbolicList(known, z3.Bool(f"{name} filled"))
        if column.kind is date:
            day, rules = days.variable(name, self._years)
            self.rules += rules
            return day
        if column.kind is bool:
            return SymbolicValue(known, z3.Bool(name))
        if column.kind is Decimal:
            return SymbolicValue(known, z3.Real(name))
        value = z3.Int(name)
        if column.terms:
            terms = (self.words.number(term) for term in sorted(column.terms))
            self.rules.append(z3.Or([value == term for term in terms]))
        return SymbolicValue(known, value)

    def _bind(self, row: Row, column: ColumnType) -> None:
        """Bind a column to the day of decision: nothing later is read."""
        held = self._held[row, column.name]
        if not self._masked:
            return
        if isinstance(held, SymbolicDay) and column.name in MASKED.get(row.entity, ()):
            come = is_before(held, self.as_of, inclusive=True)
            self.rules.append(z3.Implies(held.known, come))
        if row.entity is Entity.CHARGE and column.name == "sentence_completion":
            end = self.field(row, "sentence_end")
            assert isinstance(held, SymbolicValue)
            assert isinstance(end, SymbolicDay)
            closed = [
                held.value == self.words.number(each.value)
                for each in (Completion.SATISFACTORY, Completion.UNSATISFACTORY)
            ]
            runs = z3.And(end.known, z3.Not(is_before(end, self.as_of, inclusive=True)))
            self.rules.append(z3.Implies(z3.And(held.known, runs), z3.Not(z3.Or(closed))))


def python_value(world: World, model: Any, column: ColumnType, held: Held) -> Any:
    """What a column holds in a model; None where it is null or nothing hangs on it."""
    if isinstance(held, SymbolicDay):
        return days.day_in(model, held)
    if not z3.is_true(model.eval(held.known)):
        return None
    if isinstance(held, SymbolicList):
        filled = z3.is_true(model.eval(held.filled, model_completion=True))
        return (next(iter(_words_of(column))),) if filled else ()
    value = model.eval(held.value, model_completion=True)
    if column.kind is bool:
        return z3.is_true(value)
    if column.kind is Decimal:
        number = Decimal(value.numerator_as_long()) / Decimal(value.denominator_as_long())
        return number.quantize(Decimal("1e-10")).normalize() + 0
    if column.kind is int:
        return value.as_long()
    return column.kind(world.words.text(value.as_long()))


def _words_of(column: ColumnType) -> list[Any]:
    return [column.kind(each) for each in sorted(column.terms)] or ["something"]
