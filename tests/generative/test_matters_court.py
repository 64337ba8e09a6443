"""A court that drops, repeats, reorders and delays its receipts: no paper is ever filed twice.

The office does what it is told by whatever reaches it, and asks the court before it sends again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
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
    LEE,
    PACKET,
    PAPER,
    do,
    doing,
    hire,
    open_some,
    require_sound,
    store,
    walk,
    way_to_court,
)
from vacatur.matters import commands as c
from vacatur.matters.reading import matter_of
from vacatur.matters.schema import FILINGS
from vacatur.matters.states import Receipt, State
from vacatur.matters.store import Casework
from vacatur.office.court_files import import_rows
from vacatur.office.receipts import RECEIPTS, ReceiptRow

LATER = DAY + timedelta(days=60)


def when_it_is(state: State):
    return precondition(lambda self: self.matter.state is state)


class Court(RuleBasedStateMachine):
    """One matter, the court's own docket, and receipts on their way."""

    casework: Casework

    def __init__(self) -> None:
        super().__init__()
        (self.number,) = open_some(self.casework)
        walk(self.casework, self.number, way_to_court()[:-2])
        self.day = DAY
        self.docket: list[str] = []  # the contents that the court took in, in order
        self.on_their_way: list[ReceiptRow] = []
        self.content = 0

    # ---- the office ------------------------------------------------------------------------

    @property
    def matter(self):
        with self.casework.reading() as connection:
            return matter_of(connection, self.number)

    @when_it_is(State.PACKETED)
    @rule(arrives=st.booleans(), says=st.sampled_from([Receipt.ACCEPTED, Receipt.REJECTED]))
    def submit(self, arrives, says):
        """The paper goes; it may be lost, and the court's receipt may be on its way for long."""
        self.day += timedelta(days=1)
        command = c.Submit(by=LEE.name, document=PAPER, on=self.day)
        with self.casework.working(doing()) as work:
            after = do(work, self.number, command, LEE)
        if arrives:
            self.docket.append(after.filings[-1].content_sha256)
            self.on_their_way.append(self.row(says, after.filings[-1].content_sha256))

    @when_it_is(State.SUBMITTED)
    @rule()
    def ask_the_court(self):
        """Nothing has come: the court is asked. What it has not taken in, it never had."""
        content = self.matter.filings[-1].content_sha256
        if content in self.docket:
            for each in self.on_their_way:
                if each.content_sha256 == content:
                    self.take_in([each])
                    return
        else:
            self.take_in([self.row(Receipt.NOT_RECEIVED, content)])

    @precondition(lambda self: self.matter.state is State.ASSIGNED and self.content < 20)
    @rule()
    def mend_the_paper(self):
        """It was sent back: another paper is built, approved and packed."""
        self.content += 1
        sha256 = f"{self.content:064}"
        packet = c.RecordPacket(by=LEE.name, packet_sha256=sha256, files=("a.pdf",))
        walk(self.casework, self.number, [*way_to_court()[3:5], (LEE, packet)])

    # ---- the court's receipts --------------------------------------------------------------

    @precondition(lambda self: self.on_their_way)
    @rule(data=st.data(), stays=st.booleans())
    def a_receipt_comes(self, data, stays):
        """Any of them, in any order; one that stays comes again later."""
        at = data.draw(st.integers(0, len(self.on_their_way) - 1), label="which")
        row = self.on_their_way[at]
        if not stays:
            del self.on_their_way[at]
        self.take_in([row])

    @precondition(lambda self: self.on_their_way)
    @rule(data=st.data())
    def a_receipt_is_lost(self, data):
        del self.on_their_way[data.draw(st.integers(0, len(self.on_their_way) - 1))]

    @precondition(lambda self: self.on_their_way)
    @rule(data=st.data())
    def a_whole_file_comes(self, data):
        self.take_in(data.draw(st.permutations(self.on_their_way * 2), label="file"))

    @rule(what=st.sampled_from([{"matter": "999999"}, {"content_sha256": "0" * 63}, {"day": "?"}]))
    def a_receipt_of_something_else_comes(self, what):
        row = replace(self.row(Receipt.ACCEPTED, PACKET), **what)
        assert self.take_in([row]).quarantined.keys() == {row.line}

    def row(self, said: Receipt, content: str) -> ReceiptRow:
        return ReceiptRow(
            line=2,
            matter=str(self.number),
            document=PAPER,
            content_sha256=content,
            status=said.value,
            day=str(self.day),
            reference="Envelope 1",
        )

    def take_in(self, rows):
        """A file of receipts is taken in, and again: the second time nothing is new."""
        rows = [replace(row, line=line) for line, row in enumerate(rows, start=2)]
        first = import_rows(self.casework, RECEIPTS, rows, doing(), today=LATER)
        stands = self.matter
        again = import_rows(self.casework, RECEIPTS, rows, doing(), today=LATER)
        for done in (first, again):
            told = done.recorded + done.known_already + len(done.quarantined)
            assert told == done.rows == len(rows)
        assert again.recorded == 0
        assert self.matter == stands
        return first

    # ---- what must never be ----------------------------------------------------------------

    @invariant()
    def the_court_took_no_paper_in_twice(self):
        assert len(self.docket) == len(set(self.docket))

    @invariant()
    def no_submission_counts_twice(self):
        query = (
            sa.select(FILINGS.c.content_sha256)
            .where(FILINGS.c.matter == self.number, FILINGS.c.counts)
            .order_by(FILINGS.c.seq)
        )
        with self.casework.reading() as connection:
            counting = connection.execute(query).scalars().all()
        assert len(counting) == len(set(counting))

    @invariant()
    def what_the_office_holds_for_filed_the_court_has(self):
        matter = self.matter
        if matter.state is State.FILED:
            assert matter.filings[-1].content_sha256 in self.docket

    def teardown(self):
        require_sound(self.casework)


@pytest.fixture
def court(tmp_path):
    with store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path) as casework:
        hire(casework)
        yield type("AtCourt", (Court,), {"casework": casework})


def test_no_receipt_makes_an_office_file_twice(court):
    how = settings(max_examples=6, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(court, settings=how)


@pytest.mark.long
def test_no_receipt_makes_an_office_file_twice_long(court):
    how = settings(max_examples=150, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(court, settings=how)
