"""Read and check a mapping of a fact file: what an agency calls our columns and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from vacatur.day_formats import fault_of, has_two_digit_year
from vacatur.errors import UsageError, nearest
from vacatur.facts.fact_mapping import DAYS, SAYS_NOTHING, UNKNOWN, FactMapping
from vacatur.facts.kinds import KINDS, FactKind, kind_named
from vacatur.facts.reading import words_of
from vacatur.ingest.mapped_csv.fields import pivot_of
from vacatur.ingest.mapped_csv.keys import DELIMITERS, ENCODINGS
from vacatur.yaml_nodes import (
    Keys,
    Node,
    Scalar,
    choice_of,
    read_nodes,
    require_format,
    scalars_of,
    text_of,
)

FORMAT = 1
KEYS: Mapping[str, str] = {
    "format": "version of this format, 1",
    "kind": "kind of file: history, supervision, ...",
    "columns": "our name of a column: the file's",
    "unused": "columns of the file of which nothing is taken",
    "words": "our name of a column, and under it the file's word: ours",
    "days": "how a day is written",
    "pivot": "last year that a year of two digits can mean",
    "delimiter": "the character between two cells, or tab",
    "encoding": "how the file's letters are written",
}


def load_fact_mapping(path: Path) -> FactMapping:
    """Read a mapping of a fact file.

    Parameters
    ----------
    path
        A YAML file; docs/mapping.md has its keys.

    Returns
    -------
    FactMapping
        Checked against its kind. What is left out is written as we write it.

    Raises
    ------
    IngestError
        With the line: a key, a column or a word of ours is not known (the nearest is named), one
        stands twice, or a format is none.
    """
    root = read_nodes(path)
    root.require_known(KEYS, "a mapping of facts")
    require_format(root, FORMAT, "the mapping")
    kind = _kind(root)
    columns = _columns(root, kind)
    days, pivot = _days(root)
    mapping = FactMapping(
        path=path,
        kind=kind.name,
        columns=columns,
        unused=frozenset(_unused(root.nodes.get("unused"))),
        words=_words(root, kind),
        days=days,
        pivot=pivot,
        delimiter=choice_of(root, "delimiter", DELIMITERS, ","),
        encoding=choice_of(root, "encoding", ENCODINGS, "utf-8"),
    )
    _require_one_use(root, mapping, kind)
    return mapping


def kind_of(name: str, mapping: FactMapping) -> FactKind:
    """The kind of a file, as the command or its mapping says.

    Raises
    ------
    UsageError
        Neither says it, both say another, or there is no such kind.
    """
    if not name and not mapping.kind:
        raise UsageError(
            "it is not said what kind of file it is", repair=f"Add --kind: {', '.join(KINDS)}."
        )
    if name and mapping.kind and kind_named(name).name != mapping.kind:
        raise UsageError(
            f"--kind is [{name}], and the mapping is of the kind [{mapping.kind}]",
            repair="Leave --kind out, or name the mapping of that kind.",
        )
    return kind_named(name or mapping.kind)


def _kind(root: Keys) -> FactKind:
    node = root.nodes.get("kind")
    if node is None:
        raise root.place.error("the mapping has no `kind`", repair="Add `kind: supervision`.")
    name = text_of(node, "a kind of file")
    if name not in KINDS:
        raise node.place.error(f"[{name}] is no kind of file", repair=nearest(name, KINDS))
    return KINDS[name]


def _keys(root: Keys, key: str) -> Keys:
    node = root.nodes.get(key)
    if node is None:
        return Keys(root.place, {}, {})
    if not isinstance(node, Keys):
        raise node.place.error(f"`{key}` must have keys and values")
    return node


def _columns(root: Keys, kind: FactKind) -> dict[str, str]:
    named = _keys(root, "columns")
    named.require_known(kind.columns(), f"the kind {kind.name}")
    return {ours: _name(node) for ours, node in named.nodes.items()}


def _unused(node: Node | None) -> Iterator[str]:
    for each in scalars_of(node, "a name of a column") if node else ():
        yield _name(each)


def _name(node: Node) -> str:
    name = text_of(node, "a name of a column").strip()
    if not name:
        raise node.place.error("a name of a column is blank", repair="Remove it.")
    return name


def _require_one_use(root: Keys, mapping: FactMapping, kind: FactKind) -> None:
    """A column of the file is one of ours, or of no use."""
    used: dict[str, str] = {}
    for ours, theirs in mapping.theirs(kind).items():
        other = used.setdefault(theirs, ours)
        if other != ours or theirs in mapping.unused:
            place = _keys(root, "columns").keys.get(ours) or root.place
            beside = f"[{other}]" if other != ours else "unused"
            raise place.error(
                f"the column [{theirs}] would be [{ours}] and {beside}",
                why="Nothing says which of the two is meant.",
                repair="Name another column of the file.",
            )


def _words(root: Keys, kind: FactKind) -> dict[str, dict[str, str]]:
    named = _keys(root, "words")
    cells = {cell.name: cell for cell in kind.cells if words_of(cell)}
    named.require_known(cells, f"what the kind {kind.name} says in words")
    found: dict[str, dict[str, str]] = {}
    for ours, node in named.nodes.items():
        if not isinstance(node, Keys) or not node.nodes:
            raise node.place.error(f"[{ours}] must have words of the file, each with ours")
        found[ours] = _translated(node, (*words_of(cells[ours]), UNKNOWN))
    return found


def _translated(node: Keys, known: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, value in node.nodes.items():
        place, plain, ours = node.keys[word], word.strip().lower(), text_of(value, "a word")
        if plain in found:
            raise place.error(f"the word [{plain}] stands twice", repair="Name it once.")
        if ours not in known:
            raise value.place.error(f"[{ours}] is not a word of ours", repair=nearest(ours, known))
        if plain in SAYS_NOTHING and ours != UNKNOWN:
            raise place.error(
                f"[{plain}] says nothing, and cannot be [{ours}]",
                why="A blank cell may be one that nobody filled in.",
                repair="Remove the line, and ask the agency to say it.",
            )
        found[plain] = ours
    return found


def _days(root: Keys) -> tuple[str, int | None]:
    node = root.nodes.get("days")
    if node is not None and (fault := fault_of(text_of(node, "one format"))):
        raise node.place.error(f"[{text_of(node, 'one format')}] is no format of a day: {fault}")
    short = [node] if isinstance(node, Scalar) and has_two_digit_year(node.text) else []
    pivot = pivot_of(root, short)
    return node.text if isinstance(node, Scalar) else DAYS, pivot
