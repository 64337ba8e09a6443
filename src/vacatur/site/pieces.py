"""Sentences with links in them: names of conditions, pages and code lists lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vacatur.law import nodes as n
from vacatur.law import sentences
from vacatur.law.answers import Published
from vacatur.law.page import Page, Section
from vacatur.law.phrases import claim, phrase
from vacatur.law.walk import walk
from vacatur.site import addresses
from vacatur.site.laws import Library, Shown, address_of, name_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. `to` = the address to which it leads; empty for plain words."""

    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in words; `parts` stand beneath it, one in a line."""

    words: tuple[Piece, ...]
    parts: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class Linker:
    """Puts links into the sentences of one section."""

    library: Library
    page: Page
    section: Section

    def sentence(
        self, text: str, about: Iterable[n.Node], answer: Published | None = None
    ) -> tuple[Piece, ...]:
        """A sentence, with a link at every name that a node in `about` speaks of.

        `answer` is the answer that the sentence gives; null where it gives none.
        """
        answers = {str(answer): addresses.of_answer(answer)} if answer else {}
        return linked(text, {**self._targets(about), **answers})

    def claim(self, truth: n.Truth) -> ClaimView:
        """A claim; where it has parts, each for itself."""
        head, parts = sentences.parts(truth)
        if not parts:
            return ClaimView(self.sentence(claim(truth), [truth]), ())
        return ClaimView(self.sentence(head, [truth]), tuple(self.claim(part) for part in parts))

    def condition(self, name: str) -> str:
        """Where a condition of this page is defined; empty where it is none."""
        return self.library.address_of_condition(self.page, name, self.section.in_force)

    def _targets(self, about: Iterable[n.Node]) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in (inner for each in about for inner in walk(each)):
            match node:
                case n.Ref():
                    found[phrase(node)] = self._target_of(node)
                case n.IsOffense():
                    found[f"[{node.code_list}]"] = self.library.address_of_list(node.code_list)
        return {words: to for words, to in found.items() if to}

    def _target_of(self, ref: n.Ref) -> str:
        page = self.library.pages.get(ref.page) if ref.page else self.page
        if page is None:
            return ""
        return self.library.address_of_condition(page, ref.name, self.section.in_force)


def linked(text: str, targets: Mapping[str, str]) -> tuple[Piece, ...]:
    """Cut a text at the words that lead somewhere; of two that begin alike the longer counts."""
    if not targets:
        return (Piece(text),)
    longest_first = sorted(targets, key=len, reverse=True)
    runs = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return tuple(Piece(run, targets.get(run, "")) for run in runs if run)


def link_to(page: Shown) -> Piece:
    """The title of a page, a vehicle or a programme, with its address."""
    return Piece(page.title or name_of(page), address_of(page))
