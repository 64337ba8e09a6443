"""How long work says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

# What is being done, how many steps are done, and how many there are.
Progress: TypeAlias = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Say nothing: for callers that nobody watches."""


class Steps:
    """Counts the steps of a piece of work, and tells whoever watches how far it is."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def done(self, what: str) -> None:
        """One step more is done."""
        self._done += 1
        if self._progress:
            self._progress(what, self._done, self._total)
