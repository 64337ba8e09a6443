"""What an event makes of an enrolment. Folding its events gives the enrolment as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vacatur.errors import MoveRefused
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.enrolment import Enrolment, Referral, Step
from vacatur.screening.diversion.states import State

SEALED = "sealed"  # stands for a service of which nothing can be read any more
# What the person was told of or said, or what left the office, cannot be taken back by a word. Each
# with what can be recorded instead.
_STAYS: dict[type[e.EnrolmentEvent], str] = {
    e.Offered: "Record that it was a mistake: [vacatur divert withdraw].",
    e.NoticeGiven: "Lift it: [vacatur divert lift].",
    e.NoticeLifted: "Give another notice: [vacatur divert notice].",
    e.Withdrawn: "Offer the programme again: [vacatur divert offer].",
    e.ReferralConsentWithdrawn: "Once they agree again: [vacatur divert consent --service].",
    e.Referred: "Record what followed.",
}


def offered(number: int, subject: str, event: e.Offered) -> Enrolment:
    """The enrolment that an offer makes."""
    texts = event.step_texts or (None,) * len(event.steps)
    return Enrolment(
        number=number,
        subject=subject,
        programme=event.programme,
        programme_sha256=event.programme_sha256,
        stage=event.stage,
        does=event.does,
        vehicle=event.vehicle,
        notice_days=event.notice_days,
        on_return=event.on_return,
        fee_dollars=event.fee_dollars,
        records=event.records,
        state=State.OFFERED,
        offered_on=event.on,
        offered_by=event.by,
        steps=tuple(
            Step(number=place, text=text, within_days=clock.within_days, due=clock.due)
            for place, (clock, text) in enumerate(zip(event.steps, texts, strict=True), start=1)
        ),
    )


def standing(events: Iterable[tuple[int, e.EnrolmentEvent]]) -> list[tuple[int, e.EnrolmentEvent]]:
    """The events that count: those that were not taken back, each with its place."""
    every = list(events)
    taken = {event.seq for _, event in every if isinstance(event, e.TakenBack)}
    return [
        (seq, event)
        for seq, event in every
        if seq not in taken and not isinstance(event, e.TakenBack)
    ]


def last_mistake(number: int, events: Iterable[tuple[int, e.EnrolmentEvent]]) -> tuple[int, str]:
    """The place and the name of the event that can be taken back: the last one that counts.

    Raises
    ------
    MoveRefused
        The person was told of it or said it, or something left the office.
    """
    seq, last = standing(events)[-1]
    if type(last) in _STAYS:
        raise MoveRefused(
            f"its last event is [{type(last).__name__}], which cannot be taken back",
            where=f"diversion {number}",
            why="The person said it, or they or a service were told of it: that stays.",
            repair=_STAYS[type(last)],
        )
    return seq, type(last).__name__


def fold(number: int, subject: str, events: Iterable[tuple[int, e.EnrolmentEvent]]) -> Enrolment:
    """The enrolment that its events make, in the order of their places.

    When they were written down does not count: each names its own day.

    Raises
    ------
    ValueError
        The first of them is no offer, or there is none.
    """
    counted = [event for _, event in standing(events)]
    if not counted or not isinstance(counted[0], e.Offered):
        raise ValueError(f"diversion {number} does not begin with its offer")
    enrolment = offered(number, subject, counted[0])
    for event in counted[1:]:
        enrolment = apply(enrolment, event)
    return enrolment


def apply(enrolment: Enrolment, event: e.EnrolmentEvent) -> Enrolment:
    """The enrolment after an event. No rule is asked here: what happened, happened."""
    match event:
        case e.Consented():
            return replace(enrolment, consented_on=event.on)
        case e.Enrolled():
            steps = tuple(
                replace(step, due=due) for step, due in zip(enrolment.steps, event.due, strict=True)
            )
            return replace(enrolment, state=State.ENROLLED, enrolled_on=event.on, steps=steps)
        case e.StepEnded():
            return _step(enrolment, event.step, how=event.how, on=event.on)
        case e.StepExtended():
            return _step(enrolment, event.step, due=event.due)
        case e.NoticeGiven():
            return replace(
                enrolment,
                state=State.NOTICE_GIVEN,
                notice_on=event.on,
                may_answer_until=event.may_answer_until,
                answered_on=None,
            )
        case e.NoticeAnswered():
            return replace(enrolment, answered_on=event.on)
        case e.NoticeLifted():
            return replace(
                enrolment,
                state=State.ENROLLED,
                notice_on=None,
                may_answer_until=None,
                answered_on=None,
            )
        case _:
            return _ended_or_referred(enrolment, event)


def _ended_or_referred(enrolment: Enrolment, event: e.EnrolmentEvent) -> Enrolment:
    match event:
        case e.Completed():
            return replace(
                enrolment,
                state=State.COMPLETED,
                completed_on=event.on,
                completed_by=event.by,
            )
        case e.EndRecorded():
            return replace(enrolment, state=State.CLOSED, closed_on=event.on, ended_on=event.on)
        case e.Returned():
            return replace(enrolment, state=State.RETURNED, ended_on=event.on)
        case e.Withdrawn():
            return replace(enrolment, state=State.WITHDRAWN, ended_on=event.on)
        case e.ReferralConsented():
            consents = {**enrolment.consents, event.service or SEALED: event.on}
            return replace(enrolment, consents=consents)
        case e.ReferralConsentWithdrawn():
            gone = event.service or SEALED
            left = {name: day for name, day in enrolment.consents.items() if name != gone}
            return replace(enrolment, consents=left)
        case e.Referred():
            referral = Referral(service=event.service or SEALED, on=event.on)
            return replace(enrolment, referrals=(*enrolment.referrals, referral))
    raise ValueError(f"no rule says what {type(event).__name__} makes of a diversion")


def _step(enrolment: Enrolment, number: int, **changed: object) -> Enrolment:
    steps = tuple(
        replace(each, **changed) if each.number == number else each  # type: ignore[arg-type]
        for each in enrolment.steps
    )
    return replace(enrolment, steps=steps)
