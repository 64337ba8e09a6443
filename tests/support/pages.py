"""Small pages written in a test, and rulebooks made of them."""

from __future__ import annotations

from pathlib import Path

from vacatur.law.page import Page
from vacatur.law.reader import parse_page
from vacatur.law.rulebook import Rulebook, load_rulebook

FRONT = {
    "id": "us-zz/made",
    "kind": "law",
    "implements": "ZZ-MADE",
    "verified_through": "2030-12-31",
    "confidence": "high",
    "reviewed_by": "nobody",
}
SETTINGS = {"text": "paraphrase", "source": "invented"}

# The answers that every page needs; a test adds the conditions that it is about.
ANSWERS = """\
charge_is_ours = charge.disposition == convicted
scope(charge_is_ours)
otherwise(NOT_ELIGIBLE)
"""
GRANT = "grants(ELIGIBLE_PETITION, when=charge_is_ours)\n"


def section(
    rule: str, *, heading: str = "Article 1 | Made up", values: str = "", **settings: str
) -> str:
    """One section with its settings, an invented provision and a rule fence."""
    lines = [f"- {key}: {value}" for key, value in {**SETTINGS, **settings}.items()]
    fences = f"```values\n{values}```\n\n" if values else ""
    fences += f"```rule\n{rule}```\n" if rule else ""
    return "\n".join([f"## {heading}", "", *lines, "", "> Nobody enacted this.", "", fences])


def page_text(*sections: str, **front: str) -> str:
    """A whole page."""
    settings = "\n".join(f"{key}: {value}" for key, value in {**FRONT, **front}.items())
    return f"---\n{settings}\n---\n\n# Made up\n\n" + "\n".join(sections)


def page_with(rule: str, *, values: str = "", **front: str) -> Page:
    """A page of one section that holds the usual answers and `rule`."""
    text = page_text(section(ANSWERS + GRANT + rule, values=values), **front)
    return parse_page(text, where="made.law.md")


def rulebook_in(folder: Path, **pages: str) -> Rulebook:
    """The rulebook of a folder into which some pages were written: name = whole text."""
    for name, text in pages.items():
        (folder / f"{name}.law.md").write_text(text, encoding="utf-8")
    return load_rulebook(str(folder))


def line_of(text: str, words: str) -> int:
    """The line on which some words first stand."""
    return next(i for i, line in enumerate(text.splitlines(), start=1) if words in line)
