"""Administration: accounts, roles, and what whoever runs the machine must not forget."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.access import accounts as access
from vacatur.matters.access.giving_roles import decide_request, give_role, take_role, waiting
from vacatur.matters.access.passwords import one_to_change
from vacatur.matters.access.roles import CONFIRMED_ROLES, AccountRole
from vacatur.matters.access.sessions import session_counts
from vacatur.matters.store import Doing
from vacatur.office.upkeep import upkeep_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/administration", name="administration")
def administration(request: Request) -> Response:
    """Accounts and roles, and the standing of retention and backups."""
    office = office_in(request)
    now = office.now()
    with office.accounts.reading() as connection:
        found = access.all_accounts(connection)
        requests = waiting(connection)
        sessions = session_counts(connection, now)
    return page(
        request,
        "administration/administration.html",
        accounts=[(each, each.standing(now), sessions.get(each.name, 0)) for each in found],
        requests=requests,
        roles=list(AccountRole),
        confirmed=CONFIRMED_ROLES,
        upkeep=upkeep_of(office.workspace, office.accounts),
    )


@router.post("/administration/accounts", name="administration_account_add")
def add(request: Request, name: Text = "", role: Text = "") -> Response:
    """Make an account; its first password is shown once."""
    password = one_to_change()
    added = access.add_account(
        office_in(request).accounts, name, [_role(role)], _doing(request), password=password
    )
    return page(
        request,
        "administration/password.html",
        account=added.name,
        password=password,
        waiting=added.waiting,
    )


@router.post("/administration/password", name="administration_password_reset")
def reset(request: Request, account: Text = "") -> Response:
    """Give an account another password, shown once, and forget its second factors.

    Not one with power over others: whoever set its password could sign in with that power alone.
    """
    with office_in(request).accounts.reading() as connection:
        roles = access.require_account(connection, account).roles
    if not CONFIRMED_ROLES.isdisjoint(roles):
        raise MoveRefused(
            "the password of an administrator or a supervisor is set anew on the machine itself",
            why="Whoever sets it could sign in with it, and have alone what takes two.",
            repair="Whoever runs the machine does it: [vacatur accounts reset NAME].",
        )
    password = one_to_change()
    found = access.reset_password(office_in(request).accounts, account, password, _doing(request))
    return page(
        request,
        "administration/password.html",
        account=found.name,
        password=password,
        waiting=(),
    )


@router.post("/administration/roles/give", name="administration_role_give")
def give(request: Request, account: Text = "", role: Text = "") -> Response:
    """Give a role, or ask a second administrator for it."""
    doing = _doing(request)
    with office_in(request).accounts.working(doing) as work:
        give_role(work, account, _role(role), doing)
    return _back()


@router.post("/administration/roles/take", name="administration_role_take")
def take(request: Request, account: Text = "", role: Text = "") -> Response:
    """Take a role away."""
    with office_in(request).accounts.working(_doing(request)) as work:
        take_role(work, account, _role(role))
    return _back()


@router.post("/administration/roles/decide", name="administration_role_decide")
def decide(request: Request, number: Annotated[int, Form()], decision: Text = "") -> Response:
    """Confirm a role that another administrator asked for, or refuse it."""
    give_it = decision == "confirm"
    decide_request(office_in(request).accounts, number, _doing(request), give=give_it)
    return _back()


@router.post("/administration/release", name="administration_release")
def release(request: Request, account: Text = "") -> Response:
    """Let an account be used again."""
    access.release(office_in(request).accounts, account, _doing(request))
    return _back()


@router.post("/administration/disable", name="administration_disable")
def disable(request: Request, account: Text = "") -> Response:
    """Let nobody sign in to an account."""
    access.disable(office_in(request).accounts, account, _doing(request))
    return _back()


@router.post("/administration/sessions/end", name="administration_sessions_end")
def end_sessions(request: Request, account: Text = "") -> Response:
    """End every session of an account."""
    access.end_sessions(office_in(request).accounts, account, _doing(request))
    return _back()


def _doing(request: Request) -> Doing:
    return viewer_of(request).doing("administration", office_in(request).now())


def _role(name: str) -> AccountRole:
    if name not in list(AccountRole):
        raise UsageError("there is no such role", repair="Choose one of the list.")
    return AccountRole(name)


def _back() -> Response:
    return RedirectResponse("/administration", 303)
