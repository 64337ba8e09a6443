"""What whoever asks for relief must do and when: the duties of a page, and those of its vehicle.

A duty that belongs to the rule stands on its page. What belongs to the paper (who is told, what is
done after the order) stands on the vehicle's, once, however many rules name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vacatur.law.page import Version
from vacatur.law.vehicle import Actor, Circumstance, Event, Vehicle, VehicleWord

_CLOSING = "CLOSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that must be done before an event; `before` None: before the matter is closed.

    `tells` is who must be told; None where it is no notice. `where` is in which cases it must be
    done; None: in every one.
    """

    text: str
    before: Event | None
    tells: Actor | None = None
    where: Circumstance | None = None

    def __str__(self) -> str:
        only = f", where {self.where.definition}" if self.where else ""
        return f"{self.text} (before {(self.before or _CLOSING).lower()}{only})"


def steps_of(version: Version, vehicle: Vehicle | None, day: date) -> tuple[Step, ...]:
    """The steps that a page and its vehicle ask of whoever moves, on a day of decision."""
    own = [
        Step(text=duty.text, before=None if duty.before == _CLOSING else Event(duty.before))
        for duty in version.duties
    ]
    return (*own, *(_of_vehicle(vehicle, day) if vehicle else ()))


def mover_of(vehicle: Vehicle, day: date) -> Actor:
    """Who asks for the relief."""
    (who, *_) = [cited.statement.who for cited in vehicle.on(day, VehicleWord.MOVES)]
    assert who is not None  # the reader of vehicles demands it
    return who


def _of_vehicle(vehicle: Vehicle, day: date) -> Iterator[Step]:
    """Notices with a last moment, and what is done after an event, of an office that moves.

    Where somebody else moves, the court gives the notices.
    """
    mover = mover_of(vehicle, day)
    if mover is not Actor.PROSECUTOR:
        return
    for cited in vehicle.on(day, VehicleWord.NOTIFIES, VehicleWord.ACTS):
        said = cited.statement
        if said.word is VehicleWord.NOTIFIES and said.before is not None:
            told = f"tell the {str(said.who).lower()} {said.text}"
            yield Step(text=told, before=said.before, tells=said.who)
        elif said.word is VehicleWord.ACTS and said.who is mover:
            yield Step(text=said.text or "", before=said.before, where=said.where)
