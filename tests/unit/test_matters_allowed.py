"""The table of moves, cell by cell, and what each event makes of a matter's state."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from tests.support.matters import (
    DAY,
    DECISION,
    LEE,
    PACKET,
    ROE,
    matter_in,
    scene,
)
from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event, Holder
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.allowed import ALLOWED
from vacatur.matters.applying import apply
from vacatur.matters.matter import Matter, RecordToChange
from vacatur.matters.moves import event_of
from vacatur.matters.states import Answer, Discharge, Harm, Order, Receipt, State
from vacatur.record.particulars import Stated

COLUMNS = (
    "open assigned prepared approved packeted submitted filed relieved refused closed set_aside"
)
# x = allowed. Written out by hand, so that a cell that changes in the table is seen here.
TABLE = """
Assign            x x . . . . . . . . .
RecordHarm        x x x x x . x . . . .
StateParticular   x x . . . . . . . . .
DischargeDuty     x x x x x . x x x . .
Prepare           . x . . . . . . . . .
SendBack          . . x . . . . . . . .
Approve           . . x . . . . . . . .
WithdrawApproval  . . . x x . . . . . .
RecordPacket      . . . x x . . . . . .
Submit            . . . . x . . . . . .
RecordReceipt     . . . . . x . . . . .
RecordNotice      . . . . . . x . . . .
RecordAnswer      . . . . . . x . . . .
SetHearing        . . . . . . x . . . .
RecordHearing     . . . . . . x . . . .
RecordOrder       . . . . . . x . . . .
FollowLaw         . . . x . . . . . . .
RecordChange      . . . . . . . x . . .
TellScreeners     . . . . . . . x . . .
TellPerson        . . . . . . . x x . .
Close             . . . . . . . x x . .
SetAside          x x x x x . . . . . .
TakeUp            . . . . . . . . . . x
Vault             . . . . . . . x . x .
Unseal            . . . . . . . x . x .
Obliterate        . . . . . . . . . x .
"""
KINDS = {
    each
    for each in vars(c).values()
    if isinstance(each, type) and issubclass(each, c.Command) and each is not c.Command
}
_BY, _SAID = ROE.name, "Said so."
COMMANDS: dict[type[c.Command], c.Command] = {
    type(each): each
    for each in (
        c.Assign(by=_BY, to=LEE.name),
        c.RecordHarm(by=_BY, harms=(Harm.JOB,), evidence=_SAID),
        c.StateParticular(by=_BY, particular=Stated.TRIAL, text=_SAID),
        c.DischargeDuty(by=_BY, duty=1, how=Discharge.DONE, on=DAY, evidence=_SAID),
        c.Prepare(by=_BY),
        c.SendBack(by=_BY, reason=_SAID),
        c.Approve(by=_BY, decision_hash=DECISION),
        c.WithdrawApproval(by=_BY, reason=_SAID),
        c.RecordPacket(by=_BY, packet_sha256=PACKET, files=("motion.pdf",)),
        c.Submit(by=_BY, document="Motion", on=DAY),
        c.RecordReceipt(by=_BY, receipt=Receipt.ACCEPTED, on=DAY, reference=_SAID),
        c.RecordNotice(by=_BY, event=Event.NOTICE, on=DAY, evidence=_SAID),
        c.RecordAnswer(by=_BY, answer=Answer.CONSENTS, on=DAY, text=_SAID),
        c.SetHearing(by=_BY, day=DAY),
        c.RecordHearing(by=_BY, on=DAY),
        c.RecordOrder(by=_BY, order=Order.GRANTED, on=DAY, reasons=_SAID),
        c.FollowLaw(by=_BY, on=DAY),
        c.RecordChange(by=_BY, holder=Holder.COURT_FILE, on=DAY, evidence=_SAID),
        c.TellScreeners(by=_BY, on=DAY, evidence=_SAID),
        c.TellPerson(by=_BY, on=DAY, how=_SAID),
        c.Close(by=_BY, on=DAY),
        c.SetAside(by=_BY, on=DAY, reason=_SAID),
        c.TakeUp(by=_BY, reason=_SAID),
        c.Vault(by=_BY, on=DAY, obliterate_on=DAY, source=_SAID, left_out=0, whole_case=""),
        c.Unseal(by=_BY, on=DAY, order=_SAID),
        c.Obliterate(by=_BY, on=DAY),
    )
}
# Where a move that the table allows leads; what is not here leaves the state as it is.
LEADS_TO = {
    c.Assign: State.ASSIGNED,
    c.Prepare: State.PREPARED,
    c.SendBack: State.ASSIGNED,
    c.Approve: State.APPROVED,
    c.WithdrawApproval: State.ASSIGNED,
    c.RecordPacket: State.PACKETED,
    c.Submit: State.SUBMITTED,
    c.RecordReceipt: State.FILED,
    c.RecordOrder: State.RELIEVED,
    c.FollowLaw: State.RELIEVED,
    c.Close: State.CLOSED,
    c.SetAside: State.SET_ASIDE,
    c.TakeUp: State.OPEN,
}


def cells() -> list[tuple[str, State, bool]]:
    states = [State(word) for word in COLUMNS.split()]
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (name, state, mark == "x")
        for name, *marks in lines
        for state, mark in zip(states, marks, strict=True)
    ]


def test_the_table_above_speaks_of_every_command_and_every_state():
    named = {name for name, _, _ in cells()}

    assert named == {each.__name__ for each in KINDS}
    assert {state for _, state, _ in cells()} == set(State) == set(ALLOWED)
    assert set(COMMANDS) == KINDS


@pytest.mark.parametrize(
    ("name", "state", "allowed"), cells(), ids=lambda x: str(x) if isinstance(x, str) else None
)
def test_each_cell(name: str, state: State, allowed: bool):
    kind = getattr(c, name)
    matter = fit_for(kind, state)

    if allowed:
        after = apply(matter, event_of(COMMANDS[kind], scene(matter)))
        assert after.state is LEADS_TO.get(kind, state)
    else:
        with pytest.raises(MoveRefused, match=rf"\[{state}\] takes no \[{name}\]"):
            event_of(COMMANDS[kind], scene(matter))


def fit_for(kind: type[c.Command], state: State) -> Matter:
    """A matter in a state whose gates the command passes: so that only the table can refuse it."""
    changed: dict[str, object] = {}
    if kind is c.DischargeDuty:
        duties = matter_in(state).duties
        changed["duties"] = tuple(
            each if each.number != 1 else type(each)(number=1, text=each.text, before=each.before)
            for each in duties
        )
    if kind is c.FollowLaw:
        changed["files_paper"] = False
    if kind is c.Close:
        changed |= {"records": (), "person_told_on": DAY}
    if kind is c.Vault:
        record = RecordToChange(
            holder=Holder.POLICE_RECORD, text="the police record", is_expunged=True
        )
        changed |= {"order": Order.GRANTED, "records": (record,)}
    if kind in {c.Unseal, c.Obliterate}:
        changed |= {"vaulted_on": DAY, "obliterate_on": DAY}
    return matter_in(state, **changed)


def test_every_event_is_made_by_a_command_or_by_opening_and_renewing():
    made = set()
    for kind, state in itertools.product(COMMANDS, State):
        if kind in ALLOWED[state]:
            matter = fit_for(kind, state)
            made.add(type(event_of(COMMANDS[kind], scene(matter))))

    # A batch makes the reading of its sample, and undoing what was taken back.
    others = {e.Opened, e.Renewed, e.SampleReviewed, e.TakenBack}
    assert made == set(get_args(e.MatterEvent)) - others


def test_what_is_unapproved_keeps_nothing_of_the_approval():
    unapproving = [
        (State.PREPARED, c.SendBack),
        (State.APPROVED, c.WithdrawApproval),
        (State.PACKETED, c.WithdrawApproval),
        (State.PACKETED, c.SetAside),
    ]
    for state, kind in unapproving:
        matter = matter_in(state)
        after = apply(matter, event_of(COMMANDS[kind], scene(matter)))
        kept = (after.prepared_by, after.approved_by, after.approved_hash, after.packet_sha256)
        assert kept == (None, None, None, None), kind


@pytest.mark.parametrize(
    ("receipt", "state"),
    [
        (Receipt.ACCEPTED, State.FILED),
        (Receipt.REJECTED, State.ASSIGNED),
        (Receipt.NOT_RECEIVED, State.PACKETED),
    ],
)
def test_what_each_receipt_leads_to(receipt: Receipt, state: State):
    matter = matter_in(State.SUBMITTED)
    after = apply(matter, e.Received(receipt=receipt, on=DAY))

    assert after.state is state
    assert (after.happened.get(Event.FILING) == DAY) is (receipt is Receipt.ACCEPTED)


@pytest.mark.parametrize("order", list(Order))
def test_what_each_order_leads_to(order: Order):
    after = apply(matter_in(State.FILED), e.Ordered(order=order, on=DAY))
    assert after.state is (State.RELIEVED if order is Order.GRANTED else State.REFUSED)
