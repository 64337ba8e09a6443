"""What whoever records something must state: a text that is there, a day in its order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vacatur.errors import MoveRefused


def require_text(text: str, what: str) -> str:
    """A text that is not blank.

    Raises
    ------
    MoveRefused
        It is: `what` says what is missing.
    """
    if not text.strip():
        raise MoveRefused(f"say {what}", why="Somebody may have to explain it in court.")
    return text.strip()


def require_not_before(day: date, earlier: Iterable[tuple[str, date | None]]) -> None:
    """Refuse a day that lies before what it follows; null: that has not happened.

    Raises
    ------
    MoveRefused
        It names what lies later.
    """
    for what, other in earlier:
        if other is not None and day < other:
            raise MoveRefused(f"[{day}] lies before {what} ({other})", repair="Check both days.")
