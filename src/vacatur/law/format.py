"""`vacatur law format`: one layout for every page. What a page says is never changed.

What was read before and after is compared before anything is given back, so a fault of ours leaves
the page as it was and never alters a rule.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vacatur.errors import LawError
from vacatur.law.expressions.source import parse_fence
from vacatur.law.format_rule import format_rule
from vacatur.law.format_table import format_table
from vacatur.law.markdown import Fence, cut
from vacatur.law.reader import OPTIONAL_SETTINGS, PAGE_SETTINGS
from vacatur.law.tables import read_table

_SETTING = re.compile(r"(?P<key>[a-z_]+):[ \t]+(?P<value>\S.*)")
_MOST_ROUNDS = 5


def format_page(text: str, *, where: str = "the page") -> str:
    """A page in the one layout; formatting it again changes nothing.

    Front matter stands in the order of docs/language.md, one empty line between blocks; a statement
    that is longer than 100 columns has one argument on a line, as has one whose last argument is
    followed by a comma; tables are aligned; no line ends in spaces. Comments stay.

    Parameters
    ----------
    text
        The page. It need not be right, but a fence must be readable.
    where
        How errors name the page.

    Raises
    ------
    LawError
        A fence, a table or the front matter cannot be read; nothing was formatted.
    """
    before = _meaning(text, where=where)
    for _ in range(_MOST_ROUNDS):
        formatted = _once(text)
        if formatted == text:
            break
        text = formatted
    if _meaning(text, where=where) != before:
        raise LawError(
            "formatting would change what the page says; it was left as it is",
            where=where,
            why="Only the layout may change.",
            repair="This is a fault of vacatur: please report it with the page.",
        )
    return text


def _once(text: str) -> str:
    text = re.sub(r"\r\n?", "\n", text)
    parts = re.match(r"---\n(.*?\n)---\n", text, flags=re.DOTALL)
    assert parts  # cut() has found it
    front = "\n".join(["---", *_front_matter(parts[1].rstrip("\n").split("\n")), "---"])
    return "\n\n".join([front, *_blocks(text[parts.end() :])]) + "\n"


# ---- front matter -------------------------------------------------------------------------


def _front_matter(lines: list[str]) -> list[str]:
    """The settings in their order, each with the comments above it; anything unusual stays."""
    above: list[str] = []
    settings: list[tuple[int, list[str]]] = []
    order = [*PAGE_SETTINGS, *OPTIONAL_SETTINGS]
    for line in (each.rstrip(" \t") for each in lines):
        if not line:
            continue
        if line.startswith("#"):
            above.append(line)
            continue
        match = _SETTING.fullmatch(line)
        if not match:
            return [each.rstrip(" \t") for each in lines]
        place = order.index(match["key"]) if match["key"] in order else len(order)
        settings.append((place, [*above, f"{match['key']}: {match['value']}"]))
        above = []
    ordered = sorted(settings, key=lambda each: each[0])
    return [line for _, group in ordered for line in group] + above


# ---- blocks ---------------------------------------------------------------------------------


def _blocks(body: str) -> Iterator[str]:
    lines = body.split("\n")
    done = 0
    for token in MarkdownIt("commonmark").parse(body):
        if token.level or token.nesting < 0 or not token.map:
            continue
        start, end = token.map
        yield from _plain(lines[done:start])  # a link's address, which is no block
        if token.type == "fence":
            yield _fence(token)
        else:
            yield from _plain(lines[start:end])
        done = end
    yield from _plain(lines[done:])


def _plain(lines: list[str]) -> Iterator[str]:
    text = "\n".join(line.rstrip(" \t") for line in lines).strip("\n")
    if text:
        yield text


def _fence(token: Token) -> str:
    kind, _, options = token.info.strip().partition(" ")
    head = f"{token.markup}{kind}  {options.strip()}".rstrip(" ")
    match kind:
        case "rule" | "vehicle" | "programme":
            text = format_rule(token.content)
        case "values" | "cases":
            text = format_table(token.content)
        case _:
            text = token.content
    return f"{head}\n{text}{token.markup}"


# ---- what a page says -----------------------------------------------------------------------


def _meaning(text: str, *, where: str) -> Any:
    """Everything that is read from a page, without lines and layout."""
    raw = cut(text, where=where)
    sections = [
        (
            " ".join(section.heading.split()),
            section.settings,
            [words for _, words in section.quotations],
            [(_fence_meaning(fence, where=where), quoted) for fence, quoted in section.fences],
        )
        for section in raw.sections
    ]
    return raw.front_matter, raw.title, sections


def _fence_meaning(fence: Fence, *, where: str) -> tuple[str, str, Any]:
    meaning: Any = fence.text
    if fence.kind in {"rule", "vehicle", "programme"}:
        meaning = ast.dump(parse_fence(fence.text, where=where, first_line=fence.first_line))
    elif fence.kind in {"values", "cases"}:
        rows = read_table(fence.text, where=where, first_line=fence.first_line)
        meaning = [(list(row.given.items()), list(row.expected.items())) for row in rows]
    return fence.kind, fence.options, meaning
