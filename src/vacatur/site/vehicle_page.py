"""One vehicle, ready to be laid out: each statement beside the provision that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vacatur.law.show_vehicle import LEADS, in_words
from vacatur.law.vehicle import Vehicle
from vacatur.site.documents import SourceText
from vacatur.site.history import FileHistory
from vacatur.site.laws import Law, Library, address_of
from vacatur.site.pieces import Piece, link_to
from vacatur.site.prose import Prose, prose_of
from vacatur.site.provisions import ProvisionView, provision_view


@dataclass(frozen=True, slots=True)
class StatementsView:
    """A provision, and what it says: a lead and words for each statement."""

    beside: ProvisionView
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VehicleView:
    """A vehicle, and the pages whose remedy it asks for. `history` is null where not known."""

    vehicle: Vehicle
    law: Law
    notes: str
    sections: tuple[StatementsView, ...]
    named_by: tuple[Piece, ...]
    history: FileHistory | None


def vehicle_view(
    vehicle: Vehicle,
    law: Law,
    library: Library,
    texts: Mapping[str, SourceText],
    history: FileHistory | None,
) -> VehicleView:
    """Say all that a vehicle says."""
    prose = prose_of(law.file_of(vehicle).read_text(encoding="utf-8"))
    asking = (page for page in library.pages.values() if page.vehicle == vehicle.vehicle_id)
    return VehicleView(
        vehicle=vehicle,
        law=law,
        notes=prose.above,
        sections=tuple(_sections(vehicle, library, prose, texts)),
        named_by=tuple(link_to(page) for page in asking),
        history=history,
    )


def _sections(
    vehicle: Vehicle, library: Library, prose: Prose, texts: Mapping[str, SourceText]
) -> Iterable[StatementsView]:
    anchors = library.anchors[address_of(vehicle)]
    for section, notes in zip(vehicle.sections, prose.in_sections, strict=True):
        yield StatementsView(
            beside=provision_view(section, anchors[section.line], texts, notes),
            statements=tuple(
                (LEADS[each.word], f"{in_words(each)}.") for each in section.statements
            ),
        )
