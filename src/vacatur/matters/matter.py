"""A matter as it stands: what its events have made of it, and nothing that names the person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vacatur.law.vehicle import Actor, Circumstance, Event, Holder
from vacatur.matters.states import Answer, Discharge, Harm, Order, Receipt, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge whose relief is sought: its id, the rule that grants it, and the answer."""

    charge_id: str
    implements: str
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What names the case. It stands in events, encrypted under the case's own key.

    No id of a person is in it: such an id names another case of theirs, which may be forgotten.
    """

    case_id: str
    case_number: str
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that must be done before an event.

    `tells` is who must be told; None where the duty is no notice. `on` is the day on which it was
    done or attested; None as long as it is open. `where`: it is asked of such cases alone, of
    which this is one, or may be; None: of every case.
    """

    number: int
    text: str
    before: Event | None  # None: before the matter is closed
    tells: Actor | None = None
    how: Discharge | None = None
    on: date | None = None
    by: str | None = None
    where: Circumstance | None = None

    @property
    def is_open(self) -> bool:
        return self.how is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that the vehicle names: `days` after an event, for `who`."""

    who: Actor
    text: str
    days: int
    after: Event
    is_response: bool  # else: something that must be done


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordToChange:
    """A record that the relief reaches. `changed_on` is null until its holder has complied.

    One that `is_expunged` is taken out of public inspection, or ended.
    """

    holder: Holder
    text: str
    is_expunged: bool
    changed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A paper that went to the court. `receipt` is null as long as the court has not answered."""

    document: str
    content_sha256: str
    submitted_on: date
    receipt: Receipt | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter. Grain: one case and one vehicle. Key: `number`.

    `subject` is the opaque name of the case, under which its key is kept. `pattern` is the hash of
    the reasons: matters of one pattern were decided for the same reasons. `decision_hash` is what
    was decided, `approved_hash` what an attorney approved. `files_paper` is false where the law
    gives the relief of itself, and nobody files.
    """

    number: int
    subject: str
    vehicle: str
    moves: Actor
    files_paper: bool
    state: State
    pattern: str
    decision_hash: str
    run: str
    verified_through: date
    opened_on: date
    oldest_day: date | None  # of the judgments or, where none is recorded, of the offences
    duties: tuple[Duty, ...]
    clocks: tuple[Clock, ...]
    records: tuple[RecordToChange, ...]
    harms: tuple[Harm, ...] = ()
    assigned_to: str | None = None
    prepared_by: str | None = None
    prepared_times: int = 0
    approved_by: str | None = None
    approved_hash: str | None = None
    approved_printed_hash: str = ""  # of what the court printed of the person; blank: nothing
    packet_sha256: str | None = None
    filings: tuple[Filing, ...] = ()
    happened: Mapping[Event, date] = field(default_factory=dict)
    hearing_set_for: date | None = None
    answer: Answer | None = None
    order: Order | None = None
    screeners_told_on: date | None = None
    person_told_on: date | None = None
    closed_on: date | None = None
    vaulted_on: date | None = None
    obliterate_on: date | None = None  # the first day on which the key may be destroyed
    obliterated_on: date | None = None

    @property
    def shown_hash(self) -> str:
        """What an approver names: what was decided, as it was prepared last.

        What is stated for papers may change only between two preparations, so one that was shown
        before the last of them is not this one.
        """
        if self.prepared_times < 2:
            return self.decision_hash
        told = f"{self.decision_hash}, prepared {self.prepared_times} times"
        return hashlib.sha256(told.encode()).hexdigest()

    def duty(self, number: int) -> Duty | None:
        """The duty of a number, if there is one."""
        return next((each for each in self.duties if each.number == number), None)

    def open_duties(self, *before: Event | None) -> tuple[Duty, ...]:
        """Undischarged duties that must be done before any of some events."""
        return tuple(each for each in self.duties if each.is_open and each.before in before)

    @property
    def victim_notice(self) -> Discharge | None:
        """How the victim was told or attested away; None as long as that is open.

        A matter without such a duty says `NOT_NEEDED`: its vehicle tells no victim.
        """
        duties = [each for each in self.duties if each.tells is Actor.VICTIM]
        if any(each.is_open for each in duties):
            return None
        done = any(each.how is Discharge.DONE for each in duties)
        return Discharge.DONE if done else Discharge.NOT_NEEDED
