"""The two addresses of signing in elsewhere: the way there, and the way back."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.matters.access.account import account_by_outside_key
from vacatur.matters.access.accounts import outside_key_of
from vacatur.matters.access.sessions import Stage, begin_session, end_session
from vacatur.matters.access.sign_in import refused_outside
from vacatur.office.app_settings import require_provider
from vacatur.web.app.cookies import OUTSIDE_COOKIE, cookie_in, set_outside, set_session
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.outside import Told, remembered, way_back, way_there
from vacatur.web.app.proofs import site_of
from vacatur.web.app.sign_in import local, sign_in_page
from vacatur.web.app.slowly import PROVIDER
from vacatur.web.app.viewer import Viewer

router = APIRouter()


@router.get("/sign-in/outside", name="sign_in_outside")
async def sign_in_outside(request: Request, next: str = "", prove: str = "") -> Response:
    """Send the browser to the provider."""
    return await PROVIDER.do(lambda: _there(request, next, prove))


def _there(request: Request, next: str, prove: str) -> Response:
    office = office_in(request)
    provider = require_provider(office.settings)
    address, cookie = way_there(
        office, provider, _back(request, office), local(next), prove=prove == "yes"
    )
    answer = RedirectResponse(address, 303)
    set_outside(answer, office.settings, cookie)
    return answer


@router.get("/sign-in/outside/back", name="sign_in_outside_back")
async def sign_in_outside_back(request: Request, state: str = "", code: str = "") -> Response:
    """Take whom the provider sends back."""
    return await PROVIDER.do(lambda: _back_again(request, state, code))


def _back_again(request: Request, state: str, code: str) -> Response:
    office = office_in(request)
    provider = require_provider(office.settings)
    way = remembered(office, cookie_in(request, office.settings, OUTSIDE_COOKIE))
    told = None
    if way is not None and hmac.compare_digest(way.state.encode(), state.encode()) and code:
        told = way_back(office, provider, _back(request, office), way, code)
    if way is None or told is None:
        refused_outside(office.accounts, office.now())
        answer = sign_in_page(request, "", was_wrong=True)
    else:
        answer = _signed_in(request, office, told, way.next)
    set_outside(answer, office.settings, "")
    return answer


def _signed_in(request: Request, office: Office, told: Told, next_: str) -> Response:
    issuer, now = require_provider(office.settings).issuer, office.now()
    key = outside_key_of(office.workspace.key(), issuer, told.subject)
    with office.accounts.reading() as connection:
        account = account_by_outside_key(connection, key)
    if account is None or account.standing(now) != "good":
        refused_outside(office.accounts, now)
        return sign_in_page(request, "", was_wrong=True)
    before: Viewer | None = request.state.viewer
    if before is not None:
        end_session(office.accounts, before.session, before.doing("sign-in", now))
    # The provider may have known them for hours: that proves nothing of now.
    proved = told.proved_at or account.made_at
    token = begin_session(office.accounts, account.name, Stage.FULL, now, proved_at=proved)
    answer = RedirectResponse(local(next_), 303)
    set_session(answer, office.settings, token)
    return answer


def _back(request: Request, office: Office) -> str:
    return f"{site_of(office, request).origin}{request.app.url_path_for('sign_in_outside_back')}"
