"""The screens of casework, asked by those who use them and by those who may not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.packet_office import MOTIONS, PETITION, UNSTATED
from tests.support.web import Clock, Web, opened_web
from vacatur.matters.audit import log_of
from vacatur.matters.reading import matter_of
from vacatur.office import limited
from vacatur.office.court_kinds import court_file_named
from vacatur.office.jobs.job import JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.office.workspace import Workspace
from vacatur.web.app import building
from vacatur.web.app.in_app import in_app

pytest_plugins = ("tests.support.packet_office",)

NAME = "DOE, JANE"  # stated of each defendant; the records of this office hold none
NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)
FIRST, SECOND = MOTIONS


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One office for all tests of this module, in their order."""
    folder = tmp_path_factory.mktemp("casework") / "workspace"
    shutil.copytree(approved_office, folder)
    with opened_web(Workspace(folder), Clock(NOON)) as web:
        yield web


def state_of(office: Web, number: int) -> str:
    with office.office.casework() as casework, casework.reading() as connection:
        return str(matter_of(connection, number).state)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_worklist_shows_groups_and_matters(office):
    page = office.as_a("attorney").get("/worklist?state=approved").text
    assert "Decided for the same reasons" in page
    assert f'href="/matters/{FIRST}"' in page
    assert "5 matters, the worst harm first" in page


def test_a_matter_shows_whose_it_is_why_and_what_may_be_done(office):
    page = office.as_a("attorney").get(f"/matters/{FIRST}").text
    for told in (
        "0B00000001",
        "§ 8-301.1(a)",  # the provision, beside the condition that stands under it
        "The time has come, since 2019-10-01",
        "Take the approval back",
        NAME,
    ):
        assert told in page, told
    assert page.count("<dt>Type</dt>") == page.count("<dt>Time</dt>") > 0
    with office.office.casework() as casework, casework.reading() as connection:
        last = log_of(connection, matter=FIRST, last=1)[0]
    assert (last.kind, last.actor) == ("Read", "A. Roe")


def test_lists_name_nobody_and_a_name_is_in_no_address(office):
    attorney = office.as_a("attorney")
    lists = ("/worklist", "/worklist/groups?state=approved", "/approvals", "/filing", "/compliance")
    for path in lists:
        assert NAME not in attorney.get(path).text, path
    found = attorney.post("/matters/find", data={"find": "0b00000001"})
    assert (found.status_code, found.headers["location"]) == (303, f"/matters/{FIRST}")
    missed = attorney.post("/matters/find", data={"find": NAME})
    assert missed.status_code == 422
    assert NAME not in missed.text


@pytest.mark.parametrize("role", ["analyst", "clerk", "administrator"])
def test_whoever_reads_nobodys_case_sees_no_name_anywhere(office, role):
    client = office.as_a(role)
    paths = [f"/matters/{FIRST}", f"/matters/{FIRST}/papers", f"/matters/{FIRST}/source/1",
             f"/matters/{FIRST}/papers/draft/1.pdf", f"/matters/{FIRST}/papers/draft/1",
             "/worklist", "/approvals", "/filing", "/compliance"]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert NAME not in answer.text, path
        assert "0B00000001" not in answer.text, path
        if path.startswith("/matters"):
            assert answer.status_code == 404, path


def test_papers_stand_beside_their_words_and_what_is_missing(office):
    paralegal = office.as_a("paralegal")
    page = paralegal.get(f"/matters/{UNSTATED}/papers").text
    assert "Nothing can be set yet" in page
    assert "missing: " in page
    pdf = paralegal.get(f"/matters/{FIRST}/papers/draft/1.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "default-src 'none'" in pdf.headers["content-security-policy"]
    assert pdf.headers["cache-control"] == "no-store"
    assert NAME in paralegal.get(f"/matters/{FIRST}/papers/draft/1").text


def test_a_set_is_frozen_done_told_and_taken_back(office):
    attorney = office.as_a("attorney")
    sent = {"action": "send_back", "scope": "chosen", "number": [FIRST, SECOND, UNSTATED]}
    frozen = attorney.post("/worklist/bulk", data=sent).text
    assert "3 matters" in frozen
    assert hidden(frozen, "matters") == f"{FIRST}-{SECOND} {UNSTATED}"
    given = {"action": "assign", "matters": f"{UNSTATED}-{UNSTATED + 1}", "to": "A. Roe"}
    done = attorney.post("/worklist/bulk/do", data=given).text
    assert "1 matter assigned" in done
    assert "1 refused" in done
    undone = {name: hidden(done, name) for name in ("matters", "through")}
    undone |= {"reason": "The wrong one."}
    some_day = attorney.post("/worklist/bulk/undo", data=undone | {"through": ""})
    assert some_day.status_code == 422
    assert "1 matter taken back" in attorney.post("/worklist/bulk/undo", data=undone).text
    paralegal = office.as_a("paralegal")
    assert paralegal.post("/worklist/bulk/undo", data=undone).status_code == 404


def test_nobody_approves_what_they_prepared_and_the_page_says_why(office):
    attorney = office.as_a("attorney")
    back = {"reason": "Read it again."}
    attorney.post(f"/matters/{PETITION}/moves/WithdrawApproval", data=back)
    attorney.post(f"/matters/{PETITION}/moves/Prepare", data={})
    page = attorney.get(f"/matters/{PETITION}/approve").text
    assert "another attorney approves it" in page
    assert "Approve answer" not in page
    with office.office.casework() as casework, casework.reading() as connection:
        answer = matter_of(connection, PETITION).shown_hash
    refused = attorney.post(f"/matters/{PETITION}/approve", data={"answer": answer})
    assert refused.status_code == 409
    assert "[A. Roe] prepared it" in refused.text
    supervisor = office.as_a("supervisor")
    page = supervisor.get(f"/matters/{PETITION}/approve").text
    stale = supervisor.post(f"/matters/{PETITION}/approve", data={"answer": "0" * 64})
    assert stale.status_code == 409
    assert state_of(office, PETITION) == "prepared"
    done = supervisor.post(f"/matters/{PETITION}/approve", data={"answer": hidden(page, "answer")})
    assert done.status_code == 303
    assert state_of(office, PETITION) == "approved"


def test_to_approve_one_proves_again_who_one_is(office):
    supervisor = office.as_a("supervisor")
    office.clock.go_on(minutes=6)
    asked = supervisor.post(f"/matters/{PETITION}/approve", data={"answer": "0" * 64})
    assert asked.status_code == 403
    assert 'name="answer" value="000' in asked.text
    office.clock.go_on(minutes=-6)


def test_papers_of_many_matters_become_a_job(office, monkeypatch):
    monkeypatch.setattr(building, "MOST_AT_ONCE", 0)
    asked = office.as_a("paralegal").post(
        "/filing/packets", data={"matters": str(FIRST), "name": "many"}
    )
    assert asked.status_code == 303
    (job,) = Jobs(office.office.workspace).all()
    assert asked.headers["location"] == f"/runs/jobs/{job.number}"
    assert (job.kind, job.arguments["numbers"]) == (JobKind.PACKET, [FIRST])
    Jobs(office.office.workspace).cancel(job.number)


def test_papers_are_built_shown_with_their_hashes_filed_and_received(office):
    paralegal = office.as_a("paralegal")
    built = paralegal.post("/filing/packets", data={"matters": str(FIRST)})
    assert "of 1 matter" in built.text, built.text
    page = paralegal.get(f"/matters/{FIRST}/file").text
    assert page.count("as recorded") > 2
    given = {"document": "Motion to vacate", "on": "2026-02-15"}
    other = paralegal.post(f"/matters/{FIRST}/file", data=given | {"packet": "0" * 64})
    assert other.status_code == 409
    assert state_of(office, FIRST) == "packeted"
    sent = paralegal.post(f"/matters/{FIRST}/file", data=given | {"packet": hidden(page, "packet")})
    assert sent.status_code == 303
    assert state_of(office, FIRST) == "submitted"


def test_a_clerk_enters_what_the_court_said_and_reads_nobodys_case(office):
    clerk = office.as_a("clerk")
    text = (
        "matter,document,content_sha256,status,day,reference\n"
        f"{FIRST},,,accepted,2026-02-15,Envelope 1\n"
        "9999,,,accepted,2026-02-15,Envelope 2\n"
    )
    files = {"file": ("receipts.csv", text, "text/csv")}
    preview = clerk.post("/filing/upload/receipts", files=files).text
    assert "nothing is recorded yet" in preview
    assert "there is no matter [9999]" in preview
    assert state_of(office, FIRST) == "submitted"
    done = clerk.post("/filing/upload/receipts/record", data={"text": text}).text
    assert state_of(office, FIRST) == "filed"
    assert "line" in done.lower()
    order = {"matter": str(FIRST), "order": "denied", "on": "2026-02-15", "reasons": "Read out."}
    assert clerk.post("/filing/entries/RecordOrder", data=order).status_code == 200
    assert state_of(office, FIRST) == "refused"
    assert clerk.post("/filing/entries/SetAside", data=order).status_code == 422
    two = order | {"matter": f"{FIRST} {SECOND}"}
    assert clerk.post("/filing/entries/RecordOrder", data=two).status_code == 422
    for broken in (
        b"matter,order,day,reasons\n" + b"1" * 200_000,
        b"\xff\xfe",
        b"matter,order,day,reasons\n\0",
        b"a" * 200_000,
        b"",
    ):
        sent = {"file": ("orders.csv", broken, "text/csv")}
        assert clerk.post("/filing/upload/orders", files=sent).status_code == 422, broken[:20]


@pytest.mark.parametrize("path", ["/filing/upload/orders", "/filing/upload/orders/record"])
def test_a_courts_file_is_read_by_a_process_with_limits(office, monkeypatch, path):
    """One that dies harms nobody else: neither where it is looked at nor where it is recorded."""
    text = "matter,order,day,reasons\n"
    clerk = office.as_a("clerk")
    sent = {"data": {"text": text}, "files": {"file": ("orders.csv", text, "text/csv")}}
    assert clerk.post(path, **sent).status_code == 200
    monkeypatch.setattr(limited, "PROCESS", "tests.support.greedy_process")
    assert clerk.post(path, **sent).status_code == 422


def test_an_export_says_what_for_and_stands_in_the_chain(office):
    clerk = office.as_a("clerk")
    assert clerk.post("/compliance/export", data={"purpose": "fun"}).status_code == 422
    table = clerk.post("/compliance/export", data={"purpose": "compliance"})
    assert table.text.startswith("matter,vehicle,holder")
    with office.office.casework() as casework, casework.reading() as connection:
        last = log_of(connection, last=1)[0]
    assert (last.kind, last.actor, last.purpose) == (
        "Exported",
        "C. Coe",
        "practice as on 2026-02-15: export: compliance",
    )


def test_a_cell_that_is_no_number_keeps_its_row_out_and_breaks_nothing(office):
    columns = court_file_named("receipts").columns
    rows = [
        dict.fromkeys(columns, "") | {"matter": each, "status": "accepted", "day": "2026-02-15"}
        for each in ("9" * 5000, "9" * 18)
    ]
    table = "\n".join([",".join(columns), *(",".join(row.values()) for row in rows)])
    sent = {"file": ("receipts.csv", table, "text/csv")}
    told = office.as_a("clerk").post("/filing/upload/receipts", files=sent)
    assert told.status_code == 200
    assert "is no number of a matter" in told.text


def test_a_command_is_told_as_a_place_of_the_app():
    told = in_app("Run [vacatur matters renew 12], or [vacatur sweep plan].")
    assert told == (
        "Run [Take over what stands now, on the page of the matter], or [vacatur sweep plan]."
    )
    form = in_app("Have it filled with [--form CC-DC-CR-072D].")
    assert form == "Have it filled with [Filled here: CC-DC-CR-072D]."


def test_no_name_and_no_case_number_is_in_a_title_or_in_the_log_of_the_app(office):
    client = office.as_a("attorney")
    for path in (f"/matters/{FIRST}", f"/matters/{SECOND}/source/1"):
        title = re.search(r"<title>(.*)</title>", client.get(path).text)
        assert title
        assert title[1].startswith("Matter ")
        assert NAME not in title[1]
    log = (office.office.workspace.folder / "logs/app.jsonl").read_text(encoding="utf-8")
    assert '"matter_find"' in log
    assert NAME not in log
    assert "0B0000000" not in log.upper()
