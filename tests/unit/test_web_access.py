"""Signing in: passwords, locks, second factors, sessions that lock and end, and what is told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.support.web import CHEAP, COOKIE, NAMES, Web
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.access import accounts as access
from vacatur.matters.access import passwords
from vacatur.matters.access.account import account_named
from vacatur.matters.access.giving_roles import decide_request, give_role, take_role, waiting
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.tables import ACCOUNTS, SESSIONS
from vacatur.matters.audit import Sought, search_log
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.queries import staff
from vacatur.matters.store import Doing
from vacatur.web.app.policy import POLICIES

pytest_plugins = ("tests.support.web",)

PASSWORD, OTHER = "quiet-otter-bridge-lamp", "seven-silver-kettles-sing"
WRONG = "not accepted"


def with_password(web: Web, name: str = "A. Roe", role: str = "attorney") -> None:
    doing = Doing(actor="(a test)", purpose="a test", at=web.clock.at)
    access.add_account(web.office.accounts, name, [AccountRole(role)], doing, password=PASSWORD)


def token_in(text: str) -> str:
    return re.search(r'name="csrf_token" value="([0-9a-f]{64})"', text)[1]


def fill(client, path, data, at=None):
    """Open a page and send its form, as a browser does."""
    token = token_in(client.get(at or path).text)
    return client.post(path, data={**data, "csrf_token": token})


def sign_in(client, name="A. Roe", password=PASSWORD, **more):
    return fill(client, "/sign-in", {"name": name, "password": password, **more})


def kinds(web: Web) -> list[str]:
    with web.office.accounts.reading() as connection:
        found = search_log(connection, Sought(), limit=100)
    return [each.line.kind for each in reversed(found)]


def test_from_a_password_of_somebody_else_to_two_factors_of_ones_own(web):
    with_password(web)
    client = web.nobody()
    assert client.get("/").headers["location"] == "/sign-in"
    page = client.get("/sign-in")
    assert "criminal justice information" in page.text
    assert sign_in(client, " a.  ROE ").headers["location"] == "/"
    # Nothing else until the password is theirs, and then until there is a second factor.
    assert client.get("/").headers["location"] == "/account"
    assert "Somebody else made your password" in client.get("/account").text
    short = fill(client, "/account/password", {"new": "short", "again": "short"}, "/account")
    assert (short.status_code, "12 to 200 signs" in short.text) == (422, True)
    fill(client, "/account/password", {"new": OTHER, "again": OTHER}, "/account")
    assert "Add one-time codes" in client.get("/account").text
    codes = client.get("/account/codes").text
    picture = unquote(re.search(r'app-qr" src="([^"]+)"', codes)[1])
    assert "#fff" in picture, "it can be scanned where the page is dark"
    secret = re.search(r'app-code">([A-Z2-7 ]+)<', codes)[1].replace(" ", "")
    offered = re.search(r'name="offered" value="([0-9a-f]+)"', codes)[1]
    with web.office.accounts.reading() as connection:
        assert account_named(connection, "A. Roe").has_totp is False
    code = pyotp.TOTP(secret).at(web.clock.at)
    told = client.post(
        "/account/codes", data={"offered": offered, "code": code, "csrf_token": token_in(codes)}
    )
    recovery = re.findall(r"<li>([A-Z2-7-]{19})</li>", told.text)
    assert len(set(recovery)) == 10
    assert client.get("/").status_code == 200

    # Signing in takes both now; a code is taken once, also within its half minute.
    other = web.nobody()
    assert sign_in(other, password=OTHER).headers["location"] == "/sign-in/second?next=/"
    half = other.cookies[COOKIE]
    assert other.get("/account").headers["location"].startswith("/sign-in/second")
    assert WRONG in fill(other, "/sign-in/second", {"prove_code": code}).text
    web.clock.go_on(seconds=60)
    new = pyotp.TOTP(secret).at(web.clock.at)
    assert fill(other, "/sign-in/second", {"prove_code": new}).headers["location"] == "/"
    assert other.cookies[COOKIE] != half
    assert other.get("/").status_code == 200
    stolen = web.nobody()
    stolen.cookies.set(COOKIE, half)
    assert stolen.get("/").headers["location"] == "/sign-in", "the half session is worth nothing"

    # A recovery code lets somebody in once.
    for expected in (303, 403):
        again = web.nobody()
        sign_in(again, password=OTHER)
        answer = fill(again, "/sign-in/second", {"prove_code": recovery[0].lower()})
        assert answer.status_code == expected
    with web.office.accounts.reading() as connection:
        kept = str(connection.execute(sa.select(ACCOUNTS)).all())
        kept += str(connection.execute(sa.select(SESSIONS)).all())
        verify(entries_of(connection))
    for told_once in (PASSWORD, OTHER, secret, recovery[1], half, other.cookies[COOKIE]):
        assert told_once not in kept
    assert "RecoveryCodeUsed" in kinds(web)


def test_five_failures_lock_until_somebody_releases(web):
    with_password(web)
    client = web.nobody()
    for _ in range(4):
        assert WRONG in sign_in(client, password="wrong wrong wrong").text
    web.clock.go_on(minutes=16)  # those count no more
    assert WRONG in sign_in(client, password="wrong wrong wrong").text
    assert "AccountLocked" not in kinds(web)
    for _ in range(4):
        sign_in(client, password="wrong wrong wrong")
    assert kinds(web).count("AccountLocked") == 1
    # The right one is answered as a wrong one is, and time opens nothing.
    web.clock.go_on(days=3)
    assert WRONG in sign_in(client).text
    access.release(
        web.office.accounts, "A. Roe", Doing(actor="M. Moe", purpose="x", at=web.clock.at)
    )
    assert sign_in(client).status_code == 303


def test_a_lock_ends_what_is_open_and_so_does_disabling(web):
    client = web.as_a("clerk")
    assert client.get("/").status_code == 200
    doing = Doing(actor="M. Moe", purpose="x", at=web.clock.at)
    access.disable(web.office.accounts, NAMES[AccountRole.CLERK], doing)
    assert client.get("/").headers["location"] == "/sign-in"


def test_ninety_idle_days_shut_an_account(web):
    with_password(web)
    web.clock.go_on(days=89, hours=23)
    assert sign_in(web.nobody()).status_code == 303
    web.clock.go_on(days=90)
    assert WRONG in sign_in(web.nobody()).text


def test_an_unknown_name_has_the_same_answer(web):
    with_password(web)
    client = web.nobody()
    texts = {
        re.sub(r"[0-9a-f]{64}", "", sign_in(client, name, "wrong wrong wrong").text)
        for name in ("A. Roe", "Nobody At All")
    }
    assert len(texts) == 1
    assert kinds(web)[-2:] == ["SignInFailed", "SignInFailed"]
    with web.office.accounts.reading() as connection:
        said = "".join(entry.public for entry, _ in entries_of(connection))
    assert "Nobody" not in said, "what was typed as a name may be a password"


def test_the_slow_hash_is_computed_for_an_unknown_name_too(web, monkeypatch):
    with_password(web)
    computed = []

    class Counting(PasswordHasher):
        def verify(self, kept, password):
            computed.append(self.check_needs_rehash(kept))
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(**CHEAP))
    for name in ("A. Roe", "Nobody At All"):
        sign_in(web.nobody(), name, "wrong wrong wrong")
    assert computed == [False, False], "once for each, and at one cost"


def test_thirty_minutes_lock_and_twelve_hours_end(web):
    client = web.as_a("attorney")
    web.clock.go_on(minutes=29)
    assert client.get("/").status_code == 200
    web.clock.go_on(minutes=30)
    shown = client.get("/account")
    assert shown.headers["location"] == "/locked?next=/account"
    locked = client.get("/locked?next=/account")
    assert "A. Roe" not in locked.text, "a locked page tells not whose it is"
    assert client.get("/").status_code == 303, "looking at it opens nothing"
    fresh = Web(web.office, web.clock, web.app).as_a("attorney")
    for _ in range(25):
        web.clock.go_on(minutes=28, seconds=50)
        last = fresh.get("/")
    assert last.headers["location"] == "/sign-in"


def test_what_a_page_asks_by_itself_keeps_nothing_open(web, monkeypatch):
    row = replace(POLICIES["home"], background=True)
    monkeypatch.setitem(POLICIES, "home", row)
    client = web.as_a("attorney")
    web.clock.go_on(minutes=29)
    assert client.get("/").status_code == 200
    web.clock.go_on(minutes=1)
    assert client.get("/").headers["location"] == "/locked"


def test_signing_out_ends_the_session_itself(web):
    client = web.as_a("attorney")
    token = client.cookies[COOKIE]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    assert web.with_session(token).get("/").headers["location"] == "/sign-in"


def test_one_ends_ones_own_sessions_and_nobody_elses(web):
    mine, elsewhere = web.as_a("attorney"), Web(web.office, web.clock, web.app).as_a("attorney")
    theirs = web.as_a("paralegal")
    listed = re.findall(r'name="session" value="([0-9a-f]{16})"', mine.get("/account").text)
    assert len(listed) == 1
    assert theirs.post("/account/sessions/end", data={"session": listed[0]}).status_code == 303
    assert elsewhere.get("/").status_code == 200
    mine.post("/account/sessions/end", data={"session": listed[0]})
    assert elsewhere.get("/").headers["location"] == "/sign-in"
    assert mine.get("/").status_code == 200


def test_a_passkey_answers_nothing_that_was_not_asked(web):
    client = web.as_a("attorney")
    asked = client.get("/account/passkey").text
    assert "data-passkey-make" in asked
    refused = client.post("/account/passkey", data={"made": "{}", "label": "x"})
    assert (refused.status_code, "does not answer what was asked" in refused.text) == (422, True)


def test_power_over_others_takes_a_second_administrator(web):
    first, second = web.as_a("administrator"), web.as_name("N. Two", "administrator")
    web.as_a("clerk")
    give = {"account": NAMES[AccountRole.CLERK], "role": "supervisor"}
    assert first.post("/administration/roles/give", data=give).status_code == 303
    with web.office.accounts.reading() as connection:
        (request,) = waiting(connection)
        assert account_named(connection, "C. Coe").roles == {AccountRole.CLERK}
    confirm = {"number": request.number, "decision": "confirm"}
    assert first.post("/administration/roles/decide", data=confirm).status_code == 409
    assert second.post("/administration/roles/decide", data=confirm).status_code == 303
    with web.office.accounts.reading() as connection:
        assert AccountRole.SUPERVISOR in account_named(connection, "C. Coe").roles
        assert "supervisor" in {each.role for each in staff(connection) if each.name == "C. Coe"}
    doing = Doing(actor="M. Moe", purpose="x", at=web.clock.at)
    refused = pytest.raises(MoveRefused, match="nobody gives a role to themselves")
    with refused, web.office.accounts.working(doing) as work:
        give_role(work, "M. Moe", AccountRole.SUPERVISOR, doing)
    with pytest.raises(MoveRefused, match="no role waits"):
        decide_request(web.office.accounts, request.number, doing, give=True)


def test_whoever_takes_the_other_administrators_role_gives_none_alone(web):
    first = web.as_a("administrator")
    web.as_name("N. Two", "administrator")
    web.as_a("clerk")
    take = {"account": "N. Two", "role": "administrator"}
    reset = first.post("/administration/password", data=take)
    assert (reset.status_code, "app-large" in reset.text) == (409, False)
    assert first.post("/administration/roles/take", data=take).status_code == 303
    first.post("/administration/roles/give", data={"account": "C. Coe", "role": "supervisor"})
    first.post("/administration/accounts", data={"name": "P. Uppet", "role": "administrator"})
    with web.office.accounts.reading() as connection:
        assert len(waiting(connection)) == 2
        assert account_named(connection, "P. Uppet").roles == frozenset()


def test_the_last_administrator_stays(web):
    client = web.as_a("administrator")
    mine = {"account": "M. Moe", "role": "administrator"}
    assert client.post("/administration/roles/take", data=mine).status_code == 409
    assert client.post("/administration/disable", data=mine).status_code == 422
    doing = Doing(actor="M. Moe", purpose="x", at=web.clock.at)
    with pytest.raises(MoveRefused), web.office.accounts.working(doing) as work:
        take_role(work, "M. Moe", AccountRole.ADMINISTRATOR)


def test_a_password_set_anew_is_shown_once_and_ends_what_is_open(web):
    with_password(web)
    theirs = web.nobody()
    sign_in(theirs)
    client = web.as_a("administrator")
    shown = client.post("/administration/password", data={"account": "A. Roe"})
    password = re.search(r'app-large">([a-z2-7-]{23})<', shown.text)[1]
    assert theirs.get("/account").headers["location"].startswith("/sign-in")
    assert WRONG in sign_in(web.nobody()).text
    assert sign_in(web.nobody(), password=password).status_code == 303
    assert shown.headers["cache-control"] == "no-store"


def test_a_password_is_neither_short_nor_a_name(web):
    for poor in ("short", "aaaaaaaaaaaaaaaa", "roe-roe-roe-roe-roe"):
        with pytest.raises(UsageError) as refused:
            access.add_account(
                web.office.accounts,
                "A. Roe",
                [AccountRole.CLERK],
                Doing(actor="x", purpose="x", at=web.clock.at),
                password=poor,
            )
        assert poor not in str(refused.value)


def test_the_log_holds_names_of_routes_and_nothing_that_was_typed(web):
    client = web.as_a("supervisor")
    client.get("/audit/week?until=2026-02-15&canary=DOE+JANE")
    client.get("/DOE/JANE/0B00000001")
    client.post("/audit", data={"person": "DOE JANE"})
    path = web.office.workspace.folder / "logs/app.jsonl"
    text = path.read_text(encoding="utf-8")
    lines = [json.loads(each) for each in text.splitlines()]
    assert "DOE" not in text
    assert [each["route"] for each in lines] == ["audit_week", None, "audit_search"]
    assert {each["account"] for each in lines} == {"S. Doe"}
    assert all(re.fullmatch(r"[0-9T:-]+\.\d\dZ", each["at"]) for each in lines)
    assert timedelta(0) <= timedelta(milliseconds=lines[0]["milliseconds"])
