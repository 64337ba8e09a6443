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
    front, body, offset = _front_matter(text, where=where)
    lines = body.splitlines()
    sections: list[RawSection] = []
    title = ""
    for token, inline in _blocks(body):
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
    try:
        loaded = yaml.load(parts[1], Loader=yaml.BaseLoader)  # noqa: S506  every value stays text
    except yaml.YAMLError as error:
        raise LawError(f"the front matter cannot be read: {error}", where=where) from None
    if not isinstance(loaded, dict):
        raise LawError("the front matter is not a list of settings", where=f"{where}, line 1")
    front = {str(key): str(value) for key, value in loaded.items()}
    return front, text[parts.end() :], text[: parts.end()].count("\n")


def _blocks(body: str) -> list[tuple[Token, str]]:
    """Top-level blocks, each with the inline text that follows its opening token."""
    tokens = MarkdownIt("commonmark").parse(body)
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
        section.settings[match["key"]] = match["value"].strip()


def _quoted(token: Token, lines: list[str]) -> str:
    start, end = token.map or [0, 0]
    words = [re.sub(r"^\s*>\s?", "", line) for line in lines[start:end]]
    return " ".join(" ".join(words).split())


def _fence(token: Token, line: int) -> Fence:
    kind, _, options = token.info.strip().partition(" ")
    return Fence(kind, options.strip(), token.content, line + 1)
