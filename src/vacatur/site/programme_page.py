"""One programme, ready to be laid out: each statement beside the provision that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vacatur.law.programme import Programme
from vacatur.law.show_programme import LEADS, in_words
from vacatur.site.documents import SourceText
from vacatur.site.history import FileHistory
from vacatur.site.laws import Law, Library, address_of
from vacatur.site.pieces import Piece, link_to
from vacatur.site.prose import Prose, prose_of
from vacatur.site.provisions import provision_view
from vacatur.site.vehicle_page import StatementsView


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme, and the policies that send charges to it. `history` null: it is not known."""

    programme: Programme
    law: Law
    notes: str
    sections: tuple[StatementsView, ...]
    policies: tuple[Piece, ...]
    history: FileHistory | None


def programme_view(
    programme: Programme,
    law: Law,
    library: Library,
    texts: Mapping[str, SourceText],
    history: FileHistory | None,
) -> ProgrammeView:
    """Say all that a programme says."""
    prose = prose_of(law.file_of(programme).read_text(encoding="utf-8"))
    named = {said.page for said in programme.statements}
    return ProgrammeView(
        programme=programme,
        law=law,
        notes=prose.above,
        sections=tuple(_sections(programme, library, prose, texts)),
        policies=tuple(link_to(page) for page in law.pages if page.page_id in named),
        history=history,
    )


def _sections(
    programme: Programme, library: Library, prose: Prose, texts: Mapping[str, SourceText]
) -> Iterable[StatementsView]:
    anchors = library.anchors[address_of(programme)]
    for section, notes in zip(programme.sections, prose.in_sections, strict=True):
        yield StatementsView(
            beside=provision_view(section, anchors[section.line], texts, notes),
            statements=tuple(
                (LEADS[each.word], f"{in_words(each)}.") for each in section.statements
            ),
        )
