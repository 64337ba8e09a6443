"""A YAML file as plain nodes with their lines: every scalar is text, and nothing is guessed.

YAML itself would turn `no` into false and 2014-02-03 into a date. Here a key or a value is what is
written; whoever reads it says which type it must have. Anchors, aliases and tags are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from vacatur.dates import parse_day
from vacatur.errors import IngestError, VacaturError, nearest

OPEN = "?"  # a place that a draft leaves to be filled

_LARGEST = 1024 * 1024
_DEEPEST = 12

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, and which error its reader raises."""

    file: str
    line: int
    refusal: type[VacaturError]

    def error(self, what: str, *, why: str = "", repair: str = "") -> VacaturError:
        """An error that names the file and the line."""
        return self.refusal(what, where=f"{self.file}, line {self.line}", why=why, repair=repair)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as text."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys with their values; `keys` has the place of each key."""

    place: Place
    nodes: Mapping[str, Node]
    keys: Mapping[str, Place]

    def require_known(self, known: Iterable[str], what: str) -> None:
        """Refuse a key that is not known, with the nearest one."""
        names = list(known)
        for key, place in self.keys.items():
            if key not in names:
                raise place.error(f"[{key}] is not a key of {what}", repair=nearest(key, names))


Node = Scalar | Items | Keys


def read_nodes(path: Path, refusal: type[VacaturError] = IngestError) -> Keys:
    """Read a file of keys and values.

    Raises
    ------
    IngestError
        Or `refusal`, where the caller's file is no part of an export. It is missing, too large, not
        YAML, not keys and values, or a key stands twice in one place; or a value is still [?].
    """
    if not path.is_file():
        raise refusal("there is no such file", where=path.name, repair="Check the path.")
    if path.stat().st_size > _LARGEST:
        raise refusal(
            "the file is larger than 1 MB",
            where=path.name,
            repair="Look whether it is the one that you meant.",
        )
    start = Place(path.name, 1, refusal)
    try:
        text = path.read_text(encoding="utf-8-sig")
        _require_plain(text, start)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise refusal(
            "there is text that is not UTF-8", where=path.name, repair="Save it as UTF-8."
        ) from None
    except yaml.YAMLError as problem:
        raise _not_yaml(problem, start) from None
    node = _node(root, start) if root else None
    if not isinstance(node, Keys):
        raise refusal(
            "it holds no keys and values", where=path.name, repair="Begin with `format: 1`."
        )
    return node


def require_format(root: Keys, known: int, what: str) -> None:
    """Refuse a file that does not say in which version of its format it is written."""
    node = root.nodes.get("format")
    if node is None:
        raise root.place.error(f"{what} has no `format`", repair=f"Begin with `format: {known}`.")
    if text_of(node, "a number") != str(known):
        raise node.place.error(
            f"format [{text_of(node, 'a number')}] is not known",
            why="A later version may mean another thing by the same key.",
            repair=f"This version reads format {known}.",
        )


def scalars_of(node: Node, what: str) -> Sequence[Scalar]:
    """One value or a list of values, as a list."""
    nodes = node.nodes if isinstance(node, Items) else (node,)
    found = [each for each in nodes if isinstance(each, Scalar)]
    if len(found) != len(nodes) or not found:
        raise node.place.error(f"this must be {what}, or a list of them")
    return found


def text_of(node: Node, what: str) -> str:
    """One value."""
    if not isinstance(node, Scalar):
        raise node.place.error(f"this must be {what}")
    return node.text


def choice_of(root: Keys, key: str, known: Mapping[str, _T], otherwise: str) -> _T:
    """What one of a few words stands for; `otherwise` is the word where none is written."""
    node = root.nodes.get(key)
    chosen = text_of(node, "a word") if node else otherwise
    if node and chosen not in known:
        raise node.place.error(f"[{chosen}] is not a known {key}", repair=nearest(chosen, known))
    return known[chosen]


def day_of(node: Node) -> date:
    """One day."""
    try:
        return parse_day(text_of(node, "a day"))
    except ValueError as problem:
        raise node.place.error(str(problem)) from None


def _require_plain(text: str, start: Place) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        opens = isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
        closes = isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
        depth += opens - closes
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if marked or depth > _DEEPEST:
            what = "an anchor, an alias or a tag" if marked else "too many levels"
            raise _at(start, event.start_mark).error(
                f"{what} cannot stand here", repair="Write the value out."
            )


def _at(start: Place, mark: Any) -> Place:
    return replace(start, line=int(mark.line) + 1 if mark else 1)


def _not_yaml(problem: yaml.YAMLError, start: Place) -> VacaturError:
    mark = getattr(problem, "problem_mark", None)
    place = _at(start, mark)
    said = getattr(problem, "problem", None) or "a character is not allowed"
    return start.refusal(
        f"this is not YAML ({said})",
        where=f"{place.file}, line {place.line}" if mark else place.file,
        repair='Put a value with : # ? or quotation marks into quotation marks: "?".',
    )


def _node(node: yaml.Node, start: Place) -> Node:
    place = _at(start, node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _keys(node, place)
    if isinstance(node, yaml.SequenceNode):
        return Items(place, tuple(_node(each, start) for each in node.value))
    text = str(node.value)
    if text == OPEN:
        raise place.error(
            f"[{OPEN}] is still to be filled",
            why="Nothing is guessed.",
            repair="Put what whoever made the file says, or remove the line.",
        )
    return Scalar(place, text)


def _keys(node: yaml.MappingNode, place: Place) -> Keys:
    nodes: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for key, value in node.value:
        at = _at(place, key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise at.error("a key must be a name", repair='Write [?] in quotation marks: "?".')
        text = str(key.value)
        if text in nodes:
            raise at.error(f"[{text}] stands twice", why="Neither can be the right one.")
        nodes[text], keys[text] = _node(value, place), at
    return Keys(place, nodes, keys)
