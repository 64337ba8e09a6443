"""The tags of a PDF, read once: what a screen reader walks through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf

# What a kind of tag may be called: ISO 32000-1, 14.8.4.
_GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption")
_LISTS = ("TOC", "TOCI", "Index", "L", "LI", "Lbl", "LBody")
_BLOCKS = ("H", "H1", "H2", "H3", "H4", "H5", "H6", "P")
_TABLES = ("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot")
_WORDS = ("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot")
_RUBIES = ("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP")
_OTHERS = ("NonStruct", "Private", "Figure", "Formula", "Form")
STANDARD_KINDS = frozenset(_GROUPS + _LISTS + _BLOCKS + _TABLES + _WORDS + _RUBIES + _OTHERS)

# Number and generation by which a PDF names an object.
ObjectId = tuple[int, int]


class Mark(NamedTuple):
    """A piece of content: where it stands, and its number there (MCID)."""

    stream: ObjectId
    """The page, or the form drawn on a page, in whose content the number counts."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag, with what is directly in it.

    `kind` is the standard kind, after the file's own names were looked up; a name that leads to
    none stays as it is. `page` is None when the tag names no page. `parent` is None at the top.
    """

    kind: str
    element: Any
    parent: Tag | None
    page: ObjectId | None
    children: list[Tag]
    marks: list[Mark]
    annotations: list[ObjectId]


def tree_of(pdf: pikepdf.Pdf) -> Any:
    """Return the root of the tags, None when the file has none."""
    root = pdf.Root.get("/StructTreeRoot")
    return root if isinstance(root, pikepdf.Dictionary) else None


def read_tags(pdf: pikepdf.Pdf) -> tuple[Tag, ...]:
    """Read all tags in the order in which they are read aloud; none when the file has no tree."""
    root = tree_of(pdf)
    if root is None:
        return ()
    kinds: dict[str, str] = {}
    roles = root.get("/RoleMap", {})
    met: set[ObjectId] = set()
    found: list[Tag] = []
    waiting: list[tuple[Any, Tag | None]] = [(kid, None) for kid in reversed(_kids(root))]
    while waiting:
        element, parent = waiting.pop()
        # A tag that is reached twice, or from below itself, is read where it was met first.
        if element.objgen in met or not isinstance(element, pikepdf.Dictionary):
            continue
        if element.is_indirect:
            met.add(element.objgen)
        raw = str(element.get("/S", "/"))
        kind = kinds.get(raw) or kinds.setdefault(raw, _standard(raw, roles))
        tag, below = _read(element, kind, parent)
        found.append(tag)
        if parent is not None:
            parent.children.append(tag)
        waiting.extend((kid, tag) for kid in reversed(below))
    return tuple(found)


def _read(element: Any, kind: str, parent: Tag | None) -> tuple[Tag, list[Any]]:
    """Read one tag and return with it the elements below, which are still to be read."""
    page = element.get("/Pg")
    tag = Tag(
        kind=kind,
        element=element,
        parent=parent,
        page=None if page is None else page.objgen,
        children=[],
        marks=[],
        annotations=[],
    )
    below = []
    for kid in _kids(element):
        if isinstance(kid, int):
            tag.marks.append(Mark(tag.page or (0, 0), kid))
            continue
        what = kid.get("/Type")
        if what == pikepdf.Name.MCR:
            where = kid.get("/Stm", kid.get("/Pg", page))
            tag.marks.append(Mark((0, 0) if where is None else where.objgen, int(kid.MCID)))
        elif what == pikepdf.Name.OBJR:
            tag.annotations.append(kid.Obj.objgen)
        else:
            below.append(kid)
    return tag, below


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _standard(raw: str, roles: Any) -> str:
    """Follow the file's own names to a standard one; a circle or a dead end gives the name back."""
    name, met = raw, {raw}
    while name[1:] not in STANDARD_KINDS:
        name = str(roles.get(name, ""))
        if not name or name in met:
            return raw[1:]
        met.add(name)
    return name[1:]
