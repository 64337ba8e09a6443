"""Law, Linkage and Reports in a browser: axe, 320 px, and the keys of linkage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.browser import browsing, faults, served, signed_in
from tests.support.links import named_county, taken_in
from tests.support.web import Web, opened_web
from tests.unit.test_web_law import PAGE, page_text
from tests.unit.test_web_reports import ASKED, send, sources
from vacatur.matters.access.sessions import Stage, begin_session

pytest_plugins = ("tests.support.web",)

PAGES = (
    "/law", f"/law/read/law/{PAGE}.html", "/law/read/law/us-md.html", "/law/read/dates.html",
    f"/law/try/{PAGE}", "/law/days?law=us-md&before=2022-12-31&after=2023-01-01",
    f"/law/page/{PAGE}", "/law/proposals/1", "/law/proposals/2", "/linkage/log", "/reports",
    "/reports/new", "/reports/0001", "/reports/0001/page/index.html",
)  # fmt: skip


def signed(web: Web, browser, address: str, name: str = "S. Doe"):
    return signed_in(
        browser, address, begin_session(web.office.accounts, name, Stage.FULL, web.clock.at)
    )


@pytest.mark.long
def test_every_page_of_law_and_reports_is_for_everybody_at_every_width(web):
    lawyer, supervisor = web.as_a("attorney"), web.as_a("supervisor")
    lawyer.post(f"/law/sign-off/{PAGE}", data={"why": "Read beside the order of 2018."})
    worse = page_text().replace("|| REVIEW ", "|| NOT_ELIGIBLE ", 1)
    lawyer.post(f"/law/propose/{PAGE}", data={"text": worse, "why": "A trial."})
    send(supervisor, **sources())
    supervisor.post("/reports/new", data=ASKED)
    with browsing() as browser, served(web) as address:
        page = signed(web, browser, address)
        for path in PAGES:
            assert page.goto(f"{address}{path}").status == 200, path
            assert (path, faults(page)) == (path, [])
        page.goto(f"{address}/law/try/{PAGE}")
        page.get_by_label("Charge, as printed", exact=True).fill("POSSESSION")
        page.get_by_role("button", name="Try it").click()
        page.locator("summary").first.click()
        assert faults(page) == []
        assert page.complaints == []


@pytest.mark.long
def test_pairs_are_answered_by_keys(tmp_path: Path):
    with opened_web(taken_in(named_county(tmp_path / "in"), tmp_path / "workspace")) as web:
        web.as_a("supervisor")
        with browsing() as browser, served(web) as address:
            page = signed(web, browser, address)
            page.goto(f"{address}/linkage")
            assert faults(page) == []
            page.keyboard.press("d")  # of the first pair; its reason is asked for then
            page.keyboard.type("Two men of one name.")
            page.keyboard.press("Enter")  # to the second pair; nothing is sent
            page.keyboard.press("c")
            page.keyboard.press("Enter")
            pairs = page.locator("[data-pair]")
            assert pairs.nth(0).get_by_label("Two people").is_checked()
            assert pairs.nth(1).get_by_label("Cannot tell").is_checked()
            page.get_by_role("button", name="Send the answers").click()
            assert "What the answers changed" in page.title()
            assert page.get_by_text("Of 1 pair it is noted").count() == 1
            assert faults(page) == []
            assert page.complaints == []
