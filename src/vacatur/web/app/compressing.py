"""Answers are sent small, but for pages that another site asked a browser for.

A page holds the token of its forms. Whoever can have a page asked for again and again with words of
their own, and sees how long each answer is, could guess it sign by sign if it were compressed
(BREACH). What a browser says that our own pages or its user asked for is nobody else's asking.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_SMALLEST = 1_000  # bytes
_OURS = frozenset({"same-origin", "none"})


class Compressed:
    """An app whose answers are compressed where that tells nobody anything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._small = app, GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._small if scope["type"] == "http" and _may_be(scope) else self._app
        await app(scope, receive, send)


def _may_be(scope: Scope) -> bool:
    is_public = scope["path"].startswith("/static/")
    return is_public or Headers(scope=scope).get("sec-fetch-site") in _OURS
