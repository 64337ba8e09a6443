"""The cookies: of a session, of a form before there is one, of the way to a provider and back."""

from __future__ import annotations

from fastapi import Request, Response

from vacatur.office.app_settings import AppSettings

FORM_COOKIE = "vacatur_form"
OUTSIDE_COOKIE = "vacatur_outside"
SESSION_COOKIE = "vacatur_session"
_LONGEST = 4_000  # what is remembered on the way to a provider is the longest


def own_name(settings: AppSettings, name: str) -> str:
    """A cookie's name; with TLS one that no other host can set.

    Another site of the county could else have somebody signed in as somebody else.
    """
    return f"__Host-{name}" if settings.is_tls else name


def cookie_in(request: Request, settings: AppSettings, name: str) -> str | None:
    """A cookie that is not too long to be ours; None: there is none."""
    found = request.cookies.get(own_name(settings, name))
    return found if found and len(found) <= _LONGEST else None


def set_session(response: Response, settings: AppSettings, token: str) -> None:
    """Give the browser a session; it forgets it when it is closed."""
    response.set_cookie(
        own_name(settings, SESSION_COOKIE),
        token,
        path="/",
        secure=settings.is_tls,
        httponly=True,
        samesite="lax",
    )


def end_session_cookie(response: Response, settings: AppSettings) -> None:
    """Take it back."""
    response.delete_cookie(
        own_name(settings, SESSION_COOKIE),
        path="/",
        secure=settings.is_tls,
        httponly=True,
        samesite="lax",
    )


def set_outside(response: Response, settings: AppSettings, sealed: str) -> None:
    """Remember somebody who is with the provider of accounts; empty: forget them."""
    response.set_cookie(
        own_name(settings, OUTSIDE_COOKIE),
        sealed,
        max_age=600 if sealed else 0,
        path="/",
        secure=settings.is_tls,
        httponly=True,
        samesite="lax",
    )


def form_cookie(settings: AppSettings, value: str) -> str:
    """The header that sets the cookie of a form."""
    secure = "; Secure" if settings.is_tls else ""
    return f"{own_name(settings, FORM_COOKIE)}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"
