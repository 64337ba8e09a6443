"""Reading claims: what is true, false or unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable

from vacatur.errors import nearest
from vacatur.law import nodes as n
from vacatur.law.citation import parse_citation
from vacatur.law.expressions.source import TOP_ROWS
from vacatur.law.expressions.values import ValueReader
from vacatur.law.vocabulary import STATEMENTS, Judge, Word


class ExpressionReader(ValueReader):
    """Reads the expressions of one fence."""

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
        raise self.error(node, f"[{self.source(node)}] is not a claim")

    def reference(self, node: ast.expr) -> n.Ref:
        """Read the name of a condition, of this page or (dotted) of another."""
        dotted = self.dotted(node)
        if dotted is None or dotted.split(".")[0] in self._rows:
            raise self.error(node, f"[{self.source(node)}] is not the name of a condition")
        page, _, name = dotted.rpartition(".")
        return n.Ref(page=page, name=name, at=self.place(node))

    def _dotted_claim(self, node: ast.Attribute) -> n.Truth:
        dotted = self.dotted(node)
        if dotted is not None and dotted.split(".")[0] not in self._rows:
            return self.reference(node)
        field = self.field(node)
        if self.column(field).kind is not bool:
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
                f"[{self.source(node)}] uses a sign that is not in the language",
                repair="Days: is_before, is_on_or_before. Amounts: at_most, less_than.",
            )
        negated = isinstance(operator, ast.NotEq)
        names = [name for side in (node.left, right) if (name := self.row_name(side))]
        if len(names) == 2:
            if any(self._rows[name] is not n.Entity.CHARGE for name in names):
                raise self.error(node, "only a charge is compared with another charge")
            return n.SameRow(left=names[0], right=names[1], negated=negated, at=self.place(node))
        left = self.value(node.left)
        return n.Equal(
            left=left, right=self.operand(right, left), negated=negated, at=self.place(node)
        )

    def _membership(self, node: ast.Compare, right: ast.expr) -> n.Truth:
        if isinstance(right, ast.Call) and self.word(right.func) is Word.CODES:
            left = node.left
            row = self.row_name(left.value) if isinstance(left, ast.Attribute) else None
            is_charge = row is not None and self._rows[row] is n.Entity.CHARGE
            if not isinstance(left, ast.Attribute) or left.attr != "offense" or not is_charge:
                raise self.error(
                    node,
                    "codes(...) is a list of offences",
                    repair='Write charge.offense in codes("...").',
                )
            return n.IsOffense(row=str(row), code_list=self.only_text(right), at=self.place(node))
        if not isinstance(right, ast.Set):
            raise self.error(node, "[in] wants a set of terms, { }, or codes(...)")
        field = self.field(node.left)
        return n.IsIn(left=field, terms=self.terms_of(right, field), at=self.place(node))

    def _claim_call(self, node: ast.Call) -> n.Truth:
        if isinstance(node.func, ast.Attribute):
            return self._method_claim(node, node.func)
        word = self.word(node.func)
        readers: dict[Word, Callable[[ast.Call], n.Truth]] = {
            Word.ALL_OF: lambda c: n.AllOf(parts=self._parts(c), at=self.place(c)),
            Word.ANY_OF: lambda c: n.AnyOf(parts=self._parts(c), at=self.place(c)),
            Word.NONE_OF: self._none_of,
            Word.NOT: lambda c: n.Not(part=self.truth(self.only(c)), at=self.place(c)),
            Word.FLAGGED: lambda c: n.Flagged(part=self.truth(self.only(c)), at=self.place(c)),
            Word.THERE_IS: lambda c: n.ThereIs(rows=self.row_set(c), at=self.place(c)),
            Word.EVERY: self._every,
            Word.WAITED: self._waited,
            Word.NOT_WITHIN: self._not_within,
            Word.HAS_PASSED: lambda c: n.HasPassed(day=self.day(self.only(c)), at=self.place(c)),
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
                f"[{self.source(node.func)}] is not a word that makes a claim",
                repair=nearest(self.source(node.func), [w.value for w in readers]),
            )
        return readers[word](node)

    def _method_claim(self, node: ast.Call, function: ast.Attribute) -> n.Truth:
        place = self.place(node)
        match function.attr:
            case "is_before" | "is_on_or_before":
                return n.Before(
                    left=self.day(function.value),
                    right=self.day(self.only(node)),
                    inclusive=function.attr == "is_on_or_before",
                    at=place,
                )
            case "between":
                first, last = self.exactly(node, 2)
                day = self.day(function.value)
                parts = (
                    n.Before(left=self.day(first), right=day, inclusive=True, at=place),
                    n.Before(left=day, right=self.day(last), inclusive=True, at=place),
                )
                return n.AllOf(parts=parts, at=place)
            case "under":
                citation = self.only_text(node)
                if parse_citation(citation) is None:
                    raise self.error(node, f"[{citation}] is no citation")
                return n.Under(left=self.statute(function.value), citation=citation, at=place)
        raise self.error(
            node,
            f"[.{function.attr}] is not a word that makes a claim",
            repair=nearest(function.attr, ["is_before", "is_on_or_before", "between", "under"]),
        )

    def _none_of(self, node: ast.Call) -> n.Truth:
        place = self.place(node)
        return n.Not(part=n.AnyOf(parts=self._parts(node), at=place), at=place)

    def _waited(self, node: ast.Call) -> n.Truth:
        words = self.keywords(node, required={"since"}, optional={"years", "days"})
        if ("years" in words) == ("days" in words):
            raise self.error(node, "waited(...) wants years= or days=, one of them")
        return n.Waited(
            since=self.day(words["since"]),
            years=self.whole(words["years"]) if "years" in words else 0,
            days=self.whole(words["days"]) if "days" in words else 0,
            at=self.place(node),
        )

    def _not_within(self, node: ast.Call) -> n.Truth:
        words = self.keywords(node, required={"years", "after"})
        return n.NotWithin(
            after=self.day(words["after"]), years=self.whole(words["years"]), at=self.place(node)
        )

    def _limit(self, node: ast.Call, *, strict: bool) -> n.Truth:
        number, limit = self.exactly(node, 2)
        left = self.limited(number)
        right = self.limit_of(limit, left)
        return n.Limit(left=left, right=right, strict=strict, at=self.place(node))

    def _same(self, node: ast.Call) -> n.Truth:
        left, right = self.exactly(node, 2)
        return n.SameStatute(
            left=self.statute(left), right=self.statute(right), at=self.place(node)
        )

    def _finding(self, node: ast.Call) -> n.Truth:
        words = self.keywords(node, required={"by", "recorded_as"}, positional=1)
        by = self.source(words["by"])
        if by not in {judge.value for judge in Judge}:
            raise self.error(
                node,
                f"[{by}] cannot make a finding",
                repair=nearest(by, [judge.value for judge in Judge]),
            )
        recorded = self.field(words["recorded_as"])
        if recorded.entity is not n.Entity.FINDINGS or self.column(recorded).kind is not bool:
            raise self.error(node, f"[{recorded.text}] is no yes/no column of findings")
        return n.Finding(
            question=self.text(node.args[0]), by=by, recorded_as=recorded, at=self.place(node)
        )

    def _every(self, node: ast.Call) -> n.Truth:
        rows = self.row_set(node)
        if rows.where is None:
            raise self.error(node, "every(...) wants where=, what every row must satisfy")
        return n.Every(rows=rows, at=self.place(node))

    def _meets(self, node: ast.Call) -> n.Truth:
        row, condition = self.exactly(node, 2)
        name = self.row_name(row)
        if name is None or self._rows[name] is not n.Entity.CHARGE:
            raise self.error(node, f"[{self.source(row)}] is not a charge")
        if name in TOP_ROWS:
            raise self.error(node, "meets(...) asks another charge", repair="Write the name alone.")
        return n.Meets(row=name, condition=self.reference(condition), at=self.place(node))

    def _parts(self, node: ast.Call) -> tuple[n.Truth, ...]:
        if not node.args or node.keywords:
            raise self.error(node, f"[{self.source(node.func)}] wants claims, one or more")
        return tuple(self.truth(each) for each in node.args)
