"""What somebody tries who means harm: power by oneself, odd text, floods, and a key left behind."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import cbor2
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fastapi import Response
from webauthn.helpers import bytes_to_base64url

from tests.support.web import COOKIE, opened_web
from tests.unit.test_web_access import (
    OTHER,
    PASSWORD,
    fill,
    kinds,
    sign_in,
    token_in,
    with_password,
)
from vacatur.matters.access import accounts as access
from vacatur.matters.access import sign_in as signing_in
from vacatur.matters.access.account import account_named
from vacatur.matters.access.giving_roles import give_role, waiting
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.sessions import Stage, begin_session, hash_of
from vacatur.matters.access.tables import PASSKEYS, SESSIONS
from vacatur.matters.sealing import keyed_hash
from vacatur.matters.store import Doing
from vacatur.office.formats import init
from vacatur.web import serving
from vacatur.web.app import sign_in as sign_in_screen
from vacatur.web.app import slowly
from vacatur.web.app.application import make_office_app
from vacatur.web.app.cookies import set_outside
from vacatur.web.app.policy import POLICIES
from vacatur.web.app.serving import serve_office

pytest_plugins = ("tests.support.web",)


def roles_of(web, name):
    with web.office.accounts.reading() as connection:
        return account_named(connection, name).roles


def test_an_administrator_gives_themselves_no_role_at_all(web):
    client = web.as_a("administrator")
    for role in ("attorney", "paralegal", "clerk", "supervisor"):
        given = client.post("/administration/roles/give", data={"account": "m. moe", "role": role})
        assert (given.status_code, "nobody gives a role to themselves" in given.text) == (409, True)
    assert roles_of(web, "M. Moe") == {AccountRole.ADMINISTRATOR}


def test_power_is_not_confirmed_while_somebody_else_knows_the_password(web):
    first, second = web.as_a("administrator"), web.as_name("N. Two", "administrator")
    first.post("/administration/accounts", data={"name": "D. Summy", "role": "supervisor"})
    with web.office.accounts.reading() as connection:
        (request,) = waiting(connection)
    confirm = {"number": request.number, "decision": "confirm"}
    refused = second.post("/administration/roles/decide", data=confirm)
    assert (refused.status_code, "has not chosen a password" in refused.text) == (409, True)
    doing = Doing(actor="D. Summy", purpose="x", at=web.clock.at)
    access.change_password(web.office.accounts, "D. Summy", OTHER, doing, session="")
    assert second.post("/administration/roles/decide", data=confirm).status_code == 303


def test_a_role_that_gives_way_stands_in_the_chain(web):
    web.as_a("supervisor")
    doing = Doing(actor="M. Moe", purpose="x", at=web.clock.at)
    with web.office.accounts.working(doing) as work:
        give_role(work, "S. Doe", AccountRole.ATTORNEY, doing)
    assert roles_of(web, "S. Doe") == {AccountRole.ATTORNEY}
    assert kinds(web)[-3:] == ["RoleTaken", "StaffChanged", "RoleGiven"]


@pytest.mark.parametrize("name", ["A. Ro\u200be", "Z\x1b[31m", "(not signed in)", "x" * 101, " "])
def test_a_name_that_looks_like_another_is_none(web, name):
    answer = web.as_a("administrator").post(
        "/administration/accounts", data={"name": name, "role": "clerk"}
    )
    assert answer.status_code == 422


def test_a_wide_letter_is_the_same_letter(web):
    client = web.as_a("administrator")
    web.as_a("attorney")
    again = client.post("/administration/accounts", data={"name": "Ａ. Roe", "role": "clerk"})
    assert (again.status_code, "has an account already" in again.text) == (422, True)


@pytest.mark.parametrize("who", ["nobody", "half", "clerk"])
def test_what_is_sent_to_no_address_is_answered_as_to_one(web, who):
    client = web.as_a("clerk")
    if who == "half":
        token = begin_session(web.office.accounts, "C. Coe", Stage.HALF, web.clock.at)
        client = web.with_session(token)
    if who == "nobody":
        client = web.nobody()
        client.headers["X-CSRF-Token"] = token_in(client.get("/sign-in").text)
    for size in (10, 3 << 20):
        answers = [
            client.post(path, data={"name": "n" * size})
            for path in ("/administration/accounts", "/administration/nothing")
        ]
        assert answers[0].status_code == answers[1].status_code in {303, 404}
        assert answers[0].text == answers[1].text


def _multipart(fields, charset):
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    )
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    return {"content": parts + b"--b--\r\n", "headers": {"Content-Type": kind}}


@pytest.mark.parametrize("field", ["csrf_token", "name", "password", "next"])
def test_half_a_sign_and_a_nul_are_no_text(web, field):
    client = web.nobody()
    good = {"csrf_token": token_in(client.get("/sign-in").text).encode(), "name": b"A. Roe",
            "password": b"x", "next": b"/"}  # fmt: skip
    for value, charset in ((b"\\ud800", "unicode_escape"), (b"a\0b", "utf-8")):
        answer = client.post("/sign-in", **_multipart({**good, field: value}, charset))
        assert answer.status_code == 422


def test_an_origin_that_is_no_address_is_another_site(web):
    client = web.as_a("clerk")
    for origin in ("http://[", "null", "localhost"):
        answer = client.post("/account/shortcuts", headers={"Origin": origin})
        assert answer.status_code == 403


def test_the_first_and_the_last_day_there_are(web):
    client = web.as_a("administrator")
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get("/audit/week", params={"until": day}).status_code == 200
        assert client.post("/audit", data={"until": day, "since": day}).status_code == 200


def test_a_changed_form_breaks_no_chain(web):
    answer = web.as_a("clerk").post("/account/codes", data={"offered": "00" * 60, "code": "1"})
    assert (answer.status_code, "changed on its way" in answer.text) == (422, True)
    assert "backup" not in answer.text


def test_a_page_that_asks_for_a_proof_asks_on_its_address_too(web, monkeypatch):
    client = web.as_a("clerk")
    monkeypatch.setitem(POLICIES, "home", replace(POLICIES["home"], reauthenticate=True))
    assert client.get("/").status_code == 200
    web.clock.go_on(minutes=6)
    asked = client.get("/?list=2")
    assert (asked.status_code, "Prove that it is you" in asked.text) == (403, True)
    assert 'action="/locked"' in asked.text
    assert 'name="next" value="/?list=2"' in asked.text
    assert "C. Coe, today" not in asked.text


def _sessions(web, name):
    query = sa.select(sa.func.count()).where(SESSIONS.c.account == name)
    with web.office.accounts.reading() as connection:
        return connection.execute(query).scalar()


def test_another_password_ends_the_sessions_of_a_thief(web):
    with_password(web)
    mine, thief = web.nobody(), web.nobody()
    sign_in(mine)
    sign_in(thief)
    assert _sessions(web, "A. Roe") == 2
    fill(mine, "/account/password", {"new": OTHER, "again": OTHER}, "/account")
    assert thief.get("/account").headers["location"].startswith("/sign-in")
    assert mine.get("/account").status_code == 200


def test_signing_in_again_ends_what_was_open_in_the_browser(web):
    with_password(web)
    client = web.nobody()
    sign_in(client)
    token = token_in(client.get("/account").text)
    again = {"name": "A. Roe", "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=again).status_code == 303
    assert _sessions(web, "A. Roe") == 1


def test_a_flood_of_passwords_waits_in_a_line_of_its_own(web, monkeypatch):
    running, most, lock = 0, 0, threading.Lock()

    def slow(_kept, _password):
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
        time.sleep(0.02)
        with lock:
            running -= 1
        return False

    monkeypatch.setattr(signing_in, "matches", slow)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sign_in(web.nobody()).status_code, range(16)))
    assert (set(answers), most) == ({403}, 2)
    full_line = slowly.Line("a test", at_once=1, room=1)
    monkeypatch.setattr(sign_in_screen, "PASSWORDS", full_line)
    with full_line._room:
        full = sign_in(web.nobody())
    assert (full.status_code, "Try again in a minute" in full.text) == (503, True)


def test_a_database_that_somebody_holds_is_no_fault(web, monkeypatch, capsys):
    def held(*_):
        raise sa.exc.OperationalError("insert 'Quetzal'", {}, Exception("database is locked"))

    monkeypatch.setattr(sign_in_screen, "check_password", held)
    answer = sign_in(web.nobody())
    assert (answer.status_code, "Nothing was done" in answer.text) == (503, True)
    assert "Quetzal" not in answer.text + capsys.readouterr().err


class Key:
    """A passkey that knows whether somebody typed its PIN, and does as it is told."""

    def __init__(self, web, account):
        self._private = ec.generate_private_key(ec.SECP256R1())
        at = self._private.public_key().public_numbers()
        x, y = (each.to_bytes(32) for each in (at.x, at.y))
        row = {
            "credential_id": bytes_to_base64url(b"key of a test"),
            "account": account,
            "label": "key",
            "public_key": cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y}),
            "sign_count": 0,
            "made_at": "2026-02-15T09:30:00.00Z",
        }
        with web.office.accounts.engine.begin() as connection:
            connection.execute(sa.insert(PASSKEYS).values(**row))

    def signs(self, challenge, *, verified):
        told = {"type": "webauthn.get", "challenge": bytes_to_base64url(challenge)}
        client = json.dumps({**told, "origin": "http://localhost"}).encode()
        flags = 0b101 if verified else 0b001
        data = hashlib.sha256(b"localhost").digest() + struct.pack(">BI", flags, 0)
        signed = self._private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        known = bytes_to_base64url(b"key of a test")
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        encoded = {name: bytes_to_base64url(value) for name, value in response.items()}
        whole = {"id": known, "rawId": known, "type": "public-key", "response": encoded}
        return json.dumps(whole)


def _challenge(web, client):
    query = sa.select(SESSIONS.c.challenge).where(
        SESSIONS.c.token_hash == hash_of(client.cookies[COOKIE])
    )
    with web.office.accounts.reading() as connection:
        return connection.execute(query).scalar_one()


def test_a_key_left_in_the_machine_unlocks_nothing_by_a_touch(web):
    client = web.as_a("attorney")
    key = Key(web, "A. Roe")
    web.clock.go_on(minutes=31)
    for verified, expected in ((False, 403), (True, 303)):
        assert "&#34;userVerification&#34;: &#34;required" in client.get("/locked").text
        told = key.signs(_challenge(web, client), verified=verified)
        assert client.post("/locked", data={"prove_passkey": told}).status_code == expected
    # After a password a touch is enough.
    half = web.with_session(begin_session(web.office.accounts, "A. Roe", Stage.HALF, web.clock.at))
    half.get("/sign-in/second")
    told = key.signs(_challenge(web, half), verified=False)
    assert half.post("/sign-in/second", data={"prove_passkey": told}).status_code == 303


def test_what_no_reader_bears_is_a_failure_and_is_counted(web):
    client = web.as_a("attorney")
    Key(web, "A. Roe")
    web.clock.go_on(minutes=31)
    client.get("/locked")
    deep = "[" * 100_000
    assert client.post("/locked", data={"prove_passkey": deep}).status_code == 403
    assert kinds(web)[-1] == "SignInFailed"


def test_somebody_who_writes_for_long_keeps_nobody_from_reading(web):
    client = web.as_a("clerk")
    web.clock.go_on(minutes=2)
    begun = time.monotonic()
    writer = sqlite3.connect(web.office.workspace.folder / "office.db", isolation_level=None)
    with closing(writer):
        writer.execute("begin immediate")
        assert client.get("/").status_code == 200
        assert time.monotonic() - begun < 5
    # What was not noted then is noted by the next request; and a command waits as long as before.
    client.get("/")
    seen = sa.select(SESSIONS.c.seen_at).where(SESSIONS.c.account == "C. Coe")
    with web.office.accounts.engine.begin() as connection:
        assert connection.execute(seen).scalar() == "2026-02-17T15:02:00.00Z"
        assert connection.exec_driver_sql("pragma busy_timeout").scalar() == 30_000


def test_a_request_that_ends_in_two_ways_is_the_last_of_its_connection(web):
    client = web.nobody()
    both = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    assert client.get("/sign-in", headers=both).headers["connection"] == "close"
    assert "connection" not in client.get("/sign-in").headers


def test_nobody_else_on_the_machine_reads_what_is_kept(tmp_path):
    with opened_web(init(tmp_path / "office")) as web:
        web.nobody().get("/sign-in")
        kept = (web.office.workspace.folder, *web.office.workspace.folder.glob("*.db*"),
                web.office.workspace.folder / "logs/app.jsonl")  # fmt: skip
        assert len(kept) > 3
        assert [each.name for each in kept if each.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("address", ["", "https://vacatur.example"])
def test_whence_somebody_comes_is_a_proxys_word_and_nobody_elses(web, monkeypatch, address):
    configured = []
    monkeypatch.setattr(serving.uvicorn, "Config", lambda _app, **told: configured.append(told))
    monkeypatch.setattr(serving.uvicorn, "Server", lambda _config: _NoServer)
    monkeypatch.setattr("vacatur.web.app.serving.warm", lambda _workspace: None)
    office = replace(web.office, settings=replace(web.office.settings, address=address))
    here = serving.Listens(host="127.0.0.1", port=0, allow_remote=False, ready=lambda _where: None)
    serve_office(office, here)
    assert [each["proxy_headers"] for each in configured] == [bool(address)]


class _NoServer:
    @staticmethod
    def run(**_):
        """Serve nobody."""


def test_another_site_of_the_county_sets_no_cookie_of_ours(web):
    settings = replace(web.office.settings, address="https://vacatur.example.gov")
    web.app = make_office_app(replace(web.office, settings=settings))
    client = web.nobody()
    client.base_url = "https://vacatur.example.gov"
    answer = client.get("/sign-in")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-vacatur_form=")
    assert {"Secure", "Path=/", "HttpOnly"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    client.cookies.set("vacatur_form", "planted", domain="example.gov")
    sent = {"csrf_token": keyed_hash(web.office.keys.forms, "planted"), "name": "x"}
    assert client.post("/sign-in", data=sent).status_code == 403
    to_provider = Response()
    set_outside(to_provider, settings, "sealed")
    assert to_provider.headers["set-cookie"].startswith("__Host-vacatur_outside=sealed;")
    assert {"Secure", "Path=/"} <= set(to_provider.headers["set-cookie"].split("; "))
