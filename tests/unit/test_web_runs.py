"""The Runs screen: who may ask for what, what is sent, jobs, and what is exported."""

from __future__ import annotations

import json
import re
import shutil
from types import SimpleNamespace

import pytest

from vacatur.errors import PaperRefused, UsageError
from vacatur.law.rulebook import LAW_ROOT
from vacatur.matters.audit import Sought, search_log
from vacatur.office import run_changes
from vacatur.office.jobs.job import JobKind, JobState
from vacatur.office.jobs.service import Jobs
from vacatur.office.jobs.store import JobStore
from vacatur.office.own_laws import law_asked, law_to_run, own_laws
from vacatur.office.stale import rulebook_of_run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.web.app import jobs
from vacatur.web.app.jobs import ASKERS
from vacatur.web.app.policy import POLICIES

pytest_plugins = ("tests.support.web",)

DOCKET = {"id": "x", "as_of": "2026-02-15", "person": {}, "cases": [], "findings": {}}


def test_a_route_that_asks_for_a_job_is_open_to_those_who_may_ask():
    routes = {
        "runs_ingest": JobKind.INGEST,
        "runs_upload": JobKind.INGEST,
        "runs_decide": JobKind.DECIDE,
        "runs_link": JobKind.LINK,
        "run_count": JobKind.SUMMARY,
        "packet_build": JobKind.PACKET,
    }
    assert {name: POLICIES[name].roles for name in routes} == {
        name: ASKERS[kind] for name, kind in routes.items()
    }


def test_a_run_has_no_default_day(web):
    client = web.as_a("analyst")
    assert client.post("/runs/decide", data={"law": "us-md"}).status_code == 422
    assert Jobs(web.office.workspace).all() == []
    answer = client.post("/runs/decide", data={"law": "us-md", "as_of": "2026-02-15"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs/jobs/1")
    (job,) = Jobs(web.office.workspace).all()
    assert (job.by, job.arguments) == ("N. Poe", {"law": "us-md", "as_of": "2026-02-15"})


def test_an_offices_own_law_is_chosen_by_its_folders_name_and_never_by_a_path(web):
    client, place = web.as_a("analyst"), web.office.workspace
    own = place.folder / "laws" / "our_policy"
    policy, page = LAW_ROOT / "us_md_baltimore_city", "marijuana-2019.law.md"
    shutil.copytree(policy / "texts", own / "texts")
    text = (policy / page).read_text(encoding="utf-8")
    (own / page).write_text(text.replace("id: us-md-baltimore-city/", "id: our-policy/"))
    shutil.copytree(policy, place.folder / "laws" / policy.name)  # could be taken for the other
    (place.folder / "laws" / "link").symlink_to(policy)
    try:
        assert [*own_laws(place)] == ["our-policy"]
        assert "<option>our-policy</option>" in client.get("/runs").text
        for name in (str(own), "laws/our_policy", "../laws/our_policy", "link", "us-xx"):
            told = {"law": name, "as_of": "2026-02-15"}
            assert client.post("/runs/decide", data=told).status_code == 422
            with pytest.raises(UsageError):
                law_to_run(place, name)
        told = {"law": "our-policy", "as_of": "2026-02-15"}
        assert client.post("/runs/decide", data=told).status_code == 303
        law = law_to_run(place, "our-policy")
        assert [each.page_id for each in law.pages] == ["our-policy/marijuana-2019"]
        # A run keeps the name, and no path; one of an earlier vacatur, which kept it, still loads.
        assert law.name == law_asked(place, str(own)).name == "our-policy"
        for kept in ("our-policy", str(own)):
            manifest = {"law": kept, "pages": [{"rule": "our-policy/marijuana-2019"}]}
            found = rulebook_of_run(place, manifest)
            assert (found.name, found.sha256) == ("our-policy", law.sha256)
    finally:
        shutil.rmtree(place.folder / "laws")


def test_a_page_for_paper_is_tried_twice_and_the_counts_stand_without_it(tmp_path, monkeypatch):
    place = Workspace(tmp_path)
    folder = place.decisions_folder / "one"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    tries = []

    def fails(*_given: object) -> None:
        tries.append(1)
        raise PaperRefused("a character has no glyph")

    summary = SimpleNamespace()
    monkeypatch.setattr(run_changes, "summary_of_run", lambda *_given, **_told: summary)
    monkeypatch.setattr(run_changes, "asdict", lambda _summary: {"rows_in": 3})
    monkeypatch.setattr(run_changes, "write_summary", fails)
    with pytest.raises(PaperRefused):
        run_changes.write_run_changes(place, "one", progress=silent)
    assert len(tries) == 2
    assert run_changes.read_run_changes(place, "one") == {"rows_in": 3, "decided_again": 0}
    assert not run_changes.has_paper(place, "one")


def test_a_count_is_older_than_what_was_decided_again_after_it(tmp_path):
    place = Workspace(tmp_path)
    folder = place.decisions_folder / "one"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder / "summary.json").write_text('{"decided_again": 1}')
    for number, since in (("000001", 0), ("000002", 1)):
        (folder / "again" / number).mkdir(parents=True)
        (folder / "again" / number / "decisions.parquet").touch()
        assert run_changes.decided_since(place, "one") == since


def test_an_inbox_is_read_by_its_list_and_leads_nowhere_else(web):
    client, inbox = web.as_a("clerk"), web.office.workspace.folder / "inbox"
    inbox.mkdir()
    (inbox / "out").symlink_to(web.office.workspace.folder / "workspace.key")
    (inbox / "dockets.jsonl").write_text("{}")
    for name in ("../workspace.key", "out", "nothing", ".."):
        told = {"file": name, "adapter": "docket"}
        assert client.post("/runs/ingest", data=told).status_code == 422
    answer = client.post("/runs/ingest", data={"file": "dockets.jsonl", "adapter": "docket"})
    assert answer.status_code == 303


def test_what_is_sent_is_looked_at_and_sealed_and_its_name_is_not_kept(web):
    client, folder = web.as_a("clerk"), web.office.workspace.folder
    sent = json.dumps({**DOCKET, "title": "CANARY"}).encode()
    files = {"files": ("roe-richard-canary.json", sent)}
    answer = client.post("/runs/upload", data={"adapter": "docket"}, files=files)
    assert answer.status_code == 303
    (job,) = Jobs(web.office.workspace).all()
    (kept,) = (folder / "uploads" / job.arguments["upload"]).iterdir()
    assert kept.name == "dockets.json"
    everything = [each for each in folder.rglob("*") if each.is_file()]
    assert not [each for each in everything if b"canary" in each.read_bytes().lower()]
    assert not list(folder.glob(".scratch-*"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.json", b"%PDF-1.7"), ("x.exe", b"{}"), ("x.json", b""), ("x.json", b"a\0b")],
)
def test_what_is_no_such_file_is_refused(web, name, content):
    client = web.as_a("clerk")
    answer = client.post(
        "/runs/upload", data={"adapter": "docket"}, files={"files": (name, content)}
    )
    assert answer.status_code in {409, 422}
    assert Jobs(web.office.workspace).all() == []


def test_a_job_is_seen_live_and_touched_by_those_who_may(web):
    analyst, attorney = web.as_a("analyst"), web.as_a("attorney")
    analyst.post("/runs/link")
    assert "waiting" in attorney.get("/runs/jobs/1").text
    assert "No worker runs" in attorney.get("/runs").text
    assert attorney.post("/runs/jobs/1/cancel").status_code == 409
    assert analyst.post("/runs/jobs/1/cancel").status_code == 303
    assert analyst.get("/runs/jobs/2").status_code == 422
    told = analyst.get("/runs/jobs/1/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert "cancelled" in told.text
    assert told.text.rstrip().endswith("data: ended")
    assert analyst.post("/runs/jobs/1/retry").headers["location"] == "/runs/jobs/2"


def test_whose_session_locks_sees_no_more_of_a_job(web, monkeypatch):
    analyst = web.as_a("analyst")
    analyst.post("/runs/link")
    shown = []
    piece = jobs._piece

    def shown_once(request, found):
        shown.append(found.number)
        web.clock.go_on(minutes=31)
        return piece(request, found)

    monkeypatch.setattr(jobs, "_piece", shown_once)
    monkeypatch.setattr(jobs, "_LOOKS", 0.01)
    told = analyst.get("/runs/jobs/1/events")
    assert len(shown) == 1
    assert "data: ended" not in told.text


def test_what_a_job_was_refused_for_stands_on_its_page(web):
    web.as_a("analyst").post("/runs/link")
    refused = {"what": "<b>bad</b>", "where": "w", "why": "y", "repair": "r"}
    store = JobStore(web.office.workspace)
    store.say_ended(1, JobState.FAILED, web.clock.at, refused=refused)
    text = web.as_a("analyst").get("/runs/jobs/1").text
    assert "&lt;b&gt;bad&lt;/b&gt;" in text
    assert "Try again" in text


def test_an_export_needs_a_purpose_and_a_proof(web):
    client = web.as_a("analyst")
    told = {"what": "worklist-csv", "purpose": "curiosity"}
    assert client.post("/runs/run/x/export", data=told).status_code == 422
    web.clock.go_on(minutes=6)
    told["purpose"] = "quality"
    asked = client.post("/runs/run/x/export", data=told)
    assert asked.status_code == 403
    assert re.search(r'name="purpose" value="quality"', asked.text)
    with web.office.accounts.reading() as connection:
        assert not search_log(connection, Sought(kind="Exported"), limit=9)
