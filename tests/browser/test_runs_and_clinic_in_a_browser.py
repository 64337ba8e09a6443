"""Runs and Clinic in Chromium: narrow and wide, light and dark, with axe; a job that is seen."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from tests.support.printed import PAGE
from tests.support.web import COOKIE, NAMES, Clock, opened_web
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.office.jobs.job import JobState
from vacatur.office.jobs.store import JobStore
from vacatur.office.workspace import Workspace
from vacatur.web.listening import address_of, opened

pytest_plugins = ("tests.support.web",)
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[1] / "support" / "vendor" / "axe.min.js"
WIDTHS = ((320, "light"), (1280, "light"), (1280, "dark"))

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="there is no Chromium"),
]


@contextmanager
def served(web):
    with closing(opened("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(web.app, log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield address_of(listening)
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def browsing(web, role, address, **told):
    token = begin_session(web.office.accounts, NAMES[role], Stage.FULL, web.clock.at)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(**told)
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        yield context
        browser.close()


@pytest.fixture
def place(web_folder, tmp_path):
    shutil.copytree(web_folder, tmp_path / "workspace")
    with opened_web(Workspace(tmp_path / "workspace"), Clock()) as web:
        yield web


def test_every_page_is_narrow_enough_and_says_what_it_is(place):
    client = place.as_a("supervisor")
    begun = client.post("/clinic/visits", data={"label": "A12", "law": "us-md", "take": "yes"})
    visit = begun.headers["location"]
    files = {"record": ("x.html", PAGE.encode())}
    client.post(f"{visit}/file", data={"kind": "page"}, files=files)
    client.post(visit, data={"as_of": "2026-02-15"})
    client.post(f"{visit}/keep")
    client.post("/runs/link")
    pages = ("/runs", "/runs/jobs/1", "/clinic", visit, f"{visit}/answers", f"{visit}/sheet")
    faults = []
    with served(place) as address:
        for width, scheme in WIDTHS:
            size = {"width": width, "height": 800}
            told = {"viewport": size, "color_scheme": scheme, "bypass_csp": True}
            with browsing(place, "supervisor", address, **told) as context:
                tab = context.new_page()
                for path in pages:
                    tab.goto(address + path)
                    root = "document.documentElement"
                    wide = tab.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
                    tab.evaluate(AXE.read_text())
                    found = tab.evaluate("axe.run()")["violations"]
                    faults += [(path, width, each["id"]) for each in found]
                    faults += [(path, width, "too wide")] if wide > 0 else []
    assert not faults


def test_a_job_is_seen_as_it_happens_and_its_page_shows_what_can_be_done_then(place):
    place.as_a("supervisor").post("/runs/link")
    store = JobStore(place.office.workspace)
    with (
        served(place) as address,
        browsing(place, "supervisor", address) as context,
    ):
        tab = context.new_page()
        said = []
        tab.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        tab.goto(f"{address}/runs/jobs/1")
        assert "waiting" in tab.inner_text("[role=status]")
        time.sleep(1)
        refused = {"what": "the disk is full", "where": "", "why": "", "repair": ""}
        store.say_ended(1, JobState.FAILED, place.clock.at, refused=refused)
        tab.wait_for_selector("text=Try again", timeout=10_000)
        assert "the disk is full" in tab.inner_text("[role=status]")
        assert said == []


def test_a_record_is_typed_without_javascript(place):
    place.as_a("clerk")
    with (
        served(place) as address,
        browsing(place, "clerk", address, java_script_enabled=False) as context,
    ):
        tab = context.new_page()
        tab.goto(f"{address}/clinic")
        tab.fill("#label", "A12")
        tab.click("text=Begin with them")
        tab.fill("#as_of", "2026-02-15")
        tab.fill("#case-0-charge-0-description", "THEFT")
        tab.click("text=Add a charge to case 1")
        tab.fill("#case-0-charge-1-description", "LOITERING")
        tab.click("text=Show the answers >> nth=0")
        text = tab.inner_text("main")
        assert "THEFT" in text
        assert "LOITERING" in text
        assert "Assumptions" in text
