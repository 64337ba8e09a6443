"""Diversion in a workspace: enrolments kept in a register of the audit chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, get_args

from vacatur.errors import ChainBroken, MoveRefused, UsageError
from vacatur.matters.codec import joined, parted
from vacatur.matters.register_index import items_of_subject
from vacatur.matters.registers import RegisterEntry, entries_of
from vacatur.matters.states import ATTORNEYS
from vacatur.matters.store import Casework, Doing, Work
from vacatur.matters.vault import is_in_vault
from vacatur.office.case_subjects import names_by_number, subject_of_case
from vacatur.office.erasures import forgotten
from vacatur.office.screening_register import screened_items
from vacatur.office.workspace import Workspace
from vacatur.record.stated import require_text
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.applying import apply, fold, last_mistake, offered
from vacatur.screening.diversion.enrolment import Enrolment
from vacatur.screening.diversion.gates import Member, require_attorney
from vacatur.screening.diversion.moves import event_of
from vacatur.screening.diversion.offering import Offer, event_of_offer
from vacatur.screening.diversion.states import ENDED, Waiting
from vacatur.screening.diversion.waiting import Due, waits_for
from vacatur.screening.terms import ChargingDecision

REGISTER = "diversion"
_READ = "Read"  # that somebody read it: no event of the enrolment
_KINDS = {each.__name__: each for each in get_args(e.EnrolmentEvent)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event with its line of the chain.

    `is_sealed`: what was private of it is forgotten, or lies in the vault.
    """

    seq: int
    at: str
    actor: str
    event: e.EnrolmentEvent
    is_sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRead:
    """An enrolment and its history. `whose` null: the case is forgotten, or lies in the vault."""

    enrolment: Enrolment
    whose: e.Whose | None
    history: tuple[Told, ...]


def offer(workspace: Workspace, casework: Casework, asked: Offer, doing: Doing) -> Enrolment:
    """Offer a programme to a person, in one case.

    Raises
    ------
    MoveRefused
        A gate does not let it; the case has an enrolment in the programme that has not ended, was
        forgotten, or lies in the vault; or the records hold several of its number.
    """
    with casework.working(doing) as work:
        event = event_of_offer(asked, _member(work))
        assert event.whose is not None  # an offer names whom it is made to
        name = names_by_number(workspace, [event.whose.case])[event.whose.case]
        subject = subject_of_case(casework, work, name)
        if name.is_forgotten(forgotten(workspace)) or is_in_vault(work.connection, subject):
            raise MoveRefused(
                "the case was forgotten, or lies in the vault",
                why="Nothing more is recorded of it.",
            )
        _refuse_second(casework, work, subject, event.programme)
        number = work.next_item(REGISTER)
        _write(work, number, event, subject=subject, found_by=name.found_by(casework))
    return offered(number, subject, event)


def _refuse_second(casework: Casework, work: Work, subject: str, programme: str) -> None:
    for number in _open(casework, work, subject):
        if _stands(casework, work, number).enrolment.programme == programme:
            raise MoveRefused(
                f"the case has an enrolment in [{programme}] that has not ended",
                where=f"diversion {number}",
                repair=f"See [vacatur divert show {number}].",
            )


def move(
    casework: Casework, number: int, command: c.Command, doing: Doing, *, today: date
) -> Enrolment:
    """Do a command to an enrolment, in one transaction: of two that complete it, one is refused.

    Parameters
    ----------
    today
        The day of whoever does it; what happened lies no later.

    Raises
    ------
    MoveRefused
        The table of moves or a gate does not let it.
    UsageError
        There is no such enrolment, or nobody on the staff is called so.
    """
    with casework.working(doing) as work:
        enrolment = _known(_stands(casework, work, number))
        event = event_of(command, enrolment, _member(work), today=today)
        _write(work, number, event, subject=enrolment.subject)
    return apply(enrolment, event)


def take_back(casework: Casework, number: int, reason: str, doing: Doing) -> Enrolment:
    """Take the last event back where it was a mistake; both stay in the chain.

    Raises
    ------
    MoveRefused
        Whoever does it is no attorney, or the event cannot be taken back.
    """
    with casework.working(doing) as work:
        require_attorney(_member(work), "take an event back")
        found = _stands(casework, work, number)
        _known(found)
        events = [(each.seq, each.event) for each in found.history]
        seq, what = last_mistake(number, events)
        event = e.TakenBack(seq=seq, what=what, reason=require_text(reason, "why"))
        written = _write(work, number, event, subject=found.enrolment.subject)
    return fold(number, found.enrolment.subject, [*events, (written, event)])


def note_reading(casework: Casework, number: int, doing: Doing) -> None:
    """Write into the chain that somebody read an enrolment.

    Raises
    ------
    UsageError
        There is no such enrolment, or nobody on the staff is called so.
    """
    with casework.working(doing) as work:
        work.acting()
        _stands(casework, work, number)
        work.register(REGISTER, number, _READ, {})


def read_enrolment(casework: Casework, number: int) -> EnrolmentRead:
    """An enrolment as it stands, and what happened to it.

    Raises
    ------
    UsageError
        There is none of this number.
    """
    with casework.reading() as connection:
        return _read(number, entries_of(connection, casework.keys, REGISTER, number))


def read_enrolments(casework: Casework) -> list[EnrolmentRead]:
    """Every enrolment, in the order in which they were offered."""
    with casework.reading() as connection:
        entries = entries_of(connection, casework.keys, REGISTER)
    entries.sort(key=lambda each: (each.item, each.seq))
    return [
        _made(number, list(mine)) for number, mine in groupby(entries, key=lambda each: each.item)
    ]


def due(casework: Casework, on: date) -> list[Due]:
    """What is waited for as on a day, what has the earliest last day first.

    Of a case that was forgotten, or lies in the vault, nothing can be done any more.
    """
    reads = read_enrolments(casework)
    known = (read.enrolment for read in reads if read.whose is not None)
    waits = [each for enrolment in known for each in waits_for(enrolment, on)]
    return sorted([*waits, *_not_offered(casework, reads, on)], key=_order)


def _order(due: Due) -> tuple[date, int, int, int]:
    return due.day or date.max, due.number or 0, due.screened or 0, due.step or 0


def _not_offered(casework: Casework, reads: Sequence[EnrolmentRead], on: date) -> Iterator[Due]:
    """Screened charges that an attorney decided to divert by a day, and that nobody offered."""
    first = (read.history[0].event for read in reads)
    were = {each.screened_item for each in first if isinstance(each, e.Offered)}
    for item in screened_items(casework):
        decided = item.decided
        if decided is None or decided.decision is not ChargingDecision.DIVERTED:
            continue
        if item.known is not None and item.number not in were and decided.on <= on:
            yield Due(number=None, screened=item.number, what=Waiting.OFFER, day=decided.on)


def require_none_open(casework: Casework, work: Work, subject: str) -> None:
    """Refuse to put a case out of reach while a diversion of it has not ended.

    Raises
    ------
    MoveRefused
        It names the diversion.
    """
    for number in _open(casework, work, subject):
        raise MoveRefused(
            f"diversion {number} is about the same case, and has not ended",
            why="Nothing more could be recorded of it, nor how the charge ended.",
            repair=f"See [vacatur divert show {number}].",
        )


def require_not_diverted(casework: Casework, work: Work, subject: str, where: str) -> None:
    """Refuse to prosecute a charge while a diversion of its case has not ended.

    Raises
    ------
    MoveRefused
        It names the diversion.
    """
    for number in _open(casework, work, subject):
        raise MoveRefused(
            f"diversion {number} is about the same case, and has not ended",
            where=where,
            why="Nobody is returned to prosecution but by a return, after a notice.",
            repair=f"See [vacatur divert show {number}]: [notice] and [return], or [withdraw].",
        )


def _open(casework: Casework, work: Work, subject: str) -> Iterator[int]:
    """The diversions of a case that have not ended."""
    for number in items_of_subject(work.connection, REGISTER, subject):
        if _stands(casework, work, number).enrolment.state not in ENDED:
            yield number


def _known(found: EnrolmentRead) -> Enrolment:
    """Refuse what is forgotten, or lies in the vault."""
    if found.whose is None:
        raise MoveRefused(
            "its case was forgotten, or lies in the vault",
            where=f"diversion {found.enrolment.number}",
            why="Nothing more can be recorded of it.",
        )
    return found.enrolment


def _stands(casework: Casework, work: Work, number: int) -> EnrolmentRead:
    return _read(number, entries_of(work.connection, casework.keys, REGISTER, number))


def _read(number: int, entries: Sequence[RegisterEntry]) -> EnrolmentRead:
    if not entries:
        raise UsageError(f"there is no diversion [{number}]", repair="See [vacatur divert list].")
    return _made(number, entries)


def _made(number: int, entries: Sequence[RegisterEntry]) -> EnrolmentRead:
    history = tuple(_told(entries))
    events = [(each.seq, each.event) for each in history]
    first = history[0].event
    return EnrolmentRead(
        enrolment=fold(number, entries[0].subject or "", events),
        whose=first.whose if isinstance(first, e.Offered) else None,
        history=history,
    )


def _told(entries: Sequence[RegisterEntry]) -> Iterator[Told]:
    for entry in entries:
        if entry.kind == _READ:
            continue
        yield Told(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            event=_event(entry.kind, entry.public, entry.private),
            is_sealed=entry.is_sealed,
        )


def _event(
    kind: str, public: Mapping[str, Any], private: Mapping[str, Any] | None
) -> e.EnrolmentEvent:
    if kind not in _KINDS:
        raise ChainBroken(
            f"[{kind}] is no event of a diversion",
            why="A newer vacatur may have written it.",
            repair="Install the newer version.",
        )
    event: e.EnrolmentEvent = joined(_KINDS[kind], public, private)
    return event


def _write(
    work: Work,
    number: int,
    event: e.EnrolmentEvent,
    *,
    subject: str,
    found_by: str | None = None,
) -> int:
    public, private = parted(event)
    return work.register(
        REGISTER,
        number,
        type(event).__name__,
        public,
        private=private,
        subject=subject,
        found_by=found_by,
    )


def _member(work: Work) -> Member:
    member = work.acting()
    return Member(name=member.name, is_attorney=member.role in ATTORNEYS)
