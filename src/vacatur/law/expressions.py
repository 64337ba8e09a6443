"""Reading an expression: Python's syntax, our closed vocabulary, nothing executed.

`ast.parse` gives a tree; every node of it is either one of our words or an error with a line. The
caps keep a hostile page from exhausting the reader.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from vacatur.dates import parse_day
from vacatur.errors import LawError, nearest
from vacatur.law import nodes as n
from vacatur.law.rows import column_names, column_of, entity_of_set
from vacatur.law.vocabulary import STATEMENTS, Judge, Word
from vacatur.record.columns import ColumnType

MAX_CHARACTERS = 20_000
MAX_DEPTH = 40

TOP_ROWS: Mapping[str, n.Entity] = {
    "charge": n.Entity.CHARGE,
    "case": n.Entity.CASE,
    "person": n.Entity.PERSON,
    "findings": n.Entity.FINDINGS,
}


def parse_fence(code: str, *, where: str, first_line: int) -> ast.Module:
    """Parse a fence into Python's tree, or say on which line of the page it stops being one."""
    if len(code) > MAX_CHARACTERS:
        raise LawError(
            f"this fence is {len(code):,} characters long; {MAX_CHARACTERS:,} is the most",
            where=f"{where}, line {first_line}",
            repair="Split it into sections, each under its own provision.",
        )
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        line = first_line + (error.lineno or 1) - 1
        raise LawError(
            f"this is no expression: {error.msg}", where=f"{where}, line {line}"
        ) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise LawError(
            f"this fence cannot be read ({type(error).__name__}): it is nested too deeply, or "
            "holds characters that no rule needs",
            where=f"{where}, line {first_line}",
        ) from None
    return tree


def depth_of(tree: ast.AST) -> int:
    """Nesting of a tree, counted without recursion."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return deepest


class ExpressionReader:
    """Reads the expressions of one fence. `rows` are the row names that are bound."""

    def __init__(self, code: str, *, where: str, first_line: int) -> None:
        self._code = code
        self._where = where
        self._first_line = first_line
        self._rows: dict[str, n.Entity] = dict(TOP_ROWS)

    # ---- claims -------------------------------------------------------------------------

    def truth(self, node: ast.expr) -> n.Truth:
        """Read a claim: something true, false or unknown."""
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.Call):
            return self._claim_call(node)
        if isinstance(node, ast.BoolOp):
            raise self.error(
                node,
                "[and] and [or] are not words of the language",
                why="drafters and programmers read their precedence differently.",
                repair="Write all_of(...) or any_of(...).",
            )
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            raise self.error(node, "[not] is not a word of the language", repair="Write not_(...).")
        if isinstance(node, ast.Name):
            return self.reference(node)
        if isinstance(node, ast.Attribute):
            return self._dotted_claim(node)
        raise self.error(node, f"[{self._source(node)}] is not a claim")

    def reference(self, node: ast.expr) -> n.Ref:
        """Read the name of a condition, of this page or (dotted) of another."""
        dotted = self._dotted(node)
        if dotted is None or dotted.split(".")[0] in self._rows:
            raise self.error(node, f"[{self._source(node)}] is not the name of a condition")
        page, _, name = dotted.rpartition(".")
        return n.Ref(page=page, name=name, **self.place(node))

    def _dotted_claim(self, node: ast.Attribute) -> n.Truth:
        dotted = self._dotted(node)
        if dotted is not None and dotted.split(".")[0] not in self._rows:
            return self.reference(node)
        field = self.field(node)
        if self._column(field).kind is not bool:
            raise self.error(
                node,
                f"[{field.text}] is not true or false by itself",
                repair="Compare it: == , in { }, or a word for days.",
            )
        return field

    def _comparison(self, node: ast.Compare) -> n.Truth:
        if len(node.ops) != 1:
            raise self.error(node, "compare two things at a time", repair="Use all_of(...).")
        operator, right = node.ops[0], node.comparators[0]
        if isinstance(operator, ast.In):
            return self._membership(node, right)
        if not isinstance(operator, ast.Eq | ast.NotEq):
            raise self.error(
                node,
                f"[{self._source(node)}] uses a sign that is not in the language",
                repair="Days: is_before, is_on_or_before. Amounts: at_most, less_than.",
            )
        negated = isinstance(operator, ast.NotEq)
        names = [self._row_name(node.left), self._row_name(right)]
        if all(names):
            return n.SameRow(
                left=str(names[0]), right=str(names[1]), negated=negated, **self.place(node)
            )
        left = self._value(node.left)
        return n.Equal(
            left=left, right=self._operand(right, left), negated=negated, **self.place(node)
        )

    def _membership(self, node: ast.Compare, right: ast.expr) -> n.Truth:
        if isinstance(right, ast.Call) and self._word(right.func) is Word.CODES:
            left = node.left
            row = self._row_name(left.value) if isinstance(left, ast.Attribute) else None
            if not isinstance(left, ast.Attribute) or left.attr != "offense" or row is None:
                raise self.error(
                    node,
                    "codes(...) is a list of offences",
                    repair='Write charge.offense in codes("...").',
                )
            return n.IsOffense(row=row, code_list=self._only_text(right), **self.place(node))
        if not isinstance(right, ast.Set):
            raise self.error(node, "[in] wants a set of terms, { }, or codes(...)")
        field = self.field(node.left)
        terms = frozenset(self._term(each, field) for each in right.elts)
        return n.IsIn(left=field, terms=terms, **self.place(node))

    def _claim_call(self, node: ast.Call) -> n.Truth:
        if isinstance(node.func, ast.Attribute):
            return self._method_claim(node, node.func)
        word = self._word(node.func)
        readers: dict[Word, Callable[[ast.Call], n.Truth]] = {
            Word.ALL_OF: lambda c: n.AllOf(parts=self._parts(c), **self.place(c)),
            Word.ANY_OF: lambda c: n.AnyOf(parts=self._parts(c), **self.place(c)),
            Word.NONE_OF: self._none_of,
            Word.NOT: lambda c: n.Not(part=self.truth(self._only(c)), **self.place(c)),
            Word.FLAGGED: lambda c: n.Flagged(part=self.truth(self._only(c)), **self.place(c)),
            Word.THERE_IS: lambda c: n.ThereIs(rows=self._row_set(c), **self.place(c)),
            Word.EVERY: lambda c: n.Every(rows=self._row_set(c), **self.place(c)),
            Word.WAITED: self._waited,
            Word.NOT_WITHIN: self._not_within,
            Word.HAS_PASSED: lambda c: n.HasPassed(day=self.day(self._only(c)), **self.place(c)),
            Word.AT_MOST: lambda c: self._limit(c, strict=False),
            Word.LESS_THAN: lambda c: self._limit(c, strict=True),
            Word.SAME: self._same,
            Word.FINDING: self._finding,
            Word.MEETS: self._meets,
        }
        if word in STATEMENTS:
            raise self.error(node, f"[{word}] is an answer and stands on a line of its own")
        if word is None or word not in readers:
            raise self.error(
                node,
                f"[{self._source(node.func)}] is not a word that makes a claim",
                repair=nearest(self._source(node.func), [w.value for w in readers]),
            )
        return readers[word](node)

    def _method_claim(self, node: ast.Call, function: ast.Attribute) -> n.Truth:
        place = self.place(node)
        match function.attr:
            case "is_before" | "is_on_or_before":
                return n.Before(
                    left=self.day(function.value),
                    right=self.day(self._only(node)),
                    inclusive=function.attr == "is_on_or_before",
                    **place,
                )
            case "between":
                first, last = self._exactly(node, 2)
                day = self.day(function.value)
                parts = (
                    n.Before(left=self.day(first), right=day, inclusive=True, **place),
                    n.Before(left=day, right=self.day(last), inclusive=True, **place),
                )
                return n.AllOf(parts=parts, **place)
            case "under":
                return n.Under(
                    left=self._statute(function.value), citation=self._only_text(node), **place
                )
        raise self.error(
            node,
            f"[.{function.attr}] is not a word that makes a claim",
            repair=nearest(function.attr, ["is_before", "is_on_or_before", "between", "under"]),
        )

    def _none_of(self, node: ast.Call) -> n.Truth:
        place = self.place(node)
        return n.Not(part=n.AnyOf(parts=self._parts(node), **place), **place)

    def _waited(self, node: ast.Call) -> n.Truth:
        words = self._keywords(node, required={"since"}, optional={"years", "days"})
        if ("years" in words) == ("days" in words):
            raise self.error(node, "waited(...) wants years= or days=, one of them")
        return n.Waited(
            since=self.day(words["since"]),
            years=self._whole(words["years"]) if "years" in words else 0,
            days=self._whole(words["days"]) if "days" in words else 0,
            **self.place(node),
        )

    def _not_within(self, node: ast.Call) -> n.Truth:
        words = self._keywords(node, required={"years", "after"})
        return n.NotWithin(
            after=self.day(words["after"]), years=self._whole(words["years"]), **self.place(node)
        )

    def _limit(self, node: ast.Call, *, strict: bool) -> n.Truth:
        left, right = self._exactly(node, 2)
        return n.Limit(
            left=self._value(left), right=self._value(right), strict=strict, **self.place(node)
        )

    def _same(self, node: ast.Call) -> n.Truth:
        left, right = self._exactly(node, 2)
        return n.SameStatute(
            left=self._statute(left), right=self._statute(right), **self.place(node)
        )

    def _statute(self, node: ast.expr) -> n.Field:
        field = self.field(node)
        if (field.entity, field.column) != (n.Entity.CHARGE, "statute"):
            raise self.error(node, f"[{field.text}] is not the statute of a charge")
        return field

    def _finding(self, node: ast.Call) -> n.Truth:
        words = self._keywords(node, required={"by", "recorded_as"}, positional=1)
        by = self._source(words["by"])
        if by not in {judge.value for judge in Judge}:
            raise self.error(
                node,
                f"[{by}] cannot make a finding",
                repair=nearest(by, [judge.value for judge in Judge]),
            )
        recorded = self.field(words["recorded_as"])
        if recorded.entity is not n.Entity.FINDINGS or self._column(recorded).kind is not bool:
            raise self.error(node, f"[{recorded.text}] is no yes/no column of findings")
        return n.Finding(
            question=self.text(node.args[0]), by=by, recorded_as=recorded, **self.place(node)
        )

    def _meets(self, node: ast.Call) -> n.Truth:
        row, condition = self._exactly(node, 2)
        name = self._row_name(row)
        if name is None or self._rows[name] is not n.Entity.CHARGE:
            raise self.error(node, f"[{self._source(row)}] is not a charge")
        return n.Meets(row=name, condition=self.reference(condition), **self.place(node))

    # ---- values -------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> n.Value:
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name) and node.id == "as_of":
            return n.AsOf(**self.place(node))
        if isinstance(node, ast.Attribute):
            row = self._row_name(node.value)
            if node.attr == "amount" and row and self._rows[row] is n.Entity.CHARGE:
                return n.Amount(row=row, **self.place(node))
            return self.field(node)
        if isinstance(node, ast.Call):
            return self._value_call(node)
        raise self.error(node, f"[{self._source(node)}] is not a value")

    def _value_call(self, node: ast.Call) -> n.Value:
        place = self.place(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "age_on":
            if self._row_name(node.func.value) != "person":
                raise self.error(node, "only the person has an age", repair="Write person.age_on.")
            return n.AgeOn(day=self.day(self._only(node)), **place)
        match self._word(node.func):
            case Word.LATER_OF:
                return n.LaterOf(days=tuple(self.day(each) for each in node.args), **place)
            case Word.VALUE:
                words = self._keywords(node, required={"on"}, positional=1)
                if not isinstance(node.args[0], ast.Name):
                    raise self.error(node, "value(...) wants the name of a dated amount")
                return n.DatedValue(name=node.args[0].id, on=self.day(words["on"]), **place)
            case Word.COUNT:
                return n.Counted(rows=self._row_set(node), cases=False, **place)
            case Word.COUNT_CASES:
                return n.Counted(rows=self._row_set(node), cases=True, **place)
            case Word.FIRST | Word.LAST as word:
                return self._picked(node, last=word is Word.LAST)
        known = ["later_of", "value", "count", "count_cases", "first", "last", "age_on"]
        raise self.error(
            node,
            f"[{self._source(node.func)}] is not a word that gives a value",
            repair=nearest(self._source(node.func), known),
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
        rows = self._row_set(rest)
        with_variable = self._bound(rows)
        return n.Picked(rows=rows, day=with_variable.field(by), last=last, **self.place(node))

    def day(self, node: ast.expr) -> n.Value:
        """Read a day: a literal, a date column, `as_of`, `later_of`, `first` or `last`."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                return n.Literal(value=parse_day(node.value), **self.place(node))
            except ValueError as problem:
                raise self.error(node, str(problem)) from None
        value = self._value(node)
        if isinstance(value, n.Field) and self._column(value).kind is not date:
            raise self.error(node, f"[{value.text}] is not a day")
        if not isinstance(value, n.Field | n.AsOf | n.LaterOf | n.Picked):
            raise self.error(node, f"[{self._source(node)}] is not a day")
        return value

    def field(self, node: ast.expr) -> n.Field:
        """Read `charge.offense_date`; a part of a part (`circumstances.firearm`) is one column."""
        dotted = self._dotted(node)
        row, _, rest = (dotted or "").partition(".")
        if not rest or row not in self._rows:
            raise self.error(
                node,
                f"[{self._source(node)}] is not a column of a row",
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
        return n.Field(row=row, entity=entity, column=name, **self.place(node))

    def _operand(self, node: ast.expr, left: n.Value) -> n.Value:
        if isinstance(node, ast.Name) and isinstance(left, n.Field) and node.id != "as_of":
            return n.Literal(value=self._term(node, left), **self.place(node))
        return self._value(node)

    def _term(self, node: ast.expr, field: n.Field) -> str:
        column = self._column(field)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not column.terms:
            return node.value
        if not isinstance(node, ast.Name) or node.id not in column.terms:
            raise self.error(
                node,
                f"[{self._source(node)}] is not a term of [{field.text}]",
                repair=nearest(self._source(node), column.terms),
            )
        return node.id

    def _constant(self, node: ast.Constant) -> n.Literal:
        if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
            raise self.error(node, f"[{self._source(node)}] is not a value of the language")
        exact = node.value if isinstance(node.value, str) else Decimal(self._source(node))
        return n.Literal(value=exact, **self.place(node))

    # ---- sets ---------------------------------------------------------------------------

    def _row_set(self, node: ast.Call) -> n.RowSet:
        words = self._keywords(node, optional={"where"}, positional=1)
        over = node.args[0]
        is_over = isinstance(over, ast.Compare) and isinstance(over.ops[0], ast.In)
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
        if isinstance(source, n.Field) and "where" in words:
            raise self.error(node, f"[{source.text}] is a list of words; it takes no where=")
        rows = n.RowSet(variable=over.left.id, source=source, where=None, **self.place(node))
        if "where" not in words:
            return rows
        where = self._bound(rows).truth(words["where"])
        return n.RowSet(variable=over.left.id, source=source, where=where, **self.place(node))

    def _set_source(self, node: ast.expr) -> n.SetName | n.Field:
        dotted = self._dotted(node) or self._source(node)
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

    def _bound(self, rows: n.RowSet) -> ExpressionReader:
        inner = ExpressionReader(self._code, where=self._where, first_line=self._first_line)
        if isinstance(rows.source, n.SetName):
            inner._rows[rows.variable] = entity_of_set(rows.source)
        return inner

    # ---- helpers ------------------------------------------------------------------------

    def _parts(self, node: ast.Call) -> tuple[n.Truth, ...]:
        if not node.args or node.keywords:
            raise self.error(node, f"[{self._source(node.func)}] wants claims, one or more")
        return tuple(self.truth(each) for each in node.args)

    def _only(self, node: ast.Call) -> ast.expr:
        return self._exactly(node, 1)[0]

    def _only_text(self, node: ast.Call) -> str:
        return self.text(self._only(node))

    def _exactly(self, node: ast.Call, count: int) -> list[ast.expr]:
        if len(node.args) != count or node.keywords:
            raise self.error(node, f"[{self._source(node.func)}] wants {count} thing(s)")
        return node.args

    def _keywords(
        self,
        node: ast.Call,
        *,
        required: set[str] = frozenset(),  # type: ignore[assignment]
        optional: set[str] = frozenset(),  # type: ignore[assignment]
        positional: int = 0,
    ) -> dict[str, ast.expr]:
        given = {word.arg: word.value for word in node.keywords if word.arg}
        unknown = set(given) - required - optional
        if unknown or required - set(given) or len(node.args) != positional:
            wanted = ", ".join(f"{word}=" for word in sorted(required | optional))
            raise self.error(node, f"[{self._source(node.func)}] wants {wanted}")
        return given

    def text(self, node: ast.expr) -> str:
        """Read a quoted text."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise self.error(node, f"[{self._source(node)}] should be a text in quotation marks")
        return node.value

    def _whole(self, node: ast.expr) -> int:
        if not isinstance(node, ast.Constant) or type(node.value) is not int or node.value < 1:
            raise self.error(node, f"[{self._source(node)}] should be a whole number, 1 or more")
        return node.value

    def _word(self, node: ast.expr) -> Word | None:
        known = {word.value: word for word in Word}
        return known.get(node.id) if isinstance(node, ast.Name) else None

    def _row_name(self, node: ast.expr) -> str | None:
        return node.id if isinstance(node, ast.Name) and node.id in self._rows else None

    def _dotted(self, node: ast.expr) -> str | None:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        return ".".join([node.id, *reversed(names)])

    def _column(self, field: n.Field) -> ColumnType:
        column = column_of(field.entity, field.column)
        assert column is not None  # field() has checked it
        return column

    def _source(self, node: ast.AST) -> str:
        return ast.get_source_segment(self._code, node) or ast.unparse(node)

    def place(self, node: ast.AST) -> dict[str, object]:
        """Line in the page and the words of a node."""
        line = self._first_line + getattr(node, "lineno", 1) - 1
        return {"line": line, "text": " ".join(self._source(node).split())}

    def error(self, node: ast.AST, what: str, *, why: str = "", repair: str = "") -> LawError:
        """An error at a node's line."""
        line = self._first_line + getattr(node, "lineno", 1) - 1
        return LawError(what, where=f"{self._where}, line {line}", why=why, repair=repair)
