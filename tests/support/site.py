"""Reading a built site as a browser or a screen reader would: the standard library parses it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "line", "rect", "wbr"})
SECTIONS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Document(HTMLParser):
    """One page: its elements, its words, and what is wrong with how it is nested."""

    address: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> says an attribute twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "p" and "p" in self.open_tags:
            self.faults.append(f"<p> inside <p>, line {self.getpos()[0]}")
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self.open_tags or self.open_tags.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        """Every word of it, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def tagged(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def links(self) -> Iterator[tuple[str, str]]:
        """Where its links lead, from the root of the site: address and anchor."""
        for attributes in self.tagged("a"):
            path, _, anchor = attributes["href"].partition("#")
            folder = posixpath.dirname(self.address)
            yield posixpath.normpath(posixpath.join(folder, path)) if path else self.address, anchor


def read(address: str, content: bytes) -> Document:
    document = Document(address)
    document.feed(content.decode("utf-8"))
    document.close()
    return document


def documents(contents: Mapping[str, bytes]) -> dict[str, Document]:
    return {name: read(name, each) for name, each in contents.items() if name.endswith(".html")}
