"""How a value stands in a field: in which face, how large, on which lines, or that it does not fit.

A viewer that draws values itself may do it as it likes, so each value is drawn here, once. It is
drawn in the one of six standard faces that is nearest to the field's own font. What a font that is
embedded in a form holds cannot be relied on: it may lack the very letter that a name needs, and the
name would have a hole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS  # Adobe's own, which pypdf carries

SMALLEST = 8.0  # points: what a clerk reads without a glass
_USUAL = 10.0  # where the form leaves the size open
_STEP = 0.5
_MARGIN = 2.0  # points between a field's edge and its text
_LEADING = 1.15
# Every printable character that the encoding of the six faces has.
_ENCODING = "cp1252"
_SPACES = {"\u00a0": " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of the standard faces; widths, ascent and descent in thousandths of the size."""

    name: str
    widths: Mapping[str, float]
    ascent: float
    descent: float  # below the line: positive

    def width(self, text: str, size: float) -> float:
        """Width of a text that it can show, in points."""
        return sum(self.widths[_SPACES.get(each, each)] for each in text) * size / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a field's own text is set. `size` in points; None: the form leaves it open."""

    face: Face
    size: float | None
    alignment: int  # 0 left, 1 in the middle, 2 right

    def sizes(self) -> list[float]:
        """From the field's own size down to the smallest that can be read."""
        first = self.size or _USUAL
        steps = int(max(first - SMALLEST, 0) / _STEP)
        return [first - _STEP * step for step in range(steps + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text and where it begins, in points from the lower left corner of the field."""

    text: str
    left: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A value as it stands in a field of this width and height."""

    face: Face
    size: float
    width: float
    height: float
    lines: tuple[Line, ...]

    def content(self) -> bytes:
        """The drawing, in black; the face is `/F`."""
        shown = "\n".join(
            f"1 0 0 1 {each.left:.3f} {each.base:.3f} Tm <{each.text.encode(_ENCODING).hex()}> Tj"
            for each in self.lines
        )
        clip = f"0 0 {self.width:.3f} {self.height:.3f} re W n"
        return f"/Tx BMC q {clip} BT 0 g /F {self.size:.3f} Tf\n{shown}\nET Q EMC".encode("ascii")


def normal(text: str) -> str:
    """A text with one code point for each letter, and one kind of line end."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip()


def cannot_be_shown(text: str) -> list[str]:
    """The code points of a normal text that no field can show, as `U+738B`, each once."""
    return [f"U+{ord(each):04X}" for each in dict.fromkeys(text) if not _is_shown(each)]


def style_of(appearance: str, base_font: str, alignment: int) -> Style:
    """Read a field's default appearance.

    Parameters
    ----------
    appearance
        `/Helv 10 Tf 0 g`; what cannot be read leaves the size open. The colour is not taken over:
        what is white on a screen would be missing on paper.
    base_font
        The font that it names, as the form's resources have it; "" if they do not.
    alignment
        0 left, 1 in the middle, 2 right.
    """
    named = re.search(r"/\S+\s+([0-9]*\.?[0-9]+)\s+Tf\b", appearance)
    size = float(named[1]) if named else 0.0
    return Style(face=_face(base_font), size=size or None, alignment=alignment)


def in_one_line(text: str, style: Style, width: float, height: float) -> Layout | None:
    """Set a text in one line; None: it does not fit at a size that can be read."""
    if "\n" in text:
        return None
    for size in style.sizes():
        wide = style.face.width(text, size)
        if wide <= width - 2 * _MARGIN and _line_height(style.face, size) <= height:
            left = _left(width, wide, style.alignment)
            line = Line(text=text, left=left, base=_middle(style.face, size, height))
            return _layout(style, size, width, height, [line])
    return None


def in_cells(text: str, style: Style, width: float, height: float, cells: int) -> Layout | None:
    """Set one character into each cell; None: one is too wide, or they are several lines."""
    cell = width / cells
    if "\n" in text:
        return None
    for size in style.sizes():
        wide = max((style.face.width(each, size) for each in text), default=0.0)
        if wide <= cell and _line_height(style.face, size) <= height:
            base = _middle(style.face, size, height)
            lines = [
                Line(
                    text=each,
                    left=cell * number + (cell - style.face.width(each, size)) / 2,
                    base=base,
                )
                for number, each in enumerate(text)
            ]
            return _layout(style, size, width, height, lines)
    return None


def in_lines(text: str, style: Style, width: float, height: float) -> Layout | None:
    """Set a text in as many lines as there is room for; None: there is too little."""
    for size in style.sizes():
        if width - 2 * _MARGIN < size:
            continue
        wrapped = _wrapped(text, style.face, size, width - 2 * _MARGIN)
        leading = size * _LEADING
        if len(wrapped) * leading > height - 2 * _MARGIN:
            continue
        first = height - _MARGIN - style.face.ascent * size / 1000
        lines = [
            Line(
                text=each,
                left=_left(width, style.face.width(each, size), style.alignment),
                base=first - leading * number,
            )
            for number, each in enumerate(wrapped)
        ]
        return _layout(style, size, width, height, lines)
    return None


# ---- the parts ----------------------------------------------------------------------------------


def _is_shown(character: str) -> bool:
    if character == "\n":
        return True
    # Controls, and what stands in the text and is not seen: a soft hyphen, a change of direction.
    return unicodedata.category(character)[0] != "C" and _is_encoded(character)


def _is_encoded(character: str) -> bool:
    try:
        character.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _face(base_font: str) -> Face:
    said = base_font.casefold()
    bold = "bold" in said or "black" in said
    if "times" in said:
        name = "Times-Bold" if bold else "Times-Roman"
    elif "courier" in said:
        name = "Courier-Bold" if bold else "Courier"
    else:
        name = "Helvetica-Bold" if bold else "Helvetica"
    metrics = CORE_FONT_METRICS[name]
    return Face(
        name=name,
        widths=metrics.character_widths,
        ascent=metrics.font_descriptor.ascent,
        descent=-metrics.font_descriptor.descent,
    )


def _line_height(face: Face, size: float) -> float:
    return (face.ascent + face.descent) * size / 1000


def _middle(face: Face, size: float, height: float) -> float:
    return (height - _line_height(face, size)) / 2 + face.descent * size / 1000


def _left(width: float, wide: float, alignment: int) -> float:
    if alignment == 1:
        return (width - wide) / 2
    return width - _MARGIN - wide if alignment == 2 else _MARGIN


def _wrapped(text: str, face: Face, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if face.width(longer, size) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _broken(word, face, size, room)
            lines += whole
        lines.append(line)
    return lines


def _broken(word: str, face: Face, size: float, room: float) -> list[str]:
    """A word in pieces that each fit; nearly always one."""
    pieces = [""]
    for character in word:
        if pieces[-1] and face.width(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _layout(style: Style, size: float, width: float, height: float, lines: list[Line]) -> Layout:
    return Layout(face=style.face, size=size, width=width, height=height, lines=tuple(lines))
