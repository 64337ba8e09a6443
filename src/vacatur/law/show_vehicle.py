"""`vacatur law show` of a vehicle: the paper in words, each line with its provision."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.law import sentences
from vacatur.law.show_statements import head, section
from vacatur.law.vehicle import Vehicle, VehicleSection, VehicleStatement, VehicleWord

LEADS = {
    VehicleWord.MOVES: "Moves",
    VehicleWord.COVERS: "One paper covers",
    VehicleWord.FILED_IN: "Filed in",
    VehicleWord.GROUND: "To be shown",
    VehicleWord.CONTAINS: "The paper says",
    VehicleWord.ATTACHES: "Attached",
    VehicleWord.NOTIFIES: "Told",
    VehicleWord.RESPONDS: "May answer",
    VehicleWord.HEARS: "Hearing",
    VehicleWord.ACTS: "Must act",
    VehicleWord.FORM: "Form",
    VehicleWord.FEE: "Fee",
    VehicleWord.EXPUNGES: "Expunges",
    VehicleWord.CHANGES: "Reaches",
    VehicleWord.LEAVES: "Does not reach",
}


def show_vehicle(vehicle: Vehicle) -> str:
    """A vehicle in words."""
    parts = [_head(vehicle), *(_section(each) for each in vehicle.sections)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def in_words(statement: VehicleStatement) -> str:
    """One statement as a sentence without its lead."""
    match statement:
        case VehicleStatement(word=VehicleWord.FEE):
            waiver = f"; waiver: {statement.waived_by}" if statement.waived_by else ""
            return f"{statement.dollars} US dollars per {statement.per}{waiver}"
        case VehicleStatement(word=VehicleWord.FORM, revision=str(revision)):
            return f"{statement.text} (revision {revision})"
    named = statement.who or statement.breadth or statement.holder
    said = [named.definition] if named else []
    if statement.text:
        said.append(statement.text)
    return ": ".join(said) + _clock(statement)


def _clock(statement: VehicleStatement) -> str:
    parts = []
    within = f"within {statement.days} days" if statement.days is not None else ""
    after = f"after {statement.after.definition}" if statement.after is not None else ""
    if within or after:
        parts.append(f"{within} {after}".strip())
    if statement.before is not None:
        parts.append(f"before {statement.before.definition}")
    if statement.where is not None:
        parts.append(f"where {statement.where.definition}")
    return f" ({', '.join(parts)})" if parts else ""


def _head(vehicle: Vehicle) -> Iterator[str]:
    standing = (
        f"{sentences.reviewed(vehicle.reviewed_by)} The law was checked through "
        f"{vehicle.verified_through}. Confidence: {vehicle.confidence}. Vehicle "
        f"{vehicle.vehicle_id}."
    )
    return head(vehicle.title or vehicle.vehicle_id, standing)


def _section(shown: VehicleSection) -> Iterator[str]:
    said = (f"{LEADS[each.word]}: {in_words(each)}." for each in shown.statements)
    return section(shown, said)
