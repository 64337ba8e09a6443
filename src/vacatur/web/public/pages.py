"""Pages of the letter page: rendered whole, padded, and with the same headers each time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from vacatur.public_store.writing import PublicOffice
from vacatur.web.public.words import EN, OTHER, OTHER_NAME, WORDS

# Whoever sees how long an answer is, though not what it says, cannot tell a letter from none.
PADDED = 32 * 1024
AWAY = "https://www.weather.gov/"  # where whoever leaves in a hurry comes to: a page of no meaning
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Pages:
    """Renders pages for one office. A name that a template lacks is an error, never empty."""

    def __init__(self, office: PublicOffice, *, minutes: int) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("vacatur.web.public"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(office=office, minutes=minutes, away=AWAY)

    def page(
        self,
        name: str,
        language: str,
        *,
        here: str = "",
        query: str = "",
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """A page in a language.

        Parameters
        ----------
        here, query
            Its path without the language, and what stands behind it, so that the other language
            can be chosen: `/letter`.
        """
        text = self._environment.get_template(f"{name}.html").render(
            language=language,
            words=WORDS[language],
            root=root_of(language),
            other_name=OTHER_NAME[language],
            other=OTHER[language],
            other_here=(root_of(OTHER[language]) + here or "/") + query,
            **values,
        )
        body = text.encode()
        return HTMLResponse(body + b" " * (-len(body) % PADDED), status)


def root_of(language: str) -> str:
    """What stands before each path in a language."""
    return "" if language == EN else f"/{language}"


@cache
def stylesheet() -> str:
    """The one stylesheet."""
    return (Path(__file__).parent / "page.css").read_text("utf-8")
