"""Diversions in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.law.programme import Programme, ProgrammeWord
from vacatur.law.show_programme import LEADS, in_words
from vacatur.matters.codec import as_data
from vacatur.office.diverting import EnrolmentRead, Told
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion.allowed import ALLOWED
from vacatur.screening.diversion.enrolment import Enrolment, Step
from vacatur.screening.diversion.services import FILE, Directory, Service
from vacatur.screening.diversion.states import Waiting
from vacatur.screening.diversion.waiting import Due

# What each command of the command line does, in the order of a diversion.
MOVES: Mapping[str, type[c.Command]] = {
    "consent": c.Consent,
    "enrol": c.Enrol,
    "step": c.EndStep,
    "extend": c.ExtendStep,
    "complete": c.Complete,
    "record-end": c.RecordEnd,
    "notice": c.GiveNotice,
    "answer": c.AnswerNotice,
    "lift": c.LiftNotice,
    "return": c.ReturnCase,
    "withdraw": c.Withdraw,
    "consent --service": c.ConsentToReferral,
    "consent --service --withdrawn": c.WithdrawReferralConsent,
    "refer": c.Refer,
}
_WIDTH = 100
_TOLD = (
    ProgrammeWord.STAGE,
    ProgrammeWord.ELIGIBLE_UNDER,
    ProgrammeWord.STEP,
    ProgrammeWord.STEPS_STATED,
    ProgrammeWord.FEE,
    ProgrammeWord.ON_COMPLETION,
    ProgrammeWord.NOTICE,
)


def programmes_in_words(programmes: Sequence[Programme]) -> str:
    """Each programme, with what its page says on the last day to which it was checked."""
    lines: list[str] = []
    for each in programmes:
        last = max((span.last for span in each.dated if span.last), default=None)
        day = min(each.verified_through, last) if last else each.verified_through
        lines += [f"{each.programme_id}: {each.title}"]
        lines += [f"  checked through {each.verified_through}; confidence {each.confidence}"]
        lines += [f"  in force until {last}"] if last and not each.is_in_force(date.max) else []
        for cited in each.on(day, *_TOLD):
            said = f"{LEADS[cited.statement.word]}: {in_words(cited.statement)}"
            lines += _wrapped(said)
    lines.append("The whole page, with its sources: vacatur law show ID.")
    return "\n".join([*lines, NO_LAWYER])


def moved_in_words(enrolment: Enrolment) -> str:
    """Where a diversion stands after a move."""
    lines = [f"Diversion {enrolment.number} is {enrolment.state}: {enrolment.state.definition}."]
    lines += [f"  {_step(each)}" for each in enrolment.open_steps if enrolment.enrolled_on]
    lines += [f"  next: {_next(enrolment)}"]
    return "\n".join([*lines, NO_LAWYER])


def listed_in_words(enrolments: Sequence[Enrolment]) -> str:
    """One line each; nobody is named."""
    if not enrolments:
        return "No diversion."
    lines = [f"{'number':>6}  {'state':<12}  {'offered':<10}  {'steps':<6} programme"]
    for each in enrolments:
        done = f"{len(each.steps) - len(each.open_steps)}/{len(each.steps)}"
        lines.append(
            f"{each.number:>6}  {each.state:<12}  {each.offered_on}  {done:<6} {each.programme}"
        )
    return "\n".join([*lines, f"{counted(len(enrolments), 'diversion')}.", NO_LAWYER])


def listed_data(enrolments: Sequence[Enrolment]) -> list[dict[str, Any]]:
    """The same for machines: nothing that is sealed."""
    return [
        {
            "number": each.number,
            "state": each.state,
            "programme": each.programme,
            "offered_on": each.offered_on,
            "enrolled_on": each.enrolled_on,
            "steps": len(each.steps),
            "steps_open": len(each.open_steps),
            "may_answer_until": each.may_answer_until,
            "completed_on": each.completed_on,
            "ended_on": each.ended_on,
        }
        for each in enrolments
    ]


def due_in_words(found: Sequence[Due], on: date) -> str:
    """What is waited for, the earliest last day first."""
    if not found:
        return f"Nothing is waited for on {on}."
    lines = []
    for each in found:
        step = f" (step {each.step})" if each.step else ""
        by = f"; by {each.vehicle}" if each.vehicle and each.what is Waiting.DISMISSAL else ""
        day = str(each.day or "-")
        which = f"charge {each.screened}" if each.number is None else each.number
        lines.append(f"{day:<10}  {which:>9}  {each.what}{step}: {each.what.definition}{by}")
    late = sum(each.what is Waiting.OVERDUE for each in found)
    lines.append(f"{counted(len(found), 'thing')}, {late} of them overdue, as on {on}.")
    return "\n".join([*lines, NO_LAWYER])


def enrolment_in_words(read: EnrolmentRead) -> str:
    """One diversion whole."""
    mine = read.enrolment
    lines = [
        f"Diversion {mine.number}: {mine.programme} (page {mine.programme_sha256[:12]})",
        f"{mine.state}: {mine.state.definition}",
        *_whose(read),
        f"{mine.stage.definition}; offered on {mine.offered_on} by {mine.offered_by}",
    ]
    if mine.fee_dollars is not None:
        lines.append(f"fee: {mine.fee_dollars} US dollars")
    days = "no source names a number of days" if mine.notice_days is None else mine.notice_days
    lines.append(f"notice before a return: {days}")
    lines.append(f"a return: {mine.on_return}")
    if mine.may_answer_until:
        lines.append(f"notice of {mine.notice_on}; may answer until {mine.may_answer_until}")
    lines += _section("Steps", [_step(each) for each in mine.steps])
    lines += _section("Consents to a referral", [f"{x}, {day}" for x, day in mine.consents.items()])
    lines += _section("Referred to", [f"{each.service}, {each.on}" for each in mine.referrals])
    lines += _section("When it is completed", list(_end(mine)))
    lines += _section("History", [_happened(each) for each in read.history])
    lines += [f"Possible next: {_next(mine)}.", NO_LAWYER]
    return "\n".join(lines)


def _whose(read: EnrolmentRead) -> list[str]:
    if read.whose is None:
        return ["The case is forgotten, or lies in the vault: nothing private of it is read."]
    charges = "; ".join(read.whose.charges) or "charges were not named"
    return [f"{read.whose.name}, case {read.whose.case}: {charges}"]


def _end(enrolment: Enrolment) -> Iterator[str]:
    by = f", by {enrolment.vehicle}" if enrolment.vehicle else ""
    ended = f"recorded on {enrolment.closed_on}" if enrolment.closed_on else "NOT RECORDED"
    yield f"{enrolment.does.definition}{by}: {ended}"
    for each in enrolment.records:
        yield f"{LEADS[each.how].lower()} {each.holder.definition}: {each.text}"


def _step(step: Step) -> str:
    text = step.text or "forgotten"
    due = f"by {step.due}" if step.due else "no last day"
    if step.within_days is not None and step.due is None:
        due = f"within {step.within_days} days of the enrolment"
    ended = f"{step.how}, {step.on}" if step.how else "OPEN"
    return f"{step.number}. {text} ({due}): {ended}"


def _next(enrolment: Enrolment) -> str:
    may = ALLOWED[enrolment.state]
    return ", ".join(name for name, move in MOVES.items() if move in may) or "nothing"


def _happened(told: Told) -> str:
    hidden = {"programme_sha256", "steps", "step_texts", "records", "whose", "on_return"}
    cells: dict[str, Any] = as_data(told.event)
    said = ", ".join(
        f"{name} {_said(value)}"
        for name, value in cells.items()
        if name not in hidden and value is not None
    )
    sealed = "; the rest is sealed" if told.is_sealed else ""
    return f"{told.at}  {told.actor}: {type(told.event).__name__} ({said}{sealed})"


def _said(value: Any) -> str:
    text = (
        ", ".join("-" if x is None else str(x) for x in value)
        if isinstance(value, list | tuple)
        else str(value)
    )
    return " ".join(text.split())


def services_in_words(directory: Directory, on: date) -> str:
    """The directory, with what is stale as on a day."""
    lines = []
    for each in directory.services.values():
        lines.append(f"{each.service_id}: {each.name} ({each.kind.definition})")
        lines += _wrapped(f"{each.contact}; {', '.join(each.languages)}; cost: {each.cost}")
        lines += _wrapped(stale_in_words(directory, each, on))
    stale = sum(directory.is_stale(each, on) is True for each in directory.services.values())
    said = f"{stale} of them stale" if directory.stale_after_days else "nobody said what is stale"
    lines.append(f"{counted(len(directory.services), 'service')}, {said}, as on {on}.")
    return "\n".join(lines)


def stale_in_words(directory: Directory, service: Service, on: date) -> str:
    """When an entry was looked at, and whether that is too long ago."""
    checked = f"checked on {service.checked_on} by {service.checked_by}"
    match directory.is_stale(service, on):
        case True:
            return f"STALE: {checked}, more than {directory.stale_after_days} days before {on}"
        case False:
            return checked
    return f"{checked}; [stale_after_days] is not set in {FILE}"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines)] if lines else []


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
