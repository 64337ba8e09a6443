"""What `vacatur demo` prints last, followed by somebody who knows nothing but what the pages say.

With VACATUR_SCREENSHOTS=docs/screenshots the pictures of the documentation are taken on the way.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.browser import browsing, served, watched
from tests.support.matters import require_sound
from tests.support.web import Clock, opened_web
from tests.support.week import Person
from vacatur.matters.queries import Wanted, counted
from vacatur.office.demo import DAYS, OFFICERS, SEED
from vacatur.office.demo_app import PASSWORD, make_accounts
from vacatur.office.demo_packet import make_packet
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

pytest_plugins = ("tests.support.web",)
pytestmark = pytest.mark.long
_NOW = datetime(2026, 2, 15, 15, tzinfo=UTC)
_WINDOW = {"width": 1080, "height": 760}
_STEPS = 16  # from signing in to what goes to the court; more is a way that nobody finds


def test_a_newcomer_files_a_matter_of_the_demonstration(tmp_path: Path):
    write_county(
        tmp_path / "county", people=200, seed=SEED, officers=OFFICERS, names=True, progress=silent
    )
    make_packet(tmp_path / "office", tmp_path / "county", on=DAYS[-1], progress=silent)
    workspace = Workspace(tmp_path / "office")
    told = make_accounts(workspace, at=_NOW)
    with (
        opened_web(workspace, Clock(_NOW)) as web,
        browsing() as browser,
        served(web) as address,
    ):

        def somebody(name: str) -> Person:
            page = watched(browser.new_context(viewport=_WINDOW).new_page())
            person = Person(page, name, address)
            person.sign_in(PASSWORD)
            return person

        preparer = somebody(told.preparer)
        _picture(preparer, "today")
        preparer.follow("matters for you to prepare")
        number = preparer.page.locator("[data-open]").first.inner_text()
        preparer.follow(number)
        _picture(preparer, "matter")
        assert "CANNABIS" in preparer.read().upper(), "so it is said of which form it is"
        preparer.page.get_by_text("Say that it is prepared").click()
        preparer.press("Record it")
        approver = somebody(told.approver)
        approver.follow("matters prepared, to be approved")
        approver.follow("One by one")
        _picture(approver, "worklist")
        approver.follow(number)
        approver.follow("Approve: what exactly")
        _picture(approver, "approve")
        approver.press("Approve answer")
        preparer.follow("Filing")
        preparer.page.get_by_label("Matters").fill(number)
        asked = preparer.page.get_by_role("group", name="Who fills the court's own form")
        assert asked.get_by_role("checkbox", checked=True).count() == 0
        asked.get_by_label("possession of cannabis").check()
        preparer.press("Build")
        assert "Set aside" not in preparer.read()
        preparer.follow("The packet")
        _picture(preparer, "packet")
        preparer.press("Write down")
        assert "1 matter on the way to the court" in preparer.read()
        preparer.follow("Filing")
        _picture(preparer, "filing")
        assert len(preparer.steps) + len(approver.steps) <= _STEPS
        assert [*preparer.page.complaints, *approver.page.complaints] == []
    with web.office.casework() as casework:
        require_sound(casework)
        with casework.reading() as connection:
            sent = counted(connection, Wanted(states=("submitted",)))
    assert sum(each.matters for each in sent) == 1


def _picture(person: Person, name: str) -> None:
    assert re.fullmatch("[a-z]+", name)
    if folder := os.environ.get("VACATUR_SCREENSHOTS"):
        person.page.mouse.move(0, 0)
        person.page.screenshot(path=Path(folder) / f"{name}.png")
