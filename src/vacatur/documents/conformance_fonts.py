"""Whether each letter can be drawn on any machine, and read back as what it is.

Checked: fonts are embedded (ISO 19005-2, 6.2.11.4; ISO 14289-1, 7.21.4), no letter is read as
U+0000, U+FEFF or U+FFFE (6.2.11.7; 7.21.7), no code is drawn as the missing glyph (6.2.11.8;
7.21.8). Our own, stricter: each font has a /ToUnicode, though a simple font with a standard
encoding may go without; each code that is drawn stands in it; a composite font numbers its signs
by Identity; and no letter is of private use, though 6.2.11.7 would admit it with /ActualText.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from vacatur.documents.page_content import PageContent
from vacatur.documents.tags import ObjectId

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_NOT_TEXT = {0x0000, 0xFEFF, 0xFFFE}
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


def font_faults(contents: tuple[PageContent, ...]) -> Iterator[str]:
    """Name each fault of the fonts that the pages name."""
    fonts: dict[ObjectId, Any] = {}
    shown: dict[ObjectId, set[bytes]] = {}
    for content in contents:
        fonts.update(content.fonts)
        for font, strings in content.shown.items():
            shown.setdefault(font, set()).update(strings)
    for number, font in fonts.items():
        yield from _faults(font, shown[number])


def _faults(font: Any, strings: set[bytes]) -> Iterator[str]:
    name = str(font.get("/BaseFont", "/without a name"))[1:]
    if not _is_embedded(font):
        yield f"The font [{name}] is not in the file, so that another may be printed in its place."
    unicode_map = font.get("/ToUnicode")
    if not isinstance(unicode_map, pikepdf.Stream):
        yield f"The font [{name}] does not say which letter each of its signs is."
        return
    letters = letters_of(unicode_map.read_bytes())
    if any(_NOT_TEXT.intersection(map(ord, letter)) for letter in letters.values()):
        yield f"A sign of the font [{name}] is read as no letter at all."
    if any(_is_private(letter) for letter in letters.values()):
        yield f"A sign of the font [{name}] is read as one that only its maker knows."
    yield from _code_faults(font, name, strings, letters)


def _code_faults(
    font: Any, name: str, strings: set[bytes], letters: dict[int, str]
) -> Iterator[str]:
    is_composite = font.get("/Subtype") == pikepdf.Name.Type0
    if is_composite and str(font.get("/Encoding")) not in ("/Identity-H", "/Identity-V"):
        yield f"The font [{name}] numbers its signs in a way that cannot be checked."
        return
    codes = _codes(strings, 2 if is_composite else 1)
    if is_composite and 0 in codes:
        yield f"Some text is drawn as the missing sign of the font [{name}]."
        codes.remove(0)
    if any(not letters.get(code) for code in codes):
        yield f"A sign of the font [{name}] is printed and has no letter."


def letters_of(unicode_map: bytes) -> dict[int, str]:
    """Read a /ToUnicode: code -> the letters it stands for. What cannot be read is left out."""
    letters: dict[int, str] = {}
    for block in _BLOCK.finditer(unicode_map):
        tokens = _tokens(block[2])
        if block[1] == b"char":
            for code, text in zip(tokens[0::2], tokens[1::2], strict=False):
                letters[_number(code)] = _letters(text)
        else:
            for first, last, text in zip(tokens[0::3], tokens[1::3], tokens[2::3], strict=False):
                letters.update(_range(_number(first), _number(last), text))
    return letters


# One hexadecimal string, or an array of them.
_Token = bytes | list[bytes]


def _tokens(block: bytes) -> list[_Token]:
    tokens: list[_Token] = []
    array: list[bytes] | None = None
    for match in _TOKEN.finditer(block):
        if match[2]:
            array = []
        elif match[3]:
            tokens.append(array or [])
            array = None
        else:
            (tokens if array is None else array).append(_bytes(match[1]))
    return tokens


def _bytes(digits: bytes) -> bytes:
    """Read hexadecimal digits; an odd last one is followed by a nought, as in any PDF string."""
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def _range(first: int, last: int, text: _Token) -> Iterator[tuple[int, str]]:
    """Unfold a run of codes: one text for each, or one whose last letter counts on."""
    if isinstance(text, list):
        yield from zip(range(first, last + 1), map(_letters, text), strict=False)
        return
    start = _letters(text)
    if start:
        for step in range(min(last - first, 0xFFFF) + 1):
            yield first + step, start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF))


def _number(code: _Token) -> int:
    return int.from_bytes(code if isinstance(code, bytes) else b"", "big")


def _letters(text: _Token) -> str:
    return text.decode("utf-16-be", "replace") if isinstance(text, bytes) else ""


def _codes(strings: set[bytes], width: int) -> set[int]:
    """Cut what is drawn into codes of one or two bytes."""
    return {
        int.from_bytes(text[place : place + width], "big")
        for text in strings
        for place in range(0, len(text), width)
    }


def _is_embedded(font: Any) -> bool:
    """Look for the program; a composite font has it in its one descendant, a Type 3 needs none."""
    kind = font.get("/Subtype")
    if kind == pikepdf.Name.Type3:
        return True
    holders = list(font.get("/DescendantFonts", ())) if kind == pikepdf.Name.Type0 else [font]
    return bool(holders) and all(_has_program(holder.get("/FontDescriptor")) for holder in holders)


def _has_program(descriptor: Any) -> bool:
    if not isinstance(descriptor, pikepdf.Dictionary):
        return False
    return any(isinstance(descriptor.get(program), pikepdf.Stream) for program in _PROGRAMS)


def _is_private(letters: str) -> bool:
    return any(ord(letter) in block for letter in letters for block in _PRIVATE_USE)
