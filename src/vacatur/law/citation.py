"""Statutes compared by their parts, never by substring: CR.3-203 is CR 3-203, 3-2030 is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(r"[A-Za-z0-9]+")

# Article, title, section, and perhaps a decimal that belongs to the section's own number:
# § 5-601.1 is another section than § 5-601(1). Courts print CR.5.133.1 for § 5-133.1.
_SECTION = re.compile(
    r"(?P<article>\D*?)[\s.§]*(?P<title>\d+)[.-](?P<section>\d+)(?:\.(?P<decimal>\d{1,2})(?!\d))?"
    r"(?P<rest>.*)"
)


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
        return "/".join(self.parts)


def parse_citation(text: str | None) -> Citation | None:
    """Split a citation into its parts; None when there is nothing to split."""
    match = _SECTION.fullmatch((text or "").strip())
    if match is None:
        parts = _pieces(text or "")
        return Citation(parts) if parts else None
    decimal = f".{match['decimal']}" if match["decimal"] else ""
    section = f"{match['section']}{decimal}"
    return Citation((*_pieces(match["article"]), match["title"], section, *_pieces(match["rest"])))


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.lower() for piece in _PIECE.findall(text))
