"""The text of a fence as Python's tree, and what every reader of it needs.

`ast.parse` gives a tree; every node of it is either one of our words or an error with a line. The
caps keep a hostile page from exhausting the reader.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Set

from vacatur.errors import LawError
from vacatur.law import nodes as n
from vacatur.law.rows import column_of
from vacatur.law.vocabulary import Word
from vacatur.record.columns import ColumnType

MAX_CHARACTERS = 20_000
MAX_DEPTH = 40

TOP_ROWS: Mapping[str, n.Entity] = {
    "charge": n.Entity.CHARGE,
    "case": n.Entity.CASE,
    "person": n.Entity.PERSON,
    "findings": n.Entity.FINDINGS,
}

RESERVED = frozenset({*TOP_ROWS, "as_of", *(word.value for word in Word)})
MAX_PERIOD = 99_999

# One alphabet and one case: names become columns, and an engine may not tell `A` from `a`.
_NAME = re.compile(r"[a-z][a-z0-9_]*")


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


class SourceReader:
    """Reads the shape of one fence's tree. `rows` are the row names that are bound."""

    def __init__(self, code: str, *, where: str, first_line: int) -> None:
        self._code = code
        self._lines = code.encode().splitlines(keepends=True)  # a tree counts columns in bytes
        self._where = where
        self._first_line = first_line
        self._rows: dict[str, n.Entity] = dict(TOP_ROWS)

    def text(self, node: ast.expr) -> str:
        """Read a quoted text."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise self.error(node, f"[{self.source(node)}] should be a text in quotation marks")
        return node.value

    def whole(self, node: ast.expr) -> int:
        value = node.value if isinstance(node, ast.Constant) else None
        if type(value) is not int or not 1 <= value <= MAX_PERIOD:
            raise self.error(
                node,
                f"[{self.source(node)}] should be a whole number, 1 or more and {MAX_PERIOD:,} "
                "at most",
            )
        return value

    def new_name(self, node: ast.AST, name: str) -> str:
        """Check a name that the page gives to a condition or to the rows of a set."""
        if name in TOP_ROWS:
            raise self.error(node, f"[{name}] is the name of a row already")
        if name in RESERVED:
            raise self.error(node, f"[{name}] is a word of the language already")
        if not _NAME.fullmatch(name):
            raise self.error(
                node, f"[{name}] is no name", repair="Write small letters, digits and _ ."
            )
        return name

    def word(self, node: ast.expr) -> Word | None:
        known = {word.value: word for word in Word}
        return known.get(node.id) if isinstance(node, ast.Name) else None

    def row_name(self, node: ast.expr) -> str | None:
        return node.id if isinstance(node, ast.Name) and node.id in self._rows else None

    def dotted(self, node: ast.expr) -> str | None:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        return ".".join([node.id, *reversed(names)])

    def column(self, field: n.Field) -> ColumnType:
        column = column_of(field.entity, field.column)
        assert column is not None  # field() has checked it
        return column

    def source(self, node: ast.AST) -> str:
        """The words of a node; `ast.get_source_segment` would split the fence for each anew."""
        first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if first is None or last is None:
            return ast.unparse(node)
        lines = self._lines[first - 1 : last]
        lines[-1] = lines[-1][: node.end_col_offset]  # type: ignore[attr-defined]
        lines[0] = lines[0][node.col_offset :]  # type: ignore[attr-defined]
        return b"".join(lines).decode()

    def place(self, node: ast.AST) -> n.Place:
        """Line in the page and the words of a node."""
        line = self._first_line + getattr(node, "lineno", 1) - 1
        return n.Place(line, " ".join(self.source(node).split()))

    def error(self, node: ast.AST, what: str, *, why: str = "", repair: str = "") -> LawError:
        """An error at a node's line."""
        line = self._first_line + getattr(node, "lineno", 1) - 1
        return LawError(what, where=f"{self._where}, line {line}", why=why, repair=repair)

    def only(self, node: ast.Call) -> ast.expr:
        return self.exactly(node, 1)[0]

    def only_text(self, node: ast.Call) -> str:
        return self.text(self.only(node))

    def exactly(self, node: ast.Call, count: int) -> list[ast.expr]:
        if len(node.args) != count or node.keywords:
            raise self.error(node, f"[{self.source(node.func)}] wants {count} thing(s)")
        return node.args

    def keywords(
        self,
        node: ast.Call,
        *,
        required: Set[str] = frozenset(),
        optional: Set[str] = frozenset(),
        positional: int = 0,
    ) -> dict[str, ast.expr]:
        given = self.named(node)
        unknown = set(given) - required - optional
        if unknown or required - set(given) or len(node.args) != positional:
            wanted = ", ".join(f"{word}=" for word in sorted(required | optional))
            raise self.error(node, f"[{self.source(node.func)}] wants {wanted}")
        return given

    def named(self, node: ast.Call) -> dict[str, ast.expr]:
        """What is given by name, each name once."""
        given: dict[str, ast.expr] = {}
        for word in node.keywords:
            if word.arg is None:
                raise self.error(
                    node, "[**] is not in the language", repair="Write every word out."
                )
            if word.arg in given:
                raise self.error(node, f"[{word.arg}=] stands twice")
            given[word.arg] = word.value
        return given
