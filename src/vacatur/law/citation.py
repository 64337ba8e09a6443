"""Statutes compared by their parts, never by substring: CR.3-203 is CR 3-203, 3-2030 is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PIECE = re.compile(r"[A-Za-z0-9]+")

# Article, title, section, and perhaps a decimal that belongs to the section's own number:
# § 5-601.1 is another section than § 5-601(1). Courts print CR.5.133.1 for § 5-133.1.
_SECTION = re.compile(
    r"(?P<article>\D*?)[\s.§]*(?P<title>\d+)[.-](?P<section>\d+)(?:\.(?P<decimal>\d{1,2})(?!\d))?"
    r"(?P<rest>.*)"
)

# California's courts print the code after the section, 11357(b) HS, and H&S for HS.
_CODE_LAST = re.compile(
    r"(?P<section>\d[\d.–-]*(?:\s*\(\w{1,4}\))*)[\s.,]+(?P<code>[A-Za-z]{2,})\.?"
)
_AMPERSAND = re.compile(r"(?<=[A-Za-z])\s*&\s*(?=[A-Za-z])")
_CODE_AND_NUMBER = re.compile(r"(?P<code>[A-Za-z]+)(?=\d)")


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


# A statute is printed in few ways and read with every charge that cites it.
@lru_cache(maxsize=20_000)
def parse_citation(text: str | None) -> Citation | None:
    """Split a citation into its parts; None when there is nothing to split."""
    text = _AMPERSAND.sub("", (text or "").strip())
    if code_last := _CODE_LAST.fullmatch(text):
        text = f"{code_last['code']} {code_last['section']}"
    match = _SECTION.fullmatch(text)
    if match is None:
        parts = _pieces(_CODE_AND_NUMBER.sub(r"\g<code> ", text, count=1))
        return Citation(parts) if parts else None
    decimal = f".{match['decimal']}" if match["decimal"] else ""
    section = f"{match['section']}{decimal}"
    return Citation((*_pieces(match["article"]), match["title"], section, *_pieces(match["rest"])))


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.lower() for piece in _PIECE.findall(text))
