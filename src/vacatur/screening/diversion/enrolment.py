"""An enrolment as it stands: what its events have made of it, and nothing that names the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vacatur.law.programme import CompletionDoes, Stage
from vacatur.screening.diversion.events import RecordOutcome
from vacatur.screening.diversion.states import State, StepEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that the person must do. Key: `number`.

    `text` null: the key of the case was destroyed. `within_days` run from the enrolment; null, and
    `due` null too: nobody names a day. `due` is the last day in time. `how` null: it is open.
    """

    number: int
    text: str | None
    within_days: int | None
    due: date | None
    how: StepEnd | None = None
    on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.how is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """That somebody was referred to a service. Consent is for one service at a time."""

    service: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """An enrolment. Grain: one case and one programme. Key: `number`.

    `subject` is the opaque name of the case, under which its key is kept. `notice_days` null: no
    source names a number of days between a notice and a return. `may_answer_until` is the last day
    on which the person may answer a notice. `consents` are those to a referral that stand, by
    service; what nobody can read any more reads as sealed.
    """

    number: int
    subject: str
    programme: str
    programme_sha256: str
    stage: Stage
    does: CompletionDoes
    vehicle: str | None
    notice_days: int | None
    on_return: str
    fee_dollars: int | None
    records: tuple[RecordOutcome, ...]
    state: State
    offered_on: date
    offered_by: str
    steps: tuple[Step, ...]
    consented_on: date | None = None
    enrolled_on: date | None = None
    notice_on: date | None = None
    may_answer_until: date | None = None
    answered_on: date | None = None
    completed_on: date | None = None
    completed_by: str | None = None
    closed_on: date | None = None
    ended_on: date | None = None
    consents: Mapping[str, date] = field(default_factory=dict)
    referrals: tuple[Referral, ...] = ()

    def step(self, number: int) -> Step | None:
        """The step of a number, if there is one."""
        return next((each for each in self.steps if each.number == number), None)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        return tuple(each for each in self.steps if each.is_open)
