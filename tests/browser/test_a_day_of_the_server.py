"""A day with `vacatur serve` as a person starts it: its own process, and its worker beside it.

An export of the inbox, a run that is seen as it happens, cancelled and tried again, a law proposal
that another attorney decides, and a record of the clinic.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.browser import browsing, watched
from tests.support.week import Person
from tests.support.week_office import PASSWORD
from tests.unit.test_web_law import PAGE, page_text
from vacatur.matters.access.accounts import add_account, change_password
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import init
from vacatur.office.workspace import Workspace
from vacatur.sample.county import write_county

pytestmark = pytest.mark.long

ANALYST, PROPOSES, DECIDES, CLERK = "N. Poe", "A. Roe", "B. Loe", "C. Coe"
_ROLES = {
    ANALYST: AccountRole.ANALYST,
    PROPOSES: AccountRole.ATTORNEY,
    DECIDES: AccountRole.ATTORNEY,
    CLERK: AccountRole.CLERK,
}
_JOB = 120_000  # milliseconds in which a job of a small county ends, on a busy machine


def test_an_export_becomes_a_run_and_a_law_proposal_is_counted_on_it(tmp_path: Path):
    office = _office(tmp_path / "office")
    write_county(office.folder / "inbox" / "county", people=150, seed=7)
    with _serving(office) as address, browsing() as browser:

        def somebody(name: str) -> Person:
            person = Person(watched(browser.new_context().new_page()), name, address)
            person.sign_in()
            return person

        analyst = somebody(ANALYST)
        analyst.follow("Runs")
        analyst.page.get_by_text("county", exact=True).check()
        analyst.press("Take it in")
        _ended(analyst, "done")
        assert "Rows in" in _told_of_records(analyst)

        _decide(analyst)
        steps = _seen_live(analyst)
        analyst.press("Cancel")
        _ended(analyst, "cancelled")
        assert len(steps) > 1, "the page goes on by itself"
        assert "No run was made yet" in _told_of_records(analyst)
        analyst.follow("2")
        analyst.press("Try again")
        assert "to try job 2 again" in analyst.read()
        _ended(analyst, "done")
        counted = analyst.page.get_by_role("link", name=re.compile("^job ")).last.inner_text()
        analyst.follow(counted)
        _ended(analyst, "done")
        analyst.follow("us-md_2026-02-15")
        assert "There is no earlier run under the same rules." in analyst.read()

        lawyer, other = somebody(PROPOSES), somebody(DECIDES)
        lawyer.page.goto(f"{address}/law/page/{PAGE}")
        changed = page_text().replace("|| REVIEW ", "|| NOT_ELIGIBLE ", 1)
        lawyer.page.get_by_label("The whole page").fill(changed)
        lawyer.page.locator("#change-why").fill("A trial.")
        lawyer.press("Propose it")
        proposal = lawyer.page.url
        assert "It is your own: somebody else decides about it." in lawyer.read()
        lawyer.follow("job")
        _ended(lawyer, "done")
        other.page.goto(proposal)
        other.page.get_by_label("Why").fill("A case fails.")
        other.press("Refuse it")
        assert f"Refused by {DECIDES}" in _one_line(other)
        lawyer.page.goto(f"{address}/law/page/{PAGE}")
        lawyer.page.get_by_label("What you held it against").fill("The order of 2018.")
        lawyer.press("I have read it beside the law")
        other.page.goto(lawyer.page.url)
        other.press("Accept it")
        assert f"Accepted by {DECIDES}" in _one_line(other)

        clerk = somebody(CLERK)
        clerk.follow("Clinic")
        clerk.page.get_by_label("Ticket, or first name").fill("A12")
        clerk.press("Begin with them")
        clerk.page.fill("#as_of", "2026-02-15")
        clerk.page.fill("#case-0-charge-0-description", "THEFT")
        clerk.press("Show the answers")
        assert "THEFT" in clerk.read()
        assert "Assumptions" in clerk.read()
        for person in (analyst, lawyer, other, clerk):
            assert person.page.complaints == []


def _office(folder: Path) -> Workspace:
    office = init(folder)
    settings = folder / "vacatur.toml"
    told = settings.read_text("utf-8")
    settings.write_text(f"{told}\n[sign_in]\nsecond_factor = false\n", "utf-8")
    now = datetime.now(UTC)  # noqa: TID251  # the server reads the clock, too
    with open_casework(office) as casework:
        for name, role in _ROLES.items():
            made = Doing(actor="(a test)", purpose="a test", at=now)
            add_account(casework, name, {role}, made, password=PASSWORD)
            theirs = Doing(actor=name, purpose="a test", at=now)
            change_password(casework, name, PASSWORD, theirs, session="")
    return office


@contextmanager
def _serving(office: Workspace) -> Iterator[str]:
    """The address of a server of its own process; it stops at Ctrl-C, and its worker with it."""
    command = [sys.executable, "-m", "vacatur", "serve", "-w", str(office.folder), "--port", "0"]
    told = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told) as process:
        assert process.stdout is not None
        found = re.search("http://[0-9.]+:[0-9]+", process.stdout.readline())
        try:
            assert found
            yield found[0].replace("127.0.0.1", "localhost")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def _decide(person: Person) -> None:
    person.follow("Runs")
    person.page.get_by_label("Law or policy").select_option("us-md")
    person.page.get_by_label("Day of decision").fill("2026-02-15")
    person.press("Decide every charge")


def _seen_live(person: Person) -> set[str]:
    """Two different steps of a job that runs, without loading its page again."""
    status, seen = person.page.locator("[role=status]"), set()
    person.page.evaluate("window.stayed = true")
    person.page.wait_for_function(_SAYS, arg="", timeout=_JOB)
    seen.add(status.locator("p").nth(1).inner_text())
    person.page.wait_for_function(_SAYS, arg=next(iter(seen)), timeout=_JOB)
    seen.add(status.locator("p").nth(1).inner_text())
    assert person.page.evaluate("window.stayed")
    return seen


_SAYS = """before => {
  const step = document.querySelectorAll("[role=status] p")[1];
  return step && step.innerText !== before;
}"""


def _ended(person: Person, state: str) -> None:
    """The page says by itself how a job ended."""
    ends = re.compile("done|failed|cancelled|stopped")
    status = person.page.locator("[role=status]")
    status.locator("strong", has_text=ends).wait_for(timeout=_JOB)
    assert state in status.inner_text()
    person.page.wait_for_load_state()


def _one_line(person: Person) -> str:
    return " ".join(person.read().split())


def _told_of_records(person: Person) -> str:
    person.follow("Runs")
    return person.read()
