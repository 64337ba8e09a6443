"""What the site is made from: the pages of each jurisdiction, with their folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from vacatur.dates import Span
from vacatur.law.nodes import IsOffense, Ref
from vacatur.law.page import Condition, Page
from vacatur.law.rulebook import Rulebook, folder_of, jurisdiction_of, load_rulebook, read_folder
from vacatur.law.walk import walk
from vacatur.site import addresses


@dataclass(frozen=True)
class Law:
    """One folder of pages, checked."""

    jurisdiction: str
    title: str
    folder: Path
    pages: tuple[Page, ...]
    rulebook: Rulebook

    def file_of(self, page: Page) -> Path:
        """The file that holds a page."""
        return self.folder / Path(page.path).name

    def texts(self) -> list[Path]:
        """The texts from which its pages quote."""
        return sorted((self.folder / "texts").glob("*.md"))

    def code_files(self) -> list[Path]:
        """Its code lists, in the order in which they are read: lists, codes, words."""
        order = ("lists.csv", "codes.csv", "words.csv")
        paths = (self.folder / "codes" / name for name in order)
        return [path for path in paths if path.is_file()]


def load_law(name: str) -> Law:
    """A jurisdiction that comes with vacatur, or a folder of pages; its faults are errors."""
    folder = folder_of(name)
    rulebook = load_rulebook(name)
    jurisdiction = jurisdiction_of(folder)
    return Law(
        jurisdiction, _title(folder, jurisdiction), folder, tuple(read_folder(folder)), rulebook
    )


def _title(folder: Path, name: str) -> str:
    path = folder / "jurisdiction.yaml"
    if not path.is_file():
        return name
    return str(yaml.safe_load(path.read_text(encoding="utf-8"))["title"])


@dataclass(frozen=True)
class Library:
    """Every law of the site, and where its pages' parts stand."""

    laws: tuple[Law, ...]

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page, by the dotted name that rules use."""
        return {page.identifier: page for law in self.laws for page in law.pages}

    @cached_property
    def lists(self) -> frozenset[str]:
        """Every code list, as `us-md/cannabis-possession`."""
        return frozenset(
            name
            for law in self.laws
            if law.jurisdiction in law.rulebook.codes
            for name in law.rulebook.codes[law.jurisdiction].list_names
        )

    @cached_property
    def anchors(self) -> Mapping[str, Mapping[int, str]]:
        """By page id: the anchor of every section and condition, by its line."""
        return {page.page_id: _anchors(page) for page in self.pages.values()}

    def address_of_section(self, page: Page, line: int) -> str:
        """Where a section or a condition of a page stands."""
        return f"{addresses.of_page(page.page_id)}#{self.anchors[page.page_id][line]}"

    def address_of_condition(self, page: Page, name: str, during: Span) -> str:
        """Where a condition is defined, in the version that shares a day with `during`."""
        found = definition(page, name, during)
        return self.address_of_section(page, found.line) if found else ""

    def address_of_list(self, name: str) -> str:
        """Where a code list stands; empty where the site does not hold it."""
        jurisdiction, _, short = name.rpartition("/")
        return f"{addresses.of_lists(jurisdiction)}#list-{short}" if name in self.lists else ""


def definition(page: Page, name: str, during: Span) -> Condition | None:
    """The condition of this name; of several versions, one that shares a day with `during`."""
    found = [
        (each, section.in_force)
        for section in page.sections
        for each in section.statements
        if isinstance(each, Condition) and each.name == name
    ]
    alike = [each for each, in_force in found if in_force.meets(during)]
    return next(iter([*alike, *(each for each, _ in found)]), None)


def names_pages(page: Page) -> set[str]:
    """The dotted names of the pages whose conditions a page names."""
    nodes = (node for condition in page.conditions() for node in walk(condition.truth))
    return {node.page for node in nodes if isinstance(node, Ref) and node.page} - {page.identifier}


def names_lists(page: Page) -> set[str]:
    """The code lists that a page asks."""
    nodes = (node for condition in page.conditions() for node in walk(condition.truth))
    return {node.code_list for node in nodes if isinstance(node, IsOffense)}


def _anchors(page: Page) -> dict[int, str]:
    taken: dict[int, str] = {}
    for section in page.sections:
        words = f"{section.citation} {section.title}"
        taken[section.line] = addresses.slug(words, taken.values())
        for each in section.statements:
            if isinstance(each, Condition):
                taken[each.line] = addresses.slug(f"condition {each.name}", taken.values())
    return taken
