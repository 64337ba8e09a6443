"""What a vehicle and its pages ask of a matter as duties, and what they ask of it since.

A warrant can be issued between the opening of a matter and its day in court. So whoever approves or
files is held to what the records say by then, and not only to what they said at the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vacatur.engine.truth import Truth
from vacatur.law.page import Page
from vacatur.law.procedure import Step, steps_of
from vacatur.law.vehicle import Circumstance
from vacatur.matters.matter import Duty, Matter
from vacatur.office.court_records import CaseWarrants
from vacatur.office.matter_answers import CaseAnswer
from vacatur.office.stale import StandingRun


def duties_asked(
    run: StandingRun, vehicle: str, pages: Sequence[Page], warrant_open: Truth
) -> Iterator[Duty]:
    """Each step that some page or the vehicle asks for in such a case, once."""
    steps = {
        step: None
        for page in pages
        if (version := page.version_on(run.as_of)) is not None
        for step in steps_of(version, run.rulebook.vehicles[vehicle], run.as_of)
    }
    there = [step for step in steps if not (step.where and warrant_open is False)]
    for number, step in enumerate(there, start=1):
        text = _in_doubt(step) if step.where and warrant_open is None else step.text
        yield Duty(number=number, text=text, before=step.before, tells=step.tells, where=step.where)


def pages_of(run: StandingRun, answer: CaseAnswer) -> list[Page]:
    """The pages under which the charges of a matter were answered."""
    rules = {charge.implements for charge in answer.particulars.charges}
    return [page for page in run.rulebook.pages if page.implements in rules]


def duties_since(
    run: StandingRun, matter: Matter, answer: CaseAnswer, warrants: CaseWarrants
) -> tuple[Duty, ...]:
    """What is asked since a warrant is open, or may be, and the matter does not have."""
    if warrants.is_open is False or covers(matter, warrants):
        return ()
    asked = duties_asked(run, matter.vehicle, pages_of(run, answer), warrants.is_open)
    new = [duty for duty in asked if duty.where is Circumstance.OPEN_WARRANT]
    first = len(matter.duties) + 1
    return tuple(replace(duty, number=first + place) for place, duty in enumerate(new))


def covers(matter: Matter, warrants: CaseWarrants) -> bool:
    """Whether a duty of the matter is about these warrants: open, or ended after the last one.

    One that ended on the very day of a warrant may have ended before it was issued.
    """
    own = [duty for duty in matter.duties if duty.where is Circumstance.OPEN_WARRANT]
    days = [duty.on for duty in own if duty.on is not None]
    if not own or len(days) < len(own):  # there is none, or one that is open
        return bool(own)
    since = [day for x in warrants.open_ones for day in (x.issued_on, x.status_on) if day]
    return not since or max(days) > max(since)


def _in_doubt(step: Step) -> str:
    """What must be done where nobody knows whether the case is one that the step is for."""
    assert step.where is not None
    return f"look whether {step.where.definition}; if so, {step.text}"
