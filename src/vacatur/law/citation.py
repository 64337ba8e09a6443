"""Statutes compared by their parts, never by substring: CR.3-203 is CR 3-203, 3-2030 is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as its parts: `CR.5.601.(a)(1)` and `CR 5-601(a)(1)` are the same five.

    Letters are folded to lower case, since courts print `CR.5.133.c` and `(C)` alike.
    """

    parts: tuple[str, ...]

    def is_under(self, ancestor: Citation) -> bool:
        """Whether this provision is `ancestor` or stands within it."""
        return self.parts[: len(ancestor.parts)] == ancestor.parts

    @property
    def key(self) -> str:
        """One spelling for every way of printing the same citation."""
        return ".".join(self.parts)


def parse_citation(text: str | None) -> Citation | None:
    """Split a citation into its parts; None when there is nothing to split."""
    parts = tuple(piece.lower() for piece in _PIECE.findall(text or ""))
    return Citation(parts) if parts else None
