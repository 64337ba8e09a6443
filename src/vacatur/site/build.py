"""Writing the site: one file for each page, the same bytes from the same law."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from vacatur.errors import UsageError
from vacatur.site import addresses, search_index
from vacatur.site.documents import (
    CodeFile,
    SourceText,
    code_files,
    manual_pages,
    manual_pictures,
    source_texts,
)
from vacatur.site.history import FileHistory
from vacatur.site.indexes import by_answer, by_day
from vacatur.site.law_page import PageView, SectionView, page_view
from vacatur.site.laws import Law, Library
from vacatur.site.pieces import Piece, link_to
from vacatur.site.programme_page import ProgrammeView, programme_view
from vacatur.site.rendering import Templates
from vacatur.site.vehicle_page import StatementsView, VehicleView, vehicle_view

MANIFEST = "manifest.json"
_STATIC = ("style.css", "search.js", "vendor/minisearch.js", "vendor/minisearch-licence.txt")


@dataclass(frozen=True)
class Site:
    """Every file of a site, by its address."""

    contents: Mapping[str, bytes]

    def write(self, out: Path) -> None:
        """Write the files and a list of them, and remove what an earlier site left.

        Raises
        ------
        UsageError
            The folder holds something that no site wrote; nothing in it is touched.
        """
        for name in _earlier(out) - set(self.contents):
            (out / name).unlink(missing_ok=True)
        for name, content in self.contents.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _earlier(out: Path) -> set[str]:
    """The files of the site that stands there already."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return set()
    manifest = out / MANIFEST
    if not manifest.is_file():
        raise UsageError(
            f"[{out}] is there already, and it is no site of vacatur",
            why="Writing a site replaces the files that the last one left.",
            repair="Name a new or an empty folder.",
        )
    return set(json.loads(manifest.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the site before it is laid out: its template, and what stands in it."""

    template: str
    values: Mapping[str, object]


@dataclass
class _Builder:
    """Collects the pages, and what the search can find in them."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    entries: list[search_index.Entry] = field(default_factory=list)

    def page(self, template: str, address: str, **values: object) -> None:
        """Put one page down."""
        self.sheets[address] = Sheet(template, values)


def sheets_of(laws: Sequence[Law]) -> Mapping[str, Sheet]:
    """Every page of the laws by its address, not laid out, for whoever shows one at a time.

    Of no page are the changes known; `search.html` finds nothing, since its script is not made.
    """
    builder = _Builder()
    _laws(builder, laws, {})
    return builder.sheets


def build_site(
    laws: Sequence[Law], *, manual: Path | None, histories: Mapping[Path, FileHistory]
) -> Site:
    """Render every page of the laws.

    Parameters
    ----------
    laws
        Checked folders of pages.
    manual
        A folder of Markdown pages to render beside them; null = none.
    histories
        By page file: its changes. A page that is not in it says that they are not known.
    """
    manuals = manual_pages(manual) if manual else []
    builder = _Builder()
    _laws(builder, laws, histories)
    for page in manuals:
        builder.page("manual_page.html", page.address, page=page)
        builder.entries += search_index.of_manual(page)
    if manuals:
        builder.page("manual.html", addresses.MANUAL, pages=manuals)
    templates = Templates(has_manual=bool(manuals))
    contents = {
        address: templates.render(sheet.template, address, sheet.values).encode()
        for address, sheet in builder.sheets.items()
    }
    contents["static/search-index.js"] = search_index.search_script(builder.entries).encode()
    for name in _STATIC:
        contents[f"static/{name}"] = (files(__package__) / "static" / name).read_bytes()
    contents |= manual_pictures(manual) if manual else {}
    return Site(_with_manifest(contents))


def _laws(builder: _Builder, laws: Sequence[Law], histories: Mapping[Path, FileHistory]) -> None:
    ordered = tuple(sorted(laws, key=lambda law: law.jurisdiction))
    library = Library(ordered)
    parts = [_Part.of(law, library, histories) for law in ordered]
    for part in parts:
        _law(builder, part)
    _indexes(builder, parts, library)


@dataclass(frozen=True)
class _Part:
    """One law with everything that is shown of it."""

    law: Law
    views: tuple[PageView, ...]
    vehicles: tuple[VehicleView, ...]
    programmes: tuple[ProgrammeView, ...]
    texts: tuple[SourceText, ...]
    lists: tuple[CodeFile, ...]

    @classmethod
    def of(cls, law: Law, library: Library, histories: Mapping[Path, FileHistory]) -> _Part:
        texts = tuple(source_texts(law))
        named = {text.name: text for text in texts}
        views = (
            page_view(page, law, library, named, histories.get(law.file_of(page)))
            for page in law.pages
        )
        vehicles = (
            vehicle_view(vehicle, law, library, named, histories.get(law.file_of(vehicle)))
            for vehicle in law.vehicles
        )
        programmes = (
            programme_view(each, law, library, named, histories.get(law.file_of(each)))
            for each in law.programmes
        )
        lists = tuple(code_files(law))
        return cls(law, tuple(views), tuple(vehicles), tuple(programmes), texts, lists)

    def quoting(self, text: SourceText) -> list[Piece]:
        """The pages, vehicles and programmes that quote a text word for word."""
        pages = [link_to(each.page) for each in self.views if _quotes(each.sections, text)]
        pages += [link_to(x.vehicle) for x in self.vehicles if _quotes(x.sections, text)]
        return pages + [
            link_to(each.programme) for each in self.programmes if _quotes(each.sections, text)
        ]


def _quotes(sections: Sequence[SectionView] | Sequence[StatementsView], text: SourceText) -> bool:
    return any(section.beside.quoted_from == text for section in sections)


def _law(builder: _Builder, part: _Part) -> None:
    law = part.law
    builder.page("jurisdiction.html", addresses.of_jurisdiction(law.jurisdiction), part=part)
    for view in part.views:
        builder.page("law_page.html", addresses.of_page(view.page.page_id), view=view)
        builder.entries += search_index.of_page(view)
    for shown in part.vehicles:
        address = addresses.of_vehicle(shown.vehicle.vehicle_id)
        builder.page("vehicle_page.html", address, view=shown)
        builder.entries += search_index.of_vehicle(shown)
    for offered in part.programmes:
        address = addresses.of_programme(offered.programme.programme_id)
        builder.page("programme_page.html", address, view=offered)
        builder.entries += search_index.of_programme(offered)
    for text in part.texts:
        quoting = part.quoting(text)
        builder.page("source_text.html", text.address, law=law, text=text, quoting=quoting)
        builder.entries.append(search_index.of_text(text, law))
    if part.lists:
        address = addresses.of_lists(law.jurisdiction)
        builder.page("code_lists.html", address, law=law, files=part.lists)
        builder.entries += search_index.of_lists(part.lists, law)


def _indexes(builder: _Builder, parts: Sequence[_Part], library: Library) -> None:
    builder.page("home.html", addresses.HOME, laws=parts)
    builder.page("answers.html", addresses.ANSWERS, answers=by_answer(library))
    days = [(part.law, by_day(part.law, library)) for part in parts]
    builder.page("dates.html", addresses.DATES, laws=[each for each in days if each[1]])
    builder.page("search.html", addresses.SEARCH, laws=parts)


def _with_manifest(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in order, and a list of them with the hash of each."""
    ordered = {name: contents[name] for name in sorted(contents)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in ordered.items()}
    return {**ordered, MANIFEST: (json.dumps(hashes, indent=1) + "\n").encode()}
