"""Reading a vehicle's page: the same sections and provisions as a rule, with `vehicle` fences."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from vacatur.errors import LawError, nearest
from vacatur.law.expressions.source import parse_fence
from vacatur.law.markdown import RawSection, cut
from vacatur.law.settings import (
    CONFIDENCES,
    PAGE_ID,
    SECTION_SETTINGS,
    day_of,
    front_matter,
    one_of,
    page_text,
    provision_of,
    refuse_unknown_settings,
    reviewer,
    span_of,
)
from vacatur.law.vehicle import (
    Actor,
    Breadth,
    Circumstance,
    Event,
    Holder,
    Vehicle,
    VehicleSection,
    VehicleStatement,
    VehicleWord,
)
from vacatur.record.terms import Term

VEHICLE_SETTINGS = {
    "id": "the vehicle's id, such as us-md/petition-for-expungement",
    "verified_through": "last day on which the law was checked",
    "confidence": "high, medium or low",
    "reviewed_by": "the lawyer who read the page beside the law; [nobody] until then",
}
_T = TypeVar("_T", bound=Term)
MAX_DAYS = 3_660
MAX_DOLLARS = 10_000


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a word takes: fields by position, then by name; those in `needs` must be there."""

    by_position: tuple[str, ...]
    by_name: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


SHAPES: Mapping[VehicleWord, _Shape] = {
    VehicleWord.MOVES: _Shape(("who",)),
    VehicleWord.COVERS: _Shape(("breadth", "text")),
    VehicleWord.FILED_IN: _Shape(("text",)),
    VehicleWord.GROUND: _Shape(("text",)),
    VehicleWord.CONTAINS: _Shape(("text",)),
    VehicleWord.ATTACHES: _Shape(("text",)),
    VehicleWord.NOTIFIES: _Shape(("who", "text"), ("days", "before", "after")),
    VehicleWord.RESPONDS: _Shape(("who", "text"), ("days", "after"), ("days", "after")),
    VehicleWord.HEARS: _Shape(("text",)),
    VehicleWord.ACTS: _Shape(("who", "text"), ("days", "after", "before", "where")),
    VehicleWord.FORM: _Shape(("text",), ("revision",)),
    VehicleWord.FEE: _Shape(("dollars",), ("per", "waived_by"), ("per",)),
    VehicleWord.EXPUNGES: _Shape(("holder", "text")),
    VehicleWord.CHANGES: _Shape(("holder", "text")),
    VehicleWord.LEAVES: _Shape(("holder", "text")),
}
NEEDED_ONCE = (VehicleWord.MOVES, VehicleWord.COVERS, VehicleWord.FILED_IN)


def read_vehicle(path: Path, *, name: str = "") -> Vehicle:
    """Read one vehicle from a file, `*.vehicle.md`.

    Raises
    ------
    LawError
        With file, line, cause and repair.
    """
    where = name or path.name
    text, sha256 = page_text(path, where)
    return parse_vehicle(text, where=where, sha256=sha256)


def parse_vehicle(text: str, *, where: str, sha256: str = "") -> Vehicle:
    """Read one vehicle from its text."""
    raw = cut(text, where=where)
    front = front_matter(raw, VEHICLE_SETTINGS, where=where)
    if not PAGE_ID.fullmatch(front["id"]):
        raise LawError(f"[{front['id']}] is no vehicle id", where=f"{where}, front matter")
    sections = tuple(_section(each, front, where=where) for each in raw.sections)
    said = {statement.word for section in sections for statement in section.statements}
    for word in NEEDED_ONCE:
        if word not in said:
            raise LawError(f"the vehicle does not say [{word}]: {word.definition}", where=where)
    return Vehicle(
        vehicle_id=front["id"],
        path=where,
        title=raw.title,
        verified_through=day_of(front["verified_through"], "verified_through", where),
        confidence=one_of(front["confidence"], CONFIDENCES, "confidence", where),
        reviewed_by=reviewer(front),
        sections=sections,
        sha256=sha256,
    )


def _section(raw: RawSection, front: Mapping[str, str], *, where: str) -> VehicleSection:
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
    statements: list[VehicleStatement] = []
    for fence, _ in raw.fences:
        if fence.kind != "vehicle":
            raise LawError(
                f"[{fence.kind}] is no fence of a vehicle",
                where=f"{where}, line {fence.first_line - 1}",
                repair="Write [vehicle].",
            )
        reader = _StatementReader(where, fence.first_line)
        tree = parse_fence(fence.text, where=where, first_line=fence.first_line)
        statements += [reader.statement(node) for node in tree.body]
    citation, _, title = raw.heading.partition("|")
    return VehicleSection(
        citation=citation.strip(),
        title=title.strip(),
        line=raw.line,
        in_force=span_of(raw.settings.get("in_force", ".."), at),
        confidence=one_of(
            raw.settings.get("confidence", front["confidence"]), CONFIDENCES, "confidence", at
        ),
        provision=provision,
        statements=tuple(statements),
    )


class _StatementReader:
    """Reads the lines of one fence; nothing in it is executed."""

    def __init__(self, where: str, first_line: int) -> None:
        self._where = where
        self._first_line = first_line

    def statement(self, node: ast.stmt) -> VehicleStatement:
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
            raise self._fault(node, "this is no statement of a vehicle", repair="Write moves(...).")
        call = node.value
        word = self._term(call.func, VehicleWord)
        shape = SHAPES[word]
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
        if word is VehicleWord.ACTS and not {"after", "before"} & set(given):
            raise self._fault(node, f"[{word}] says neither [after=] nor [before=]")
        read = {name: self._field(name, value) for name, value in given.items()}
        return VehicleStatement(word=word, line=self._line(node), **read)

    def _field(self, name: str, node: ast.expr) -> Any:
        terms: Mapping[str, type[Term]] = {
            "who": Actor,
            "breadth": Breadth,
            "holder": Holder,
            "after": Event,
            "before": Event,
            "where": Circumstance,
        }
        if name in terms:
            return self._term(node, terms[name])
        if name in {"days", "dollars"}:
            return self._whole(node, MAX_DAYS if name == "days" else MAX_DOLLARS, name)
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
