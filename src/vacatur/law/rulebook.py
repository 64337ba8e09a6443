"""A rulebook: the pages of one folder, linked with each other and with their code lists."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from vacatur.errors import LawError, UsageError, nearest
from vacatur.law.checks import check_pages, pages_reached
from vacatur.law.codes import CodeTable, load_codes
from vacatur.law.nodes import IsOffense, Ref
from vacatur.law.page import Page
from vacatur.law.policy_checks import check_policies
from vacatur.law.programme import Programme
from vacatur.law.programme_checks import check_programmes
from vacatur.law.programme_reader import read_programme
from vacatur.law.quotations import check_quotations
from vacatur.law.reader import read_page
from vacatur.law.vehicle import Vehicle
from vacatur.law.vehicle_reader import read_vehicle
from vacatur.law.walk import walk

LAW_ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Rulebook:
    """Checked pages. `pages` are decided, `definitions` of the same folder are only named.

    `library` also holds the pages of other folders that they refer to, and `vehicles` the papers
    that pages name, by id. `programmes` are the folder's own, by id.
    `codes` maps a jurisdiction (`us-md`) to its code lists.
    """

    name: str
    pages: tuple[Page, ...]
    definitions: tuple[Page, ...]
    library: Mapping[str, Page]
    vehicles: Mapping[str, Vehicle]
    programmes: Mapping[str, Programme]
    codes: Mapping[str, CodeTable]

    @cached_property
    def sha256(self) -> str:
        """Hash of what decides: the pages, the pages they name, and the code lists they ask."""
        reached = pages_reached(self.pages, self.library)
        asked = {
            node.code_list.rpartition("/")[0]
            for page in reached
            for condition in page.conditions()
            for node in walk(condition.truth)
            if isinstance(node, IsOffense)
        }
        listed = sorted(f"{page.page_id} {page.sha256}" for page in reached)
        listed += sorted(f"{name} {self.codes[name].sha256}" for name in asked)
        return hashlib.sha256("\n".join(listed).encode()).hexdigest()

    @cached_property
    def sha256_of(self) -> Mapping[str, str]:
        """By id of a page that is decided: the hash of everything that decides under it."""
        return {page.page_id: self.only([page.page_id]).sha256 for page in self.pages}

    @cached_property
    def reached(self) -> Mapping[str, tuple[Page, ...]]:
        """By page id: the page and every page that its conditions name, near or far."""
        return {
            page.page_id: tuple(pages_reached([page], self.library))
            for page in self.library.values()
        }

    @cached_property
    def by_identifier(self) -> Mapping[str, Page]:
        """Pages by the dotted name that rules use."""
        return {page.identifier: page for page in self.library.values()}

    def page(self, page_id: str) -> Page:
        """The page with this id, or an error that names the nearest."""
        known = {page.page_id: page for page in (*self.pages, *self.definitions)}
        if page_id in known:
            return known[page_id]
        raise UsageError(
            f"there is no page [{page_id}] in [{self.name}]",
            repair=nearest(page_id, [*known, *self.vehicles, *self.programmes]),
        )

    def only(self, wanted: Iterable[str]) -> Rulebook:
        """The same rulebook with only the pages named, by page id or by what they implement."""
        names = {n for page in self.pages for n in (page.page_id, page.implements)}
        chosen = set(wanted)
        for each in sorted(chosen - names):
            raise UsageError(
                f"no page of [{self.name}] is or implements [{each}]",
                repair=nearest(each, names),
            )
        pages = tuple(p for p in self.pages if {p.page_id, p.implements} & chosen)
        return replace(self, pages=pages)


def load_rulebook(name: str) -> Rulebook:
    """Load the pages of a jurisdiction that comes with vacatur, or of a folder.

    Parameters
    ----------
    name
        `us-md`, or a path to a folder of `*.law.md` pages (an office's own).

    Raises
    ------
    UsageError
        Neither a known jurisdiction nor a folder with pages.
    LawError
        A page that cannot be read or contradicts itself: every fault with file and line.
    """
    folder = folder_of(name)
    own = read_folder(folder)
    if not own:
        raise UsageError(f"the folder [{name}] holds no *.law.md page")
    folders = _folders_asked(own, folder)
    pages = [page for each in folders for page in read_folder(each)]
    library = {page.page_id: page for page in [*pages, *own]}
    codes = {jurisdiction_of(each): _codes(each) for each in [*folders, folder]}
    tables = {name: table for name, table in codes.items() if table is not None}
    _refuse_shadows(own, folder)
    check_pages(library, tables, only=own)
    check_policies(library, only=own)
    for page in own:
        check_quotations(page, folder / "texts")
    programmes = {each.programme_id: each for each in read_programmes(folder)}
    vehicles = _vehicles(own, programmes.values(), folder)
    check_programmes(programmes, library, vehicles)
    decided = tuple(page for page in own if page.decides)
    definitions = tuple(page for page in own if not page.decides)
    return Rulebook(name, decided, definitions, library, vehicles, programmes, tables)


def _vehicles(own: list[Page], programmes: Iterable[Programme], folder: Path) -> dict[str, Vehicle]:
    """The folder's vehicles, and those of other folders that its pages name."""
    packaged = {jurisdiction_of(each): each for each in packaged_folders()}
    named = {page.vehicle.partition("/")[0] for page in own if page.vehicle}
    named |= {
        said.vehicle.partition("/")[0]
        for programme in programmes
        for said in programme.statements
        if said.vehicle
    }
    vehicles = _read_checked(folder)
    for name in sorted(named & packaged.keys()):
        if packaged[name] != folder:  # a working copy of a jurisdiction keeps its own
            vehicles = {**_read_checked(packaged[name]), **vehicles}
    for page in own:
        if page.vehicle and page.vehicle not in vehicles:
            raise LawError(
                f"there is no vehicle [{page.vehicle}]",
                where=f"{page.path}, front matter",
                repair=nearest(page.vehicle, vehicles),
            )
    return vehicles


def contents_sha256(name: str) -> str:
    """Hash of every file that `load_rulebook` may read for this name."""
    folders = (*packaged_folders(), folder_of(name))
    read = (_read_sha256(*sorted(_files(folder))) for folder in folders)
    return hashlib.sha256("\n".join(read).encode()).hexdigest()


_File = tuple[str, int, int, int]  # path, and what differs once it was written again


def _files(folder: str | Path) -> Iterator[_File]:
    """Every file in a folder and the folders in it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.is_file():
                told = entry.stat()
                yield entry.path, told.st_ino, told.st_mtime_ns, told.st_size


@lru_cache(maxsize=64)
def _read_sha256(*files: _File) -> str:
    """Hash of what some files hold. It is asked for with each answer, and they seldom change."""
    contents = hashlib.sha256()
    for path, *_ in files:
        read = Path(path).read_bytes()
        contents.update(f"{path} {len(read)}\n".encode() + read)
    return contents.hexdigest()


@cache  # which there are changes with another vacatur alone; what is in them is read anew
def packaged_folders() -> tuple[Path, ...]:
    """The folders of pages that come with vacatur."""
    return tuple(sorted(path.parent for path in LAW_ROOT.glob("*/jurisdiction.yaml")))


def faults_of(name: str) -> tuple[int, list[LawError]]:
    """Every fault of a folder's pages that can be told apart, and how many pages there are.

    A page that cannot be read hides what it says from the pages that name it, so faults between
    pages are looked for only when all of them can be read.
    """
    folder = folder_of(name)
    paths = sorted(folder.glob("*.law.md"))
    faults: list[LawError] = []
    for path in paths:
        try:
            check_quotations(read_page(path, name=f"{folder.name}/{path.name}"), folder / "texts")
        except LawError as fault:
            faults.append(fault)
    if not faults:
        try:
            load_rulebook(name)
        except LawError as fault:
            faults.append(fault)
    return len(paths), faults


def _refuse_shadows(own: list[Page], folder: Path) -> None:
    """No page of another folder carries the id of a page that comes with vacatur.

    A folder with the jurisdiction's own name and `jurisdiction.yaml` is a working copy of it: there
    the whole law stands, and not one page in front of it.
    """
    for packaged in packaged_folders():
        jurisdiction = jurisdiction_of(packaged)
        mine = [page for page in own if page.page_id.partition("/")[0] == jurisdiction]
        is_copy = folder.name == packaged.name and (folder / "jurisdiction.yaml").is_file()
        if is_copy or not mine:
            continue
        taken = {page.page_id: page for page in read_folder(packaged)}
        for page in mine:
            if page.page_id in taken:
                raise LawError(
                    f"[{page.page_id}] is the id of a page that comes with vacatur",
                    where=f"{page.path}, front matter",
                    why=f"It would stand in front of {taken[page.page_id].path}, and every answer "
                    "would look like that page's.",
                    repair=f"Give it an id of your own, such as [{jurisdiction_of(folder)}/"
                    f"{page.page_id.partition('/')[2]}].",
                )


def _folders_asked(own: list[Page], folder: Path) -> list[Path]:
    """The packaged folders whose pages or code lists some page names, near or far."""
    packaged = {jurisdiction_of(each): each for each in packaged_folders()}
    asked: dict[str, Path] = {}
    waiting = list(own)
    while waiting:
        for name in _jurisdictions_named(waiting.pop()):
            if name in packaged and name not in asked and packaged[name] != folder:
                asked[name] = packaged[name]
                waiting += read_folder(packaged[name])
    return list(asked.values())


def _jurisdictions_named(page: Page) -> set[str]:
    nodes = [node for condition in page.conditions() for node in walk(condition.truth)]
    pages = {n.page.partition(".")[0].replace("_", "-") for n in nodes if isinstance(n, Ref)}
    lists = {n.code_list.rpartition("/")[0] for n in nodes if isinstance(n, IsOffense)}
    return pages | lists


def packaged_codes() -> dict[str, CodeTable]:
    """The code lists that come with vacatur, by jurisdiction."""
    tables = {jurisdiction_of(folder): _codes(folder) for folder in packaged_folders()}
    return {name: table for name, table in tables.items() if table is not None}


def jurisdiction_of(folder: Path) -> str:
    """A folder's jurisdiction id: `us_md` is `us-md`."""
    return folder.name.replace("_", "-")


def read_folder(folder: Path) -> list[Page]:
    """Read every page of a folder, in order of file name."""
    pages = [
        read_page(path, name=f"{folder.name}/{path.name}")
        for path in sorted(folder.glob("*.law.md"))
    ]
    seen: dict[str, Page] = {}
    for page in pages:
        if page.page_id in seen:
            raise LawError(
                f"page id [{page.page_id}] stands twice",
                where=f"{seen[page.page_id].path} and {page.path}",
            )
        seen[page.page_id] = page
    return pages


def _read_checked(folder: Path) -> dict[str, Vehicle]:
    vehicles: dict[str, Vehicle] = {}
    for vehicle in read_vehicles(folder):
        check_quotations(vehicle, folder / "texts")
        if vehicle.vehicle_id in vehicles:
            raise LawError(
                f"vehicle id [{vehicle.vehicle_id}] stands twice",
                where=f"{vehicles[vehicle.vehicle_id].path} and {vehicle.path}",
            )
        vehicles[vehicle.vehicle_id] = vehicle
    return vehicles


def read_vehicles(folder: Path) -> list[Vehicle]:
    """Read every vehicle of a folder, in order of file name."""
    paths = sorted(folder.glob("*.vehicle.md"))
    return [read_vehicle(path, name=f"{folder.name}/{path.name}") for path in paths]


def read_programmes(folder: Path) -> list[Programme]:
    """Read every programme of a folder, in order of file name.

    Raises
    ------
    LawError
        One cannot be read, quotes words that are not in its text, or has the id of another.
    """
    seen: dict[str, Programme] = {}
    for path in sorted(folder.glob("*.programme.md")):
        programme = read_programme(path, name=f"{folder.name}/{path.name}")
        check_quotations(programme, folder / "texts")
        if earlier := seen.get(programme.programme_id):
            raise LawError(
                f"programme id [{programme.programme_id}] stands twice",
                where=f"{earlier.path} and {programme.path}",
            )
        seen[programme.programme_id] = programme
    return list(seen.values())


def folder_of(name: str) -> Path:
    """The folder of a jurisdiction that comes with vacatur, or the folder that is named."""
    known = {jurisdiction_of(each): each for each in packaged_folders()}
    if name in known:
        return known[name]
    path = Path(name)
    if path.is_dir():
        return path
    raise UsageError(
        f"there is no law [{name}]",
        why="It is neither a jurisdiction that comes with vacatur nor a folder of pages.",
        repair=nearest(name, known),
    )


def _codes(folder: Path) -> CodeTable | None:
    codes = folder / "codes"
    return load_codes(codes, jurisdiction_of(folder)) if codes.is_dir() else None
