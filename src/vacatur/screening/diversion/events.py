"""What happened to an enrolment, in the past tense. An event is never changed and never removed.

What names a person, and every free text, is `Private`: it is sealed under the key of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.law.programme import CompletionDoes, ProgrammeWord, Stage
from vacatur.law.vehicle import Holder
from vacatur.record.private import Private
from vacatur.screening.diversion.states import StepEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClock:
    """When a step must be done: `within_days` of the enrolment, or by `due`; both null: no day."""

    within_days: int | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome:
    """What completion does to one record of the arrest: `expunges`, `changes` or `leaves` it."""

    how: ProgrammeWord
    holder: Holder
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whom an offer was made to, and in which case. `charges` as somebody named them."""

    name: str
    case: str
    charges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The terms as they stood on the day: a page that changes later changes nothing here.

    `screened` is what the policies answered on the day of the offer, of the charge as it was known
    or decided on `screened_on`; null: nobody asked them.
    `screened_item` is its number in the register of screened charges; null: it is in none.
    `decided_by` decided there that it is diverted; null: nobody did.
    `checked_terms` null: the page was checked through a later day than this.
    """

    programme: str
    programme_sha256: str
    stage: Stage
    does: CompletionDoes
    vehicle: str | None
    notice_days: int | None
    on_return: str
    fee_dollars: int | None
    steps: tuple[StepClock, ...]
    records: tuple[RecordOutcome, ...]
    on: date
    by: str
    screened: str | None
    screened_on: date | None
    screened_item: int | None
    decided_by: str | None
    step_texts: Private[tuple[str, ...]] = None
    whose: Private[Whose] = None
    reason: Private[str] = None
    checked_terms: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """The person agreed to the terms of the offer."""

    on: date
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The days of the steps run. `due` is the last day of each; null: it has none."""

    on: date
    due: tuple[date | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnded:
    step: int
    how: StepEnd
    on: date
    said_by: Private[str] = None
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepExtended:
    step: int
    on: date
    due: date
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven:
    """The person was told that a return is meant. They may answer until a day, which is in."""

    on: date
    may_answer_until: date
    reason: Private[str] = None
    how: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswered:
    on: date
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLifted:
    """The notice counts no more: before a return, another one is needed."""

    on: date
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRecorded:
    """How the charge ended after the completion: it was dismissed, or none was filed."""

    on: date
    does: CompletionDoes
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    on: date
    by: str
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    on: date
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralConsented:
    """The person agreed that one service is told of them.

    Which one is sealed too: a service may be for treatment.
    """

    on: date
    service: Private[str] = None
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralConsentWithdrawn:
    on: date
    service: Private[str] = None
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """A service was told of the person. `handed_over` says what; no content of a treatment."""

    on: date
    service: Private[str] = None
    handed_over: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """The last event that stood was a mistake: it counts no more, and stays here."""

    seq: int
    what: str
    reason: Private[str] = None


EnrolmentEvent = (
    Offered
    | Consented
    | Enrolled
    | StepEnded
    | StepExtended
    | NoticeGiven
    | NoticeAnswered
    | NoticeLifted
    | Completed
    | EndRecorded
    | Returned
    | Withdrawn
    | ReferralConsented
    | ReferralConsentWithdrawn
    | Referred
    | TakenBack
)
