"""Random walks of matters: whatever is tried, what must never be never is.

The same walk goes over the pure domain, and over a store on a real database.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.matters import (
    DAY,
    DECISION,
    NOW,
    PACKET,
    PAPER,
    ROE,
    STAFF,
    automatic_opening,
    hire,
    opening,
    particulars,
    scene,
    store,
    way_from_court,
    way_to_court,
)
from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event, Holder
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.allowed import ALLOWED
from vacatur.matters.applying import apply, fold, opened
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.codec import read_matter, write_matter
from vacatur.matters.matter import Matter
from vacatur.matters.moves import event_of
from vacatur.matters.reading import events_of
from vacatur.matters.schema import EVENTS, FILINGS, MATTERS
from vacatur.matters.states import Answer, Discharge, Harm, Order, Receipt, State
from vacatur.matters.store import Casework, Doing
from vacatur.record.particulars import Stated

AT = datetime(2026, 2, 17, 9, 30, tzinfo=UTC)
AT_COURT = {State.SUBMITTED, State.FILED, State.REFUSED}
HASHES = st.sampled_from([PACKET, "d" * 64])
DAYS = st.integers(-1, 2).map(lambda days: DAY + timedelta(days=days))
WORDS = st.sampled_from(["Said so.", "Said so.", "Said so.", " "])
BY = {"by": st.just("")}


def _of(kind: type[c.Command], **parts: st.SearchStrategy) -> tuple[type, st.SearchStrategy]:
    return kind, st.builds(kind, **parts)


_EACH = [
    _of(c.Assign, **BY, to=st.just("P. Lee")),
    _of(c.RecordHarm, **BY, harms=st.tuples(st.sampled_from(Harm)), evidence=WORDS),
    _of(c.StateParticular, **BY, particular=st.sampled_from(Stated), text=WORDS),
    _of(
        c.DischargeDuty,
        **BY,
        duty=st.integers(1, 4),
        how=st.sampled_from(Discharge),
        on=DAYS,
        evidence=WORDS,
    ),
    _of(c.Prepare, **BY),
    _of(c.SendBack, **BY, reason=WORDS),
    _of(c.Approve, **BY, decision_hash=st.sampled_from([DECISION] * 3 + ["e" * 64])),
    _of(c.WithdrawApproval, **BY, reason=WORDS),
    _of(c.RecordPacket, **BY, packet_sha256=HASHES, files=st.just(("a.pdf",))),
    _of(c.Submit, **BY, document=st.sampled_from([PAPER, f" {PAPER}\n"]), on=DAYS),
    _of(c.RecordReceipt, **BY, receipt=st.sampled_from(Receipt), on=DAYS, reference=WORDS),
    _of(c.RecordNotice, **BY, event=st.sampled_from(Event), on=DAYS, evidence=WORDS),
    _of(c.RecordAnswer, **BY, answer=st.sampled_from(Answer), on=DAYS, text=WORDS),
    _of(c.SetHearing, **BY, day=DAYS),
    _of(c.RecordHearing, **BY, on=DAYS),
    _of(c.RecordOrder, **BY, order=st.sampled_from(Order), on=DAYS, reasons=WORDS),
    _of(c.FollowLaw, **BY, on=DAYS),
    _of(c.RecordChange, **BY, holder=st.sampled_from(Holder), on=DAYS, evidence=WORDS),
    _of(c.TellScreeners, **BY, on=DAYS, evidence=WORDS),
    _of(c.TellPerson, **BY, on=DAYS, how=WORDS),
    _of(c.Close, **BY, on=DAYS),
    _of(c.SetAside, **BY, on=DAYS, reason=WORDS),
    _of(c.TakeUp, **BY, reason=WORDS),
    _of(
        c.Vault,
        **BY,
        on=DAYS,
        obliterate_on=DAYS,
        source=WORDS,
        left_out=st.integers(0, 1),
        whole_case=WORDS,
    ),
    _of(c.Unseal, **BY, on=DAYS, order=WORDS),
    _of(c.Obliterate, **BY, on=DAYS),
]
COMMANDS = dict(_EACH)
ANYTHING = st.one_of(*COMMANDS.values())
# What a careful office would do, in its order.
WAY = [*way_to_court(), (ROE, c.FollowLaw(by=ROE.name, on=DAY)), *way_from_court()]
STANDINGS = st.sampled_from(
    [NOW] * 6
    + [
        replace(NOW, decision_hash="e" * 64),
        replace(NOW, open_answers=("c/1 by XX-1: REVIEW",)),
        replace(NOW, waits_for_links=1),
    ]
)

FORGOTTEN = [
    (),
    (c.DischargeDuty, 1),
    (c.DischargeDuty, 2),
    (c.DischargeDuty, 3),
    (c.RecordChange, 0),
    (c.TellPerson, 0),
]
STEPS = st.sampled_from([1, 2, 4, 9, 30])


class Domain(RuleBasedStateMachine):
    """A matter as a pure fold of its events."""

    matter: Matter | None = None

    def __init__(self) -> None:
        super().__init__()
        self.events: list[e.MatterEvent] = []

    @precondition(lambda self: self.matter is None)
    @rule(event=st.sampled_from([opening(), opening(), automatic_opening()]))
    def open(self, event):
        self.events = [self.opened(event)]
        self.matter = opened(self.number, self.events[0])

    @precondition(lambda self: self.matter is not None)
    @rule(command=ANYTHING, member=st.sampled_from(STAFF), standing=STANDINGS)
    def try_anything(self, command, member, standing):
        self.attempt(command, member, standing)

    @precondition(lambda self: self.matter is not None and ALLOWED[self.matter.state])
    @rule(data=st.data(), member=st.sampled_from(STAFF))
    def try_what_the_table_allows(self, data, member):
        kinds = sorted(ALLOWED[self.matter.state], key=lambda kind: kind.__name__)
        kind = data.draw(st.sampled_from(kinds), label="kind")
        self.attempt(data.draw(COMMANDS[kind], label="command"), member, NOW)

    @precondition(lambda self: self.matter is not None)
    @rule(steps=STEPS, forgets=st.sampled_from(FORGOTTEN), said=st.sampled_from(Receipt))
    def go_on_as_an_office_would(self, steps, forgets, said):
        """Its way; but somebody may forget something, and a court says what it says."""
        self.go_on(steps, None, forgets, said)

    @precondition(lambda self: self.matter is not None)
    @rule(steps=STEPS, member=st.sampled_from(STAFF))
    def go_on_alone(self, steps, member):
        self.go_on(steps, member, (), Receipt.ACCEPTED)

    def go_on(self, steps, alone, forgets, said):
        for member, command in WAY:
            done = len(self.events)
            if (type(command), getattr(command, "duty", 0)) == forgets:
                continue
            if isinstance(command, c.RecordReceipt):
                command = replace(command, receipt=said)
            if type(command) in ALLOWED[self.matter.state]:
                self.attempt(command, alone or member, NOW)
            steps -= len(self.events) > done
            if not steps:
                return

    def attempt(self, command, member, standing):
        before = self.matter
        try:
            event = event_of(command, scene(before, member, standing=standing))
            self.record(event, member)
        except MoveRefused:
            assert self.matter == before
            return
        assert type(command) in ALLOWED[before.state]
        self.events.append(event)
        self.matter = apply(before, event)

    # What a store does besides.
    number = 1

    def opened(self, event: e.Opened) -> e.Opened:
        return event

    def record(self, event: e.MatterEvent, member) -> None:
        """Nothing: the fold is all."""

    @invariant()
    def the_matter_is_what_its_events_make(self):
        if self.matter is not None:
            assert fold(self.number, self.events) == self.matter
            assert read_matter(write_matter(self.matter)) == self.matter

    @invariant()
    def nobody_approved_what_they_prepared(self):
        if self.matter is not None and self.matter.approved_by is not None:
            assert self.matter.prepared_by not in (None, self.matter.approved_by)

    @invariant()
    def nothing_is_at_court_without_approval_and_word_to_the_victim(self):
        matter = self.matter
        if matter is not None and (matter.state in AT_COURT or matter.order is not None):
            assert matter.victim_notice is not None
            assert matter.approved_by is not None
            assert not matter.open_duties(Event.FILING)

    @invariant()
    def no_paper_counts_twice(self):
        filings = self.matter.filings if self.matter is not None else ()
        counting = [
            (each.document, each.content_sha256)
            for each in filings
            if each.receipt is not Receipt.NOT_RECEIVED
        ]
        assert len(counting) == len(set(counting))

    @invariant()
    def what_closes_has_come_to_an_end(self):
        if self.matter is not None and self.matter.state is State.CLOSED:
            assert self.matter.person_told_on is not None
            if self.matter.order in (None, Order.GRANTED):
                assert all(each.changed_on for each in self.matter.records)
                assert not any(each.is_open for each in self.matter.duties)


class InAStore(Domain):
    """The same walk, each step a transaction of the store."""

    casework: Casework

    def opened(self, event):
        (subject,) = self.casework.keys.make(1)
        whole = replace(event, subject=subject)
        with self.casework.working(self.doing(STAFF[0])) as work:
            whose = particulars()
            self.number = work.open(whole, whose).number
        return replace(whole, particulars=whose)

    def record(self, event, member):
        with self.casework.working(self.doing(member)) as work:
            after = work.record(work.matter(self.number), event)
        assert after == apply(self.matter, event)

    def doing(self, member):
        return Doing(actor=member.name, purpose="a walk", at=AT)

    @invariant()
    def the_row_is_what_the_last_event_says(self):
        if self.matter is None:
            return
        with self.casework.reading() as connection:
            row = connection.execute(
                sa.select(MATTERS).where(MATTERS.c.number == self.number)
            ).one()
            last = connection.execute(
                sa.select(EVENTS.c.after)
                .where(EVENTS.c.matter == self.number)
                .order_by(EVENTS.c.seq.desc())
                .limit(1)
            ).scalar_one()
        assert read_matter(row.content) == self.matter
        assert hashlib.sha256(row.content.encode()).hexdigest() == last

    @invariant()
    def the_filings_that_count_are_those_of_the_matter(self):
        if self.matter is None:
            return
        query = sa.select(FILINGS.c.counts).where(FILINGS.c.matter == self.number)
        with self.casework.reading() as connection:
            counts = connection.execute(query.order_by(FILINGS.c.seq)).scalars().all()
        assert counts == [x.receipt is not Receipt.NOT_RECEIVED for x in self.matter.filings]

    def teardown(self):
        if self.matter is None:
            return
        with self.casework.reading() as connection:
            kept = events_of(connection, self.casework.keys, self.number)
            verify(entries_of(connection))
        assert [event for _, event in kept] == self.events


SHORT = settings(
    max_examples=120,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LONG = settings(SHORT, max_examples=1_000, stateful_step_count=60)


def walk(machine: type[Domain], how: settings) -> None:
    run_state_machine_as_test(machine, settings=how)


def test_the_pure_domain():
    walk(Domain, SHORT)


@pytest.mark.long
def test_the_pure_domain_long():
    walk(Domain, LONG)


@pytest.fixture
def in_a_store(tmp_path):
    """A store on SQLite: the tests of the store itself go over both databases."""
    with store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path) as casework:
        hire(casework)
        yield type("OnSqlite", (InAStore,), {"casework": casework})


def test_a_store(in_a_store):
    walk(in_a_store, settings(SHORT, max_examples=8))


@pytest.mark.long
def test_a_store_long(in_a_store):
    walk(in_a_store, settings(LONG, max_examples=200))
