"""A .docx as its parts, and back: the same parts are the same bytes, wherever they are packed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Parts: TypeAlias = Mapping[str, bytes]  # by name, such as word/document.xml
_FIRST_DAY = date(1980, 1, 1)  # of a zip file


def packed(parts: Parts, *, on: date = _FIRST_DAY) -> bytes:
    """Pack parts in the order of their names; midnight of a day is the time of each.

    They are stored, not deflated: what deflates differs from one machine to the next.
    """
    day = max(on, _FIRST_DAY)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as packing:
        for name, content in sorted(parts.items()):
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3  # the same on Windows, too
            packing.writestr(entry, content)
    return made.getvalue()


def unpacked(docx: bytes) -> dict[str, bytes]:
    """The parts of a .docx."""
    with ZipFile(io.BytesIO(docx)) as packing:
        return {name: packing.read(name) for name in packing.namelist()}
