"""The store on SQLite and on PostgreSQL: what it keeps, and what it lets nobody write."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.matters import (
    DAY,
    DECISION,
    DOE,
    LEE,
    PACKET,
    PAPER,
    ROE,
    automatic_opening,
    discharge,
    do,
    doing,
    open_some,
    opening,
    particulars,
    receipt,
    require_sound,
    walk,
    way_from_court,
    way_to_court,
)
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.database import open_database
from vacatur.matters.queries import Wanted, counted, due, listed, numbers, relieved_on
from vacatur.matters.reading import events_of, matter_of, particulars_of
from vacatur.matters.schema import EVENTS, FILINGS, MATTERS
from vacatur.matters.states import Discharge, Harm, Order, Receipt, Role, State


def state_of(casework, number: int) -> State:
    with casework.reading() as connection:
        return matter_of(connection, number).state


def count(casework, query: sa.Select) -> int:
    with casework.reading() as connection:
        return connection.execute(query).scalar_one()


def test_a_matter_goes_the_whole_way_and_is_what_its_events_make(casework):
    (number,) = open_some(casework)
    walk(casework, number, way_to_court())
    assert state_of(casework, number) is State.FILED
    walk(casework, number, way_from_court())

    assert state_of(casework, number) is State.CLOSED
    require_sound(casework)
    with casework.reading() as connection:
        key = connection.execute(
            sa.select(MATTERS.c.case_key).where(MATTERS.c.number == number)
        ).scalar_one()
        assert relieved_on(connection)[key] == DAY
    with casework.reading() as connection:
        happened = events_of(connection, casework.keys, number)
        whose = particulars_of(connection, casework.keys, number)
    assert len(happened) == 1 + len(way_to_court()) + len(way_from_court())
    assert [row.actor for row, _ in happened][5] == ROE.name
    assert whose is not None
    assert whose.case_number.startswith("No. case-")


def test_relief_that_the_law_gives_goes_its_way_without_a_paper(casework):
    (number,) = open_some(casework, event=automatic_opening(records=()))
    walk(
        casework,
        number,
        [
            (ROE, c.Assign(by=ROE.name, to=LEE.name)),
            (LEE, c.Prepare(by=LEE.name)),
            (ROE, c.Approve(by=ROE.name, decision_hash=DECISION)),
            (ROE, c.FollowLaw(by=ROE.name, on=DAY)),
            (LEE, c.TellPerson(by=LEE.name, on=DAY, how="Letter.")),
            (ROE, c.Close(by=ROE.name, on=DAY)),
        ],
    )
    assert state_of(casework, number) is State.CLOSED
    assert count(casework, sa.select(sa.func.count()).where(FILINGS.c.matter == number)) == 0
    with casework.reading() as connection:
        key = connection.execute(
            sa.select(MATTERS.c.case_key).where(MATTERS.c.number == number)
        ).scalar_one()
        assert relieved_on(connection)[key] == DAY


def test_what_a_court_denied_is_no_relief(casework):
    (number,) = open_some(casework)
    denied = c.RecordOrder(by=LEE.name, order=Order.DENIED, on=DAY, reasons="Denied.")
    walk(casework, number, [*way_to_court(), *way_from_court()[:4], (LEE, denied)])
    assert state_of(casework, number) is State.REFUSED
    with casework.reading() as connection:
        key = connection.execute(
            sa.select(MATTERS.c.case_key).where(MATTERS.c.number == number)
        ).scalar_one()
        assert key not in relieved_on(connection)


def test_a_transaction_that_fails_leaves_nothing(casework):
    (number,) = open_some(casework)
    before = require_sound(casework)

    def fail():
        with casework.working(doing(ROE)) as work:
            do(work, number, c.Assign(by=ROE.name, to=LEE.name), ROE)
            raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        fail()

    assert state_of(casework, number) is State.OPEN
    assert require_sound(casework) == before


def test_an_attempt_that_is_refused_leaves_nothing_and_the_rest_stands(casework):
    first, second = open_some(casework, 2)

    def assign_and_close(work):
        with work.attempt():
            do(work, first, c.Assign(by=ROE.name, to=LEE.name), ROE)
            do(work, first, c.Close(by=ROE.name, on=DAY), ROE)

    with casework.working(doing(ROE)) as work:
        with pytest.raises(MoveRefused):
            assign_and_close(work)
        with work.attempt():
            do(work, second, c.Assign(by=ROE.name, to=LEE.name), ROE)

    assert (state_of(casework, first), state_of(casework, second)) == (State.OPEN, State.ASSIGNED)
    require_sound(casework)


def test_a_case_has_one_matter_for_a_vehicle_as_long_as_it_has_not_ended(casework):
    whose = particulars("the-same")
    (subject,) = casework.keys.make(1)
    event = opening(subject=subject)
    with casework.working(doing(ROE)) as work:
        first = work.open(event, whose)
    with pytest.raises(MoveRefused, match="has a matter for"), casework.working(doing()) as work:
        work.open(event, whose)
    with casework.working(doing(ROE)) as work:
        work.open(replace(event, vehicle="us-xx/other"), whose)
        do(work, first.number, c.SetAside(by=ROE.name, on=DAY, reason="Not wanted."), ROE)
        work.open(event, whose)
    with (
        pytest.raises(MoveRefused, match="another matter for this vehicle"),
        casework.working(doing(ROE)) as work,
    ):
        do(work, first.number, c.TakeUp(by=ROE.name, reason="Wanted."), ROE)
    require_sound(casework)


def test_a_paper_that_the_court_has_or_may_have_is_never_sent_again(casework):
    (number,) = open_some(casework)
    walk(casework, number, way_to_court()[:-1])
    sent = sa.select(sa.func.count()).where(FILINGS.c.matter == number)
    again = c.Submit(by=LEE.name, document=PAPER, on=DAY)
    with pytest.raises(MoveRefused, match="takes no"):
        walk(casework, number, [(LEE, again)])

    walk(casework, number, [(LEE, receipt(Receipt.NOT_RECEIVED)), (LEE, again)])
    assert count(casework, sent) == 2
    assert count(casework, sent.where(FILINGS.c.counts)) == 1

    walk(casework, number, [(LEE, receipt(Receipt.REJECTED))])
    walk(casework, number, way_to_court()[3:6])
    with pytest.raises(MoveRefused, match="the same paper went to the court"):
        walk(casework, number, [(LEE, again)])
    assert count(casework, sent.where(FILINGS.c.counts)) == 1
    require_sound(casework)


def test_the_store_itself_lets_no_event_round_a_gate(casework):
    """What no command would make is refused by the database, in words."""
    (number,) = open_some(casework)
    walk(casework, number, way_to_court()[:4])
    wrong = {
        "prepared and approved it": e.Approved(by=LEE.name, decision_hash=DECISION),
        "nobody has approved it": e.Packeted(packet_sha256=PACKET),
    }
    for words, event in wrong.items():
        with pytest.raises(MoveRefused, match=words), casework.working(doing()) as work:
            work.record(work.matter(number), event)
    require_sound(casework)


def test_reading_a_matter_is_written_down_and_changes_nothing(casework):
    (number,) = open_some(casework)
    with casework.working(doing(ROE)) as work:
        work.note_reading(work.matter(number))
    with casework.reading() as connection:
        last = connection.execute(sa.select(EVENTS).order_by(EVENTS.c.seq.desc())).first()
    assert (last.kind, last.matter, last.before) == ("Read", number, last.after)
    require_sound(casework)


def test_two_spellings_of_a_name_are_one_person(casework):
    with casework.working(doing(ROE)) as work:
        assert work.member("  a.   ROE ") == ROE
        work.add_member("A.  roe", Role.ATTORNEY)
        with pytest.raises(UsageError, match=r"Did you mean \[A\. Roe\]"):
            work.member("A. Row")
        with pytest.raises(UsageError, match="the name is blank"):
            work.add_member(" \t", Role.ATTORNEY)


def test_a_matter_that_is_not_there_is_named(casework):
    for number in (999_999, 2**63):
        with pytest.raises(UsageError, match=rf"there is no matter \[{number}\]"):
            state_of(casework, number)


def test_what_is_forgotten_takes_no_more_words_but_the_chain_holds(casework):
    (number,) = open_some(casework)
    with casework.reading() as connection:
        subject = matter_of(connection, number).subject
    casework.keys.destroy([subject], at="2026-02-17")
    with casework.reading() as connection:
        assert particulars_of(connection, casework.keys, number) is None
    with pytest.raises(MoveRefused, match="the case was forgotten"):
        walk(casework, number, [(LEE, discharge(1))])
    require_sound(casework)


# ---- the worklist ------------------------------------------------------------------------------


def test_the_order_of_work_is_harm_then_age_and_no_day_comes_last(casework):
    vehicle = f"us-xx/order-{casework.engine.dialect.name}"
    days = {"young": date(2020, 1, 1), "old": date(2001, 1, 1), "none": None, "harmed": None}
    found = {
        name: open_some(casework, event=opening(vehicle=vehicle, oldest_day=day))[0]
        for name, day in days.items()
    }
    with casework.working(doing()) as work:
        harm = e.HarmRecorded(harms=(), evidence="x")
        work.record(work.matter(found["young"]), harm)
        work.record(work.matter(found["harmed"]), replace(harm, harms=(Harm.JOB, Harm.REMOVAL)))
    wanted = Wanted(vehicle=vehicle)
    with casework.reading() as connection:
        ordered = numbers(connection, wanted)
        page = listed(connection, wanted, limit=2, offset=1)
        (line,) = counted(connection, wanted)
        nothing_due = [each.number for each in due(connection, None)]

    assert ordered == [found[name] for name in ("harmed", "old", "young", "none")]
    assert [each.number for each in page] == ordered[1:3]
    assert (line.state, line.matters) == ("open", 4)
    assert not set(ordered) & set(nothing_due)


# ---- plain SQL ---------------------------------------------------------------------------------


def plain(number: int, **changed: object) -> dict[str, object]:
    row: dict[str, object] = {
        "number": number,
        "subject": "s",
        "vehicle": "us-xx/plain",
        "state": "open",
        "files_paper": True,
        "pattern": "p",
        "prepared_by": "P. Lee",
        "approved_by": "A. Roe",
        "victim_notice": "done",
        "harm_rank": 5,
        "case_key": f"plain-{number}",
        "particulars_seq": 1,
        "content": "{}",
    }
    return row | changed


AT_COURT = ("submitted", "filed", "relieved", "refused", "closed")


def forbidden() -> list[tuple[str, dict[str, object]]]:
    same = {"prepared_by": "A. Roe", "approved_by": "A. Roe"}
    unnamed = {"prepared_by": None}
    rows = [("four_eyes", {"state": state} | who) for state in State for who in (same, unnamed)]
    rows += [("victim_notice", {"state": state, "victim_notice": None}) for state in AT_COURT]
    rows += [
        ("approved", {"state": state, "approved_by": None})
        for state in ("approved", "packeted", *AT_COURT)
    ]
    rows += [
        ("approved", {"state": state, "approved_by": None, "files_paper": False})
        for state in ("relieved", "closed")
    ]
    return rows


@pytest.mark.parametrize(
    ("name", "changed"), forbidden(), ids=lambda x: x if isinstance(x, str) else str(x["state"])
)
def test_no_row_of_plain_sql_walks_round_a_constraint(casework, name, changed):
    refused(casework, sa.insert(MATTERS), plain(900_001, **changed), rf"ck_matters_{name}\b")


def test_the_constraints_let_pass_what_is_as_it_must_be(casework):
    fine = [plain(900_010 + at, state=state.value) for at, state in enumerate(State)] + [
        plain(900_030, approved_by=None),
        plain(900_031, prepared_by=None, approved_by=None, victim_notice=None),
        plain(900_032, state="closed", files_paper=False, victim_notice=None),
    ]
    with casework.engine.connect() as connection:
        connection.execute(sa.insert(MATTERS), fine)
        connection.rollback()


@pytest.mark.parametrize("state", ["open", "filed", "relieved"])
def test_a_case_has_no_second_matter_for_a_vehicle_by_plain_sql(casework, state):
    rows = [plain(900_001, case_key="k", state=state), plain(900_002, case_key="k")]
    refused(casework, sa.insert(MATTERS), rows, "case_key")
    ended = [plain(900_001, case_key="k", state="closed"), plain(900_002, case_key="k")]
    with casework.engine.connect() as connection:
        connection.execute(sa.insert(MATTERS), ended)
        connection.rollback()


def test_no_paper_counts_twice_by_plain_sql(casework):
    paper = {"seq": 900_001, "matter": 1, "case_key": "k", "document": "d", "content_sha256": "c"}
    counts, not_counted = paper | {"counts": True}, paper | {"seq": 900_002, "counts": False}
    refused(casework, sa.insert(FILINGS), [counts, counts | {"seq": 900_002}], "filings")
    with casework.engine.connect() as connection:
        connection.execute(sa.insert(FILINGS), [counts, not_counted])
        connection.rollback()
    refused(casework, sa.insert(FILINGS), [counts, counts | {"matter": 2, "seq": 2}], "filings")


CHANGES = [
    "update events set actor = 'S. Omebody'",
    "update events set hash = 'x' where seq = 1",
    "delete from events where seq = 1",
]
OF_A_DIALECT = {
    "sqlite": [
        "insert or replace into events select * from events",
        "insert into events select * from events where true"
        " on conflict (seq) do update set kind = 'x'",
    ],
    "postgresql": [
        "truncate events",
        "insert into events select * from events on conflict (seq) do update set kind = 'x'",
    ],
}


def test_no_event_is_changed_or_removed_by_plain_sql(casework):
    before = require_sound(casework)
    for statement in CHANGES + OF_A_DIALECT[casework.engine.dialect.name]:
        refused(casework, sa.text(statement), None, "events are never changed")
        assert require_sound(casework) == before


def refused(casework, statement, rows, words: str) -> None:
    """The database refuses a statement, naming what holds it; nothing of it stays."""
    with casework.engine.connect() as connection:
        with pytest.raises(sa.exc.DBAPIError) as problem:
            connection.execute(statement, rows) if rows else connection.execute(statement)
        connection.rollback()
    assert re.search(words, str(problem.value.orig))


def test_a_duty_that_is_not_needed_counts_as_a_victim_notice(casework):
    (number,) = open_some(casework)
    attest = replace(discharge(1, Discharge.NOT_NEEDED), by=ROE.name)
    walk(casework, number, [(DOE, attest)])
    with casework.reading() as connection:
        row = connection.execute(sa.select(MATTERS).where(MATTERS.c.number == number)).one()
    assert row.victim_notice == "not_needed"


def test_what_is_counted_is_what_there_is_whoever_writes(casework):
    """Also by plain SQL, and after a row has gone."""
    with casework.engine.connect() as connection:
        rows = [plain(900_040 + at, vehicle="us-xx/tallied") for at in range(3)]
        connection.execute(sa.insert(MATTERS), rows)
        mine = MATTERS.c.number == 900_041
        connection.execute(sa.update(MATTERS).where(mine).values(state="filed", vehicle="us-xx/t2"))
        connection.execute(sa.delete(MATTERS).where(MATTERS.c.number == 900_042))
        found = [counted(connection, Wanted(vehicle=f"us-xx/{name}")) for name in ("tallied", "t2")]
        connection.rollback()
    assert [[(each.state, each.matters) for each in some] for some in found] == [
        [("open", 1)],
        [("filed", 1)],
    ]


def test_a_backup_that_is_put_in_the_place_of_the_file_is_what_is_written_to(tmp_path):
    def numbers_in(path: Path) -> list[int]:
        with sqlite3.connect(path) as raw:
            return [number for (number,) in raw.execute("select number from told")]

    path = tmp_path / "office.db"
    engine = open_database(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("create table told (number)")
    with sqlite3.connect(path) as raw, sqlite3.connect(tmp_path / "backup.db") as backup:
        raw.backup(backup)
    for each in tmp_path.glob("office.db*"):
        each.rename(tmp_path / f"old-{each.name}")
    (tmp_path / "backup.db").rename(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("insert into told values (1)")
    engine.dispose()
    assert numbers_in(path) == [1]
    assert numbers_in(tmp_path / "old-office.db") == []
