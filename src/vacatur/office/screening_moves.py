"""What attorneys record of screened charges: evidence of intent, decisions, and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vacatur.errors import MoveRefused
from vacatur.law.rulebook import Rulebook
from vacatur.matters.gates import require_attorney
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import Done, one_by_one
from vacatur.office.diverting import require_not_diverted
from vacatur.office.screening_register import ScreeningRegister
from vacatur.record.stated import require_text
from vacatur.record.terms import IntentEvidence
from vacatur.screening.gates import (
    is_override,
    require_articulated,
    require_known,
    require_reason,
    require_undecided,
)
from vacatur.screening.item import DECIDED, INTENT, TAKEN_BACK, Known, ScreenedItem, item_of
from vacatur.screening.item import standing as standing_entries
from vacatur.screening.screened import screen
from vacatur.screening.terms import ChargingDecision, ShownBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence of intent as an attorney records it. No `what`: they looked, and there is none."""

    what: tuple[IntentEvidence, ...]
    shown_by: ShownBy
    document: str


def record_evidence(
    casework: Casework,
    numbers: Sequence[int],
    evidence: Evidence,
    rulebook: Rulebook,
    doing: Doing,
    *,
    on: date,
) -> Done:
    """Record evidence of intent, as an attorney, and screen each charge again with it."""
    register = ScreeningRegister(casework, rulebook)

    def move(work: Work, number: int) -> None:
        require_attorney(work.member(doing.actor), "articulate evidence of intent")
        document = require_text(evidence.document, "which document shows it")
        before = register.item(work, number)
        known = require_known(before)
        require_undecided(before)
        _require_its_policies(register, before)
        public = {"on": on, "what": evidence.what, "shown_by": evidence.shown_by}
        register.note(work, number, known, INTENT, public, {"document": document})
        articulated = {*(before.articulated or ()), *evidence.what}
        register.screen_again(work, number, known, articulated)

    return one_by_one(casework, numbers, doing, move)


def decide_charges(
    casework: Casework,
    numbers: Sequence[int],
    decision: ChargingDecision,
    reason: str,
    rulebook: Rulebook,
    doing: Doing,
    *,
    on: date,
) -> Done:
    """Record an attorney's decision of each charge.

    None is prosecuted while a diversion of its case has not ended.
    """
    register = ScreeningRegister(casework, rulebook)

    def move(work: Work, number: int) -> None:
        require_attorney(work.member(doing.actor), "decide what is charged")
        item = register.item(work, number)
        known = require_known(item)
        require_undecided(item)
        require_articulated(item, decision)
        if decision is ChargingDecision.CHARGED:
            subject = register.subject(work, number)
            require_not_diverted(casework, work, subject, f"screened charge {number}")
        require_reason(item, decision, reason)
        _require_same_policies(register, item, known, on)
        departs = is_override(item.published, decision)
        public = {"on": on, "decision": decision, "is_override": departs}
        private = {"reason": reason} if reason else None
        register.note(work, number, known, DECIDED, public, private)

    return one_by_one(casework, numbers, doing, move)


def take_back(
    casework: Casework, numbers: Sequence[int], reason: str, rulebook: Rulebook, doing: Doing
) -> Done:
    """Take back what an attorney last recorded of each charge; both stay in the chain."""
    register = ScreeningRegister(casework, rulebook)

    def move(work: Work, number: int) -> None:
        require_attorney(work.member(doing.actor), "take a record back")
        entries = list(standing_entries(register.entries(work, number)))
        recorded = [each for each in entries if each.kind in (INTENT, DECIDED)]
        if not recorded:
            raise MoveRefused(
                "nothing that somebody recorded of it can be taken back",
                where=f"screened charge {number}",
            )
        last = recorded[-1]
        known = require_known(item_of(entries))
        public = {"takes_back": [last.seq]}
        private = {"reason": require_text(reason, "why")}
        register.note(work, number, known, TAKEN_BACK, public, private)
        if last.kind == INTENT:
            _require_its_policies(register, item_of(entries))
            left = item_of(each for each in entries if each.seq != last.seq)
            register.screen_again(work, number, known, left.articulated)

    return one_by_one(casework, numbers, doing, move)


def _require_its_policies(register: ScreeningRegister, item: ScreenedItem) -> None:
    """Refuse to screen a charge again under other policies than it was screened under."""
    if item.rulebook != register.rulebook.sha256:
        raise MoveRefused(
            f"it was screened under other policies than those of [{register.rulebook.name}] now",
            where=f"screened charge {item.number}",
            why="What is recorded now would be read under a policy that nobody asked.",
            repair="Name its own with --policy, or register it again under the new ones.",
        )


def _require_same_policies(
    register: ScreeningRegister, item: ScreenedItem, known: Known, on: date
) -> None:
    """Refuse a decision under other policies than those of its own day."""
    record, charge_id = register.read(known)
    then, now = (
        screen(register.rulebook, one, charge_id).policies_on(one.as_of)
        for one in (record, replace(record, as_of=on))
    )
    _require_its_policies(register, item)
    if then != now:
        raise MoveRefused(
            f"it was screened as on {item.on}, and other policies hold on {on}",
            where=f"screened charge {item.number}",
            why="The policies that hold are those of the day of the decision.",
            repair="Screen it again on that day: [vacatur screening register FILE].",
        )
