"""The letter page in Chromium: on a phone, light and dark, in both languages, without a script."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn

from tests.support.public_page import CANARY, Page, a_code, letter_of, record_of
from vacatur.web.public.application import make_public_app
from vacatur.web.public.pages import AWAY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[1] / "support/vendor/axe.min.js"
NOWHERE = "--host-resolver-rules=MAP *.gov ~NOTFOUND"  # no test leaves this machine
PHONE = {"width": 320, "height": 640}
LEAST_TARGET = 24  # CSS pixels, WCAG 2.2 target size (2.5.8)
_SMALL = f"""[...document.querySelectorAll('button, input, nav a, .call a')]
    .map(each => each.getBoundingClientRect())
    .filter(box => Math.min(box.width, box.height) < {LEAST_TARGET}).length"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@contextmanager
def _served(page: Page) -> Iterator[str]:
    """The page on a port of this machine."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server = uvicorn.Server(
            uvicorn.Config(make_public_app(page.desk()), log_level="critical", lifespan="off")
        )
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        running.join()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", NOWHERE])
        yield opened
        opened.close()


def _faults(tab) -> list[str]:
    """What axe finds, a page wider than the phone, and targets that a finger misses."""
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run()")
    assert len(found["passes"]) > 15
    faults = [each["id"] for each in found["violations"]]
    if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("wider than the phone")
    return faults + ["small target"] * tab.evaluate(_SMALL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("root", "other", "heading", "closed"),
    [
        ("", "Español", "The judge said yes", "No letter is open"),
        ("/es", "English", "El juez dijo que sí", "Ninguna carta está abierta"),
    ],
)
def test_a_person_reads_a_letter_on_a_phone(
    browser, tmp_path, scheme, root, other, heading, closed
):
    code, typed = a_code()
    page = Page(tmp_path)
    page.write([record_of(code, letter_of(CANARY))])
    with _served(page) as address:
        context = browser.new_context(
            viewport=PHONE, color_scheme=scheme, java_script_enabled=True, locale="en-US"
        )
        tab = context.new_page()
        tab.route("https://**", lambda route: route.abort())
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.goto(f"{address}{root}?code={typed}")
        assert _faults(tab) == []
        assert context.cookies() == []
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.locator("#code").press("Enter")
        assert tab.locator("h1").inner_text() == heading
        assert CANARY in tab.content()
        assert _faults(tab) == []
        tab.get_by_text(other).click()
        assert CANARY in tab.locator("article").inner_text()
        tab.go_back()
        tab.locator("main button").click()
        tab.locator("#code").wait_for()
        assert context.cookies() == []
        tab.goto(f"{address}{root}/letter")
        assert tab.locator("h1").inner_text() == closed
        assert CANARY not in tab.content()
        assert _faults(tab) == []
        assert not [each for each in said if "Content Security Policy" in each]
        context.close()


def test_who_leaves_comes_back_to_nothing(browser, tmp_path):
    code, typed = a_code()
    page = Page(tmp_path)
    page.write([record_of(code, letter_of(CANARY))])
    with _served(page) as address:
        context = browser.new_context(viewport=PHONE, java_script_enabled=False)
        tab = context.new_page()
        away: list[str | None] = []

        def note(request):
            if request.url == AWAY:
                away.append(request.header_value("referer"))

        tab.on("requestfailed", note)
        tab.goto(f"{address}/")
        tab.locator("#code").fill(typed.lower())
        tab.locator("main button").click()
        assert CANARY in tab.locator("article").inner_text()
        tab.get_by_text("Leave this page now").click()
        tab.wait_for_function("!document.querySelector('article')")
        assert away == [None]
        assert context.cookies() == []
        tab.go_back()
        assert CANARY not in tab.locator("main").inner_text()
        context.close()
