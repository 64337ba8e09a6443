"""Many matters at once, and the vault, in a browser: at two widths, with axe, without scripts."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.browser import browsing, faults, served, signed_in, watched
from tests.support.packet_office import PETITION, UNSTATED
from tests.support.web import COOKIE, Clock, opened_web
from tests.unit.test_web_many import relieve
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)
pytestmark = pytest.mark.long

NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)


def test_a_set_is_told_and_a_case_is_put_away_without_scripts(approved: Path):
    pictures = os.environ.get("VACATUR_PICTURES")
    with opened_web(Workspace(approved), Clock(NOON)) as web:
        web.as_a("attorney")
        relieve(web)
        token = begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
        with browsing() as browser, served(web) as address:
            plain = browser.new_context(java_script_enabled=False)
            plain.add_cookies([{"name": COOKIE, "value": token, "url": address}])
            page = watched(plain.new_page())
            scripted = signed_in(browser, address, token)

            def checked(name: str) -> None:
                """The same page where axe runs: without scripts it cannot, and forms have none."""
                scripted.set_content(page.content())
                if pictures:
                    for width in (320, 1280):
                        page.set_viewport_size({"width": width, "height": 900})
                        page.screenshot(path=f"{pictures}/{name}-{width}.png", full_page=True)
                page.set_viewport_size({"width": 320, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
                assert (name, faults(scripted)) == (name, [])

            scripted.goto(f"{address}/vault")  # its styles may be loaded from here on
            page.goto(f"{address}/worklist?state=assigned")
            page.locator(f"input[name=number][value='{UNSTATED}']").check()
            page.locator("#b-action").select_option("state")
            page.get_by_role("button", name="Look at the set first").click()
            checked("state")
            page.locator("#particular").select_option("earlier-review")
            page.locator("#text").fill("No appeal.\nThe docket was read.")
            page.get_by_role("button", name="Look at what would be done").click()
            checked("state-look")
            page.get_by_role("button", name="Do it to 1 matter").click()
            assert page.get_by_role("heading", name="1 matter stated").count() == 1
            checked("state-done")
            page.goto(f"{address}/worklist?state=assigned")
            page.locator(f"input[name=number][value='{UNSTATED}']").check()
            page.locator("#b-action").select_option("discharge")
            page.get_by_role("button", name="Look at the set first").click()
            checked("discharge")
            page.locator("input[name=duty]").first.check()
            page.locator("#evidence").fill("Certified mail.")
            page.get_by_role("button", name="Look at what would be done").click()
            checked("discharge-look")
            page.get_by_role("button", name="Do it to 1 matter").click()
            page.get_by_text("It was a mistake").click()
            page.locator("#reason").fill("Another day.")
            page.get_by_role("button", name="Take back by one event").click()
            assert page.get_by_role("heading", name="1 matter taken back").count() == 1

            page.goto(f"{address}/matters/{PETITION}")
            page.get_by_role("link", name="The vault: vault").click()
            checked("vault-before")
            assert page.locator(f"input[name=number][value='{PETITION}']").is_checked()
            page.locator("#obliterate_on").fill("2026-02-15")
            page.locator("#source").fill("Order of 15 February")
            page.get_by_role("button", name="Look at what would be done").click()
            checked("vault-look")
            page.get_by_role("button", name="Put 1 case into the vault").click()
            assert page.get_by_role("heading", name="1 matter in the vault").count() == 1
            checked("vault-done")
            page.get_by_role("link", name="Vault").first.click()
            checked("vault")
            page.locator("#matter").fill(str(PETITION))
            page.locator("#order").fill("Circuit Court, order of 3 June")
            page.get_by_role("button", name="Open it").click()
            assert page.get_by_text("0B00000003").count() > 0
            checked("unsealed")
            page.goto(f"{address}/vault")
            page.locator(f"input[name=number][value='{PETITION}']").check()
            page.get_by_role("button", name="Destroy keys").click()
            assert page.get_by_text("takes no [Obliterate]").count() == 1
            checked("obliterate-look")
            assert page.complaints == []
