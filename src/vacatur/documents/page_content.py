"""What is drawn on each page, and under which marks: read once from the pages' own instructions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from vacatur.documents.tags import Mark, ObjectId

_TEXT = {"Tj", "TJ", "'", '"'}
_LINES = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}
_INLINE_IMAGE = "INLINE IMAGE"
_OTHERS = {"BDC", "BMC", "EMC", "Tf", "q", "Q", "Do", "BI", "ID", "EI"}
_READ = " ".join(sorted(_TEXT | _LINES | _OTHERS))

# What stands for decoration: headers, footers, rules. It belongs to no tag.
_DECORATION = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What one page draws.

    `opened` counts how often each mark is opened. `loose_text` and `loose_drawings` count what is
    neither tagged nor marked as decoration. `unknown` counts what is drawn with a font, or as a
    picture, that the page does not name. `shown` holds, for each font, the strings of codes that
    are drawn with it. `balanced` is False when marks are closed that were not opened, or the other
    way round.
    """

    number: int
    page: Any
    opened: Counter[Mark]
    loose_text: int
    loose_drawings: int
    unknown: int
    shown: dict[ObjectId, set[bytes]]
    fonts: dict[ObjectId, Any]
    forms: dict[ObjectId, Any]
    balanced: bool


def read_contents(pdf: pikepdf.Pdf) -> Iterator[PageContent]:
    """Read each page, with the forms that it draws; one item for each page, in order."""
    for number, page in enumerate(pdf.pages, 1):
        reader = _Reader()
        reader.read(page.obj, page.obj.objgen, page.resources, inside=None)
        yield PageContent(
            number=number,
            page=page.obj,
            opened=reader.opened,
            loose_text=reader.loose_text,
            loose_drawings=reader.loose_drawings,
            unknown=reader.unknown,
            shown=reader.shown,
            fonts=reader.fonts,
            forms=reader.forms,
            balanced=reader.balanced,
        )


class _Reader:
    """Follows the instructions of one page."""

    def __init__(self) -> None:
        self.opened: Counter[Mark] = Counter()
        self.loose_text = 0
        self.loose_drawings = 0
        self.unknown = 0
        self.shown: dict[ObjectId, set[bytes]] = {}
        self.fonts: dict[ObjectId, Any] = {}
        self.forms: dict[ObjectId, Any] = {}
        self.balanced = True

    def read(self, source: Any, stream: ObjectId, resources: Any, inside: int | None) -> None:
        """Read a page or a form; `inside` is the mark around the form, None when there is none."""
        fonts = self._fonts_of(resources)
        marks: list[int | None] = [inside]
        font: ObjectId | None = None
        saved: list[ObjectId | None] = []
        for instruction in pikepdf.parse_content_stream(source, _READ):
            name = str(instruction.operator)
            operands = instruction.operands
            if name in _TEXT:
                self.loose_text += marks[-1] is None
                if font is None:
                    self.unknown += 1
                else:
                    self.shown[font].update(_strings(operands))
            elif name in ("BDC", "BMC"):
                marks.append(self._mark(operands, stream, resources, marks[-1]))
            elif name == "EMC":
                if len(marks) == 1:
                    self.balanced = False
                else:
                    marks.pop()
            elif name == "Tf":
                font = fonts.get(str(operands[0]))
            elif name == "q":
                saved.append(font)
            elif name == "Q":
                font = saved.pop() if saved else font
            elif name in _LINES or name == _INLINE_IMAGE:
                self.loose_drawings += marks[-1] is None
            elif name == "Do":
                self._draw(str(operands[0]), resources, marks[-1])
        self.balanced = self.balanced and len(marks) == 1

    def _mark(self, operands: Any, stream: ObjectId, resources: Any, around: int | None) -> Any:
        """Say under what the content that follows stands: a number, decoration, or as before."""
        if operands[0] == pikepdf.Name.Artifact:
            return _DECORATION
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", {}).get(str(properties))
        if not isinstance(properties, pikepdf.Dictionary) or "/MCID" not in properties:
            return around
        number = int(properties.MCID)
        self.opened[Mark(stream, number)] += 1
        return number

    def _draw(self, name: str, resources: Any, inside: int | None) -> None:
        drawn = resources.get("/XObject", {}).get(name)
        if drawn is None:
            self.unknown += 1
            return
        if drawn.get("/Subtype") != pikepdf.Name.Form:
            self.loose_drawings += inside is None
        elif drawn.objgen not in self.forms:
            self.forms[drawn.objgen] = drawn
            self.read(drawn, drawn.objgen, drawn.get("/Resources", resources), inside)

    def _fonts_of(self, resources: Any) -> dict[str, ObjectId]:
        named = {}
        for name, font in resources.get("/Font", {}).items():
            named[name] = font.objgen
            self.fonts[font.objgen] = font
            self.shown.setdefault(font.objgen, set())
        return named


def _strings(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from (bytes(each) for each in operand if isinstance(each, pikepdf.String))
