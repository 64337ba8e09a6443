"""Signing in and out: a password, then a second factor; and a session that was locked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from vacatur import __version__
from vacatur.cli.words import NO_LAWYER
from vacatur.matters.access.account import Account
from vacatur.matters.access.sessions import (
    Stage,
    begin_session,
    end_session,
    note_proof,
)
from vacatur.matters.access.sign_in import check_password
from vacatur.web.app.cookies import end_session_cookie, set_session
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.proofs import passkey_question, proof_in
from vacatur.web.app.slowly import PASSWORDS
from vacatur.web.app.viewer import Viewer, viewer_of

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/healthz", name="health")
def health() -> Response:
    """Whether the app answers; it tells nothing else."""
    return JSONResponse({"status": "ok", "version": __version__, "notice": NO_LAWYER})


@router.get("/sign-in", name="sign_in")
def sign_in(request: Request, next: str = "") -> Response:
    """The banner and the form."""
    viewer: Viewer | None = request.state.viewer
    if viewer is not None and viewer.session.stage is Stage.FULL:
        return RedirectResponse(local(next), 303)
    return sign_in_page(request, next)


@router.post("/sign-in", name="sign_in_password")
async def sign_in_password(
    request: Request, name: Text = "", password: Text = "", next: Text = ""
) -> Response:
    """Take a name and a password; whatever is wrong has one answer.

    Anybody may send it: so it waits in a line of its own, and keeps nobody's page waiting.
    """
    return await PASSWORDS.do(lambda: _checked_password(request, name, password, next))


def _checked_password(request: Request, name: str, password: str, next: str) -> Response:
    office = office_in(request)
    account = check_password(office.accounts, name, password, office.now())
    if account is None:
        return sign_in_page(request, next, was_wrong=True)
    if account.has_second_factor:
        token = begin_session(office.accounts, account.name, Stage.HALF, office.now())
        answer = RedirectResponse(f"/sign-in/second?next={local(next)}", 303)
        set_session(answer, office.settings, token)
        return answer
    return _signed_in(request, account, next)


@router.get("/sign-in/second", name="second_factor")
def second_factor(request: Request, next: str = "") -> Response:
    """Ask for the second factor."""
    if viewer_of(request).session.stage is Stage.FULL:
        return RedirectResponse(local(next), 303)
    return _second_page(request, next)


@router.post("/sign-in/second", name="second_factor_code")
def second_factor_code(
    request: Request,
    prove_code: Text = "",
    prove_passkey: Text = "",
    next: Text = "",
) -> Response:
    """Take a code or what a passkey signed; then the session is another one."""
    office, viewer = office_in(request), viewer_of(request)
    if viewer.session.stage is Stage.FULL:
        return RedirectResponse(local(next), 303)
    given = {"prove_code": prove_code, "prove_passkey": prove_passkey}
    if not proof_in(office, request, viewer, given):
        return _second_page(request, next, was_wrong=True)
    return _signed_in(request, viewer.account, next)


@router.get("/locked", name="locked")
def locked(request: Request, next: str = "") -> Response:
    """A page that shows nothing but the way back."""
    if not viewer_of(request).is_locked:
        return RedirectResponse(local(next), 303)
    return _locked_page(request, next)


@router.post("/locked", name="unlock")
def unlock(
    request: Request,
    prove_password: Text = "",
    prove_code: Text = "",
    prove_passkey: Text = "",
    next: Text = "",
) -> Response:
    """Open a session that was locked."""
    office, viewer = office_in(request), viewer_of(request)
    given = {
        "prove_password": prove_password,
        "prove_code": prove_code,
        "prove_passkey": prove_passkey,
    }
    if viewer.session.stage is Stage.HALF:
        return RedirectResponse("/sign-in/second", 303)
    if not proof_in(office, request, viewer, given):
        return _locked_page(request, next, was_wrong=True)
    note_proof(office.accounts, viewer.session, office.now())
    return RedirectResponse(local(next), 303)


@router.post("/sign-out", name="sign_out")
def sign_out(request: Request) -> Response:
    """End the session."""
    office, viewer = office_in(request), viewer_of(request)
    end_session(office.accounts, viewer.session, viewer.doing("sign-out", office.now()))
    answer = RedirectResponse("/sign-in", 303)
    end_session_cookie(answer, office.settings)
    return answer


def _signed_in(request: Request, account: Account, next_: str) -> Response:
    office = office_in(request)
    now = office.now()
    before: Viewer | None = request.state.viewer
    if before is not None:  # the old token is worth nothing any more
        end_session(office.accounts, before.session, before.doing("sign-in", now))
    token = begin_session(office.accounts, account.name, Stage.FULL, now)
    answer = RedirectResponse(local(next_), 303)
    set_session(answer, office.settings, token)
    return answer


def sign_in_page(request: Request, next_: str, *, was_wrong: bool = False) -> Response:
    """The page with the banner and the form."""
    provider = office_in(request).settings.provider
    return page(
        request,
        "access/sign_in.html",
        status=403 if was_wrong else 200,
        next=local(next_),
        was_wrong=was_wrong,
        provider=provider.name if provider else "",
    )


def _second_page(request: Request, next_: str, *, was_wrong: bool = False) -> Response:
    viewer = viewer_of(request)
    return page(
        request,
        "access/second.html",
        status=403 if was_wrong else 200,
        next=local(next_),
        was_wrong=was_wrong,
        passkey=passkey_question(office_in(request), request, viewer),
    )


def _locked_page(request: Request, next_: str, *, was_wrong: bool = False) -> Response:
    viewer = viewer_of(request)
    return page(
        request,
        "access/locked.html",
        status=403 if was_wrong else 200,
        next=local(next_),
        was_wrong=was_wrong,
        passkey=passkey_question(office_in(request), request, viewer),
    )


def local(path: str) -> str:
    """A page of this app to go on to; whatever else is named becomes the first page."""
    ours = path.startswith("/") and not path.startswith("//")
    return path if ours and path.isascii() and path.isprintable() and "\\" not in path else "/"
