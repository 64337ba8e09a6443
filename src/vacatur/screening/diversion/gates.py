"""The gates of diversion. Each names what is missing, and none can be walked round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.errors import MoveRefused
from vacatur.record.stated import require_not_before
from vacatur.screening.diversion.allowed import ALLOWED
from vacatur.screening.diversion.commands import (
    Command,
    Complete,
    EndStep,
    GiveNotice,
    RecordEnd,
    ReturnCase,
    Withdraw,
)
from vacatur.screening.diversion.enrolment import Enrolment, Step
from vacatur.screening.diversion.states import State

# What takes something from the person, or ends their way, counts once it has happened.
_HAPPENED = (EndStep, GiveNotice, Complete, RecordEnd, ReturnCase, Withdraw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the staff."""

    name: str
    is_attorney: bool


def require_allowed(enrolment: Enrolment, command: type[Command]) -> None:
    """Refuse what the table of moves does not allow in this state."""
    if command in ALLOWED[enrolment.state]:
        return
    if command is ReturnCase and enrolment.state is State.ENROLLED:
        raise _no_notice(enrolment)
    if command is Complete and enrolment.completed_on is not None:
        raise MoveRefused(
            f"it was completed on {enrolment.completed_on}, as {enrolment.completed_by} recorded",
            where=_where(enrolment),
            why="A completion is recorded once.",
        )
    possible = sorted(each.__name__ for each in ALLOWED[enrolment.state])
    raise MoveRefused(
        f"a diversion that is [{enrolment.state}] takes no [{command.__name__}]",
        where=_where(enrolment),
        why=f"It is {enrolment.state.value}: {enrolment.state.definition}.",
        repair=f"Possible now: {', '.join(possible)}." if possible else "It has ended.",
    )


def require_not_ahead(enrolment: Enrolment, command: Command, today: date) -> None:
    """Refuse to record what has not happened yet: the days of a notice would be none."""
    if isinstance(command, _HAPPENED) and command.on > today:
        raise MoveRefused(
            f"[{command.on}] has not come yet: this is {today}",
            where=_where(enrolment),
            why="What has not happened is not recorded; until then the person may still answer.",
            repair="Record it on that day, or later.",
        )


def require_attorney(member: Member, what: str) -> None:
    """Refuse whoever is no attorney."""
    if not member.is_attorney:
        raise MoveRefused(
            f"[{member.name}] is no attorney, and an attorney must {what}",
            repair="Let an attorney do it.",
        )


def require_consent(enrolment: Enrolment) -> None:
    """Refuse to enrol whoever has not agreed to the terms."""
    if enrolment.consented_on is None:
        raise MoveRefused(
            "the person has not consented",
            where=_where(enrolment),
            why="Nobody is put into a programme.",
            repair=f"[vacatur divert consent {enrolment.number}] once they have.",
        )


def require_step(enrolment: Enrolment, number: int) -> Step:
    """A step that is open.

    Raises
    ------
    MoveRefused
        There is none of this number, or it has ended.
    """
    step = enrolment.step(number)
    if step is None:
        raise MoveRefused(
            f"there is no step [{number}]",
            where=_where(enrolment),
            repair=f"Its steps are 1 to {len(enrolment.steps)}.",
        )
    if not step.is_open:
        raise MoveRefused(
            f"step {number} is [{step.how}] since {step.on}",
            where=_where(enrolment),
            why="Nothing is recorded twice.",
            repair=f"If that was a mistake: [vacatur divert undo {enrolment.number}].",
        )
    return step


def require_in_time(enrolment: Enrolment, step: Step, on: date) -> None:
    """Refuse a step that was done after its last day, unless an attorney extends it first."""
    if step.due is not None and on > step.due:
        raise MoveRefused(
            f"step {step.number} was done on {on}, and its last day was {step.due}",
            where=_where(enrolment),
            why="Whether it still counts is an attorney's to say.",
            repair=f"[vacatur divert extend {enrolment.number} --step {step.number} --to {on}], "
            "by an attorney, with the reason.",
        )


def require_every_step(enrolment: Enrolment) -> None:
    """Refuse a completion while a step is open."""
    left = ", ".join(str(each.number) for each in enrolment.open_steps)
    if left:
        raise MoveRefused(
            f"steps that are not done: {left}",
            where=_where(enrolment),
            why="It is completed when every step is.",
            repair=f"[vacatur divert step {enrolment.number} --step N]; or an attorney attests that"
            " one is not needed.",
        )


def require_notice(enrolment: Enrolment, on: date) -> None:
    """Refuse a return without a notice, or before the days of the notice are over."""
    if enrolment.state is not State.NOTICE_GIVEN or enrolment.may_answer_until is None:
        raise _no_notice(enrolment)
    if on <= enrolment.may_answer_until:
        raise MoveRefused(
            f"the person may answer until {enrolment.may_answer_until}, and this is {on}",
            where=_where(enrolment),
            why="Until that day is over, nothing is decided.",
            repair="Return it on a later day, or lift the notice.",
        )


def _no_notice(enrolment: Enrolment) -> MoveRefused:
    return MoveRefused(
        "no notice was given",
        where=_where(enrolment),
        why="Nobody is returned before they were told why, and could answer.",
        repair=f"[vacatur divert notice {enrolment.number}].",
    )


def require_referral_consent(enrolment: Enrolment, service: str, on: date) -> None:
    """Refuse to hand anything over to a service that the person has not agreed to."""
    given = enrolment.consents.get(service)
    if given is None:
        raise MoveRefused(
            f"no consent to the service [{service}] stands",
            where=_where(enrolment),
            why="Nothing of a person is handed over without it, and it can be withdrawn.",
            repair=f"[vacatur divert consent {enrolment.number} --service {service}] once they "
            "have agreed.",
        )
    require_not_before(on, [("the consent", given)])


def _where(enrolment: Enrolment) -> str:
    return f"diversion {enrolment.number}"
