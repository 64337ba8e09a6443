"""Reading a vehicle's page: the same sections and provisions as a rule, with `vehicle` fences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vacatur.errors import LawError
from vacatur.law.markdown import RawSection, cut
from vacatur.law.settings import (
    CONFIDENCES,
    PAGE_ID,
    day_of,
    front_matter,
    one_of,
    page_text,
    reviewer,
    span_of,
)
from vacatur.law.statement_reader import Shape, Vocabulary, statements_of
from vacatur.law.vehicle import (
    Actor,
    Breadth,
    Circumstance,
    Event,
    Holder,
    Vehicle,
    VehicleSection,
    VehicleStatement,
    VehicleWord,
)

VEHICLE_SETTINGS = {
    "id": "the vehicle's id, such as us-md/petition-for-expungement",
    "verified_through": "last day on which the law was checked",
    "confidence": "high, medium or low",
    "reviewed_by": "the lawyer who read the page beside the law; [nobody] until then",
}
MAX_DAYS = 3_660
MAX_DOLLARS = 10_000

SHAPES: Mapping[VehicleWord, Shape] = {
    VehicleWord.MOVES: Shape(("who",)),
    VehicleWord.COVERS: Shape(("breadth", "text")),
    VehicleWord.FILED_IN: Shape(("text",)),
    VehicleWord.GROUND: Shape(("text",)),
    VehicleWord.CONTAINS: Shape(("text",)),
    VehicleWord.ATTACHES: Shape(("text",)),
    VehicleWord.NOTIFIES: Shape(("who", "text"), ("days", "before", "after")),
    VehicleWord.RESPONDS: Shape(("who", "text"), ("days", "after"), ("days", "after")),
    VehicleWord.HEARS: Shape(("text",)),
    VehicleWord.ACTS: Shape(
        ("who", "text"), ("days", "after", "before", "where"), any_of=("after", "before")
    ),
    VehicleWord.FORM: Shape(("text",), ("revision",)),
    VehicleWord.FEE: Shape(("dollars",), ("per", "waived_by"), ("per",)),
    VehicleWord.EXPUNGES: Shape(("holder", "text")),
    VehicleWord.CHANGES: Shape(("holder", "text")),
    VehicleWord.LEAVES: Shape(("holder", "text")),
}
WORDS = Vocabulary(
    fence="vehicle",
    words=VehicleWord,
    shapes=SHAPES,
    terms={
        "who": Actor,
        "breadth": Breadth,
        "holder": Holder,
        "after": Event,
        "before": Event,
        "where": Circumstance,
    },
    wholes={"days": MAX_DAYS, "dollars": MAX_DOLLARS},
)
NEEDED_ONCE = (VehicleWord.MOVES, VehicleWord.COVERS, VehicleWord.FILED_IN)


def read_vehicle(path: Path, *, name: str = "") -> Vehicle:
    """Read one vehicle from a file, `*.vehicle.md`.

    Raises
    ------
    LawError
        With file, line, cause and repair.
    """
    where = name or path.name
    text, sha256 = page_text(path, where)
    return parse_vehicle(text, where=where, sha256=sha256)


def parse_vehicle(text: str, *, where: str, sha256: str = "") -> Vehicle:
    """Read one vehicle from its text."""
    raw = cut(text, where=where)
    front = front_matter(raw, VEHICLE_SETTINGS, where=where)
    if not PAGE_ID.fullmatch(front["id"]):
        raise LawError(f"[{front['id']}] is no vehicle id", where=f"{where}, front matter")
    sections = tuple(_section(each, front, where=where) for each in raw.sections)
    said = {statement.word for section in sections for statement in section.statements}
    for word in NEEDED_ONCE:
        if word not in said:
            raise LawError(f"the vehicle does not say [{word}]: {word.definition}", where=where)
    return Vehicle(
        vehicle_id=front["id"],
        path=where,
        title=raw.title,
        verified_through=day_of(front["verified_through"], "verified_through", where),
        confidence=one_of(front["confidence"], CONFIDENCES, "confidence", where),
        reviewed_by=reviewer(front),
        sections=sections,
        sha256=sha256,
    )


def _section(raw: RawSection, front: Mapping[str, str], *, where: str) -> VehicleSection:
    at = f"{where}, line {raw.line}"
    provision, found = statements_of(raw, WORDS, where=where)
    citation, _, title = raw.heading.partition("|")
    return VehicleSection(
        citation=citation.strip(),
        title=title.strip(),
        line=raw.line,
        in_force=span_of(raw.settings.get("in_force", ".."), at),
        confidence=one_of(
            raw.settings.get("confidence", front["confidence"]), CONFIDENCES, "confidence", at
        ),
        provision=provision,
        statements=tuple(
            VehicleStatement(word=each.word, line=each.line, **each.fields) for each in found
        ),
    )
