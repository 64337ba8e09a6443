"""The prose of a law page: notes for people, which no rule reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from vacatur.site.markup import markdown, render_blocks

_FRONT = re.compile(r"---\n.*?\n---\n", flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prose:
    """HTML of the notes above the first section, and of those in each section, in their order."""

    above: str
    in_sections: tuple[str, ...]


def prose_of(text: str) -> Prose:
    """Take the notes out of a page's text."""
    body = _FRONT.sub("", text.replace("\r\n", "\n"), count=1)
    above, *sections = _split(markdown().parse(body))
    return Prose(_html(above), tuple(_html(each) for each in sections))


def _split(tokens: list[Token]) -> list[list[list[Token]]]:
    """Blocks before the first heading of level 2, then under each such heading."""
    parts: list[list[list[Token]]] = [[]]
    for block in _blocks(tokens):
        if (block[0].type, block[0].tag) == ("heading_open", "h2"):
            parts.append([])
        else:
            parts[-1].append(block)
    return parts


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _html(blocks: list[list[Token]]) -> str:
    """The notes among the blocks: no title, settings, provision or fence."""
    kept: list[Token] = []
    read = False  # whether the provision or a fence has been passed: a list below it is a note
    for block in blocks:
        kind = block[0].type
        if kind in {"blockquote_open", "fence"}:
            read = True
        elif kind == "paragraph_open" or (kind.endswith("_list_open") and read):
            kept += block
    return render_blocks(kept)
