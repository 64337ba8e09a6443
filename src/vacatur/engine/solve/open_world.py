"""The world in which sets and code lists are free, so that it holds every record there can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from vacatur.engine.solve import days
from vacatur.engine.solve.days import SymbolicDay
from vacatur.engine.solve.offenses import FreeOffenses
from vacatur.engine.solve.terms import SymbolicTruth, free_truth
from vacatur.engine.solve.world import Asked, Row, World
from vacatur.law import nodes as n
from vacatur.law.rulebook import Rulebook


class OpenWorld(World):
    """What can never hold here can never hold. What can hold here may still be impossible."""

    def __init__(
        self, rulebook: Rulebook, citations: Iterable[str], *, masked: bool = True
    ) -> None:
        super().__init__(masked=masked)
        self._offenses = FreeOffenses(rulebook, self, citations)
        self._free: dict[object, Any] = {}

    def is_on(self, row: Row, code_list: str) -> SymbolicTruth:
        return self._offenses.is_on(row, code_list)

    def is_under(self, row: Row, column: str, citation: str) -> SymbolicTruth:
        return self._offenses.is_under(row, column, citation)

    def same_statute(self, left: tuple[Row, str], right: tuple[Row, str]) -> SymbolicTruth:
        return self._truth(("same", frozenset((left, right))))

    def there_is(self, row_set: n.RowSet, asked: Asked) -> SymbolicTruth:
        return self._truth(("there_is", _shape(row_set, asked)))

    def count(self, counted: n.Counted, limit: int, asked: Asked, *, strict: bool) -> SymbolicTruth:
        # At most 2 and fewer than 3 are one question.
        below = limit if strict else limit + 1
        return self._truth(("count", counted.cases, below, _shape(counted.rows, asked)))

    def picked(self, node: n.Picked, asked: Asked) -> SymbolicDay:
        key = ("picked", node.last, node.day.column, _shape(node.rows, asked))
        if key not in self._free:
            self._free[key], rules = days.variable(f"set {len(self._free)}")
            self.rules += rules
        found: SymbolicDay = self._free[key]
        return found

    def rows_of(self, charge: Row) -> dict[str, Row]:
        assert charge is self.target.row  # rows of a set are not looked at here
        return self.rows_for(self.target)

    def _truth(self, key: object) -> SymbolicTruth:
        if key not in self._free:
            self._free[key], rule = free_truth(f"set {len(self._free)}")
            self.rules.append(rule)
        found: SymbolicTruth = self._free[key]
        return found


def _shape(row_set: n.RowSet, asked: Asked) -> object:
    """What a set asks, wherever it stands: its words without their place and its own name."""
    outer = tuple(sorted((name, row.key) for name, row in asked.rows.items()))
    return asked.page, outer, _bare(row_set, row_set.variable)


def _bare(node: Any, variable: str) -> object:
    if isinstance(node, tuple):
        return tuple(_bare(each, variable) for each in node)
    if not isinstance(node, n.Node):
        return "it" if node == variable else node
    if isinstance(node, n.Not) and isinstance(node.part, n.Not):
        return _bare(node.part.part, variable)
    inner = (getattr(node, field.name) for field in fields(node) if field.name != "at")
    return type(node).__name__, *(_bare(each, variable) for each in inner)
