"""A name, a birth date and a case number, sought in every answer to whoever may not see them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from httpx import Response

from tests.support.packet_office import PETITION
from tests.support.web import NAMES, Clock, Web, opened_web
from vacatur.office.workspace import Workspace
from vacatur.web.app.application import routes_of_app
from vacatur.web.app.policy import CASE_STAFF

pytest_plugins = ("tests.support.packet_office",)

NAME = "DOE, JANE"
# Stated of her, or recorded; `JANE` for any order in which the name may be written.
CANARIES = (b"jane", b"0b00000003", b"1990-01-02", b"client-3", b"1 example street")
# The routes that tell whose matter it is: to CASE_STAFF, and to nobody else.
TELL_WHOSE = frozenset(
    {
        "matter", "matter_source", "matter_papers", "matter_paper", "matter_paper_words",
        "matter_approval", "matter_filing", "matter_grounds", "batch_reading",
    }
)  # fmt: skip
# What changes whoever asks, and would end what is tested.
_OWN = ("account", "sign_", "second_factor", "unlock", "administration")
_FILLED = {"name": "RecordOrder", "matter": str(PETITION)}
_BY_ROUTE = {
    "matter_paper": {"kind": "draft"},
    "matter_paper_words": {"kind": "draft"},
    "filing_upload_form": {"kind": "receipts"},
    "filing_upload": {"kind": "receipts"},
    "filing_upload_record": {"kind": "receipts"},
    "static": {"path": "app.css"},
}
_WRONG = ("/nothing", "/matters/999999", "/matters/1/papers/draft/99.pdf",
          "/worklist?state=nothing", "/approvals/batches/99", "/filing/entries/No")  # fmt: skip
_TYPED = ("find", "reason", "to", "text", "value", "document", "evidence", "purpose", "packet",
          "matters", "asked", "action", "answer", "found", "on", "order", "seed", "particular",
          "column", "number", "matter", "holder", "harm", "path", "label")  # fmt: skip
# Filled in well, so that it is the record that refuses, or answers.
_MEANT = {
    "find": str(PETITION), "reason": "Read again.", "to": "P. Lee", "text": "As the file says.",
    "value": "2030-01-01", "column": "charge.sentence_end", "document": "The docket.",
    "evidence": "The file.", "purpose": "court", "matters": str(PETITION), "matter": str(PETITION),
    "number": str(PETITION), "place": "1", "action": "send_back", "answer": "0" * 64,
    "found": "clean", "on": "2026-02-15", "order": "granted", "particular": "defendant-address",
    "holder": "COURT", "how": "done", "duty": "1", "receipt": "accepted", "status": "accepted",
    "harm": "custody", "seed": "3", "size": "1", "judged": "set", "state": "open",
}  # fmt: skip
_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """An office with something on every screen: papers at the court, a batch, an order."""
    folder = tmp_path_factory.mktemp("canary") / "workspace"
    shutil.copytree(approved_office, folder)
    with opened_web(Workspace(folder), Clock(NOON)) as web:
        lee = web.as_a("paralegal")
        web.as_a("attorney").post(
            f"/matters/{PETITION}/moves/WithdrawApproval", data={"reason": "x"}
        )
        born = {"particular": "defendant-birth-date", "text": "1990-01-02"}
        lee.post(f"/matters/{PETITION}/particulars", data=born)
        prepared = lee.post(f"/matters/{PETITION}/moves/Prepare", data={})
        assert prepared.status_code == 303, prepared.text
        lee.post("/worklist/bulk/do", data={"action": "freeze", "matters": str(PETITION)})
        drawn = {"seed": "1", "size": "1", "judged": "set"}
        sampled = web.as_a("attorney").post("/approvals/batches/1/sample", data=drawn)
        assert sampled.status_code == 303, sampled.text
        yield web


def seen(answer: Response) -> list[bytes]:
    """The canaries in whatever of an answer crosses the wire."""
    sent = b"\n".join([answer.content, *(b": ".join(each) for each in answer.headers.raw)])
    return [each for each in CANARIES if each in sent.lower()]


def paths(web: Web, verb: str) -> Iterator[tuple[str, str]]:
    """Every route of a verb with an address in this office. Nobody's data is in an address."""
    for route in routes_of_app():
        if isinstance(route, APIRoute) and verb in route.methods:
            number = "1" if "batches" in route.path else str(PETITION)
            given = {"number": number, **_FILLED, **_BY_ROUTE.get(route.name, {})}
            yield route.name, _PARAMETER.sub(lambda x, g=given: g.get(x[1], "1"), route.path)


def test_the_canary_is_there_for_whoever_may_see_it(office):
    attorney, every = office.as_a("attorney"), dict(paths(office, "GET"))
    assert TELL_WHOSE | {"worklist", "filing", "audit", "home"} < every.keys()
    assert set(seen(attorney.get(every["matter"]))) >= {b"jane", b"0b00000003"}
    assert b"1990-01-02" in seen(attorney.get(every["matter_papers"]))
    assert b"0b00000003" in seen(attorney.get(every["batch_reading"]))


@pytest.mark.parametrize("role", [*NAMES, None])
def test_no_page_tells_it_to_whoever_may_not_see_it(office, role):
    client = office.as_a(role) if role else office.nobody()
    asked = [*paths(office, "GET"), *(("", path) for path in _WRONG)]
    for name, path in asked:
        if name in TELL_WHOSE and role in CASE_STAFF:
            continue
        answer = client.get(path)
        assert (path, seen(answer)) == (path, [])
        if name in TELL_WHOSE:
            assert answer.status_code == (404 if role else 303), path
        assert answer.status_code < 500, path


@pytest.mark.parametrize("role", [*NAMES, None])
def test_no_refusal_repeats_what_was_sent(office, role, capfd):
    client = office.as_a(role) if role else office.nobody()
    typed = dict.fromkeys(_TYPED, NAME)
    for name, path in paths(office, "POST"):
        if name.startswith(_OWN):
            continue
        answer = client.post(path, data=typed)
        assert answer.status_code < 500, path
        if "Prove that it is you" not in answer.text:  # it keeps the sender's own form
            assert (path, seen(answer)) == (path, [])
    assert unheard(capfd) == []


@pytest.mark.parametrize("role", ["attorney", "clerk", "analyst"])
def test_no_refusal_tells_what_the_record_says(office, role, capfd):
    """Whoever fills a form in well may be refused by the matter itself; it names nobody."""
    client, refused = office.as_a(role), 0
    for name, path in paths(office, "POST"):
        if name.startswith(_OWN) or name == "matter_undo":
            continue
        for address in {path, path.replace("RecordOrder", "Approve")}:
            answer = client.post(address, data=_MEANT)
            assert answer.status_code < 500, address
            refused += answer.status_code in {409, 422}
            if answer.status_code >= 400 or role not in CASE_STAFF:
                assert (address, seen(answer)) == (address, [])
    assert unheard(capfd) == []
    assert refused > 5, "the forms are not filled in well"


def unheard(capfd: pytest.CaptureFixture[str]) -> list[bytes]:
    """The canaries in what the process has said on its two outputs."""
    told = "".join(capfd.readouterr()).lower().encode()
    return [each for each in CANARIES if each in told]


def test_no_log_holds_it(office):
    office.nobody().get("/matters/0B00000003")
    office.as_a("attorney").get("/worklist?pattern=JANE")
    told = (office.office.workspace.folder / "logs/app.jsonl").read_bytes().lower()
    assert told.count(b"\n") > 100
    assert [each for each in CANARIES if each in told] == []
