"""What an event makes of a matter. Folding a matter's events gives the matter as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event
from vacatur.matters import events as e
from vacatur.matters.matter import Filing, Matter
from vacatur.matters.states import Order, Receipt, State


def opened(number: int, event: e.Opened) -> Matter:
    """The matter that opening makes."""
    return Matter(
        number=number,
        state=State.OPEN,
        opened_on=event.on,
        subject=event.subject,
        vehicle=event.vehicle,
        moves=event.moves,
        files_paper=event.files_paper,
        pattern=event.pattern,
        decision_hash=event.decision_hash,
        run=event.run,
        verified_through=event.verified_through,
        oldest_day=event.oldest_day,
        duties=event.duties,
        clocks=event.clocks,
        records=event.records,
    )


# What went out of the office or was forgotten, what the latest run says, and what somebody found of
# a sample cannot be taken back by a word.
_STAYS = (
    e.Opened,
    e.Renewed,
    e.SampleReviewed,
    e.Submitted,
    e.Vaulted,
    e.Unsealed,
    e.Obliterated,
)


def standing(events: Iterable[tuple[int, e.MatterEvent]]) -> list[tuple[int, e.MatterEvent]]:
    """The events of a matter that count: those that were not taken back, each with its place."""
    every = list(events)
    taken = {event.seq for _, event in every if isinstance(event, e.TakenBack)}
    return [
        (seq, event)
        for seq, event in every
        if seq not in taken and not isinstance(event, e.TakenBack)
    ]


def last_mistake(number: int, events: Iterable[tuple[int, e.MatterEvent]]) -> tuple[int, str]:
    """The place and the name of the event that can be taken back: the last one that counts.

    Raises
    ------
    MoveRefused
        It went out of the office, is what a run says, or what was found of a sample.
    """
    seq, last = standing(events)[-1]
    if isinstance(last, _STAYS):
        raise MoveRefused(
            f"its last event is [{type(last).__name__}], which cannot be taken back",
            where=f"matter {number}",
            why="A paper or a case went out, a run has answered, or a sample was read: that stays.",
            repair="Record what followed instead: [vacatur matters receipt], or [renew].",
        )
    return seq, type(last).__name__


def fold(number: int, events: Iterable[e.MatterEvent]) -> Matter:
    """The matter that its events make, those left out that were taken back (`standing`).

    Raises
    ------
    ValueError
        The first of them does not open it, or there is none.
    """
    matter: Matter | None = None
    for event in events:
        if matter is None:
            if not isinstance(event, e.Opened):
                raise ValueError(f"matter {number} does not begin with its opening")
            matter = opened(number, event)
        else:
            matter = apply(matter, event)
    if matter is None:
        raise ValueError(f"matter {number} has no event")
    return matter


def apply(matter: Matter, event: e.MatterEvent) -> Matter:
    """The matter after an event. No rule is asked here: what happened, happened."""
    match event:
        case e.Opened():
            raise ValueError(f"matter {matter.number} is opened twice")
        case e.Renewed():
            return _renewed(matter, event)
        case e.Assigned():
            return replace(matter, state=State.ASSIGNED, assigned_to=event.to)
        case e.HarmRecorded():
            return replace(matter, harms=event.harms)
        case e.DutyDischarged():
            return _discharged(matter, event)
        case e.Prepared():
            return replace(
                matter,
                state=State.PREPARED,
                prepared_by=event.by,
                prepared_times=matter.prepared_times + 1,
            )
        case e.SentBack() | e.ApprovalWithdrawn():
            return _unapproved(matter)
        case e.Approved():
            return replace(
                matter,
                state=State.APPROVED,
                approved_by=event.by,
                approved_hash=event.decision_hash,
                approved_printed_hash=event.printed_hash,
            )
        case e.SampleReviewed() | e.ParticularStated():
            return matter
        case e.Packeted():
            return replace(matter, state=State.PACKETED, packet_sha256=event.packet_sha256)
        case e.Submitted():
            paper = Filing(
                document=event.document,
                content_sha256=event.content_sha256,
                submitted_on=event.on,
            )
            return replace(matter, state=State.SUBMITTED, filings=(*matter.filings, paper))
        case e.Received():
            return _received(matter, event)
        case _:
            return _after_filing(matter, event)


def _after_filing(matter: Matter, event: e.MatterEvent) -> Matter:
    match event:
        case e.NoticeReached():
            return _on(matter, event.event, event.on)
        case e.Answered():
            return replace(matter, answer=event.answer)
        case e.HearingSet():
            return replace(matter, hearing_set_for=event.day)
        case e.Heard():
            return _on(matter, Event.HEARING, event.on)
        case e.Ordered():
            state = State.RELIEVED if event.order is Order.GRANTED else State.REFUSED
            after = _on(matter, Event.ORDER, event.on)
            return replace(after, state=state, order=event.order)
        case e.LawFollowed():
            return replace(matter, state=State.RELIEVED)
        case e.RecordChanged():
            records = tuple(
                replace(each, changed_on=event.on) if each.holder is event.holder else each
                for each in matter.records
            )
            return replace(matter, records=records)
        case e.ScreenersTold():
            return replace(matter, screeners_told_on=event.on)
        case e.PersonTold():
            return replace(matter, person_told_on=event.on)
        case e.Closed():
            return replace(matter, state=State.CLOSED, closed_on=event.on)
        case e.Vaulted():
            return replace(matter, vaulted_on=event.on, obliterate_on=event.obliterate_on)
        case e.Unsealed():
            return matter
        case e.Obliterated():
            return replace(matter, obliterated_on=event.on)
        case e.SetAside():
            return replace(_unapproved(matter), state=State.SET_ASIDE)
        case e.TakenUp():
            return replace(matter, state=State.OPEN, assigned_to=None)
    raise ValueError(f"no rule says what {type(event).__name__} makes of a matter")


def _renewed(matter: Matter, event: e.Renewed) -> Matter:
    answered = replace(
        matter,
        pattern=event.pattern,
        decision_hash=event.decision_hash,
        run=event.run,
        verified_through=event.verified_through,
        duties=(*matter.duties, *event.duties),
    )
    return answered if matter.state is State.OPEN else _unapproved(answered)


def _unapproved(matter: Matter) -> Matter:
    """Back with whoever prepares it: what was approved or built counts no more."""
    return replace(
        matter,
        state=State.ASSIGNED,
        prepared_by=None,
        approved_by=None,
        approved_hash=None,
        approved_printed_hash="",
        packet_sha256=None,
    )


def _discharged(matter: Matter, event: e.DutyDischarged) -> Matter:
    duties = tuple(
        replace(each, how=event.how, on=event.on, by=event.by)
        if each.number == event.duty
        else each
        for each in matter.duties
    )
    return replace(matter, duties=duties)


def _received(matter: Matter, event: e.Received) -> Matter:
    *earlier, last = matter.filings
    told = replace(last, receipt=event.receipt, answered_on=event.on)
    after = replace(matter, filings=(*earlier, told))
    match event.receipt:
        case Receipt.ACCEPTED:
            # A paper is filed on the day on which it went in, and not when the clerk looked at it.
            return _on(replace(after, state=State.FILED), Event.FILING, last.submitted_on)
        case Receipt.REJECTED:
            return _unapproved(after)
        case Receipt.NOT_RECEIVED:
            return replace(after, state=State.PACKETED)


def _on(matter: Matter, event: Event, day: date) -> Matter:
    return replace(matter, happened={**matter.happened, event: day})
