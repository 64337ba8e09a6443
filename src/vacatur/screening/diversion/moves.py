"""What each command does: the gates it must pass, and the one event that it becomes.

Nothing is read or written here, and no clock is asked: a command names its day, and the day of
whoever does it is given.
"""

from __future__ import annotations

from datetime import date
from functools import singledispatch

from vacatur.dates import days_after
from vacatur.errors import MoveRefused
from vacatur.record.stated import require_not_before, require_text
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion import gates as g
from vacatur.screening.diversion.enrolment import Enrolment
from vacatur.screening.diversion.states import StepEnd


def event_of(
    command: c.Command, enrolment: Enrolment, member: g.Member, *, today: date
) -> e.EnrolmentEvent:
    """The event that a command becomes.

    Parameters
    ----------
    today
        The day of whoever does it, as the entry point says: what happened lies no later. Nothing
        else hangs on it, and no event holds it.

    Raises
    ------
    MoveRefused
        The table of moves or a gate does not let it.
    """
    g.require_allowed(enrolment, type(command))
    g.require_not_ahead(enrolment, command, today)
    return _event(command, enrolment, member)


@singledispatch
def _event(command: c.Command, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    raise ValueError(f"nothing says what {type(command).__name__} does")


@_event.register
def _(command: c.Consent, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    require_not_before(command.on, [("the offer", enrolment.offered_on)])
    return e.Consented(on=command.on, text=require_text(command.text, "how they consented"))


@_event.register
def _(command: c.Enrol, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_consent(enrolment)
    require_not_before(command.on, [("the consent", enrolment.consented_on)])
    due = tuple(
        each.due if each.within_days is None else days_after(command.on, each.within_days)
        for each in enrolment.steps
    )
    return e.Enrolled(on=command.on, due=due)


@_event.register
def _(command: c.EndStep, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    step = g.require_step(enrolment, command.step)
    require_not_before(command.on, [("the enrolment", enrolment.enrolled_on)])
    if command.how is StepEnd.NOT_NEEDED:
        g.require_attorney(member, "attest that a step is not needed")
    else:
        g.require_in_time(enrolment, step, command.on)
    return e.StepEnded(
        step=step.number,
        how=command.how,
        on=command.on,
        said_by=require_text(command.said_by, "who says so"),
        evidence=require_text(command.evidence, "what shows it"),
    )


@_event.register
def _(command: c.ExtendStep, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_attorney(member, "extend a step")
    step = g.require_step(enrolment, command.step)
    require_not_before(command.on, [("the enrolment", enrolment.enrolled_on)])
    if step.due is None or command.due <= step.due:
        last = f"the last day of step {step.number} ({step.due})"
        raise MoveRefused(
            f"step {step.number} has no last day"
            if step.due is None
            else f"[{command.due}] is no later than {last}",
            where=f"diversion {enrolment.number}",
            why="The person agreed to the terms: they can be made easier, and not harder.",
        )
    reason = require_text(command.reason, "why")
    return e.StepExtended(step=step.number, on=command.on, due=command.due, reason=reason)


@_event.register
def _(command: c.GiveNotice, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    require_not_before(command.on, [("the enrolment", enrolment.enrolled_on)])
    return e.NoticeGiven(
        on=command.on,
        may_answer_until=_last_day_to_answer(command, enrolment),
        reason=require_text(command.reason, "why a return is meant"),
        how=require_text(command.how, "how the person was told"),
    )


def _last_day_to_answer(command: c.GiveNotice, enrolment: Enrolment) -> date:
    """What the programme names, or somebody; never less than the one, never the same day."""
    where = f"diversion {enrolment.number}"
    named = enrolment.notice_days
    least = days_after(command.on, named) if named is not None else None
    until = command.may_answer_until or least
    if until is None:
        raise MoveRefused(
            "say until when the person may answer",
            where=where,
            why="No source of this programme names a number of days, and none is invented.",
            repair="Write [--answer-by DAY].",
        )
    if least is not None and until < least:
        raise MoveRefused(
            f"the programme gives {named} days, until {least}, and [{until}] is earlier",
            where=where,
        )
    if until <= command.on:
        raise MoveRefused(
            f"[{until}] is no later day than that of the notice ({command.on})",
            where=where,
            why="Whoever is told must have time to answer.",
        )
    return until


@_event.register
def _(command: c.AnswerNotice, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    require_not_before(command.on, [("the notice", enrolment.notice_on)])
    text = require_text(command.text, "what the person said")
    return e.NoticeAnswered(on=command.on, text=text)


@_event.register
def _(command: c.LiftNotice, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_attorney(member, "lift a notice")
    require_not_before(command.on, [("the notice", enrolment.notice_on)])
    return e.NoticeLifted(on=command.on, reason=require_text(command.reason, "why"))


@_event.register
def _(command: c.Complete, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_every_step(enrolment)
    require_not_before(command.on, [("the enrolment", enrolment.enrolled_on)])
    require_not_before(command.on, [(f"step {x.number}", x.on) for x in enrolment.steps])
    return e.Completed(on=command.on, by=member.name)


@_event.register
def _(command: c.RecordEnd, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    require_not_before(command.on, [("the completion", enrolment.completed_on)])
    evidence = require_text(command.evidence, "where it stands that the charge has ended")
    return e.EndRecorded(on=command.on, does=enrolment.does, evidence=evidence)


@_event.register
def _(command: c.ReturnCase, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_attorney(member, "return a case")
    g.require_notice(enrolment, command.on)
    require_not_before(command.on, [("the person's answer", enrolment.answered_on)])
    reason = require_text(command.reason, "why, and what follows from the person's answer")
    return e.Returned(on=command.on, by=member.name, reason=reason)


@_event.register
def _(command: c.Withdraw, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    began = enrolment.enrolled_on or enrolment.offered_on
    require_not_before(command.on, [("the offer or the enrolment", began)])
    reason = require_text(command.reason, "what the person said")
    return e.Withdrawn(on=command.on, reason=reason)


@_event.register
def _(command: c.ConsentToReferral, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    require_not_before(command.on, [("the offer", enrolment.offered_on)])
    text = require_text(command.text, "how they consented, and to what")
    return e.ReferralConsented(service=command.service, on=command.on, text=text)


@_event.register
def _(
    command: c.WithdrawReferralConsent, enrolment: Enrolment, member: g.Member
) -> e.EnrolmentEvent:
    g.require_referral_consent(enrolment, command.service, command.on)
    text = require_text(command.text, "what the person said")
    return e.ReferralConsentWithdrawn(service=command.service, on=command.on, text=text)


@_event.register
def _(command: c.Refer, enrolment: Enrolment, member: g.Member) -> e.EnrolmentEvent:
    g.require_referral_consent(enrolment, command.service, command.on)
    handed_over = require_text(command.handed_over, "what the service was told")
    return e.Referred(service=command.service, on=command.on, handed_over=handed_over)
