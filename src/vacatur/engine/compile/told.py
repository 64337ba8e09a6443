"""What the questions of an open claim hang on; `engine.asking` says which they are."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile import amounts
from vacatur.engine.compile.claim_parts import Part, outside_sets
from vacatur.engine.compile.claims import Claims
from vacatur.engine.compile.frame import name_of
from vacatur.law import nodes as n

_MEASURES = ("product_form", "plant_count", "thc_mg", "quantity_grams")


def told_by(claims: Claims, part: Part) -> dict[object, ir.Value]:
    """Columns on which the questions of a part hang, were it open, each under a key of its own.

    A flag asks nothing, and of an offence there is one thing to ask. A set asks what its members
    ask, or whether it is whole.
    """
    node = part.node
    if isinstance(node, n.Flagged | n.IsOffense):
        return {}
    return dict(_told(claims, part, node))


def _told(claims: Claims, part: Part, node: n.Truth) -> Iterator[tuple[object, ir.Value]]:
    for each in outside_sets(node):
        match each:
            case n.Field():
                yield _state(claims.table, each.row, each.column)
            case n.AgeOn():
                yield _state(claims.table, "person", "birth_date")
            case n.RowSet():
                yield ("closed", each.source), claims.is_closed(each.source)
                if isinstance(each.source, n.Field):
                    yield _state(claims.table, each.source.row, each.source.column)
            case n.Limit(left=n.Amount() as amount, right=n.DatedValue() as value):
                yield from ((_state(claims.table, amount.row, name)) for name in _MEASURES)
                form = claims.table[name_of(amount.row, "product_form")]
                rows = part.context.page.amounts(value.name)
                yield ("form", amount.row), form
                limit = amounts.limit_of(rows, form, claims.value(value.on))
                yield ("limit", part.key), limit.isnull()


def _state(table: ir.Table, row: str, column: str) -> tuple[object, ir.Value]:
    """0 = a value is there, 1 = nothing is, 2 = nothing that could be read, 3 = it is disputed."""
    empty = table[name_of(row, column)].isnull().cast("int8")
    state = empty
    for mark, number in (("unreadable", 2), ("disputed", 3)):
        if name_of(row, mark) in table.columns:
            marked = table[name_of(row, mark)].contains(column).fill_null(False)
            state = ibis.ifelse(marked, empty * number, state).cast("int8")
    return ("state", row, column), state
