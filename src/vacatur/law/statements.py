"""Reading a `rule` fence: named conditions, and the answers that hang on them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Set
from enum import StrEnum

from vacatur.errors import nearest
from vacatur.law import nodes as n
from vacatur.law.answers import Published
from vacatur.law.expressions.claims import ExpressionReader
from vacatur.law.expressions.source import MAX_DEPTH, depth_of, parse_fence
from vacatur.law.page import (
    Bar,
    Condition,
    Duty,
    Grant,
    Otherwise,
    Refer,
    ScopeOf,
    Statement,
)
from vacatur.law.vocabulary import STATEMENTS, Step, Word


def read_rule(code: str, *, where: str, first_line: int, citation: str) -> tuple[Statement, ...]:
    """Read every statement of one fence.

    Parameters
    ----------
    code
        The text of the fence.
    where, first_line
        File, and the line of the file on which the fence's text begins.
    citation
        Heading of the section: the citation of everything in the fence.

    Raises
    ------
    LawError
        With file and line, for anything that is not a word of the language.
    """
    tree = parse_fence(code, where=where, first_line=first_line)
    reader = _StatementReader(code, where=where, first_line=first_line, citation=citation)
    if depth_of(tree) > MAX_DEPTH:
        raise reader.expressions.error(
            tree,
            f"this fence is nested more than {MAX_DEPTH} deep",
            repair="Name the inner conditions.",
        )
    return tuple(reader.statement(node) for node in tree.body)


class _StatementReader:
    def __init__(self, code: str, *, where: str, first_line: int, citation: str) -> None:
        self.expressions = ExpressionReader(code, where=where, first_line=first_line)
        self._citation = citation

    def statement(self, node: ast.stmt) -> Statement:
        if isinstance(node, ast.Assign):
            return self._condition(node)
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
            raise self.expressions.error(
                node,
                f"[{type(node).__name__}] is not a statement of the language",
                repair="A rule holds lines like name = claim, and answers such as grants(...).",
            )
        call = node.value
        word = call.func.id if isinstance(call.func, ast.Name) else ast.unparse(call.func)
        readers: Mapping[str, Callable[[ast.Call], Statement]] = {
            Word.SCOPE: self._scope,
            Word.GRANTS: self._grant,
            Word.OTHERWISE: self._otherwise,
            Word.REFER: self._refer,
            Word.BAR: self._bar,
            Word.DUTY: self._duty,
        }
        if word not in readers:
            raise self.expressions.error(
                node,
                f"[{word}] is not a word that may stand on a line of its own",
                repair=nearest(word, [each.value for each in STATEMENTS]),
            )
        return readers[word](call)

    def _condition(self, node: ast.Assign) -> Condition:
        (target,) = node.targets[:1]
        if len(node.targets) != 1 or not isinstance(target, ast.Name):
            raise self.expressions.error(node, "a condition has one plain name")
        return Condition(
            name=self.expressions.new_name(node, target.id),
            truth=self.expressions.truth(node.value),
            line=self._line(node),
            citation=self._citation,
        )

    def _scope(self, node: ast.Call) -> ScopeOf:
        self._shape(node, positional=1)
        return ScopeOf(when=self._own(node.args[0]), line=self._line(node))

    def _grant(self, node: ast.Call) -> Grant:
        words = self._shape(node, positional=1, required={"when"})
        return Grant(
            answer=self._answer(node.args[0]),
            when=self._own(words["when"]),
            line=self._line(node),
        )

    def _otherwise(self, node: ast.Call) -> Otherwise:
        self._shape(node, positional=1)
        return Otherwise(answer=self._answer(node.args[0]), line=self._line(node))

    def _bar(self, node: ast.Call) -> Bar:
        words = self._shape(node, positional=1, required={"when"}, optional={"until"})
        return Bar(
            answer=self._answer(node.args[0]),
            when=self._own(words["when"]),
            until=self.expressions.text(words["until"]) if "until" in words else "",
            line=self._line(node),
        )

    def _refer(self, node: ast.Call) -> Refer:
        words = self._shape(node, positional=1, required={"when"})
        return Refer(
            reason=self.expressions.text(node.args[0]),
            when=self._flag_or_reference(words["when"]),
            line=self._line(node),
        )

    def _flag_or_reference(self, node: ast.expr) -> n.Ref | n.Flagged:
        if not isinstance(node, ast.Call):
            return self._own(node)
        flagged = self.expressions.truth(node)
        if not isinstance(flagged, n.Flagged) or not isinstance(flagged.part, n.Ref):
            raise self.expressions.error(
                node,
                "refer(...) hangs on the name of a condition, or on flagged(name)",
                repair="Give the claim a name of its own on the line above.",
            )
        return flagged

    def _own(self, node: ast.expr) -> n.Ref:
        """An answer hangs on a condition of its own page, so that its reason is a column there."""
        ref = self.expressions.reference(node)
        if ref.page:
            raise self.expressions.error(
                node,
                f"[{ref.text}] is a condition of another page",
                repair=f"Give it a name here: {ref.name} = {ref.text}.",
            )
        return ref

    def _duty(self, node: ast.Call) -> Duty:
        words = self._shape(node, positional=1, required={"before"})
        before = self._member(words["before"], Step)
        return Duty(text=self.expressions.text(node.args[0]), before=before, line=self._line(node))

    def _answer(self, node: ast.expr) -> Published:
        return Published(self._member(node, Published))

    def _member(self, node: ast.expr, vocabulary: type[StrEnum]) -> str:
        name = node.id if isinstance(node, ast.Name) else ast.unparse(node)
        known = [member.value for member in vocabulary]
        if name not in known:
            raise self.expressions.error(
                node, f"[{name}] is not an answer or step we know", repair=nearest(name, known)
            )
        return name

    def _shape(
        self,
        node: ast.Call,
        *,
        positional: int,
        required: Set[str] = frozenset(),
        optional: Set[str] = frozenset(),
    ) -> dict[str, ast.expr]:
        given = self.expressions.named(node)
        misfit = set(given) - required - optional or required - set(given)
        if misfit or len(node.args) != positional:
            wanted = " and ".join([f"{positional} thing", *(f"{w}=" for w in sorted(required))])
            raise self.expressions.error(node, f"[{ast.unparse(node.func)}] wants {wanted}")
        return given

    def _line(self, node: ast.AST) -> int:
        return self.expressions.place(node).line
