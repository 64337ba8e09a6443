"""Every request passes here: its host, its size, its session, and whether it may go on.

It stands before everything that reads what was sent. Whoever is not signed in learns of no address
whether there is something at it, and whoever may not use a route learns no more than that.
"""

from __future__ import annotations

import re
import secrets
import sys
import time
import traceback
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vacatur.matters.access.sessions import Stage, note_use, session_of
from vacatur.office.app_settings import AppSettings
from vacatur.web.app.cookies import FORM_COOKIE, SESSION_COOKIE, cookie_in, form_cookie
from vacatur.web.app.forms import SAFE
from vacatur.web.app.headers import dressed
from vacatur.web.app.office import Office
from vacatur.web.app.policy import POLICIES, PUBLIC, SESSION, Policy
from vacatur.web.app.refusals import Refused, refusal_page
from vacatur.web.app.viewer import Viewer

_HOST = re.compile(r"(?P<name>[a-z0-9.-]{1,255}|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?")


class TooLarge(Exception):
    """More was sent than the route takes."""


class Guard:
    """The outermost part of the app that is ours."""

    def __init__(self, app: ASGIApp, office: Office, routes: Sequence[BaseRoute]) -> None:
        self._app, self._office, self._routes = app, office, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no sockets; a lifespan is not asked for
        request = Request(scope, receive)
        begun, status = time.monotonic(), 500
        started = False
        state = request.state
        state.viewer, state.policy, state.route_name, state.form_secret = None, None, None, ""
        state.new_form_cookie, state.was_too_large = None, False

        async def answer(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                dressed(message, request, self._office.settings)
            await send(message)

        try:
            answered = await self._refusal(request)
            app = answered or self._app
            await app(scope, _limited(receive, state), answer)
        except TooLarge:
            if not started:
                await refusal_page(request, Refused.TOO_LARGE)(scope, receive, answer)
        except Exception as error:
            _tell(error)
            if started:
                raise
            is_busy = isinstance(error, (OperationalError, PoolTimeout))
            refused = Refused.BUSY if is_busy else Refused.FAULT
            await refusal_page(request, refused)(scope, receive, answer)
        finally:
            self._log(request, status, begun)

    async def _refusal(self, request: Request) -> Response | None:
        """The answer to a request that does not go on; None: it goes on."""
        state, office = request.state, self._office
        if _host(request) not in office.settings.hosts:
            return refusal_page(request, Refused.HOST)
        route = self._route(request.scope)
        state.route_name = getattr(route, "name", None)
        policy = POLICIES.get(state.route_name) if state.route_name else None
        state.policy = policy
        if state.route_name == "static" and request.method in SAFE:
            return None
        state.viewer = await run_in_threadpool(self._viewer, request)
        _bind_forms(request, office.settings)
        if request.method not in SAFE and not _same_origin(request, office):
            return refusal_page(request, Refused.FORM)
        # Only then its size: how much an address takes would tell that there is something at it.
        barred = _barred(request, policy, office)
        if barred is None and policy is not None and _declared(request) > policy.body:
            return refusal_page(request, Refused.TOO_LARGE)
        return barred

    def _route(self, scope: Scope) -> BaseRoute | None:
        for route in self._routes:
            match, _ = route.matches(scope)
            if match is Match.FULL:
                return route
        return None

    def _viewer(self, request: Request) -> Viewer | None:
        token = cookie_in(request, self._office.settings, SESSION_COOKIE)
        now = self._office.now()
        if token is None:
            return None
        with self._office.accounts.reading() as connection:
            found = session_of(connection, token, now)
        if found is None:
            return None
        session, account = found
        is_locked = session.is_locked(now)
        policy: Policy | None = request.state.policy
        if not is_locked and not (policy is not None and policy.background):
            note_use(self._office.accounts, session, now)
        return Viewer(account=account, session=session, is_locked=is_locked)

    def _log(self, request: Request, status: int, begun: float) -> None:
        state = request.state
        if state.route_name in {"health", "static"}:
            return
        viewer: Viewer | None = state.viewer
        self._office.log.write(
            self._office.now(),
            account=viewer.name if viewer else None,
            session=viewer.session.token_hash[:8] if viewer else None,
            source=request.client.host if request.client else None,
            verb=request.method,
            route=state.route_name,
            status=status,
            milliseconds=round((time.monotonic() - begun) * 1000),
        )


def _barred(request: Request, policy: Policy | None, office: Office) -> Response | None:
    viewer: Viewer | None = request.state.viewer
    if policy is not None and policy.roles == PUBLIC:
        return None
    if viewer is None:
        return _elsewhere(request, "/sign-in", keep=True)
    if viewer.session.stage is Stage.HALF:
        goes_on = policy is not None and policy.roles == SESSION and policy.locked
        return None if goes_on else _elsewhere(request, "/sign-in/second", keep=True)
    if policy is None:
        return refusal_page(request, Refused.NOT_HERE)
    if viewer.is_locked and not policy.locked and request.method in SAFE:
        return _elsewhere(request, "/locked", keep=True)
    if not policy.unfinished and must_finish(viewer, office):
        return _elsewhere(request, "/account")
    if policy.roles == SESSION or viewer.is_a(*policy.roles):
        return None
    return refusal_page(request, Refused.NOT_HERE)


def must_finish(viewer: Viewer, office: Office) -> str:
    """What somebody must do before anything else: `password`, `factor`, or nothing."""
    account = viewer.account
    if account.must_change:
        return "password"
    if office.settings.second_factor and not (
        account.has_second_factor or account.signs_in_outside
    ):
        return "factor"
    return ""


def _elsewhere(request: Request, path: str, *, keep: bool = False) -> Response:
    """Send the browser to another page, which may send it back here afterwards."""
    here = request.url.path
    if keep and request.method in SAFE and here not in {"/", path}:
        path = f"{path}?next={quote(here, safe='/')}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


def _bind_forms(request: Request, settings: AppSettings) -> None:
    """Say what the tokens of this request's forms are bound to."""
    viewer: Viewer | None = request.state.viewer
    if viewer is not None:
        request.state.form_secret = viewer.session.token_hash
        return
    known = cookie_in(request, settings, FORM_COOKIE)
    request.state.form_secret = known or secrets.token_urlsafe(24)
    if known is None:
        request.state.new_form_cookie = form_cookie(settings, request.state.form_secret)


def _same_origin(request: Request, office: Office) -> bool:
    """Whether a browser says that a page of ours sent it; one that says nothing has the token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {request.url.netloc, urlsplit(office.settings.address).netloc}
    try:
        return urlsplit(origin).netloc in ours - {""}
    except ValueError:  # no address at all
        return False


def _host(request: Request) -> str:
    """The name by which the app is asked; empty: none, or none that is a name."""
    found = _HOST.fullmatch(request.headers.get("host", "").lower())
    return found["name"] if found else ""


def _declared(request: Request) -> int:
    told = request.headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 1 << 62


def _limited(receive: Receive, state: State) -> Receive:
    """The same, and no more of it than the policy takes, whatever was declared."""
    policy: Policy | None = state.policy
    left = policy.body if policy else 0

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            state.was_too_large = True  # the framework tells another refusal of it
            raise TooLarge
        return message

    return limited


def _tell(error: Exception) -> None:
    """Where a fault is, on standard error. Its message is left out: it may hold what was sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "".join(f"  {x.filename}, line {x.lineno}, in {x.name}\n" for x in frames)
    print(f"vacatur: a fault: {type(error).__name__}\n{where}", end="", file=sys.stderr)
