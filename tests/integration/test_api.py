"""The API: the same answers as the command line, and what is refused, to whom and how."""

from __future__ import annotations

import json
import threading
from itertools import pairwise

import pytest

from tests.support.api import HANDGUN, TODAY, api_office, booking, charge, with_law
from vacatur.office.api_keys import create_key, revoke_key
from vacatur.office.backups import _members
from vacatur.web.api import screenings
from vacatur.web.api.contract import booking as example
from vacatur.web.api.contract import client as record
from vacatur.web.api.limits import BATCH_RECORDS, CHARGES, CHARGES_EXPLAINED, ONE_RECORD_BYTES

NAME = "Zebulon Quixote"  # nobody's; it stands wherever something can be typed

ROUTES = {
    ("POST", "/v1/screenings"): ("screen", {"json": example()}),
    ("POST", "/v1/screenings/batch"): ("screen", {"json": [example()]}),
    ("POST", "/v1/explanations"): ("explain", {"json": record()}),
    ("GET", "/v1/law"): ("law", {}),
    ("GET", "/v1/law/us-md/cp-10-105-a-12"): ("law", {}),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return api_office(tmp_path_factory.mktemp("api") / "workspace")


def refused(answer, status, kind):
    """The members of a problem, checked as every refusal is."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, told["status"]) == (status, status), told
    assert told["type"] == f"urn:vacatur:problem:{kind}"
    assert "No lawyer has reviewed" in told["notice"]
    assert NAME.lower() not in (answer.text + str(answer.headers)).lower()
    return told


# ---- the same answers -----------------------------------------------------------------------


def test_a_screening_is_what_the_command_line_prints(office, vacatur, tmp_path):
    file = tmp_path / "request"
    docket = booking(charge(), charge("c2", **HANDGUN))
    file.write_text(json.dumps(docket), encoding="utf-8")
    printed = vacatur("screen", file, "--json")
    assert printed.code == 0, printed.err

    answer = office.post("/v1/screenings", docket).json()
    assert [answer["record"]] == json.loads(printed.out)
    assert [each["published"] for each in answer["record"]["charges"]] == ["REVIEW", "NO_POLICY"]
    assert answer["rulebook"]["sha256"] == office.service.policy.rulebook.sha256
    assert "No lawyer has reviewed" in answer["notice"]

    (result,) = office.post("/v1/screenings/batch", [docket]).json()["results"]
    assert result["screened"] == answer["record"]


def test_an_explanation_is_what_the_command_line_prints(office, vacatur, tmp_path):
    file = tmp_path / "request"  # the record's source is named by its file
    file.write_text(json.dumps(record()), encoding="utf-8")
    printed = vacatur("explain", "--docket", file, "--json")
    assert printed.code == 0, printed.err

    answer = office.post("/v1/explanations", record()).json()
    assert answer["explanations"] == json.loads(printed.out)
    assert answer["explanations"][0]["rules"]
    only = office.post("/v1/explanations", {**record(), "rule": "MD-EXP-105-12"}).json()
    assert len(only["explanations"][0]["rules"]) == 1


def test_a_page_of_law_says_its_words_and_whether_they_are_the_law_s(office):
    listed = office.ask("GET", "/v1/law").json()["rulebooks"]
    assert [each["name"] for each in listed] == ["us-md-baltimore-city", "us-md"]
    heads = {each["id"]: each for rulebook in listed for each in rulebook["pages"]}
    pages = {name: office.ask("GET", head["address"]).json() for name, head in heads.items()}
    assert {name: page["page"]["id"] for name, page in pages.items()} == {x: x for x in heads}
    said = [
        (section["provision"]["verbatim"], section["provision"]["words"])
        for section in pages["us-md/cp-10-105-a-12"]["page"]["sections"]
        if section["provision"]
    ]
    own = office.service.law.rulebook.page("us-md/cp-10-105-a-12")
    assert said == [
        (each.provision.verbatim, each.provision.words) for each in own.sections if each.provision
    ]
    assert {verbatim for verbatim, _ in said} == {True, False}
    assert all(page["page"]["reviewed_by"] is None for page in pages.values())


# ---- keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("key", [None, "screen", "explain", "law", "all", "revoked", "expired"])
def test_every_route_by_every_key(office, method, path, key):
    scope, sent = ROUTES[method, path]
    answer = office.ask(method, path, key=key, **sent)
    if key in (scope, "all"):
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
    elif key in ("screen", "explain", "law"):
        refused(answer, 403, "wrong-scope")
        assert f'scope="{scope}"' in answer.headers["www-authenticate"]
    else:
        told = refused(answer, 401, "no-key")
        assert key is None or key in told["detail"]
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "sent", ["Bearer", "Bearer x", "Basic eDp5", "Bearer vacatur_00000000_" + "A" * 43, "x" * 9999]
)
def test_what_is_no_key_is_let_in_nowhere(office, sent):
    answer = office.ask("GET", "/v1/law", key=None, headers={"Authorization": sent})
    refused(answer, 401, "no-key")


def test_the_right_id_with_another_secret_is_no_key(office):
    real = office.tokens["law"]
    other = real[:-1] + ("A" if real[-1] != "A" else "B")
    answer = office.ask("GET", "/v1/law", key=None, headers={"Authorization": f"Bearer {other}"})
    refused(answer, 401, "no-key")


def test_a_key_is_taken_back_while_the_server_runs_and_is_kept_as_a_hash(office):
    key, token = create_key(office.workspace, "a feed", ["law"], created=TODAY, until=None)
    headers = {"Authorization": f"Bearer {token}"}
    assert office.ask("GET", "/v1/law", key=None, headers=headers).status_code == 200
    revoke_key(office.workspace, key.key_id, on=TODAY)
    refused(office.ask("GET", "/v1/law", key=None, headers=headers), 401, "no-key")
    kept = b"".join(
        each.read_bytes() for each in office.workspace.folder.rglob("*") if each.is_file()
    )
    assert token.split("_", 2)[2].encode() not in kept
    assert key.sha256.encode() in kept
    # A backup would bring back a key that was revoked since.
    names = {name for name, _ in _members(office.workspace, office.workspace.folder)}
    assert not {"api_keys.jsonl", "api_requests.db"} & names
    assert "logs/api.jsonl" in names


def test_a_server_needs_no_key_to_say_that_it_is_there(office):
    assert office.ask("GET", "/healthz", key=None).json()["status"] == "ok"
    contract = office.ask("GET", "/v1/openapi.json", key=None).json()
    assert contract["openapi"] == "3.1.0"


# ---- what is refused ------------------------------------------------------------------------

_TEXT = json.dumps(example())
_JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe{}", "not UTF-8"),
        (_TEXT[:-1].encode(), "at column"),
        (_TEXT.replace('"id"', '"id": "a", "id"', 1).encode(), "stands in it twice"),
        (_TEXT.replace('"BOOKING-1"', "NaN").encode(), "not a number"),
        (_TEXT.replace('"BOOKING-1"', "-Infinity").encode(), "not a number"),
        (_TEXT.replace('"BOOKING-1"', "9" * 5000).encode(), "digits"),
        (_TEXT.replace('"BOOKING-1"', "1e" + "9" * 30).encode(), "too large or too small"),
        (_TEXT.replace("BOOKING-1", "\\ud800" + NAME).encode(), "half a character"),
        (_TEXT.replace('"id"', '"\\udfff": 1, "id"', 1).encode(), "half a character"),
        (b"[" * 100 + b"]" * 100, "nested"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/screenings", "/v1/screenings/batch", "/v1/explanations"])
def test_what_is_not_json_is_refused(office, path, body, says):
    answer = office.ask("POST", path, content=body, headers=_JSON)
    told = refused(answer, 400, "malformed")
    assert says in told["detail"]
    assert told["where"].startswith("request")


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ([], "request"),
        ("text", "request"),
        (booking(name=""), "request: id"),
        (booking(name=f"{NAME}/1"), "request: id"),
        ({**booking(), NAME: NAME}, "request"),
        (booking(charge(disposition=NAME)), "request: cases[0].charges[0].disposition"),
        (booking(charge(quantity_grams=NAME)), "request: cases[0].charges[0].quantity_grams"),
        (booking(charge(quantity_grams=10**400)), "request: cases[0].charges[0].quantity_grams"),
        (booking(charge(plant_count=2**63)), "request: cases[0].charges[0].plant_count"),
        (booking(birth_date="1990-02-30"), "request: person.birth_date"),
        (booking(charge("c1"), charge("c1")), "request: cases[0].charges[1].id"),
        ({**booking(), "target": NAME}, "request: target"),
        (booking(*(charge(f"c{each}") for each in range(CHARGES + 1))), "request"),
    ],
)
def test_a_record_that_is_no_docket_is_refused_and_not_repeated(office, sent, where):
    for path in ("/v1/screenings", "/v1/explanations"):
        assert refused(office.post(path, sent), 422, "record")["where"] == where


def test_many_charges_are_explained_one_by_one(office):
    many = booking(*(charge(f"c{each}", act="other") for each in range(CHARGES_EXPLAINED + 1)))
    told = refused(office.post("/v1/explanations", many), 422, "record")
    assert "[target]" in told["repair"]
    one = office.post("/v1/explanations", {**many, "target": "c7", "rule": "MD-EXP-105-12"})
    assert [each["charge_id"] for each in one.json()["explanations"]] == ["B-1/c7"]


def test_a_rule_that_is_not_there_is_not_repeated(office):
    told = refused(office.post("/v1/explanations", {**record(), "rule": NAME}), 422, "record")
    assert told["where"] == "request: rule"
    near = office.post("/v1/explanations", {**record(), "rule": "MD-EXP-105-21"}).json()
    assert "Did you mean" in near["repair"]


def test_the_wrong_address_method_parameter_or_type(office):
    refused(office.ask("GET", f"/v1/{NAME}"), 404, "not-found")
    refused(office.ask("GET", f"/v1/law/{NAME}/x"), 404, "not-found")
    refused(office.ask("GET", f"/v1/law/us-md/{NAME}"), 404, "not-found")
    refused(office.ask("GET", "/v1/law/us-md/../../etc/passwd"), 404, "not-found")
    refused(office.ask("GET", f"/v1/law?name={NAME}"), 400, "malformed")
    got = office.ask("GET", "/v1/screenings")
    assert "POST" in refused(got, 405, "not-allowed")["repair"]
    assert got.headers["allow"] == "POST"
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ):
        answer = office.ask("POST", "/v1/screenings", content=_TEXT, headers=headers)
        refused(answer, 415, "media-type")


def test_too_much_is_refused_whether_it_says_so_or_not(office):
    def pieces():
        for _ in range(ONE_RECORD_BYTES // 1000 + 1):
            yield b" " * 1000

    whole = b" " * (ONE_RECORD_BYTES + 1)
    for content in (whole, pieces()):
        answer = office.ask("POST", "/v1/screenings", content=content, headers=_JSON)
        refused(answer, 413, "too-large")
    many = b"[" + b"0," * BATCH_RECORDS + b"0]"
    answer = office.ask("POST", "/v1/screenings/batch", content=many, headers=_JSON)
    refused(answer, 413, "too-large")


def test_a_fault_says_nothing_of_anybody(office, monkeypatch, capsys):
    def broken(*_):
        raise ValueError(NAME)

    monkeypatch.setattr(screenings, "screen_one", broken)
    answer = office.post("/v1/screenings", booking())
    told = refused(answer, 500, "fault")
    assert answer.headers["cache-control"] == "no-store"
    log = office.workspace.folder / "logs" / "api.jsonl"
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["status"] == 500
    assert "ValueError" not in json.dumps(told)
    batch = office.post("/v1/screenings/batch", [booking(), {}])
    kinds = [x["refused"]["type"].rpartition(":")[2] for x in batch.json()["results"]]
    assert (batch.status_code, kinds) == (200, ["fault", "record"]), "one fault is not the day's"
    on_the_machine = capsys.readouterr().err
    assert "ValueError at" in on_the_machine
    assert NAME not in on_the_machine


# ---- a day's bookings -----------------------------------------------------------------------


def test_a_batch_answers_each_by_itself_and_counts_them(office):
    sent = [
        booking(name="A"),
        booking(name="twice"),
        booking(charge(disposition=NAME), name="C"),
        booking(name="twice", as_of="2019-05-01"),
        {"no": "id"},
        7,
        booking(name="G", as_of="2019-01-28"),
    ]
    answer = office.post("/v1/screenings/batch", sent)
    assert answer.status_code == 200
    told = answer.json()
    assert told["counts"] == {"records": 7, "screened": 2, "refused": 5}
    assert [x["position"] for x in told["results"]] == list(range(7))
    assert [x["id"] for x in told["results"]] == ["A", "twice", "C", "twice", None, None, "G"]
    assert [x["screened"] is None for x in told["results"]] == [
        x["refused"] is not None for x in told["results"]
    ]
    wheres = [x["refused"]["where"] for x in told["results"] if x["refused"]]
    assert wheres == [
        "request[1]: id",
        "request[2]: cases[0].charges[0].disposition",
        "request[3]: id",
        "request[4]",
        "request[5]",
    ]
    assert "2 records of the list have this id" in told["results"][1]["refused"]["detail"]
    assert NAME not in answer.text
    refused(office.post("/v1/screenings/batch", booking()), 422, "record")


# ---- idempotency ----------------------------------------------------------------------------


def test_the_same_request_is_answered_the_same_and_another_is_refused(office):
    first = office.post("/v1/screenings", booking(), Idempotency_Key='"once"')
    again = office.post("/v1/screenings", booking(), Idempotency_Key="once")
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content

    for path, sent in (
        ("/v1/screenings", booking(name="B-2")),
        ("/v1/explanations", booking()),  # the same body is another request elsewhere
    ):
        refused(office.post(path, sent, Idempotency_Key="once"), 422, "key-reused")
    other = office.ask(
        "POST", "/v1/screenings", key="screen", json=booking(name="B-2"),
        headers={"Idempotency-Key": "once"},
    )  # fmt: skip
    assert other.status_code == 200, "a key of another system is another key"
    for wrong in ("", "two words", '"', "x" * 256):
        refused(office.post("/v1/screenings", booking(), Idempotency_Key=wrong), 400, "malformed")


def test_what_was_refused_may_be_mended_under_the_same_key(office):
    wrong = office.post("/v1/screenings", booking(name=""), Idempotency_Key="mended")
    refused(wrong, 422, "record")
    assert office.post("/v1/screenings", booking(), Idempotency_Key="mended").status_code == 200


def test_a_key_is_remembered_for_a_day_over_a_restart_and_the_law_is_told(office):
    office.post("/v1/screenings", booking(), Idempotency_Key="law")
    changed = with_law(office, "0" * 64)
    refused(changed.post("/v1/screenings", booking(), Idempotency_Key="law"), 409, "law-changed")
    office.clock.go_on(hours=23, minutes=59)
    replayed = office.post("/v1/screenings", booking(), Idempotency_Key="law")
    assert replayed.headers["idempotency-replayed"] == "true"
    office.clock.go_on(minutes=1)
    fresh = changed.post("/v1/screenings", booking(name="B-9"), Idempotency_Key="law")
    assert fresh.status_code == 200


def test_a_request_that_is_in_work_is_not_answered_twice(office, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    real = screenings.screen_one

    def slow(*told):
        begun.set()
        assert go_on.wait(10)
        return real(*told)

    monkeypatch.setattr(screenings, "screen_one", slow)
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(
            office.post("/v1/screenings", booking(), Idempotency_Key="slow")
        )
    )
    asking.start()
    assert begun.wait(10)
    told = office.post("/v1/screenings", booking(), Idempotency_Key="slow")
    go_on.set()
    asking.join()
    refused(told, 409, "in-work")
    assert told.headers["retry-after"] == "1"
    assert answers[0].status_code == 200


# ---- what is kept ---------------------------------------------------------------------------


def test_the_log_says_who_asked_what_and_nothing_of_anybody(tmp_path):
    office = api_office(tmp_path / "workspace")
    secret = booking(charge("c-77"), name="B-77", number="0B77777777", birth_date="1977-07-07")
    office.post("/v1/screenings", secret, Idempotency_Key="seventy-seven")
    office.post("/v1/screenings/batch", [secret, secret])
    office.ask("GET", f"/v1/law/us-md/{NAME}")
    office.ask("GET", f"/{NAME}", key=None)
    office.ask("GET", "/healthz")
    log = office.workspace.folder / "logs" / "api.jsonl"
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [tuple(each.values())[1:] for each in lines] == [
        ("all system", "/v1/screenings", 200, 1),
        ("all system", "/v1/screenings/batch", 200, 2),
        ("all system", "/v1/law/{rulebook}/{page}", 404, 0),
        (None, None, 404, 0),
    ]
    assert all(one["at"] <= two["at"] for one, two in pairwise(lines))
    kept = b"".join(x.read_bytes() for x in office.workspace.folder.rglob("*") if x.is_file())
    for said in (b"B-77", b"c-77", b"0B77777777", b"1977-07-07", b"seventy-seven", NAME.encode()):
        assert said not in kept
