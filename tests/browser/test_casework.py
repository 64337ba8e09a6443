"""The screens of casework in a browser: by keyboard, without scripts, at 320 px, and with axe."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.browser import browsing, faults, served, signed_in, watched
from tests.support.packet_office import MOTIONS, UNSTATED
from tests.support.web import COOKIE, Clock, opened_web
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.office.law_reading import latest_run
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)
pytestmark = pytest.mark.long

NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)
FIRST = MOTIONS[0]


def test_every_screen_of_casework_is_for_everybody_at_every_width(approved: Path):
    with opened_web(Workspace(approved), Clock(NOON)) as web:
        web.as_a("attorney")
        token = begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
        with browsing() as browser, served(web) as address:
            page = signed_in(browser, address, token)
            for path in (
                "/worklist", "/worklist?state=approved", "/worklist/groups?state=approved",
                f"/matters/{FIRST}", f"/matters/{FIRST}/source/1", f"/matters/{FIRST}/papers",
                f"/matters/{FIRST}/papers/draft/1", f"/matters/{UNSTATED}/papers",
                f"/matters/{FIRST}/approve", f"/matters/{FIRST}/file", f"/matters/{FIRST}/grounds",
                "/approvals", "/filing", "/filing/entries/RecordOrder", "/filing/upload/orders",
                "/compliance", f"/runs/run/{latest_run(Workspace(approved))}",
            ):  # fmt: skip
                page.goto(f"{address}{path}")
                assert (path, faults(page)) == (path, [])
            page.goto(f"{address}/worklist")
            page.locator("#find").fill("nothing of the kind")
            page.get_by_role("button", name="Find").click()
            assert faults(page) == []
            assert page.complaints == []


def test_a_list_is_walked_by_keys_that_can_be_switched_off(approved: Path):
    with opened_web(Workspace(approved), Clock(NOON)) as web:
        client = web.as_a("attorney")
        token = begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
        with browsing() as browser, served(web) as address:
            page = signed_in(browser, address, token)
            page.goto(f"{address}/worklist?state=approved")
            numbers = page.locator("[data-open]").all_inner_texts()
            page.keyboard.press("j")
            page.keyboard.press("j")
            page.keyboard.press("x")
            assert page.locator("input[name=number]:checked").get_attribute("value") == numbers[1]
            page.keyboard.press("?")
            assert page.locator("dialog#keys").is_visible()
            page.keyboard.press("Escape")
            page.keyboard.press("k")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{address}/matters/{numbers[0]}")
            page.keyboard.press("/")
            page.keyboard.type("j")
            assert page.locator("#find").input_value() == "j"
            page.locator("#find").blur()
            page.keyboard.press("a")
            page.wait_for_url(f"{address}/matters/{numbers[0]}/approve")
            client.post("/account/shortcuts", data={})
            page.goto(f"{address}/worklist?state=approved")
            page.keyboard.press("j")
            assert page.locator("[data-at]").count() == 0
            assert page.complaints == []


def test_a_matter_is_read_without_scripts(approved: Path):
    with opened_web(Workspace(approved), Clock(NOON)) as web:
        web.as_a("attorney")
        token = begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
        with browsing() as browser, served(web) as address:
            context = browser.new_context(java_script_enabled=False)
            context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
            page = watched(context.new_page())
            page.goto(f"{address}/matters/{FIRST}")
            page.get_by_text("The rows of the files").click()
            page.get_by_role("link", name="Show the rows").click()
            assert page.url.endswith("/source/1")
            assert page.get_by_role("heading", name="rows it was read from").count() == 1
