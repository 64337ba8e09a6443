"""What a request must be to be heard: its form, its origin, its host, its size; and proof again."""

from __future__ import annotations

import re

import pyotp
import pytest
import sqlalchemy as sa

from tests.support.web import COOKIE, Web
from tests.unit.test_web_access import PASSWORD, fill, sign_in, token_in, with_password
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.matters.access.tables import ACCOUNTS
from vacatur.web.app import home as home_screen
from vacatur.web.app.application import make_office_app

pytest_plugins = ("tests.support.web",)


def shortcuts(web: Web, name: str = "A. Roe") -> bool:
    query = sa.select(ACCOUNTS.c.shortcuts).where(ACCOUNTS.c.name == name)
    with web.office.accounts.reading() as connection:
        return connection.execute(query).scalar_one()


@pytest.mark.parametrize("how", ["none", "wrong", "of another session", "of no session"])
def test_a_form_without_its_token_does_nothing(web, how):
    client, other = web.as_a("attorney"), web.as_a("clerk")
    good = client.headers.pop("X-CSRF-Token")
    token = {
        "none": "",
        "wrong": "0" * 64,
        "of another session": other.headers["X-CSRF-Token"],
        "of no session": token_in(web.nobody().get("/sign-in").text),
    }[how]
    data = {"on": "no", **({"csrf_token": token} if token else {})}
    assert client.post("/account/shortcuts", data=data).status_code == 403
    assert shortcuts(web) is True
    assert client.post("/account/shortcuts", data={**data, "csrf_token": good}).status_code == 303
    assert shortcuts(web) is False


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_sends_nothing_even_with_the_token(web, headers):
    client = web.as_a("attorney")
    answer = client.post("/account/shortcuts", data={"on": "no"}, headers=headers)
    assert (answer.status_code, shortcuts(web)) == (403, True)
    same = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/account/shortcuts", data={"on": "no"}, headers=same).status_code == 303


def test_another_host_is_not_answered(web):
    client = web.as_a("attorney")
    for host in ("elsewhere.example", "localhost.elsewhere.example", "", "[", "a b"):
        answer = client.get("/", headers={"Host": host})
        assert (answer.status_code, "A. Roe" in answer.text) == (400, False)
    assert client.get("/", headers={"Host": "127.0.0.1:9"}).status_code == 200


def test_too_much_is_not_read_whatever_it_says_of_itself(web):
    client = web.as_a("attorney")
    big = b"on=" + b"n" * (1 << 20)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/account/shortcuts", content=big, headers=form).status_code == 413

    def pieces():
        yield from (big[:1000] for _ in range(2000))

    assert client.post("/account/shortcuts", content=pieces(), headers=form).status_code == 413
    assert shortcuts(web) is True


def test_every_page_runs_nothing_of_its_own_and_is_kept_by_nobody(web):
    client = web.as_name("B. Both", "administrator", "attorney")
    paths = ("/", "/account", "/account/codes", "/account/passkey", "/administration", "/audit",
             "/audit/week", "/nothing")  # fmt: skip
    for client_, path in [*((client, each) for each in paths), (web.nobody(), "/sign-in")]:
        answer = client_.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        text = answer.text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", text)
        assert "No lawyer has reviewed these pages" in text


def test_proof_is_asked_for_and_the_form_goes_on(web):
    with_password(web)
    client = web.with_session(
        begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
    )
    new = "seven-silver-kettles-sing"
    web.clock.go_on(minutes=6)
    asked = client.post("/account/password", data={"new": new, "again": new})
    assert (asked.status_code, "Prove that it is you" in asked.text) == (403, True)
    assert f'name="new" value="{new}"' in asked.text
    data = {"new": new, "again": new, "csrf_token": token_in(asked.text)}
    wrong = client.post("/account/password", data={**data, "prove_password": "wrong wrong"})
    assert (wrong.status_code, "not accepted" in wrong.text) == (403, True)
    done = client.post("/account/password", data={**data, "prove_password": PASSWORD})
    assert done.headers["location"] == "/account"
    assert sign_in(web.nobody(), password=new).status_code == 303
    # A proof holds for five minutes, and the name of the route is no way round it.
    assert client.post("/account/codes/remove").status_code == 303
    web.clock.go_on(minutes=5)
    assert client.post("/account/codes/remove").status_code == 403


def test_five_wrong_proofs_lock_the_account_and_end_the_session(web):
    with_password(web)
    client = web.with_session(
        begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
    )
    web.clock.go_on(minutes=6)
    for _ in range(5):
        client.post("/account/codes/remove", data={"prove_password": "wrong wrong"})
    assert client.get("/account").headers["location"].startswith("/sign-in")


def test_a_form_sent_while_locked_waits_for_the_password(web):
    with_password(web)
    client = web.with_session(
        begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
    )
    web.clock.go_on(minutes=31)
    asked = client.post("/account/shortcuts", data={"on": "no"})
    assert (asked.status_code, shortcuts(web)) == (403, True)
    assert "A. Roe" not in asked.text
    client.post("/account/shortcuts", data={"on": "no", "prove_password": PASSWORD})
    assert shortcuts(web) is False
    assert client.get("/account").status_code == 200, "and the session is open again"


def test_a_locked_session_opens_with_the_password_and_goes_where_it_was(web):
    with_password(web)
    client = web.with_session(
        begin_session(web.office.accounts, "A. Roe", Stage.FULL, web.clock.at)
    )
    web.clock.go_on(minutes=31)
    client.headers.pop("X-CSRF-Token")
    opened = fill(client, "/locked", {"prove_password": PASSWORD, "next": "/account"})
    assert opened.headers["location"] == "/account"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("next_", ["//elsewhere.example", "https://elsewhere.example", "/\\e", "e"])
def test_signing_in_leads_nowhere_else(web, next_):
    with_password(web)
    client = web.nobody()
    assert sign_in(client, next=next_).headers["location"] == "/"
    assert client.cookies[COOKIE]


def test_a_fault_tells_nothing(web, monkeypatch, capsys):
    def breaks(*_, **__):
        raise ValueError("DOE, JANE is in this message")

    monkeypatch.setattr(home_screen, "waits_for", breaks)
    answer = web.as_a("attorney").get("/")
    assert (answer.status_code, "vacatur itself has a fault" in answer.text) == (500, True)
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "DOE" not in answer.text + said


def test_a_route_without_a_row_answers_nobody(web, monkeypatch):
    monkeypatch.delitem(home_screen.POLICIES, "home")
    client = Web(web.office, web.clock, make_office_app(web.office)).as_a("attorney")
    assert client.get("/").status_code == 404


def test_codes_of_the_telephone_prove_as_well(web):
    client = web.as_a("attorney")
    page = client.get("/account/codes").text
    secret = re.search(r'app-code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    offered = re.search(r'name="offered" value="([0-9a-f]+)"', page)[1]
    code = pyotp.TOTP(secret).at(web.clock.at)
    client.post("/account/codes", data={"offered": offered, "code": code})
    web.clock.go_on(minutes=6)
    new = pyotp.TOTP(secret).at(web.clock.at)
    assert client.post("/account/codes/remove", data={"prove_code": code}).status_code == 403
    assert client.post("/account/codes/remove", data={"prove_code": new}).status_code == 303
