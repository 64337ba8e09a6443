"""What an enrolment waits for on a day that somebody states. No clock is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vacatur.screening.diversion.enrolment import Enrolment
from vacatur.screening.diversion.states import ENDED, State, Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that is waited for. `day` null: it has no last day; `step` null: none.

    `number` is of the diversion; null: nothing was offered yet, and `screened` is the number of the
    charge in the register of screened charges. `vehicle` is the paper by which the charge is
    dismissed; null: the programme names none.
    """

    number: int | None
    what: Waiting
    day: date | None
    step: int | None = None
    programme: str | None = None
    vehicle: str | None = None
    screened: int | None = None


def waits_for(enrolment: Enrolment, on: date) -> list[Due]:
    """What somebody must look at, as on a day.

    A last day is in time itself: it is over on the day after. A day that is a Saturday, a Sunday or
    a holiday stays as it is, since no source says otherwise.
    """
    if enrolment.state in ENDED:
        return []
    return [
        Due(
            number=enrolment.number,
            programme=enrolment.programme,
            vehicle=enrolment.vehicle,
            what=what,
            day=day,
            step=step,
        )
        for what, day, step in _waits(enrolment, on)
    ]


def _waits(enrolment: Enrolment, on: date) -> Iterator[tuple[Waiting, date | None, int | None]]:
    match enrolment.state:
        case State.OFFERED:
            asked = enrolment.consented_on is None
            yield (Waiting.CONSENT if asked else Waiting.ENROLMENT), None, None
            return
        case State.COMPLETED:
            yield Waiting.DISMISSAL, enrolment.completed_on, None
            return
        case State.NOTICE_GIVEN:
            until = enrolment.may_answer_until
            assert until is not None  # a notice names it
            yield (Waiting.ANSWER if on <= until else Waiting.DECISION), until, None
    for step in enrolment.open_steps:
        late = step.due is not None and on > step.due
        yield (Waiting.OVERDUE if late else Waiting.STEP), step.due, step.number
    if not enrolment.open_steps:
        yield Waiting.COMPLETION, None, None
