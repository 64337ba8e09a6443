"""Signing in elsewhere: what a provider says is believed only when all of it is right."""

from __future__ import annotations

import shutil
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import ECKey

from tests.support.provider import CLIENT, SECRET, provider_running
from tests.support.web import COOKIE, Clock, opened_web
from vacatur.matters.access.accounts import add_account, outside_key_of
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.store import Doing
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.web",)


@pytest.fixture(scope="module")
def provider():
    with provider_running() as running:
        yield running


@pytest.fixture
def web(web_folder, tmp_path, provider):
    folder = tmp_path / "workspace"
    shutil.copytree(web_folder, folder)
    with (folder / "vacatur.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[sign_in]\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\n'
            f'client_secret = "{SECRET}"\nname = "the county"\n'
        )
    clock = Clock()
    with opened_web(Workspace(folder), clock) as opened:
        key = outside_key_of(opened.office.workspace.key(), provider.issuer, "person-7")
        add_account(
            opened.office.accounts,
            "A. Roe",
            [AccountRole.ATTORNEY],
            Doing(actor="x", purpose="x", at=clock.at),
            password=None,
            outside_key=key,
        )
        provider.signs_with = None
        provider.claims = {
            "iss": provider.issuer,
            "aud": CLIENT,
            "sub": "person-7",
            "exp": (clock.at + timedelta(minutes=5)).timestamp(),
            "auth_time": clock.at.timestamp(),
        }
        yield opened


def go_there(web, provider, **query):
    client = web.nobody()
    sent = client.get("/sign-in/outside", params=query)
    assert sent.status_code == 303, sent.text
    assert urlsplit(sent.headers["location"]).path == "/authorize"
    return client, provider.visited(sent.headers["location"])


def test_there_and_back(web, provider):
    assert "Sign in with the county" in web.nobody().get("/sign-in").text
    client, asked = go_there(web, provider, next="/account")
    assert asked["redirect_uri"] == "http://localhost/sign-in/outside/back"
    assert asked["code_challenge_method"] == "S256"
    back = client.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    assert (back.status_code, back.headers["location"]) == (303, "/account")
    assert client.get("/").status_code == 200
    assert client.post("/account/codes/remove").status_code == 403, "that is not its token"
    again = client.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    assert again.status_code == 403, "what was remembered is forgotten"


def test_whoever_the_provider_knows_since_hours_has_proved_nothing_now(web, provider):
    provider.claims["auth_time"] = (web.clock.at - timedelta(hours=3)).timestamp()
    client, asked = go_there(web, provider)
    client.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    signed_in = web.with_session(client.cookies[COOKIE])
    asked_again = signed_in.post("/account/codes/remove")
    assert (asked_again.status_code, "Prove it where you sign in" in asked_again.text) == (
        403,
        True,
    )
    _, asked = go_there(web, provider, prove="yes")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"sub": "person-8"},
        {"sub": ""},
        {"nonce": "another"},
        {"exp": 0},
        {"exp": None},
        {},
    ],
    ids=str,
)
def test_a_lie_lets_nobody_in(web, provider, lie):
    client, asked = go_there(web, provider)
    provider.claims.update(lie)
    if not lie:  # all is right but the signature
        provider.signs_with = ECKey.generate_key("P-256", {"kid": "1"})
    back = client.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    assert (back.status_code, "was not accepted" in back.text) == (403, True)
    assert COOKIE not in client.cookies


def test_a_state_of_somebody_else_or_of_long_ago_lets_nobody_in(web, provider):
    client, asked = go_there(web, provider)
    other, _ = go_there(web, provider)
    taken = other.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    assert taken.status_code == 403
    web.clock.go_on(minutes=10)
    late = client.get("/sign-in/outside/back", params={"state": asked["state"], "code": "c"})
    assert late.status_code == 403
