"""The path of forgetting over a store: its gates, what it clears, and that the chain holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Actor, Event, Holder
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters import vault
from vacatur.matters.applying import apply, opened
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.database import open_database
from vacatur.matters.forgetting_gates import possible_moves
from vacatur.matters.gates import Member
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Charge, Particulars, RecordToChange
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.reading import events_of, particulars_of
from vacatur.matters.schema import FILINGS, MATTERS, VAULT
from vacatur.matters.statements import statements_of
from vacatur.matters.states import Order, Role, State
from vacatur.matters.store import Casework, Doing
from vacatur.record.particulars import Stated

SECRET = "5e" * 32
DAY, UNTIL = date(2026, 2, 16), date(2029, 2, 16)
ROE, LEE = Member(name="A. Roe", role=Role.ATTORNEY), Member(name="P. Lee", role=Role.PARALEGAL)
POLICE = RecordToChange(
    holder=Holder.POLICE_RECORD,
    text="the police records are removed from public inspection",
    is_expunged=True,
)
SHIELDED = RecordToChange(
    holder=Holder.POLICE_RECORD, text="the public cannot see it", is_expunged=False
)
PORTAL = RecordToChange(
    holder=Holder.PUBLIC_PORTAL, text="the case is gone from the portal", is_expunged=True
)
OPENING = e.Opened(
    subject="0" * 32,
    vehicle="us-xx/petition",
    moves=Actor.PERSON,
    files_paper=True,
    pattern="a" * 64,
    decision_hash="b" * 64,
    run="run",
    verified_through=UNTIL,
    on=DAY,
    oldest_day=None,
    duties=(),
    clocks=(),
    records=(POLICE,),
)
NAMES = Particulars(
    case_id="7B-CANARY",
    case_number="7B-CANARY",
    charges=(Charge(charge_id="7B-CANARY/1", implements="R", published="YES"),),
)


def granted(**changed):
    matter = replace(opened(1, OPENING), state=State.CLOSED, order=Order.GRANTED)
    return replace(matter, **({"happened": {Event.ORDER: DAY}} | changed))


def vaulting(**changed):
    said = {"on": DAY, "obliterate_on": UNTIL, "source": "Order, 3", "left_out": 0,
            "whole_case": ""} | changed  # fmt: skip
    return c.Vault(by=ROE.name, **said)


def move(matter, command, member=ROE, today=DAY):
    return event_of(command, Scene(matter=matter, member=member, today=today))


def test_it_goes_into_the_vault_and_is_obliterated_on_its_day():
    matter = apply(granted(), move(granted(), vaulting()))
    assert (matter.vaulted_on, matter.obliterate_on) == (DAY, UNTIL)
    opened_by = move(matter, c.Unseal(by=ROE.name, on=DAY, order="Order of 3 June"))
    assert apply(matter, opened_by) == matter
    gone = apply(matter, move(matter, c.Obliterate(by=ROE.name, on=UNTIL), today=UNTIL))
    assert gone.obliterated_on == UNTIL


@pytest.mark.parametrize(
    ("matter", "command", "says"),
    [
        (granted(order=Order.DENIED), vaulting(), "no order grants"),
        (granted(order=None), vaulting(), "no order grants"),
        (granted(records=(SHIELDED,)), vaulting(), "does not say"),
        (granted(records=(PORTAL,)), vaulting(), "does not say"),
        (granted(records=()), vaulting(), "does not say"),
        (granted(), vaulting(left_out=2), "2 charges of the case are not in"),
        (granted(), vaulting(source=" "), "say what law or order"),
        (granted(), vaulting(obliterate_on=date(2026, 2, 15)), "before it is in the vault"),
        (granted(), vaulting(on=date(2026, 2, 15)), "before the order"),
        (granted(vaulted_on=DAY), vaulting(), "in the vault since"),
        (granted(state=State.REFUSED), vaulting(), "takes no [Vault]"),
        (
            granted(state=State.RELIEVED, vaulted_on=DAY, obliterate_on=DAY),
            c.Obliterate(by="A. Roe", on=DAY),
            "takes no [Obliterate]",
        ),
        (granted(), c.Unseal(by="A. Roe", on=DAY, order="x"), "not in the vault"),
        (granted(), c.Obliterate(by="A. Roe", on=DAY), "not in the vault"),
    ],
)
def test_what_is_refused(matter, command, says):
    with pytest.raises(MoveRefused) as refused:
        move(matter, command)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("matter", "moves"),
    [
        (granted(), ("Vault",)),
        (granted(records=(SHIELDED,)), ()),
        (granted(vaulted_on=DAY), ("Obliterate", "Unseal")),
        (granted(vaulted_on=DAY, obliterated_on=UNTIL), ()),
    ],
)
def test_what_may_be_done_next(matter, moves):
    assert possible_moves(matter) == moves


def test_the_whole_case_goes_where_the_order_says_so():
    event = move(granted(), vaulting(left_out=2, whole_case="Par. 2 of the order"))
    assert event.whole_case == "Par. 2 of the order"


def test_relief_that_the_law_gives_needs_no_order():
    matter = granted(order=None, files_paper=False, happened={}, state=State.RELIEVED)
    assert isinstance(move(matter, vaulting()), e.Vaulted)


@pytest.mark.parametrize(
    ("today", "member", "says"),
    [
        (date(2029, 2, 15), ROE, "may be obliterated from 2029-02-16 on"),
        (UNTIL, LEE, "an attorney must destroy a key"),
    ],
)
def test_no_key_is_destroyed_before_its_day_or_by_anybody_else(today, member, says):
    matter = granted(vaulted_on=DAY, obliterate_on=UNTIL)
    with pytest.raises(MoveRefused) as refused:
        move(matter, c.Obliterate(by=member.name, on=today), member, today)
    assert says in str(refused.value)


def test_only_an_attorney_opens_a_vault():
    matter = granted(vaulted_on=DAY, obliterate_on=UNTIL)
    with pytest.raises(MoveRefused, match="an attorney must open a vault"):
        move(matter, c.Unseal(by=LEE.name, on=DAY, order="x"), LEE)
    with pytest.raises(MoveRefused, match="its key was destroyed"):
        move(replace(matter, obliterated_on=UNTIL), c.Unseal(by=ROE.name, on=DAY, order="x"))


@pytest.fixture
def casework(tmp_path):
    keys = KeyStore(tmp_path / "keys.db", SECRET)
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    yield Casework(engine, keys, SECRET)
    engine.dispose()
    keys.close()


DOING = Doing(actor="A. Roe", purpose="test", at=datetime(2026, 2, 16, tzinfo=UTC))


def test_nothing_private_is_read_from_the_vault_and_none_is_left_after(casework, tmp_path):
    (subject,) = casework.keys.make(1)
    with casework.working(DOING) as work:
        matter = work.open(replace(OPENING, subject=subject), NAMES)
        other = work.open(replace(OPENING, subject=subject, vehicle="us-xx/other"), NAMES)
        matter = work.record(matter, e.SentBack(reason="CANARY must sign"))
        home = e.ParticularStated(particular=Stated.DEFENDANT_ADDRESS, text="CANARY Street")
        matter = work.record(matter, home)
        row = {"seq": 1, "matter": 1, "case_key": "k" * 64, "document": "D", "counts": True,
               "content_sha256": "c" * 64}  # fmt: skip
        work.connection.execute(sa.insert(FILINGS), row)
    with casework.reading() as connection:
        assert particulars_of(connection, casework.keys, matter.number) == NAMES
        assert "CANARY" in str(events_of(connection, casework.keys, matter.number))
        told = statements_of(connection, casework.keys, matter.number)
        assert told[Stated.DEFENDANT_ADDRESS].text == "CANARY Street"

    with casework.working(DOING) as work:
        matter = work.record(matter, e.Vaulted(on=DAY, obliterate_on=UNTIL, source="CANARY order"))
        vault.put(work.connection, casework.keys, subject, '{"name": "CANARY"}')
    with casework.reading() as connection:
        for number in (matter.number, other.number):
            assert particulars_of(connection, casework.keys, number) is None
            assert "CANARY" not in str(events_of(connection, casework.keys, number))
            assert statements_of(connection, casework.keys, number) == {}
        assert vault.opened(connection, casework.keys, subject) == '{"name": "CANARY"}'
        sealed = connection.execute(sa.select(VAULT.c.sealed)).scalar()

    casework.keys.destroy([subject], at="2029-02-16")
    with casework.working(DOING) as work:
        work.record(matter, e.Obliterated(on=UNTIL))
        vault.forget_names(work.connection, subject)
    vault.leave_no_copy(casework.engine)
    with casework.reading() as connection:
        assert vault.opened(connection, casework.keys, subject) is None
        assert particulars_of(connection, casework.keys, matter.number) is None
        assert statements_of(connection, casework.keys, matter.number) == {}
        for table in (MATTERS, FILINGS):
            assert set(connection.execute(sa.select(table.c.case_key)).scalars()) == {None}
        verify(entries_of(connection))
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert not any(sealed in content for content in files.values())
    assert not any(b"CANARY" in content for content in files.values())
    assert not any(casework.case_key("7B-CANARY").encode() in each for each in files.values())
