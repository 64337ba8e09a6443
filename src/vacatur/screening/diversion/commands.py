"""What somebody does to an enrolment, in the imperative. Each names its day: none is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.screening.diversion.states import StepEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Command):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol(Command):
    """Begin the programme: the days of its steps run from this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStep(Command):
    """`said_by` is who says so: the class, the clerk, the person."""

    step: int
    how: StepEnd
    said_by: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendStep(Command):
    step: int
    due: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice(Command):
    """`may_answer_until` null: as many days as the programme names."""

    reason: str
    how: str
    may_answer_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNotice(Command):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftNotice(Command):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEnd(Command):
    """How the charge ended: dismissed, or never filed."""

    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase(Command):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """The person does not begin, or leaves. It is their word and nobody else's."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentToReferral(Command):
    service: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReferralConsent(Command):
    service: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Command):
    service: str
    handed_over: str
