"""The part of a letter that says where it can be read on a telephone, with its code."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno

from vacatur.documents.days import day_in_words
from vacatur.documents.particulars import ENGLISH, SPANISH

HEADING = {ENGLISH: "Read this letter on your phone", SPANISH: "Lea esta carta en su teléfono"}
SAYS = {
    ENGLISH: (
        "Point your phone at the picture. Or type the address and the code below.",
        "The code works one time, until {last_day}. It opens your letter. Show it to nobody.",
    ),
    SPANISH: (
        "Apunte su teléfono a la imagen. O escriba la dirección y la clave de abajo.",
        "La clave sirve una sola vez, hasta el {last_day}. Abre su carta. "
        "No se la muestre a nadie.",
    ),
}
_PICTURE_SAYS = {
    ENGLISH: "A QR code with the address and the code that stand beside it",
    SPANISH: "Un código QR con la dirección y la clave que están al lado",
}
PATHS = {ENGLISH: "/", SPANISH: "/es"}  # of the letter page in a language


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where a letter can be read: the page's address, the code as printed, and its last day."""

    address: str  # such as https://letters.office.example
    code: str
    last_day: date

    def in_language(self, language: str) -> dict[str, Any]:
        """What the template of a letter prints."""
        page = f"{self.address}{PATHS[language]}"
        day = day_in_words(self.last_day, language)
        return {
            "heading": HEADING[language],
            "says": [text.format(last_day=day) for text in SAYS[language]],
            "address": page,
            "code": self.code,
            "picture": _qr(f"{page}?code={self.code}"),
            "picture_says": _PICTURE_SAYS[language],
        }


def _qr(text: str) -> str:
    """A QR code as SVG; a quarter of it may be unreadable."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode("utf-8")
