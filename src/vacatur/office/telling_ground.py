"""A ground in words that a judge can follow, and who took part in a case."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.engine.explanation import ChargeExplanation, StatedGround
from vacatur.record.case import Participant
from vacatur.record.terms import Term


def ground_in_words(ground: StatedGround) -> str:
    """One paragraph: the ground, the part of the person whom it is about, and the reason given."""
    return " ".join(_sentences(ground))


def _sentences(ground: StatedGround) -> Iterator[str]:
    told = [
        f"[{ground.ground_id}]" if ground.ground_id else "",
        _spoken(ground.kind) if ground.kind else "",
        f"received on {ground.received_on}" if ground.received_on else "",
        f"written down in: {ground.document}" if ground.document else "",
    ]
    yield f"The ground is {', '.join(each for each in told if each) or 'not described'}."
    if ground.role is None:
        yield "Nobody has recorded what part the person whom it is about had in the case."
    else:
        yield f"The person whom it is about took part as {_meant(ground.role)}."
    if ground.materiality is None:
        yield "Nobody has answered how much the judgment rests on that person."
    else:
        yield f"How much the judgment rests on that person: {_meant(ground.materiality)}."
    if ground.reason:
        yield f'The attorney\'s reason: "{ground.reason}"'


def participants_in_lines(explanation: ChargeExplanation) -> Iterator[str]:
    """Everybody whom a source names beside the defendant, with the row that names them."""
    if explanation.participants:
        yield "Who took part in the case, as recorded:"
        yield from (f"  {_participant(each)}" for each in explanation.participants)


def _participant(row: Participant) -> str:
    role = _spoken(row.role) if row.role else "part not known"
    named = ", ".join(each for each in (row.name, row.agency, row.unit, row.identifier) if each)
    role += f" of charge {row.charge.rpartition('/')[2]}" if row.charge else ""
    gave = f"; evidence: {_spoken(row.evidence)}" if row.evidence else ""
    place = f"{row.source_file} row {row.source_row}" if row.source_row else row.source_file
    return f"{role}: {named or 'not named'}{gave}  ({place})"


def _spoken(term: Term) -> str:
    return str(term).replace("_", " ")


def _meant(term: Term) -> str:
    return f"{_spoken(term)} ({term.definition})"
