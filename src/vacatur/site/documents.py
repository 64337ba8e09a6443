"""Pages that are no law: the manual, the texts that are quoted, and the code lists."""

from __future__ import annotations

import csv
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from vacatur.dates import parse_span
from vacatur.errors import UsageError
from vacatur.law.sentences import when
from vacatur.site import addresses
from vacatur.site.laws import Law
from vacatur.site.markup import Rendered, render

_FRONT = re.compile(r"---\n(.*?\n)---\n", flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class ManualPage:
    title: str
    address: str
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that pages quote: provision, version and source as it says them, and its words.

    `paragraphs` hold the words letter for letter, no Markdown read in them; `quoted` ones are the
    law's, the others are notes on the copy.
    """

    name: str
    address: str
    about: tuple[tuple[str, str], ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        """The provision that it holds; the file's name where it does not say."""
        return dict(self.about).get("provision", self.name)


@dataclass(frozen=True, slots=True)
class CodeFile:
    """One file of code lists. `anchor` of a row is empty where nothing leads to it."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


_TITLES: Mapping[str, str] = {
    "lists.csv": "Lists: what an offence on each is",
    "codes.csv": "Codes: on which list each stands, for which offence dates",
    "words.csv": "Words of a charge's description: what each can mean",
}


def manual_pages(folder: Path) -> list[ManualPage]:
    """Every Markdown page of a manual, in the order of their paths."""
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*.md"))
    if not paths:
        raise UsageError(f"the folder [{folder}] holds no *.md page of a manual")
    return [_manual_page(folder, path, set(paths)) for path in paths]


def manual_pictures(folder: Path) -> Mapping[str, bytes]:
    """The pictures of a manual, by their address in the site: where its pages look for them."""
    return {
        addresses.of_picture(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.png"))
    }


def _manual_page(folder: Path, path: Path, known: set[Path]) -> ManualPage:
    here = addresses.of_manual(path)

    def links(href: str) -> str:
        target, mark, anchor = href.partition("#")
        if not target:
            return href
        found = Path(posixpath.normpath((path.parent / target).as_posix()))
        to = addresses.of_manual(found) + mark + anchor
        return addresses.relative(to, here) if found in known else ""

    rendered = render((folder / path).read_text(encoding="utf-8"), links)
    title = rendered.headings[0].text if rendered.headings else path.stem
    return ManualPage(title, here, rendered)


def source_texts(law: Law) -> list[SourceText]:
    """The texts from which a law's pages quote."""
    return [_source_text(law, path) for path in law.texts()]


def _source_text(law: Law, path: Path) -> SourceText:
    text = path.read_text(encoding="utf-8")
    front = _FRONT.match(text)
    about = yaml.safe_load(front[1]) if front else {}
    body = text[front.end() :] if front else text
    return SourceText(
        name=path.name,
        address=addresses.of_text(law.jurisdiction, path.name),
        about=tuple((str(key), str(value)) for key, value in about.items()),
        paragraphs=tuple(_paragraphs(body)),
    )


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for block in re.split(r"\n\s*>?[ \t]*\n", text.strip()):
        lines = block.strip().split("\n")
        quoted = all(line.startswith(">") for line in lines)
        words = " ".join(line.removeprefix(">").strip() for line in lines)
        if words:
            yield Paragraph(words, quoted)


def _cells(header: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a line; a span of days in words."""
    return tuple(
        when(parse_span(cell)) if column == "used" else cell
        for column, cell in zip(header, row, strict=True)
    )


def code_files(law: Law) -> list[CodeFile]:
    """The code lists of a law, every line as it stands in its file."""
    return [_code_file(path) for path in law.code_files()]


def _code_file(path: Path) -> CodeFile:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    listed = path.name == "lists.csv"
    return CodeFile(
        name=path.name,
        title=_TITLES.get(path.name, path.name),
        columns=tuple(header),
        rows=tuple((f"list-{row[0]}" if listed else "", _cells(header, row)) for row in rows),
    )
