"""The app in a real browser: Debian's Chromium, the app served in this process, and axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from tests.support.web import COOKIE, Web
from vacatur.web.listening import address_of, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser; without one on this machine the test is left out."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.is_file():
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as running:
        yield running.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )


@contextmanager
def served(web: Web) -> Iterator[str]:
    """The address of an app that is served in this process."""
    server = uvicorn.Server(
        uvicorn.Config(web.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=5)
    )
    with closing(opened("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address_of(listening).replace("127.0.0.1", "localhost")
        finally:
            server.should_exit = True
            thread.join()


def signed_in(browser: Browser, address: str, token: str) -> Page:
    """A page of somebody whose session has a token; what the browser complains of is kept."""
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    return watched(context.new_page())


def watched(page: Page) -> Page:
    """The page, with `page.complaints`: what broke the policy of contents, or a script."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda told: page.complaints.append(told.text) if "Content Security" in told.text else None,
    )
    return page


def faults(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong, and where a page is wider than the window, at each width.

    In the dark, contrast alone is looked at: nothing else hangs on the colours.
    """
    found: list[dict[str, Any]] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        found += [
            {"width": width, "id": each["id"], "where": [x["html"] for x in each["nodes"]]}
            for each in told["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append({"width": width, "id": "wider than the window", "where": [wide]})
    page.emulate_media(color_scheme="dark")
    told = page.evaluate("axe.run({runOnly: {type: 'rule', values: ['color-contrast']}})")
    found += [
        {"dark": each["id"], "id": each["id"], "where": [x["html"] for x in each["nodes"]]}
        for each in told["violations"]
    ]
    page.emulate_media(color_scheme="light")
    return found
