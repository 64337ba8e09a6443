"""Reading the statements of a page that is data, a vehicle or a programme. Nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from vacatur.errors import LawError, nearest
from vacatur.law.expressions.source import parse_fence
from vacatur.law.markdown import Fence, RawSection
from vacatur.law.page import Provision
from vacatur.law.settings import SECTION_SETTINGS, provision_of, refuse_unknown_settings
from vacatur.record.terms import Term

_Word = TypeVar("_Word", bound=Term)
_T = TypeVar("_T", bound=Term)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a word takes: fields by position, then by name.

    Those in `needs` must be there, and of those in `any_of` one at least.
    """

    by_position: tuple[str, ...]
    by_name: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Generic[_Word]):
    """The closed words of one kind of fence.

    `terms` names the fields that hold a word of another vocabulary, `wholes` those that hold a
    whole number, with the largest one; every other field is a text.
    """

    fence: str
    words: type[_Word]
    shapes: Mapping[_Word, Shape]
    terms: Mapping[str, type[Term]]
    wholes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[_Word]):
    """One statement: its word, its line, and what each field holds."""

    word: _Word
    line: int
    fields: Mapping[str, Any]


def statements_of(
    raw: RawSection, vocabulary: Vocabulary[_Word], *, where: str
) -> tuple[Provision, list[Read[_Word]]]:
    """The provision of a section, and the statements that stand under it.

    Raises
    ------
    LawError
        No provision, a setting or a fence that is not known here, or a slip, each with its line.
    """
    at = f"{where}, line {raw.line}"
    known = {key: text for key, text in SECTION_SETTINGS.items() if key != "uncertain"}
    refuse_unknown_settings(raw, known, at)
    provision = provision_of(raw, where=where)
    if provision is None:
        raise LawError(
            "the section quotes no provision",
            where=at,
            why="Where a statement stands is its citation.",
            repair="Quote the provision (> ...), or a paraphrase marked as one.",
        )
    found: list[Read[_Word]] = []
    for fence, _ in raw.fences:
        found += _fence(fence, vocabulary, where)
    return provision, found


def _fence(fence: Fence, vocabulary: Vocabulary[_Word], where: str) -> list[Read[_Word]]:
    if fence.kind != vocabulary.fence:
        raise LawError(
            f"[{fence.kind}] is no fence of a {vocabulary.fence}",
            where=f"{where}, line {fence.first_line - 1}",
            repair=f"Write [{vocabulary.fence}].",
        )
    reader = _Reader(vocabulary, where, fence.first_line)
    tree = parse_fence(fence.text, where=where, first_line=fence.first_line)
    return [reader.statement(node) for node in tree.body]


class _Reader(Generic[_Word]):
    """Reads the lines of one fence."""

    def __init__(self, vocabulary: Vocabulary[_Word], where: str, first_line: int) -> None:
        self._vocabulary = vocabulary
        self._where = where
        self._first_line = first_line

    def statement(self, node: ast.stmt) -> Read[_Word]:
        vocabulary = self._vocabulary
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
            like = next(iter(vocabulary.words))
            raise self._fault(
                node,
                f"this is no statement of a {vocabulary.fence}",
                repair=f"Write {like}(...).",
            )
        call = node.value
        word = self._term(call.func, vocabulary.words)
        shape = vocabulary.shapes[word]
        if len(call.args) != len(shape.by_position):
            wants = ", ".join(shape.by_position)
            raise self._fault(node, f"[{word}] takes {len(shape.by_position)} things: {wants}")
        given = dict(zip(shape.by_position, call.args, strict=True))
        for keyword in call.keywords:
            if keyword.arg not in shape.by_name:
                known = nearest(str(keyword.arg), shape.by_name)
                raise self._fault(node, f"[{word}] takes no [{keyword.arg}=]", repair=known)
            given[keyword.arg] = keyword.value
        for name in shape.needs:
            if name not in given:
                raise self._fault(node, f"[{word}] does not say [{name}=]")
        if shape.any_of and not set(shape.any_of) & set(given):
            either = " nor ".join(f"[{name}=]" for name in shape.any_of)
            raise self._fault(node, f"[{word}] says neither {either}")
        read = {name: self._field(name, value) for name, value in given.items()}
        return Read(word=word, line=self._line(node), fields=read)

    def _field(self, name: str, node: ast.expr) -> Any:
        if name in self._vocabulary.terms:
            return self._term(node, self._vocabulary.terms[name])
        if name in self._vocabulary.wholes:
            return self._whole(node, self._vocabulary.wholes[name], name)
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value):
            raise self._fault(node, f"[{name}] is a text in quotation marks")
        return node.value

    def _term(self, node: ast.expr, kind: type[_T]) -> _T:
        name = node.id if isinstance(node, ast.Name) else ast.unparse(node)
        known = [member.value for member in kind]
        if name not in known:
            raise self._fault(node, f"[{name}] is not a word here", repair=nearest(name, known))
        return kind(name)

    def _whole(self, node: ast.expr, most: int, name: str) -> int:
        value = node.value if isinstance(node, ast.Constant) else None
        if type(value) is not int or not 0 <= value <= most:
            raise self._fault(node, f"[{name}] is a whole number of at most {most:,}")
        return value

    def _fault(self, node: ast.AST, what: str, *, repair: str = "") -> LawError:
        return LawError(what, where=f"{self._where}, line {self._line(node)}", repair=repair)

    def _line(self, node: ast.AST) -> int:
        return self._first_line + getattr(node, "lineno", 1) - 1
