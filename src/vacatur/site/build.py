"""Writing the site: one file for each page, the same bytes from the same law."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from vacatur.errors import UsageError
from vacatur.site import addresses, search_index
from vacatur.site.documents import code_files, manual_pages, source_texts
from vacatur.site.history import FileHistory
from vacatur.site.indexes import by_answer, by_day
from vacatur.site.law_page import PageView, page_view
from vacatur.site.laws import Law, Library
from vacatur.site.rendering import Templates

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


@dataclass
class _Builder:
    laws: Sequence[Law]
    library: Library
    histories: Mapping[Path, FileHistory]
    templates: Templates
    contents: dict[str, bytes] = field(default_factory=dict)
    entries: list[search_index.Entry] = field(default_factory=list)

    def page(self, template: str, address: str, **values: object) -> None:
        """Render one file."""
        self.contents[address] = self.templates.render(template, address, values).encode()


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
    ordered = sorted(laws, key=lambda law: law.jurisdiction)
    library = Library(tuple(ordered))
    manuals = manual_pages(manual) if manual else []
    builder = _Builder(ordered, library, histories, Templates(has_manual=bool(manuals)))
    views = {law.jurisdiction: tuple(_views(law, library, histories)) for law in ordered}
    for law in ordered:
        _law(builder, law, views[law.jurisdiction])
    _indexes(builder, views)
    for page in manuals:
        builder.page("manual_page.html", page.address, page=page)
        builder.entries += search_index.of_manual(page)
    if manuals:
        builder.page("manual.html", addresses.MANUAL, pages=manuals)
    builder.contents["static/search-index.js"] = search_index.search_script(
        builder.entries
    ).encode()
    for name in _STATIC:
        builder.contents[f"static/{name}"] = (files(__package__) / "static" / name).read_bytes()
    return Site(_with_manifest(builder.contents))


def _views(law: Law, library: Library, histories: Mapping[Path, FileHistory]) -> Iterator[PageView]:
    for page in law.pages:
        yield page_view(page, law, library, histories.get(law.file_of(page)))


def _law(builder: _Builder, law: Law, views: Sequence[PageView]) -> None:
    texts, lists = source_texts(law), code_files(law)
    home = addresses.of_jurisdiction(law.jurisdiction)
    builder.page("jurisdiction.html", home, law=law, views=views, texts=texts, lists=lists)
    for view in views:
        builder.page("law_page.html", addresses.of_page(view.page.page_id), view=view)
        builder.entries += search_index.of_page(view)
    for text in texts:
        quoted = [view for view in views if _quotes(view, text.address)]
        builder.page("source_text.html", text.address, law=law, text=text, views=quoted)
        builder.entries.append(search_index.of_text(text, law))
    if lists:
        address = addresses.of_lists(law.jurisdiction)
        builder.page("code_lists.html", address, law=law, files=lists)
        builder.entries += search_index.of_lists(lists, law)


def _quotes(view: PageView, address: str) -> bool:
    return any(s.quoted_from and s.quoted_from.address == address for s in view.sections)


def _indexes(builder: _Builder, views: Mapping[str, Sequence[PageView]]) -> None:
    listed = [(law, views[law.jurisdiction]) for law in builder.laws]
    builder.page("home.html", addresses.HOME, laws=listed)
    builder.page("answers.html", addresses.ANSWERS, answers=by_answer(builder.library))
    days = [(law, by_day(law, builder.library)) for law in builder.laws]
    builder.page("dates.html", addresses.DATES, laws=[each for each in days if each[1]])
    builder.page("search.html", addresses.SEARCH, laws=listed)


def _with_manifest(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in order, and a list of them with the hash of each."""
    ordered = {name: contents[name] for name in sorted(contents)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in ordered.items()}
    return {**ordered, MANIFEST: (json.dumps(hashes, indent=1) + "\n").encode()}
