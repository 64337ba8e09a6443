"""What the site is made from: the pages of each jurisdiction, with their folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from vacatur.dates import Span
from vacatur.law.nodes import IsOffense, Ref
from vacatur.law.page import Condition, Page, Section
from vacatur.law.programme import Programme, ProgrammeSection
from vacatur.law.rulebook import (
    Rulebook,
    folder_of,
    jurisdiction_of,
    load_rulebook,
    read_folder,
    read_vehicles,
)
from vacatur.law.vehicle import Vehicle, VehicleSection
from vacatur.law.walk import walk
from vacatur.site import addresses

# What has a page of its own on the site.
Shown = Page | Vehicle | Programme


@dataclass(frozen=True)
class Law:
    """One folder of pages, checked."""

    jurisdiction: str
    title: str
    folder: Path
    pages: tuple[Page, ...]
    vehicles: tuple[Vehicle, ...]
    programmes: tuple[Programme, ...]
    rulebook: Rulebook

    @property
    def everything(self) -> tuple[Shown, ...]:
        """Its pages, then its vehicles, then its programmes."""
        return (*self.pages, *self.vehicles, *self.programmes)

    def file_of(self, page: Shown) -> Path:
        """The file that holds a page, a vehicle or a programme."""
        return self.folder / Path(page.path).name

    def texts(self) -> list[Path]:
        """The texts from which its pages quote."""
        return sorted((self.folder / "texts").glob("*.md"))

    def code_files(self) -> list[Path]:
        """Its code lists: what an offence on a list is, then its codes and words, then others."""
        first = ("lists.csv", "codes.csv", "words.csv")
        found = sorted((self.folder / "codes").glob("*.csv"))
        known = [path for name in first for path in found if path.name == name]
        return [*known, *(path for path in found if path not in known)]


def load_law(name: str) -> Law:
    """A jurisdiction that comes with vacatur, or a folder of pages; its faults are errors."""
    folder = folder_of(name)
    rulebook = load_rulebook(name)
    jurisdiction = jurisdiction_of(folder)
    return Law(
        jurisdiction=jurisdiction,
        title=str(_about(folder).get("title", jurisdiction)),
        folder=folder,
        pages=tuple(read_folder(folder)),
        vehicles=tuple(read_vehicles(folder)),
        programmes=tuple(rulebook.programmes.values()),
        rulebook=rulebook,
    )


def is_invented(name: str) -> bool:
    """Whether a jurisdiction says of itself that there is no such state."""
    return _about(folder_of(name)).get("invented", False) is True


def _about(folder: Path) -> dict[str, object]:
    """What a folder says of itself; nothing where it has no `jurisdiction.yaml`."""
    path = folder / "jurisdiction.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else {}


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
    def vehicles(self) -> Mapping[str, Vehicle]:
        """Every vehicle, by id."""
        return {each.vehicle_id: each for law in self.laws for each in law.vehicles}

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """Every programme."""
        return tuple(each for law in self.laws for each in law.programmes)

    @cached_property
    def anchors(self) -> Mapping[str, Mapping[int, str]]:
        """By address: the anchor of every section and condition of what stands there, by line."""
        return {
            address_of(each): _anchors(each.sections)
            for law in self.laws
            for each in law.everything
        }

    def address_of_line(self, page: Shown, line: int) -> str:
        """Where a section or a condition stands, by its line."""
        return f"{address_of(page)}#{self.anchors[address_of(page)][line]}"

    def address_of_condition(self, page: Page, name: str, during: Span) -> str:
        """Where a condition is defined, in the version that shares a day with `during`."""
        found = definition(page, name, during)
        return self.address_of_line(page, found.line) if found else ""

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


def address_of(page: Shown) -> str:
    """Where a page, a vehicle or a programme stands."""
    match page:
        case Page():
            return addresses.of_page(page.page_id)
        case Vehicle():
            return addresses.of_vehicle(page.vehicle_id)
        case Programme():
            return addresses.of_programme(page.programme_id)


def name_of(page: Shown) -> str:
    """The id of a page, a vehicle or a programme."""
    match page:
        case Page():
            return page.page_id
        case Vehicle():
            return page.vehicle_id
        case Programme():
            return page.programme_id


def _anchors(sections: Sequence[Section | VehicleSection | ProgrammeSection]) -> dict[int, str]:
    taken: dict[int, str] = {}
    for section in sections:
        words = f"{section.citation} {section.title}"
        taken[section.line] = addresses.slug(words, taken.values())
        for each in section.statements:
            if isinstance(each, Condition):
                taken[each.line] = addresses.slug(f"condition {each.name}", taken.values())
    return taken
