"""The cookies: of a session, of a form before there is one, of the way to a provider and back."""

from __future__ import annotations

from fastapi import Request, Response

from vacatur.office.app_settings import AppSettings

FORM_COOKIE = "vacatur_form"
OUTSIDE_COOKIE = "vacatur_outside"
_SESSION_COOKIE = "vacatur_session"


def session_cookie(settings: AppSettings) -> str:
    """Its name; with TLS one that no other host can set."""
    return f"__Host-{_SESSION_COOKIE}" if settings.is_tls else _SESSION_COOKIE


def session_token(request: Request, settings: AppSettings) -> str | None:
    """The token of the request's session; None: it has none."""
    return cookie_in(request, session_cookie(settings))


def cookie_in(request: Request, name: str) -> str | None:
    """A cookie that is not too long to be ours."""
    found = request.cookies.get(name)
    return found if found and len(found) <= 100 else None


def set_session(response: Response, settings: AppSettings, token: str) -> None:
    """Give the browser a session; it forgets it when it is closed."""
    response.set_cookie(
        session_cookie(settings),
        token,
        path="/",
        secure=settings.is_tls,
        httponly=True,
        samesite="lax",
    )


def end_session_cookie(response: Response, settings: AppSettings) -> None:
    """Take it back."""
    response.delete_cookie(
        session_cookie(settings), path="/", secure=settings.is_tls, httponly=True, samesite="lax"
    )


def set_outside(response: Response, settings: AppSettings, sealed: str) -> None:
    """Remember somebody who is with the provider of accounts; empty: forget them."""
    response.set_cookie(
        OUTSIDE_COOKIE,
        sealed,
        max_age=600 if sealed else 0,
        path="/sign-in/outside",
        secure=settings.is_tls,
        httponly=True,
        samesite="lax",
    )


def form_cookie(value: str) -> str:
    """The header that sets the cookie of a form; `dressed` adds Secure where there is TLS."""
    return f"{FORM_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax"
