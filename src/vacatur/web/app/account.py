"""One's own account: password, second factors, sessions, keys of the keyboard."""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import UsageError
from vacatur.matters.access.accounts import change_password, set_shortcuts
from vacatur.matters.access.one_time_codes import (
    offer,
    recovery_codes_left,
    remove,
    shown_again,
    take_up,
)
from vacatur.matters.access.passkeys import passkeys_of, register, registration, remove_passkey
from vacatur.matters.access.sessions import end_session, sessions_of, set_challenge
from vacatur.web.app.guard import must_finish
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.proofs import site_of
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_SHOWN = 16  # digits of a session's hash, by which it is named in a form


@router.get("/account", name="account")
def account(request: Request) -> Response:
    """What its holder sees of it."""
    return _account_page(request)


@router.post("/account/password", name="account_password")
def account_password(request: Request, new: Text = "", again: Text = "") -> Response:
    """Take another password; whoever asks has just proved who they are."""
    office, viewer = office_in(request), viewer_of(request)
    try:
        if new != again:
            raise UsageError("the two passwords differ", repair="Type the new one twice.")
        doing = viewer.doing("account", office.now())
        mine = viewer.session.token_hash
        change_password(office.accounts, viewer.name, new, doing, session=mine)
    except UsageError as problem:
        return _account_page(request, problem=problem)
    return RedirectResponse("/account", 303)


@router.get("/account/codes", name="account_codes")
def account_codes(request: Request) -> Response:
    """Offer a secret for one-time codes."""
    office = office_in(request)
    offered, secret, address = offer(office.keys, viewer_of(request).name)
    return _codes_page(request, offered, secret, address)


@router.post("/account/codes", name="account_codes_take_up")
def account_codes_take_up(request: Request, offered: Text = "", code: Text = "") -> Response:
    """Take the secret up once its first code is right, and show the recovery codes, once."""
    office, viewer = office_in(request), viewer_of(request)
    doing = viewer.doing("account", office.now())
    secret, address = shown_again(office.keys, viewer.name, offered)
    try:
        codes = take_up(office.accounts, office.keys, viewer.name, offered, code, doing)
    except UsageError as problem:
        return _codes_page(request, offered, secret, address, problem=problem)
    return page(request, "account/recovery.html", codes=codes)


@router.post("/account/codes/remove", name="account_codes_remove")
def account_codes_remove(request: Request) -> Response:
    """Forget the secret and the recovery codes."""
    office, viewer = office_in(request), viewer_of(request)
    remove(office.accounts, viewer.name, viewer.doing("account", office.now()))
    return RedirectResponse("/account", 303)


@router.get("/account/passkey", name="account_passkey")
def account_passkey(request: Request) -> Response:
    """Ask the browser to make a passkey."""
    return _passkey_page(request)


@router.post("/account/passkey", name="account_passkey_keep")
def account_passkey_keep(request: Request, made: Text = "", label: Text = "") -> Response:
    """Keep the one that it made."""
    office, viewer = office_in(request), viewer_of(request)
    doing, challenge = viewer.doing("account", office.now()), viewer.session.challenge
    set_challenge(office.accounts, viewer.session, None)
    site = site_of(office, request)
    try:
        register(office.accounts, site, viewer.name, made, challenge, label, doing)
    except UsageError as problem:
        return _passkey_page(request, problem=problem)
    return RedirectResponse("/account", 303)


@router.post("/account/passkey/remove", name="account_passkey_remove")
def account_passkey_remove(request: Request, passkey: Text = "") -> Response:
    """Forget one."""
    office, viewer = office_in(request), viewer_of(request)
    doing = viewer.doing("account", office.now())
    remove_passkey(office.accounts, viewer.name, passkey, doing)
    return RedirectResponse("/account", 303)


@router.post("/account/sessions/end", name="account_session_end")
def account_session_end(request: Request, session: Text = "") -> Response:
    """End one of one's own sessions, on another device."""
    office, viewer = office_in(request), viewer_of(request)
    with office.accounts.reading() as connection:
        mine = sessions_of(connection, viewer.name, office.now())
    for each in mine:
        if len(session) == _SHOWN and each.token_hash.startswith(session):
            end_session(office.accounts, each, viewer.doing("account", office.now()))
    return RedirectResponse("/account", 303)


@router.post("/account/shortcuts", name="account_shortcuts")
def account_shortcuts(request: Request, on: Text = "") -> Response:
    """Let keys of the keyboard do things, or not."""
    office, viewer = office_in(request), viewer_of(request)
    set_shortcuts(office.accounts, viewer.name, on=on == "yes")
    return RedirectResponse("/account", 303)


def _account_page(request: Request, problem: UsageError | None = None) -> Response:
    office, viewer = office_in(request), viewer_of(request)
    with office.accounts.reading() as connection:
        sessions = sessions_of(connection, viewer.name, office.now())
        passkeys = passkeys_of(connection, viewer.name)
        left = recovery_codes_left(connection, viewer.name)
    return page(
        request,
        "account/account.html",
        status=422 if problem else 200,
        must=must_finish(viewer, office),
        problem=problem,
        sessions=[(each, each.token_hash[:_SHOWN]) for each in sessions],
        passkeys=passkeys,
        recovery_left=left,
    )


def _codes_page(
    request: Request, offered: str, secret: str, address: str, problem: UsageError | None = None
) -> Response:
    return page(
        request,
        "account/codes.html",
        status=422 if problem else 200,
        offered=offered,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=segno.make(address, error="m").svg_data_uri(border=4, light="#fff"),
        problem=problem,
    )


def _passkey_page(request: Request, problem: UsageError | None = None) -> Response:
    office, viewer = office_in(request), viewer_of(request)
    with office.accounts.reading() as connection:
        asked, challenge = registration(connection, site_of(office, request), viewer.name)
    set_challenge(office.accounts, viewer.session, challenge)
    return page(
        request,
        "account/passkey.html",
        status=422 if problem else 200,
        asked=asked,
        problem=problem,
    )
