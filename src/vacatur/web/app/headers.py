"""The headers of every answer: what a browser may load and show, and that it keeps nothing."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import Message

from vacatur.office.app_settings import AppSettings
from vacatur.web.listening import is_framed_twice

# Nothing inline: what somebody typed, shown as a page shows it, can run nothing.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
_STATIC = "public, max-age=31536000, immutable"  # its address changes with its content
_HALF_A_YEAR = 15_552_000  # seconds


def dressed(message: Message, request: Request, settings: AppSettings) -> None:
    """Add them to the beginning of an answer; what a page sets itself stands."""
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    is_static = request.state.route_name == "static" and message["status"] == 200
    headers["cache-control"] = _STATIC if is_static else "no-store"
    if settings.is_tls:
        headers["strict-transport-security"] = f"max-age={_HALF_A_YEAR}"
    if is_framed_twice(request.scope["headers"]):
        headers["connection"] = "close"
    is_page = headers.get("content-type", "").startswith("text/html")
    if request.state.new_form_cookie and is_page:
        headers.append("set-cookie", request.state.new_form_cookie)
