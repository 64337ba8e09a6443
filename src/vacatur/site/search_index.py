"""What the search can find: a script that holds the words, so that it also works from a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from vacatur.law import sentences
from vacatur.law.page import Condition
from vacatur.law.phrases import claim, spoken
from vacatur.law.programme import Programme, ProgrammeSection
from vacatur.law.vehicle import Vehicle, VehicleSection
from vacatur.site import addresses
from vacatur.site.documents import CodeFile, ManualPage, SourceText
from vacatur.site.law_page import PageView
from vacatur.site.laws import Law, address_of, name_of
from vacatur.site.programme_page import ProgrammeView
from vacatur.site.vehicle_page import VehicleView

Entry = dict[str, str]


def search_script(entries: Iterable[Entry]) -> str:
    """The entries as a script; each has a number by which the search knows it."""
    numbered = [{"id": number, **entry} for number, entry in enumerate(entries)]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in numbered)
    return f"window.vacaturEntries = [\n{lines}\n];\n"


def of_page(view: PageView) -> Iterator[Entry]:
    """A page's head, and each of its sections."""
    page, address = view.page, addresses.of_page(view.page.page_id)
    head = f"{page.page_id} {page.implements} {' '.join(view.answers)} {_text(view.notes)}"
    yield _entry(page.title or page.page_id, page.page_id, address, head)
    for shown in view.sections:
        section = shown.section
        said = [section.provision.words] if section.provision else []
        for each in section.statements:
            said.append(sentences.statement(each))
            if isinstance(each, Condition):
                said += [spoken(each.name), claim(each.truth)]
        said += [_text(shown.beside.notes), *(case.title for case in section.cases)]
        title = sentences.heading(section)
        yield _entry(
            title, page.title or page.page_id, f"{address}#{shown.beside.anchor}", " ".join(said)
        )


def of_vehicle(view: VehicleView) -> Iterator[Entry]:
    """A vehicle's head, and each of its sections."""
    yield from _of_statements(view.vehicle, view)


def of_programme(view: ProgrammeView) -> Iterator[Entry]:
    """A programme's head, and each of its sections."""
    yield from _of_statements(view.programme, view)


def _of_statements(page: Vehicle | Programme, view: VehicleView | ProgrammeView) -> Iterator[Entry]:
    name, address = name_of(page), address_of(page)
    title = page.title or name
    yield _entry(title, name, address, f"{name} {_text(view.notes)}")
    sections: Sequence[VehicleSection | ProgrammeSection] = page.sections
    for section, shown in zip(sections, view.sections, strict=True):
        said = [section.provision.words, *(f"{lead}: {words}" for lead, words in shown.statements)]
        to = f"{address}#{shown.beside.anchor}"
        words = " ".join([*said, _text(shown.beside.notes)])
        yield _entry(sentences.heading(section), title, to, words)


def of_manual(page: ManualPage) -> Iterator[Entry]:
    """Each heading of a page of the manual."""
    for heading, words in zip(page.rendered.headings, page.rendered.words, strict=True):
        to = f"{page.address}#{heading.anchor}"
        yield _entry(heading.text, f"Manual: {page.title}", to, words)


def of_text(text: SourceText, law: Law) -> Entry:
    """A text that pages quote."""
    about = " ".join(value for _, value in text.about)
    words = f"{text.name} {about} {' '.join(paragraph.words for paragraph in text.paragraphs)}"
    return _entry(text.title, f"Source text, {law.title}", text.address, words)


def of_lists(files: Iterable[CodeFile], law: Law) -> Iterator[Entry]:
    """The code lists of a jurisdiction: each file."""
    for file in files:
        words = " ".join(" ".join(row) for _, row in file.rows)
        yield _entry(file.title, law.title, addresses.of_lists(law.jurisdiction), words)


def _entry(title: str, where: str, to: str, words: str) -> Entry:
    return {"title": title, "where": where, "to": to, "words": words.strip()}


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
