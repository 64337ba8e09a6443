"""Pages from templates: nothing in them is markup unless the template says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.routing import BaseRoute, NoMatchFound

from vacatur import __version__
from vacatur.cli.words import NO_LAWYER, counted
from vacatur.web.app import case_words
from vacatur.web.app.forms import TOKEN, token_of
from vacatur.web.app.navigation import entries_for
from vacatur.web.app.viewer import Viewer

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


@cache
def environment() -> Environment:
    """The templates of every screen, `SCREEN/PAGE.html`."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        static=_static,
        NO_LAWYER=NO_LAWYER,
        version=__version__,
        counted=counted,
        TOKEN=TOKEN,
        words=case_words,
    )
    return made


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page, or a piece of one that htmx asked for.

    Parameters
    ----------
    template
        Below `templates/`. A page extends `base.html`; a piece extends nothing.
    values
        What the template names; one that is missing is an error. `request`, `viewer` (null: nobody
        is signed in), `csrf_token`, `url(route, **parameters)`, `here` (the route's name) and
        `navigation` are there always.
    """
    viewer: Viewer | None = request.state.viewer
    address = _addresses(request.app)
    shown = viewer if viewer is not None and not viewer.is_locked else None
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            viewer=viewer,
            csrf_token=token_of(request),
            url=address,
            here=request.state.route_name,
            navigation=entries_for(shown, address) if shown else (),
            **values,
        )
    )
    return HTMLResponse(text, status)


def _addresses(app: FastAPI) -> Callable[..., str]:
    """What `app.url_path_for` says, without asking every route for each link of a list."""
    if not hasattr(app.state, "routes_by_name"):
        app.state.routes_by_name = {}
    known: dict[str, Any] = app.state.routes_by_name

    def address(name: str, /, **parameters: Any) -> str:
        if name not in known:
            known[name] = next(
                (x for x in app.router.routes if _has(x, name, parameters)), app.router
            )
        return str(known[name].url_path_for(name, **parameters))

    return address


def _has(route: BaseRoute, name: str, parameters: dict[str, Any]) -> bool:
    try:
        route.url_path_for(name, **parameters)
    except NoMatchFound:
        return False
    return True


@cache
def _static(path: str) -> str:
    """The address of a file in `static/`; it changes with the file."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()
    return f"/static/{path}?v={digest[:12]}"
