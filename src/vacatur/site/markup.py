"""Markdown to HTML: headings with anchors, tables that say what heads what, no foreign HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from vacatur.site.addresses import slug

# From the address that a link names to the one that the site has; empty = the site has none.
Links = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML, its headings, and the plain words under each heading for the search."""

    html: str
    headings: tuple[Heading, ...]
    words: tuple[str, ...]


class _Renderer(RendererHTML):
    """A wide block can be scrolled with the keyboard; every head of a column says so."""

    def table_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n'

    def table_close(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return '<th scope="col">' if tokens[at + 1].content else "<td>"

    def th_close(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return "</th>\n" if tokens[at - 1].content else "</td>\n"

    def fence(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return f'<pre tabindex="0"><code>{_escaped(tokens[at].content)}</code></pre>\n'

    def code_block(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return self.fence(tokens, at, options, env)


def markdown() -> MarkdownIt:
    """The one parser of the site. Foreign HTML is shown as text, never passed through."""
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


def render(text: str, links: Links) -> Rendered:
    """Render a whole document."""
    parser = markdown()
    tokens = parser.parse(text)
    headings = _mark_headings(tokens)
    for token in tokens:
        _turn_links(token.children or [], links)
    html = str(parser.renderer.render(tokens, parser.options, {}))
    return Rendered(html, headings, _words(tokens))


def render_blocks(tokens: Sequence[Token]) -> str:
    """Render a run of blocks that another document holds; links become plain words."""
    parser = markdown()
    for token in tokens:
        _turn_links(token.children or [], lambda _: "")
    return str(parser.renderer.render(list(tokens), parser.options, {}))


def _mark_headings(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            text = _plain(inline)
            anchor = slug(text, {each.anchor for each in found})
            token.attrSet("id", anchor)
            found.append(Heading(int(token.tag[1:]), text, anchor))
    return tuple(found)


def _turn_links(inline: Sequence[Token], links: Links) -> None:
    """Point links at the site; what leads outside it becomes plain words."""
    open_links: list[bool] = []
    for token in inline:
        if token.type == "link_open":
            to = links(str(token.attrs["href"]))
            token.attrSet("href", to)
            open_links.append(bool(to))
            token.type = "link_open" if to else "text"
        elif token.type == "link_close" and not open_links.pop():
            token.type = "text"


def _words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words under each heading, in their order; what stands above the first is left out."""
    under: list[list[str]] = []
    heading = False
    for token in tokens:
        if token.type == "heading_open":
            under.append([])
            heading = True
        elif token.type == "inline" and heading:
            heading = False
        elif under and token.type in {"inline", "fence", "code_block"}:
            under[-1].append(_plain(token) if token.children else token.content)
    return tuple(" ".join(" ".join(each).split()) for each in under)


def _plain(inline: Token) -> str:
    return "".join(
        " " if each.type in {"softbreak", "hardbreak"} else each.content
        for each in inline.children or []
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
