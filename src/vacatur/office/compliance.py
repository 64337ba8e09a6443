"""Who has carried out an order: each holder of a record, what it has changed and what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.law.vehicle import Actor, Event, Holder
from vacatur.matters.matter import Matter
from vacatur.matters.queries import in_state
from vacatur.matters.states import State
from vacatur.matters.store import Casework
from vacatur.matters.waiting import waiting
from vacatur.office.hand_csv import csv_text

COLUMNS = (
    "matter",
    "vehicle",
    "holder",
    "record",
    "ordered_on",
    "due_on",
    "changed_on",
    "standing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One record of one matter that is to change.

    `due_on` is null where the vehicle names no number of days; `changed_on` until its holder has
    complied.
    """

    matter: int
    vehicle: str
    holder: Holder
    record: str
    ordered_on: date | None
    due_on: date | None
    changed_on: date | None

    def standing(self, today: date) -> str:
        """`confirmed`, `late` or `waiting`."""
        if self.changed_on is not None:
            return "confirmed"
        return "late" if self.due_on is not None and self.due_on < today else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLedger:
    """What one holder owes: all = `confirmed` + `late` + `waiting`.

    `left` are those that it has not confirmed, the earliest day first.
    """

    holder: Holder
    confirmed: int
    late: int
    waiting: int
    left: tuple[Obligation, ...]


def obligations(casework: Casework) -> list[Obligation]:
    """Every record that the relieved matters reach, whether or not it has changed."""
    with casework.reading() as connection:
        return [each for x in in_state(connection, State.RELIEVED.value) for each in _of(x)]


def ledgers(owed: Sequence[Obligation], today: date) -> list[HolderLedger]:
    """The same by holder; the one with the most that is late comes first."""
    found = []
    for holder in Holder:
        mine = [each for each in owed if each.holder is holder]
        standings = [each.standing(today) for each in mine]
        left = [each for each in mine if each.changed_on is None]
        if mine:
            found.append(
                HolderLedger(
                    holder=holder,
                    confirmed=standings.count("confirmed"),
                    late=standings.count("late"),
                    waiting=standings.count("waiting"),
                    left=tuple(sorted(left, key=_urgent)),
                )
            )
    return sorted(found, key=lambda each: (-each.late, -each.waiting, each.holder.value))


def ledger_csv(owed: Sequence[Obligation], today: date) -> str:
    """The ledger as CSV that is safe to open in a spreadsheet. It names nobody."""
    rows = [
        {
            "matter": str(each.matter),
            "vehicle": each.vehicle,
            "holder": each.holder.value,
            "record": each.record,
            "ordered_on": str(each.ordered_on or ""),
            "due_on": str(each.due_on or ""),
            "changed_on": str(each.changed_on or ""),
            "standing": each.standing(today),
        }
        for each in owed
    ]
    return csv_text(COLUMNS, rows)


def _of(matter: Matter) -> Iterator[Obligation]:
    days = [x.day for x in waiting(matter) if x.who is Actor.AGENCY and x.day is not None]
    due = min(days, default=None)
    for record in matter.records:
        yield Obligation(
            matter=matter.number,
            vehicle=matter.vehicle,
            holder=record.holder,
            record=record.text,
            ordered_on=matter.happened.get(Event.ORDER),
            due_on=due,
            changed_on=record.changed_on,
        )


def _urgent(each: Obligation) -> tuple[bool, date, int]:
    return each.due_on is None, each.due_on or date.max, each.matter
