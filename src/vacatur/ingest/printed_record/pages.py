"""A saved page as lines: the texts of its cells in the order of reading, and no markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "strong", "sub", "sup", "u"})
_SILENT = frozenset({"head", "noscript", "script", "style", "template", "title"})
_MOST_LINES = 20_000


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag not in _INLINE:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag not in _INLINE:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._parts)).strip()
        self._parts.clear()
        if text and len(self.lines) < _MOST_LINES:
            self.lines.append(text)


def lines_of_page(text: str) -> list[str]:
    """The lines of a page: one for each cell, heading or paragraph; blank ones are left out."""
    reader = _Lines()
    reader.feed(text)
    reader.close()
    return reader.lines
