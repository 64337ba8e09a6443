"""An office's app asked in this process, by somebody who is signed in with a given role.

    def test_it(web):
        client = web.as_a("attorney")          # signed in, and has just proved who they are
        assert client.get("/worklist").status_code == 200
        client.post("/matters/1/assign", data={"to": "P. Lee"})     # its token is sent by itself

A module that needs matters opens its own: `with opened_web(workspace) as web`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from vacatur.matters.access import passwords
from vacatur.matters.access.accounts import add_account
from vacatur.matters.access.giving_roles import decide_request, waiting
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.sessions import Stage, begin_session, hash_of
from vacatur.matters.access.tables import ACCOUNTS
from vacatur.matters.sealing import keyed_hash
from vacatur.matters.store import Doing
from vacatur.office.formats import init
from vacatur.office.workspace import Workspace
from vacatur.web.app.application import make_office_app
from vacatur.web.app.office import Office, open_office

NAMES = {
    AccountRole.ATTORNEY: "A. Roe",
    AccountRole.PARALEGAL: "P. Lee",
    AccountRole.SUPERVISOR: "S. Doe",
    AccountRole.ANALYST: "N. Poe",
    AccountRole.CLERK: "C. Coe",
    AccountRole.ADMINISTRATOR: "M. Moe",
}
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
COOKIE = "vacatur_session"


@dataclass
class Clock:
    """What the app takes for now."""

    at: datetime = datetime(2026, 2, 17, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Web:
    """The app of a workspace, its clock, and whoever is signed in."""

    office: Office
    clock: Clock
    app: FastAPI
    _clients: dict[str, TestClient] = field(default_factory=dict)

    def as_a(self, role: str) -> TestClient:
        """A browser in which somebody with one role is signed in (`NAMES`)."""
        return self.as_name(NAMES[AccountRole(role)], role)

    def as_name(self, name: str, *roles: str) -> TestClient:
        """A browser in which somebody is signed in; their account is made where there is none."""
        if name not in self._clients:
            self._account(name, roles)
            token = begin_session(self.office.accounts, name, Stage.FULL, self.clock.at)
            self._clients[name] = self.with_session(token)
        return self._clients[name]

    def with_session(self, token: str) -> TestClient:
        """A browser with a session's cookie, which sends the token of its forms by itself."""
        client = self.nobody()
        client.cookies.set(COOKIE, token)
        client.headers["X-CSRF-Token"] = keyed_hash(self.office.keys.forms, hash_of(token))
        return client

    def nobody(self) -> TestClient:
        """A browser in which nobody is signed in. Redirects are not followed."""
        return TestClient(
            self.app,
            base_url="http://localhost",
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def _account(self, name: str, roles: tuple[str, ...]) -> None:
        """One that signs in elsewhere: it needs no slow hash, and no second factor here."""
        with self.office.accounts.reading() as connection:
            if connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first():
                return
        doing, again = (
            Doing(actor=who, purpose="a test", at=self.clock.at) for who in ("(test)", "(another)")
        )
        wanted = [AccountRole(each) for each in roles]
        key = hash_of(name)
        add_account(self.office.accounts, name, wanted, doing, password=None, outside_key=key)
        with self.office.accounts.reading() as connection:
            asked = [each.number for each in waiting(connection) if each.account == name]
        for number in asked:
            decide_request(self.office.accounts, number, again, give=True)


@contextmanager
def opened_web(workspace: Workspace, clock: Clock | None = None) -> Iterator[Web]:
    """The app of a workspace."""
    clock = clock or Clock()
    with open_office(workspace, now=clock.now) as office:
        yield Web(office=office, clock=clock, app=make_office_app(office))


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """The slow hash is slow on purpose; what is tested is when it is computed."""
    passwords._of_nobody.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(**CHEAP))
        yield
    passwords._of_nobody.cache_clear()


@pytest.fixture(scope="session")
def web_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace without records whose database is made; copy it."""
    folder = tmp_path_factory.mktemp("web") / "workspace"
    with opened_web(init(folder)):
        return folder


@pytest.fixture
def web(web_folder: Path, tmp_path: Path) -> Iterator[Web]:
    """The app of an office that has no records."""
    folder = tmp_path / "workspace"
    shutil.copytree(web_folder, folder)
    with opened_web(Workspace(folder)) as opened:
        yield opened
