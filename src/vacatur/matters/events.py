"""What happened to a matter, in the past tense. An event is never changed and never removed.

What names a person, and every free text, is `Private`: it is encrypted under the case's own key,
and null once that key is destroyed. All else may be read by whoever keeps the chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.law.vehicle import Actor, Event, Holder
from vacatur.matters.matter import Clock, Duty, Particulars, RecordToChange
from vacatur.matters.states import Answer, Discharge, Harm, Order, Receipt, Review
from vacatur.record.particulars import Stated
from vacatur.record.private import Private


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    subject: str
    vehicle: str
    moves: Actor
    files_paper: bool
    pattern: str
    decision_hash: str
    run: str
    verified_through: date
    on: date
    oldest_day: date | None
    duties: tuple[Duty, ...]
    clocks: tuple[Clock, ...]
    records: tuple[RecordToChange, ...]
    particulars: Private[Particulars] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """The case was decided again; what was approved of the earlier answer is approved no more.

    `duties` are those that come to the matter's own, since the records say another thing now.
    """

    pattern: str
    decision_hash: str
    run: str
    verified_through: date
    duties: tuple[Duty, ...] = ()
    particulars: Private[Particulars] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmRecorded:
    harms: tuple[Harm, ...]
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticularStated:
    """Somebody told what a paper must say. Of each particular, the last one is printed."""

    particular: Stated
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDischarged:
    duty: int
    how: Discharge
    on: date
    by: str
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """An attorney approved it. `printed_hash`: no other name or address is printed since."""

    by: str
    decision_hash: str
    printed_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReviewed:
    """Somebody read the matter as one of a batch's sample. It changes nothing of the matter."""

    batch: int
    by: str
    decision_hash: str
    review: Review
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWithdrawn:
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packeted:
    packet_sha256: str
    files: Private[tuple[str, ...]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    document: str
    content_sha256: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the court said of the last paper that went to it."""

    receipt: Receipt
    on: date
    reference: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReached:
    """The papers reached whoever may answer: their time begins."""

    event: Event
    on: date
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    answer: Answer
    on: date
    text: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSet:
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    order: Order
    on: date
    reasons: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFollowed:
    """Relief that the law gives of itself: nothing is filed, and the records are to change."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged:
    holder: Holder
    on: date
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenersTold:
    """Companies that sell background checks were told, because the person asked for it."""

    on: date
    evidence: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTold:
    on: date
    how: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Vaulted:
    """The case left everything that is read; what was known of it is sealed with its key."""

    on: date
    obliterate_on: date
    source: Private[str] = None
    whole_case: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """Somebody read what the vault holds, by order of a court."""

    on: date
    order: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obliterated:
    """The key of the case was destroyed: what it sealed can never be read again."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    on: date
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    reason: Private[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """The last event of the matter that stood was a mistake: it counts no more, and stays here."""

    seq: int
    what: str
    reason: Private[str] = None


MatterEvent = (
    Opened
    | Renewed
    | Assigned
    | HarmRecorded
    | ParticularStated
    | DutyDischarged
    | Prepared
    | SentBack
    | Approved
    | SampleReviewed
    | ApprovalWithdrawn
    | Packeted
    | Submitted
    | Received
    | NoticeReached
    | Answered
    | HearingSet
    | Heard
    | Ordered
    | LawFollowed
    | RecordChanged
    | ScreenersTold
    | PersonTold
    | Closed
    | Vaulted
    | Unsealed
    | Obliterated
    | SetAside
    | TakenUp
    | TakenBack
)
