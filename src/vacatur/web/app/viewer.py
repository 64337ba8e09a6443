"""Who looks at a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from vacatur.matters.access.account import Account
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.sessions import Session
from vacatur.matters.store import Doing


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody with a session. `name` is the staff's name in matters where they are staff."""

    account: Account
    session: Session
    is_locked: bool  # left alone for too long: shows nothing until they prove who they are

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def roles(self) -> frozenset[AccountRole]:
        return self.account.roles

    @property
    def proved_at(self) -> datetime:
        """When they last proved who they are."""
        return self.session.proved_at

    @property
    def shortcuts(self) -> bool:
        """Whether keys of the keyboard do things for them."""
        return self.account.shortcuts

    def is_a(self, *roles: AccountRole) -> bool:
        """Whether they have one of some roles."""
        return not self.roles.isdisjoint(roles)

    def doing(self, purpose: str, at: datetime) -> Doing:
        """Their name on what they do."""
        return Doing(actor=self.name, purpose=purpose, at=at)


def viewer_of(request: Request) -> Viewer:
    """Who asks, on a page that nobody sees who is not signed in."""
    viewer = request.state.viewer
    assert isinstance(viewer, Viewer)
    return viewer
