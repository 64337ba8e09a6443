"""A verbatim provision is checked, word for word, against the text it was taken from."""

from __future__ import annotations

import re
from pathlib import Path

from vacatur.errors import LawError, nearest
from vacatur.law.page import Page, Provision
from vacatur.law.programme import Programme
from vacatur.law.vehicle import Vehicle


def check_quotations(page: Page | Vehicle | Programme, texts: Path) -> None:
    """Check every verbatim provision of a page, a vehicle or a programme.

    Parameters
    ----------
    page
        The page.
    texts
        Folder of the texts that `source` names, `*.md`, each with where it was read.

    Raises
    ------
    LawError
        The text is not there, or the words are not in it.
    """
    for section in page.sections:
        provision = section.provision
        if provision is not None and provision.verbatim:
            _check(provision, page, texts)


def _check(provision: Provision, page: Page | Vehicle | Programme, texts: Path) -> None:
    at = f"{page.path}, line {provision.line}"
    path = texts / provision.source
    if path.name != provision.source or not path.is_file():
        raise LawError(
            f"the text [{provision.source}] is not in {texts.name}/",
            where=at,
            why="Words are called verbatim only when anybody can hold them against their source.",
            repair=nearest(provision.source, (each.name for each in texts.glob("*.md"))),
        )
    source = _plain(path.read_text(encoding="utf-8"))
    position = 0
    for piece in provision.words.split("[...]"):
        found = source.find(_plain(piece), position)
        if found < 0:
            raise LawError(
                f"these words are not in [{provision.source}]: [{piece.strip()[:80]}]",
                where=at,
                repair="Copy the words again, mark a cut as [...], or mark it as a paraphrase.",
            )
        position = found + len(_plain(piece))


def _plain(text: str) -> str:
    """Without quotation marks of Markdown, line ends and the two kinds of dash and quote."""
    unquoted = re.sub(r"^\s*>\s?", "", text, flags=re.MULTILINE)
    for fancy, plain in (("–", "-"), ("’", "'"), ("“", '"'), ("”", '"')):
        unquoted = unquoted.replace(fancy, plain)
    return " ".join(unquoted.split())
