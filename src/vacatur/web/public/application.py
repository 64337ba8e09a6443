"""The letter page as an application: four pages, one form, and no other way in than a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vacatur.public_store.codes import grouped, only_code_letters
from vacatur.public_store.reading import PublicStore
from vacatur.public_store.spent import SpentCodes
from vacatur.web.public.limits import Limits
from vacatur.web.public.pages import AWAY, HEADERS, Pages, root_of, stylesheet
from vacatur.web.public.session import (
    COOKIE,
    SESSION_MINUTES,
    Session,
    new_session,
    read_session,
)
from vacatur.web.public.words import EN, ES

_LONGEST_FORM = 1_024  # bytes that are read of what is sent
_SEE_OTHER, _TOO_MANY, _FAULT = 303, 429, 500
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDesk:
    """What the page answers from: a store that it reads, and codes that were used.

    `now` is the time, in the office's own zone: by its day a code ends.
    """

    store: PublicStore
    spent: SpentCodes
    now: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)

    def open(self, typed: str) -> Session | None:
        """Use what somebody typed; the session of its letter, or None whatever the reason."""
        now = self.now()
        tried = self.store.try_code(typed, on=now.date())
        session = new_session(tried.keys)
        is_first = self.spent.spend(
            tried.keys.lookup if tried.is_good else None,
            session.secret,
            until=int(now.timestamp()) + SESSION_MINUTES * 60,
        )
        return session if is_first else None

    def shown(self, cookie: str, language: str) -> dict[str, object] | None:
        """The letter that a device may read; None: none is open."""
        session = read_session(cookie)
        if session is None or not self.spent.is_open(
            session.keys.lookup, session.secret, now=int(self.now().timestamp())
        ):
            return None
        letter = self.store.letter(session.keys)
        return None if letter is None else letter.get(language)


def make_public_app(desk: PublicDesk) -> FastAPI:
    """Build the application that shows letters of a store."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.desk = desk
    app.state.pages = Pages(desk.store.office, minutes=SESSION_MINUTES)
    app.include_router(_plain)
    for language in (EN, ES):
        app.include_router(_in_language(language))
    app.add_exception_handler(404, _lost)
    app.add_exception_handler(405, _lost)
    app.add_middleware(_WithHeaders)
    return app


_plain = APIRouter()


@_plain.get("/healthz")
async def _health() -> Response:
    return PlainTextResponse("ok\n")


@_plain.get("/page.css")
async def _style() -> Response:
    return PlainTextResponse(stylesheet(), media_type="text/css")


@_plain.get("/leave")
async def _leave(request: Request) -> Response:
    """End the session, and go where nothing tells what was read."""
    response = RedirectResponse(AWAY, _SEE_OTHER)
    return await _ended(request, response)


def _in_language(language: str) -> APIRouter:
    router, root = APIRouter(), root_of(language)

    @router.get(root or "/")
    async def start(request: Request, code: str = "") -> Response:
        """The form. A code of the picture on the letter stands in it, and is not used yet."""
        typed = grouped(only_code_letters(code))
        query = f"?code={typed}" if typed else ""
        return _pages(request).page("start", language, query=query, typed=typed)

    @router.post(f"{root}/open")
    async def open_letter(request: Request) -> Response:
        desk = _desk(request)
        if not desk.limits.lets(_address(request), now=desk.now().timestamp()):
            return _pages(request).page("too_many", language, status=_TOO_MANY)
        session = await run_in_threadpool(desk.open, await _typed(request))
        response = RedirectResponse(f"{root}/letter", _SEE_OTHER)
        if session is not None:
            response.set_cookie(
                COOKIE, session.cookie(), secure=True, httponly=True, samesite="strict"
            )
        return response

    @router.get(f"{root}/letter")
    async def letter(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        shown = await run_in_threadpool(_desk(request).shown, cookie, language)
        if shown is None:
            return _pages(request).page("closed", language, here="/letter")
        return _pages(request).page("letter", language, here="/letter", letter=shown)

    @router.post(f"{root}/close")
    async def close(request: Request) -> Response:
        return await _ended(request, RedirectResponse(root or "/", _SEE_OTHER))

    return router


async def _ended(request: Request, response: Response) -> Response:
    session = read_session(request.cookies.get(COOKIE, ""))
    if session is not None:
        spent = _desk(request).spent
        await run_in_threadpool(spent.end, session.keys.lookup, session.secret)
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    return response


async def _lost(request: Request, _: Exception) -> Response:
    """An address that is none. It is not repeated: anything may stand in it."""
    return _lost_page(request, status=404)


def _lost_page(request: Request, *, status: int) -> Response:
    language = ES if request.url.path.startswith(root_of(ES) + "/") else EN
    return _pages(request).page("lost", language, status=status)


async def _typed(request: Request) -> str:
    """What stands in the form's field; blank: nothing, or more than any code is."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("code", [""])[0]


def _desk(request: Request) -> PublicDesk:
    desk: PublicDesk = request.app.state.desk
    return desk


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


class _WithHeaders:
    """Puts the headers of every answer; a fault of ours becomes a page that tells nothing of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:  # whatever it says could be about somebody
            if started:
                raise
            page = _lost_page(Request(scope), status=_FAULT)
            await page(scope, receive, answer)
