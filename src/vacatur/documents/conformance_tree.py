"""The tags: whether there are any, whether each is of a known kind, and holds what it must.

Checked: a tree of tags (ISO 19005-2, 6.7.3; ISO 14289-1, 7.1); each kind standard or mapped to a
standard one, and no standard one renamed (6.7.3.4; 7.1); pictures (7.3), formulas (7.7) described;
headings do not skip (7.4); tags of tables and lists stand where they belong (7.2); header cells say
what they head (7.5); notes have names of their own (7.9). Our own, stricter: each table has a
header cell in its first row, and each header cell a /Scope, though 7.5 would admit /Headers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from vacatur.documents.tags import STANDARD_KINDS, ObjectId, Tag, tree_of

_HEADING = re.compile(r"H([1-6])")
_ROWS = {"Table", "THead", "TBody", "TFoot"}

# Tag -> the tags in which alone it may stand, and how a reader calls it.
_PLACES: dict[str, tuple[set[str], str]] = {
    "TR": (_ROWS, "a row of a table"),
    "TH": ({"TR"}, "a header cell"),
    "TD": ({"TR"}, "a cell of a table"),
    "THead": ({"Table"}, "a head of a table"),
    "TBody": ({"Table"}, "a body of a table"),
    "TFoot": ({"Table"}, "a foot of a table"),
    "LI": ({"L"}, "an item of a list"),
    "LBody": ({"LI"}, "the text of a list's item"),
    "TOCI": ({"TOC"}, "a line of a table of contents"),
}
_DESCRIBED = {"Figure": "a picture", "Formula": "a formula"}


def tree_faults(pdf: pikepdf.Pdf, tags: tuple[Tag, ...]) -> Iterator[str]:
    """Name each fault of the tags themselves, without looking at what is printed on the pages."""
    root = tree_of(pdf)
    if root is None:
        yield "The file has no tags, so that nothing of it can be read aloud in order."
        return
    if not tags:
        yield "The tree of tags is empty."
    holds_content = any(tag.marks or tag.annotations for tag in tags)
    if holds_content and not isinstance(root.get("/ParentTree"), pikepdf.Dictionary):
        yield "The file has no list that leads from its content to its tags."
    yield from _renamed(root)
    places = _Places(pdf, tags)
    yield from _heading_faults(tags, places)
    yield from _note_faults(tags, places)
    for tag in tags:
        yield from _tag_faults(tag, places)
        above = root if tag.parent is None else tag.parent.element
        if not _names(tag, above):
            yield f"{places.of(tag)}: a tag does not name the tag around it."


class _Places:
    """Says on which page a tag stands, in words that open a sentence."""

    def __init__(self, pdf: pikepdf.Pdf, tags: tuple[Tag, ...]) -> None:
        self._tags = tags
        self._numbers: dict[ObjectId, int] = {
            page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)
        }

    def of(self, tag: Tag) -> str:
        """Take the page of the tag, or of the first in it; else the last page read before."""
        waiting = [tag]
        while waiting:
            here = waiting.pop()
            number = self._number(here)
            if number:
                return f"Page {number}"
            waiting.extend(reversed(here.children))
        before = itertools.takewhile(lambda each: each is not tag, self._tags)
        numbers = [number for number in map(self._number, before) if number]
        return f"Page {numbers[-1]}" if numbers else "Page 1"

    def _number(self, tag: Tag) -> int:
        """Return the page's number; 0 when the tag itself names none that the file has."""
        named = [tag.page, *(mark.stream for mark in tag.marks)]
        return next((self._numbers[page] for page in named if page in self._numbers), 0)


def _renamed(root: Any) -> Iterator[str]:
    for name in root.get("/RoleMap", {}):
        if name[1:] in STANDARD_KINDS:
            yield f"The file gives the standard tag [{name[1:]}] another meaning."


def _tag_faults(tag: Tag, places: _Places) -> Iterator[str]:
    if tag.kind not in STANDARD_KINDS:
        yield f"{places.of(tag)}: a tag [{tag.kind}] is not of a standard kind."
    described = _DESCRIBED.get(tag.kind)
    if described and not _says(tag, "/Alt") and not _says(tag, "/ActualText"):
        yield f"{places.of(tag)}: {described} has no description."
    if tag.kind in _PLACES:
        around, called = _PLACES[tag.kind]
        if tag.parent is None or tag.parent.kind not in around:
            yield f"{places.of(tag)}: {called} stands where none can be."
    if tag.kind == "Table":
        yield from _table_faults(tag, places)
    if tag.kind == "TH" and not _has_scope(tag):
        yield f"{places.of(tag)}: a header cell does not say whether it heads a column or a row."


def _names(tag: Tag, above: Any) -> bool:
    named = tag.element.get("/P")
    return isinstance(named, pikepdf.Dictionary) and bool(named.objgen == above.objgen)


def _says(tag: Tag, key: str) -> bool:
    return bool(str(tag.element.get(key, "")).strip())


def _table_faults(table: Tag, places: _Places) -> Iterator[str]:
    rows = [row for row in _rows(table) if row.kind == "TR"]
    if not rows:
        yield f"{places.of(table)}: a table has no rows."
    elif not any(cell.kind == "TH" for cell in rows[0].children):
        yield f"{places.of(table)}: the table's first row has no header cells."


def _rows(table: Tag) -> Iterator[Tag]:
    for child in table.children:
        if child.kind in _ROWS:
            yield from child.children
        else:
            yield child


def _has_scope(cell: Tag) -> bool:
    attributes = cell.element.get("/A", ())
    if not isinstance(attributes, pikepdf.Array):
        attributes = [attributes]
    return any(
        isinstance(each, pikepdf.Dictionary)
        and each.get("/O") == pikepdf.Name.Table
        and str(each.get("/Scope")) in ("/Column", "/Row", "/Both")
        for each in attributes
    )


def _heading_faults(tags: tuple[Tag, ...], places: _Places) -> Iterator[str]:
    """A level may fall by any number and rise by one; the first heading is of level 1."""
    level = 0
    for tag in tags:
        heading = _HEADING.fullmatch(tag.kind)
        if heading is None:
            continue
        if int(heading[1]) > level + 1:
            before = f"after one of level {level}" if level else "first"
            yield f"{places.of(tag)}: a heading of level {heading[1]} comes {before}."
        level = int(heading[1])
    if level and any(tag.kind == "H" for tag in tags):
        yield "Headings with a level and headings without one are mixed."


def _note_faults(tags: tuple[Tag, ...], places: _Places) -> Iterator[str]:
    met = set()
    for tag in tags:
        if tag.kind != "Note":
            continue
        name = str(tag.element.get("/ID", ""))
        if not name or name in met:
            yield f"{places.of(tag)}: a footnote has no name of its own."
        met.add(name)
