"""What fields of forms hold: a day; one that cannot be read is refused without its text."""

from __future__ import annotations

from datetime import date

from vacatur.dates import parse_day
from vacatur.errors import UsageError


def day_in(text: str) -> date | None:
    """A day; None: the field is empty."""
    if not text.strip():
        return None
    try:
        return parse_day(text.strip())
    except ValueError:
        raise UsageError("a day cannot be read", repair="Write it like 2026-02-15.") from None
