"""What somebody does to a matter, in the imperative. `by` is a member of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.law.vehicle import Event, Holder
from vacatur.matters import states as s
from vacatur.record.particulars import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHarm(Command):
    harms: tuple[s.Harm, ...]
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateParticular(Command):
    """Tell what a paper must say. It replaces what was stated of it before."""

    particular: Stated
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeDuty(Command):
    duty: int
    how: s.Discharge
    on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare(Command):
    """Say that it is ready for somebody else to approve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Command):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Command):
    """`decision_hash` is of what was on the screen; None: of what stands now."""

    decision_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApproval(Command):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPacket(Command):
    packet_sha256: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Command):
    """Send the packet to the court. It is written down before it is sent, never after."""

    document: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipt(Command):
    receipt: s.Receipt
    on: date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotice(Command):
    """The papers reached whoever may answer."""

    event: Event
    on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer(Command):
    answer: s.Answer
    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHearing(Command):
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHearing(Command):
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrder(Command):
    order: s.Order
    on: date
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLaw(Command):
    """Begin to follow relief that the law gives of itself."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange(Command):
    holder: Holder
    on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellScreeners(Command):
    on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPerson(Command):
    on: date
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault(Command):
    """Put the whole case into the vault. `source` says what sets the day of obliteration.

    `left_out` are charges of the case that the matter is not about, and `whole_case` says where the
    order reaches them; blank: nobody said.
    """

    on: date
    obliterate_on: date
    source: str
    left_out: int
    whole_case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseal(Command):
    """Read what the vault holds, because a court ordered it."""

    on: date
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obliterate(Command):
    """Destroy the key of the case. Nobody can undo it."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Command):
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp(Command):
    reason: str
