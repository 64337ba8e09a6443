"""Reading values: days, columns, amounts, numbers, and the sets that are looked through."""

from __future__ import annotations

import ast
import re
from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Self

from vacatur.dates import parse_day
from vacatur.errors import nearest
from vacatur.law import nodes as n
from vacatur.law.expressions.source import TOP_ROWS, SourceReader
from vacatur.law.rows import column_names, column_of, entity_of_set
from vacatur.law.vocabulary import Word

# What an exact decimal of the analytic store holds.
_NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,10})?")


def _holds_charges(rows: n.SetName) -> bool:
    return entity_of_set(rows) is n.Entity.CHARGE


class ValueReader(SourceReader):
    """Reads whatever is not itself true or false."""

    @abstractmethod
    def truth(self, node: ast.expr) -> n.Truth:
        """Read the condition of a set."""

    def value(self, node: ast.expr) -> n.Value:
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name) and node.id == "as_of":
            return n.AsOf(at=self.place(node))
        if isinstance(node, ast.Attribute):
            row = self.row_name(node.value)
            if node.attr == "amount" and row and self._rows[row] is n.Entity.CHARGE:
                return n.Amount(row=row, at=self.place(node))
            return self.field(node)
        if isinstance(node, ast.Call):
            return self._value_call(node)
        raise self.error(node, f"[{self.source(node)}] is not a value")

    def _value_call(self, node: ast.Call) -> n.Value:
        place = self.place(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "age_on":
            if self.row_name(node.func.value) != "person":
                raise self.error(node, "only the person has an age", repair="Write person.age_on.")
            return n.AgeOn(day=self.day(self.only(node)), at=place)
        match self.word(node.func):
            case Word.LATER_OF:
                if len(node.args) < 2 or node.keywords:
                    raise self.error(node, "later_of(...) wants two days or more")
                return n.LaterOf(days=tuple(self.day(each) for each in node.args), at=place)
            case Word.VALUE:
                words = self.keywords(node, required={"on"}, positional=1)
                if not isinstance(node.args[0], ast.Name):
                    raise self.error(node, "value(...) wants the name of a dated amount")
                return n.DatedValue(name=node.args[0].id, on=self.day(words["on"]), at=place)
            case Word.COUNT:
                return n.Counted(rows=self.row_set(node), cases=False, at=place)
            case Word.COUNT_CASES:
                rows = self.row_set(node)
                if not isinstance(rows.source, n.SetName) or not _holds_charges(rows.source):
                    raise self.error(node, "count_cases(...) counts the cases of charges")
                return n.Counted(rows=rows, cases=True, at=place)
            case Word.FIRST | Word.LAST as word:
                return self._picked(node, last=word is Word.LAST)
        known = ["later_of", "value", "count", "count_cases", "first", "last", "age_on"]
        raise self.error(
            node,
            f"[{self.source(node.func)}] is not a word that gives a value",
            repair=nearest(self.source(node.func), known),
        )

    def _picked(self, node: ast.Call, *, last: bool) -> n.Value:
        by = next((word.value for word in node.keywords if word.arg == "by"), None)
        if by is None:
            raise self.error(node, "first(...) and last(...) want by=, a day of the row")
        rest = ast.Call(
            func=node.func,
            args=node.args,
            keywords=[word for word in node.keywords if word.arg != "by"],
        )
        ast.copy_location(rest, node)
        rows = self.row_set(rest)
        inner = self._bound(rows)
        day = inner.field(by)
        if day.row != rows.variable or inner.column(day).kind is not date:
            raise self.error(by, f"[{day.text}] is not a day of [{rows.variable}]")
        return n.Picked(rows=rows, day=day, last=last, at=self.place(node))

    def day(self, node: ast.expr) -> n.Value:
        """Read a day: a literal, a date column, `as_of`, `later_of`, `first` or `last`."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                return n.Literal(value=parse_day(node.value), at=self.place(node))
            except ValueError as problem:
                raise self.error(node, str(problem)) from None
        value = self.value(node)
        if isinstance(value, n.Field) and self.column(value).kind is not date:
            raise self.error(node, f"[{value.text}] is not a day")
        if not isinstance(value, n.Field | n.AsOf | n.LaterOf | n.Picked):
            raise self.error(node, f"[{self.source(node)}] is not a day")
        return value

    def field(self, node: ast.expr) -> n.Field:
        """Read `charge.offense_date`; a part of a part (`circumstances.firearm`) is one column."""
        dotted = self.dotted(node)
        row, _, rest = (dotted or "").partition(".")
        if not rest or row not in self._rows:
            raise self.error(
                node,
                f"[{self.source(node)}] is not a column of a row",
                repair=nearest(row, self._rows),
            )
        name = rest.replace(".", "_")
        entity = self._rows[row]
        if column_of(entity, name) is None:
            raise self.error(
                node,
                f"a {entity} has no column [{rest}]",
                repair=nearest(name, column_names(entity)),
            )
        return n.Field(row=row, entity=entity, column=name, at=self.place(node))

    def operand(self, node: ast.expr, left: n.Value) -> n.Value:
        """Read what `left` is compared with by == : a value of the same kind, or nothing."""
        if isinstance(left, n.AsOf | n.LaterOf | n.Picked):
            return self.day(node)
        if not isinstance(left, n.Field):
            raise self.error(
                node,
                f"[{left.text}] is not compared with ==",
                repair="Amounts and numbers: at_most, less_than.",
            )
        column = self.column(left)
        if column.is_list or column.kind is bool:
            raise self.error(
                node,
                f"[{left.text}] is not compared with ==",
                repair="A list: there_is(x in ...). A yes or no: the name itself, or not_(...).",
            )
        if isinstance(node, ast.Attribute):
            return self._same_kind(node, left)
        if column.terms:
            return n.Literal(value=self.term(node, left), at=self.place(node))
        if column.kind is date:
            return self.day(node)
        wanted = str if column.kind is str else Decimal
        literal = self._constant(node) if isinstance(node, ast.Constant) else None
        if literal is None or not isinstance(literal.value, wanted):
            raise self.error(node, f"[{self.source(node)}] is no value of [{left.text}]")
        return literal

    def _same_kind(self, node: ast.Attribute, left: n.Field) -> n.Field:
        right = self.field(node)
        if self.column(right).kind is not self.column(left).kind:
            raise self.error(node, f"[{right.text}] and [{left.text}] hold different things")
        return right

    def limited(self, node: ast.expr) -> n.Value:
        """Read what has a limit: an amount, a count, an age or a column of numbers."""
        value = self.value(node)
        if isinstance(value, n.Amount | n.Counted | n.AgeOn):
            return value
        if isinstance(value, n.Field) and self.column(value).kind in (int, Decimal):
            return value
        raise self.error(node, f"[{self.source(node)}] is no amount or number")

    def limit_of(self, node: ast.expr, left: n.Value) -> n.Value:
        """Read the limit of an amount (value(...)) or of a number."""
        limit = self.value(node)
        if isinstance(left, n.Amount):
            fits = isinstance(limit, n.DatedValue)
        else:
            fits = isinstance(limit, n.Literal) and isinstance(limit.value, Decimal)
        if not fits:
            wanted = "value(name, on=...)" if isinstance(left, n.Amount) else "a number"
            raise self.error(node, f"the limit of [{left.text}] is {wanted}")
        return limit

    def terms_of(self, node: ast.Set, field: n.Field) -> frozenset[str]:
        """Read the terms of a column that `in` lists."""
        column = self.column(field)
        if column.is_list or not column.terms:
            raise self.error(node, f"[{field.text}] has no terms to list")
        return frozenset(self.term(each, field) for each in node.elts)

    def term(self, node: ast.expr, field: n.Field) -> str:
        """Read one term of a column's closed vocabulary."""
        column = self.column(field)
        if not isinstance(node, ast.Name) or node.id not in column.terms:
            raise self.error(
                node,
                f"[{self.source(node)}] is not a term of [{field.text}]",
                repair=nearest(self.source(node), column.terms),
            )
        return node.id

    def _constant(self, node: ast.Constant) -> n.Literal:
        if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
            raise self.error(node, f"[{self.source(node)}] is not a value of the language")
        if isinstance(node.value, str):
            return n.Literal(value=node.value, at=self.place(node))
        written = self.source(node)
        if not _NUMBER.fullmatch(written):
            raise self.error(
                node,
                f"[{written}] is not a number as the language writes one",
                repair="Write up to ten digits, and up to ten more after a point.",
            )
        return n.Literal(value=Decimal(written), at=self.place(node))

    def statute(self, node: ast.expr) -> n.Field:
        field = self.field(node)
        if (field.entity, field.column) != (n.Entity.CHARGE, "statute"):
            raise self.error(node, f"[{field.text}] is not the statute of a charge")
        return field

    def row_set(self, node: ast.Call) -> n.RowSet:
        words = self.keywords(node, optional={"where"}, positional=1)
        over = node.args[0]
        is_over = isinstance(over, ast.Compare) and [type(o) for o in over.ops] == [ast.In]
        if not is_over or not isinstance(over, ast.Compare) or not isinstance(over.left, ast.Name):
            raise self.error(
                node,
                "a set is written (name in set, where=...)",
                repair="For example: there_is(other in case.charges, where=...).",
            )
        if len(self._rows) > len(TOP_ROWS):
            raise self.error(
                node,
                "a set inside a set is not in the language",
                repair="Name the inner condition and use meets(other, name).",
            )
        source = self._set_source(over.comparators[0])
        name = self.new_name(node, over.left.id)
        if isinstance(source, n.Field):
            self._only_there_is(node, source, words)
        rows = n.RowSet(variable=name, source=source, where=None, at=self.place(node))
        if "where" not in words:
            return rows
        where = self._bound(rows).truth(words["where"])
        return n.RowSet(variable=name, source=source, where=where, at=self.place(node))

    def _only_there_is(
        self, node: ast.Call, source: n.Field, words: Mapping[str, ast.expr]
    ) -> None:
        """A list of words can only be asked whether it holds anything."""
        if words or self.word(node.func) is not Word.THERE_IS:
            raise self.error(
                node,
                f"[{source.text}] is a list of words, not of rows",
                repair=f"Write there_is(item in {source.text}), without where=.",
            )

    def _set_source(self, node: ast.expr) -> n.SetName | n.Field:
        dotted = self.dotted(node) or self.source(node)
        if dotted in {each.value for each in n.SetName}:
            return n.SetName(dotted)
        row, _, name = dotted.partition(".")
        column = column_of(self._rows[row], name) if row in self._rows else None
        if column is None or not column.is_list:
            raise self.error(
                node,
                f"[{dotted}] is not a set",
                repair=nearest(dotted, [each.value for each in n.SetName]),
            )
        return self.field(node)

    def _bound(self, rows: n.RowSet) -> Self:
        inner = type(self)(self._code, where=self._where, first_line=self._first_line)
        if isinstance(rows.source, n.SetName):
            inner._rows[rows.variable] = entity_of_set(rows.source)
        return inner
