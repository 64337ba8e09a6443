"""Whole ways through the screens of casework: a batch, and a fact that flips an answer."""

from __future__ import annotations

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.matters import require_sound
from tests.support.packet_office import MOTIONS, PETITION
from tests.support.web import Clock, Web, opened_web
from vacatur.matters.access.saved_filters import saved_filters
from vacatur.matters.reading import matter_of
from vacatur.matters.schema import EVENTS
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)
pytestmark = pytest.mark.long

NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)


@pytest.fixture
def office(approved: Path):
    with opened_web(Workspace(approved), Clock(NOON)) as web:
        yield web


def state_of(office: Web, number: int) -> str:
    with office.office.casework() as casework, casework.reading() as connection:
        return str(matter_of(connection, number).state)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_batch_is_frozen_drawn_read_and_approved(office):
    attorney, paralegal = office.as_a("attorney"), office.as_a("paralegal")
    for number in MOTIONS:
        back = {"reason": "Together."}
        attorney.post(f"/matters/{number}/moves/WithdrawApproval", data=back)
        paralegal.post(f"/matters/{number}/moves/Prepare", data={})
    matters = {"action": "freeze", "matters": " ".join(map(str, MOTIONS))}
    frozen = attorney.post("/worklist/bulk/do", data=matters)
    batch = frozen.headers["location"]
    assert attorney.post(f"{batch}/sample", data={"seed": "7"}).status_code == 303
    page = attorney.get(batch).text
    assert "Random start" in page
    assert ">7</code>" in page
    early = attorney.post(f"{batch}/approve", data={"frozen": hidden(page, "frozen") if
                                                    'name="frozen"' in page else "0"})  # fmt: skip
    assert early.status_code == 422
    drawn = re.findall(rf'href="{batch}/matters/(\d+)"', page)
    for number in drawn:
        read = attorney.get(f"{batch}/matters/{number}").text
        answer = {"answer": hidden(read, "answer"), "found": "clean"}
        assert attorney.post(f"{batch}/matters/{number}", data=answer).status_code == 303
    page = attorney.get(batch).text
    assert "With 95 % confidence" in page
    done = attorney.post(f"{batch}/approve", data={"frozen": hidden(page, "frozen")}).text
    assert "2 matters approved" in done
    assert {state_of(office, each) for each in MOTIONS} == {"approved"}


def test_one_that_is_wrong_sends_the_batch_back(office):
    attorney, paralegal = office.as_a("attorney"), office.as_a("paralegal")
    attorney.post(f"/matters/{PETITION}/moves/WithdrawApproval", data={"reason": "Again."})
    paralegal.post(f"/matters/{PETITION}/moves/Prepare", data={})
    batch = attorney.post(
        "/worklist/bulk/do", data={"action": "freeze", "matters": str(PETITION)}
    ).headers["location"]
    attorney.post(f"{batch}/sample", data={"seed": "7"})
    read = attorney.get(f"{batch}/matters/{PETITION}").text
    wrong = {"answer": hidden(read, "answer"), "found": "wrong", "reason": "Not the person."}
    assert attorney.post(f"{batch}/matters/{PETITION}", data=wrong).status_code == 303
    assert "sent back" in attorney.get(batch).text
    assert state_of(office, PETITION) == "assigned"


def test_a_fact_that_flips_an_answer_is_told_and_taken_over(office):
    paralegal = office.as_a("paralegal")
    fact = {"place": "1", "column": "charge.sentence_end", "value": "2040-01-01",
            "document": "The docket."}  # fmt: skip
    assert paralegal.post(f"/matters/{PETITION}/answers", data=fact).status_code == 303
    page = paralegal.get(f"/matters/{PETITION}").text
    assert "The answer has changed since the matter was opened" in page
    finding = fact | {"column": "findings.movant", "value": "prosecutor"}
    assert paralegal.post(f"/matters/{PETITION}/answers", data=finding).status_code == 422
    assert paralegal.post(f"/matters/{PETITION}/findings", data=finding).status_code == 404
    renewed = paralegal.post(f"/matters/{PETITION}/renew")
    assert renewed.status_code in {303, 409}


def test_filters_are_kept_for_whoever_made_them(office):
    attorney = office.as_a("attorney")
    kept = {"name": "Mine, due", "asked": "state=filed&due=2026-03-01&after=9_9__"}
    assert attorney.post("/worklist/filters", data=kept).status_code == 303
    with office.office.accounts.reading() as connection:
        (found,) = saved_filters(connection, "A. Roe")
        assert saved_filters(connection, "P. Lee") == []
    assert found.asked == "state=filed&due=2026-03-01&sort=due"
    assert attorney.get(f"/worklist?{found.asked}").status_code == 200
    attorney.post("/worklist/filters/remove", data={"name": "Mine, due"})
    assert "Mine, due" not in attorney.get("/worklist").text


def test_two_people_press_at_once_and_one_of_them_is_told(office):
    """Both have read the same answer; a barrier lets their forms go together, each time."""
    roe, doe, lee = office.as_a("attorney"), office.as_a("supervisor"), office.as_a("paralegal")
    numbers = (*MOTIONS, PETITION)
    for number in numbers:
        roe.post(f"/matters/{number}/moves/WithdrawApproval", data={"reason": "Again."})
        assert lee.post(f"/matters/{number}/moves/Prepare", data={}).status_code == 303
    with office.office.casework() as casework, casework.reading() as connection:
        before = approvals(connection)
    for number in numbers:
        answer = {"answer": hidden(roe.get(f"/matters/{number}/approve").text, "answer")}
        gate = threading.Barrier(2)

        def press(client, number=number, answer=answer, gate=gate):
            gate.wait(timeout=60)
            return client.post(f"/matters/{number}/approve", data=answer)

        with ThreadPoolExecutor(2) as both:
            done = sorted(both.map(press, (roe, doe)), key=lambda x: x.status_code)
        assert [each.status_code for each in done] == [303, 409]
        assert "a matter that is [approved] takes no [Approve]" in done[1].text
    assert {state_of(office, each) for each in numbers} == {"approved"}
    with office.office.casework() as casework:
        require_sound(casework)
        with casework.reading() as connection:
            assert approvals(connection) - before == Counter(numbers)


def approvals(connection: sa.Connection) -> Counter[int]:
    """How often each matter was approved."""
    named = sa.select(EVENTS.c.matter).where(EVENTS.c.kind == "Approved")
    return Counter(connection.execute(named).scalars())
