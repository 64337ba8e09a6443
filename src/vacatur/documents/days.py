"""A day as a letter writes it."""

from __future__ import annotations

from datetime import date

from vacatur.documents.particulars import ENGLISH, SPANISH

_MONTHS = {
    ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    SPANISH: (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip


def day_in_words(day: date, language: str = ENGLISH) -> str:
    """March 4, 2012; or 4 de marzo de 2012."""
    month = _MONTHS[language][day.month - 1]
    if language == SPANISH:
        return f"{day.day} de {month} de {day.year}"
    return f"{month} {day.day}, {day.year}"
