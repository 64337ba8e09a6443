"""A provision as it stands on a page: the law's words or a paraphrase, source, days and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.law import sentences
from vacatur.law.page import Provision, Section
from vacatur.law.programme import ProgrammeSection
from vacatur.law.vehicle import VehicleSection
from vacatur.site.documents import SourceText


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """The head of a section. `provision` is null where the section quotes none.

    `quoted_from` = the text in which verbatim words stand; null for a paraphrase. `notes` is HTML.
    """

    citation: str
    title: str
    anchor: str
    speaks: str
    confidence: str
    provision: Provision | None
    quoted_from: SourceText | None
    notes: str


def provision_view(
    section: Section | VehicleSection | ProgrammeSection,
    anchor: str,
    texts: Mapping[str, SourceText],
    notes: str,
) -> ProvisionView:
    """What stands on the left: `texts` are those of the folder, by file name."""
    provision = section.provision
    return ProvisionView(
        citation=section.citation,
        title=section.title,
        anchor=anchor,
        speaks=f"Speaks {sentences.days(section.in_force)}.",
        confidence=section.confidence,
        provision=provision,
        quoted_from=texts[provision.source] if provision and provision.verbatim else None,
        notes=notes,
    )
