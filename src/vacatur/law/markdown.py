"""Cutting a page's Markdown into headings, settings, quotations, fences and their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from vacatur.errors import LawError

MAX_PAGE_CHARACTERS = 200_000

_SETTING = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>.+)")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its kind (`rule`, `values`, `cases`), options, text and first line."""

    kind: str
    options: str
    text: str
    first_line: int


@dataclass(slots=True)
class RawSection:
    """A level-2 heading with what stands beneath it, in the order of the page."""

    heading: str
    line: int
    settings: dict[str, str] = field(default_factory=dict)
    quotations: list[tuple[int, str]] = field(default_factory=list)
    fences: list[tuple[Fence, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawPage:
    front_matter: dict[str, str]
    title: str
    sections: tuple[RawSection, ...]


def cut(text: str, *, where: str) -> RawPage:
    """Cut a page. A fence remembers whether a quotation stood above it in its section."""
    if len(text) > MAX_PAGE_CHARACTERS:
        raise LawError(
            f"this page is {len(text):,} characters long; {MAX_PAGE_CHARACTERS:,} is the most",
            where=where,
        )
    # One kind of line end, as CommonMark counts lines; a form feed or U+2028 ends none.
    front, body, offset = _front_matter(re.sub(r"\r\n?", "\n", text), where=where)
    lines = body.split("\n")
    sections: list[RawSection] = []
    title = ""
    for token, inline in _blocks(body, where=where, offset=offset):
        line = (token.map or [0, 0])[0] + 1 + offset
        match token.type, token.tag:
            case "heading_open", "h1":
                title = inline
            case "heading_open", "h2":
                sections.append(RawSection(inline, line))
            case "bullet_list_open", _ if sections:
                _settings(sections[-1], token, lines, where=where, offset=offset)
            case "blockquote_open", _ if sections:
                sections[-1].quotations.append((line, _quoted(token, lines)))
            case "fence", _ if sections:
                quoted = bool(sections[-1].quotations)
                sections[-1].fences.append((_fence(token, line), quoted))
            case "fence", _:
                raise LawError(
                    "a fence stands above the first section",
                    where=f"{where}, line {line}",
                    repair="Put it under a heading [## citation | title] and its provision.",
                )
    return RawPage(front, title, tuple(sections))


def _front_matter(text: str, *, where: str) -> tuple[dict[str, str], str, int]:
    parts = re.match(r"---\n(.*?\n)---\n", text, flags=re.DOTALL)
    if not parts:
        raise LawError(
            "the page has no front matter",
            where=f"{where}, line 1",
            repair="Begin it with --- , settings such as [id: us-md/...], and --- .",
        )
    front = _settings_in_front(parts[1], where=f"{where}, front matter")
    return front, text[parts.end() :], text[: parts.end()].count("\n")


def _settings_in_front(text: str, *, where: str) -> dict[str, str]:
    """The settings: plain texts, each once. Nodes are read and no Python object is made of them."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise LawError(f"the front matter cannot be read: {error}", where=where) from None
    if not isinstance(tree, yaml.MappingNode):
        raise LawError("the front matter is not a list of settings", where=where)
    front: dict[str, str] = {}
    for key, value in tree.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise LawError(f"[{key.value}] is not a plain text", where=where)
        if key.value in front:
            raise LawError(f"[{key.value}] stands twice", where=where)
        front[key.value] = value.value
    return front


def _blocks(body: str, *, where: str, offset: int) -> list[tuple[Token, str]]:
    """Top-level blocks, each with the inline text that follows its opening token."""
    tokens = MarkdownIt("commonmark").parse(body)
    for token in tokens:
        if token.type == "fence" and token.level > 0:
            raise LawError(
                "a fence stands inside a list or a quotation",
                where=f"{where}, line {(token.map or [0, 0])[0] + 1 + offset}",
                why="A reader of the page would take it for a rule; it would not be one.",
                repair="Begin it at the left margin, after an empty line.",
            )
    following = [*tokens[1:], None]
    return [
        (token, after.content if after is not None and after.type == "inline" else "")
        for token, after in zip(tokens, following, strict=True)
        if token.level == 0
    ]


def _settings(
    section: RawSection, token: Token, lines: list[str], *, where: str, offset: int
) -> None:
    if section.quotations or section.fences:
        return  # a list further down is prose
    start, end = token.map or [0, 0]
    for number, line in enumerate(lines[start:end], start=start + 1 + offset):
        if not line.strip():
            continue
        match = _SETTING.fullmatch(line.lstrip("-* ").strip())
        if not match:
            raise LawError(
                f"[{line.strip()}] is not a setting",
                where=f"{where}, line {number}",
                repair="Write [- key: value], for example [- in_force: 2019-10-01..].",
            )
        if match["key"] in section.settings:
            raise LawError(f"[{match['key']}] stands twice", where=f"{where}, line {number}")
        section.settings[match["key"]] = match["value"].strip()


def _quoted(token: Token, lines: list[str]) -> str:
    start, end = token.map or [0, 0]
    words = [re.sub(r"^\s*>\s?", "", line) for line in lines[start:end]]
    return " ".join(" ".join(words).split())


def _fence(token: Token, line: int) -> Fence:
    kind, _, options = token.info.strip().partition(" ")
    return Fence(kind, options.strip(), token.content, line + 1)
