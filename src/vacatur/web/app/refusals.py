"""Pages for what is not answered: what, why and what to do, and nothing of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from vacatur.errors import (
    IngestError,
    MoveRefused,
    RecordError,
    UsageError,
    VacaturError,
    WorkspaceError,
)
from vacatur.web.app.forms import SAFE, FormRefused, ProofNeeded
from vacatur.web.app.in_app import in_app
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.proofs import passkey_question
from vacatur.web.app.slowly import Busy


@dataclass(frozen=True, slots=True)
class _Words:
    status: int
    what: str
    why: str
    repair: str


class Refused(Enum):
    """Every way in which the app itself refuses."""

    # One page for both, so that it tells nobody what there is.
    NOT_HERE = _Words(
        404,
        "There is nothing for you at this address",
        "It does not exist, or it is not open to your roles.",
        "If you should see it, ask an administrator of the app for the role.",
    )
    FORM = _Words(
        403,
        "The form was not sent by a page of this app",
        "It is too old, or another site sent it. Nothing was done.",
        "Open the page again, and send the form from there.",
    )
    INVALID = _Words(
        422,
        "The form lacks something, or holds something that cannot be read",
        "Nothing was done.",
        "Go back, and fill in every field as it says.",
    )
    TOO_LARGE = _Words(
        413,
        "More was sent than this page takes",
        "Nothing was done.",
        "Send less at once; large files are taken in on the command line.",
    )
    HOST = _Words(
        400,
        "The app is not known by the name in this address",
        "It answers only where it was told that it stands.",
        "Whoever runs it names the address in vacatur.toml: [app] address.",
    )
    METHOD = _Words(
        405,
        "This address does not answer that method",
        "Nothing was done.",
        "Open the page again, and use its own buttons.",
    )
    BUSY = _Words(
        503,
        "The app has too much to do at this moment",
        "Nothing was done: others write into the database, or many sign in at once.",
        "Try again in a minute. If it stays so, tell whoever runs the app.",
    )
    FAULT = _Words(
        500,
        "vacatur itself has a fault",
        "What you asked for was not done, unless the page says so when you open it again.",
        "Tell whoever runs the app at what time it was. The place is in its log.",
    )


_STATUS: tuple[tuple[type[VacaturError], int], ...] = (
    (UsageError, 422),
    (RecordError, 422),
    (IngestError, 422),
    (MoveRefused, 409),
    (WorkspaceError, 409),
    (VacaturError, 409),
)


def refusal_page(request: Request, refused: Refused) -> Response:
    """The page of one of the app's own refusals."""
    return _page(request, refused.value.status, refused.value)


def error_page(request: Request, error: VacaturError) -> Response:
    """The page of an error that a person can mend."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    words = _Words(status, error.what, in_app(error.why), in_app(error.repair))
    return _page(request, status, words, where=error.where)


def answer_refusals(app: FastAPI) -> None:
    """Let whatever is refused, by us or by the framework, be a page."""
    app.add_exception_handler(FormRefused, _form)
    app.add_exception_handler(ProofNeeded, _proof)
    app.add_exception_handler(VacaturError, _error)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(RequestValidationError, _invalid)


def _page(request: Request, status: int, words: _Words, *, where: str = "") -> Response:
    made = page(request, "refused.html", status=status, words=words, where=where)
    return _for_htmx(request, made)


def _for_htmx(request: Request, made: Response) -> Response:
    """Where htmx asked for a piece of a page, let the answer take the whole page's place."""
    if request.headers.get("hx-request"):
        made.headers["HX-Retarget"] = "#main"
        made.headers["HX-Reselect"] = "#main"
        made.headers["HX-Reswap"] = "outerHTML"
    return made


def _form(request: Request, _error: Exception) -> Response:
    return refusal_page(request, Refused.FORM)


def _busy(request: Request, _error: Exception) -> Response:
    return refusal_page(request, Refused.BUSY)


def _invalid(request: Request, _error: Exception) -> Response:
    return refusal_page(request, Refused.INVALID)


def _error(request: Request, error: Exception) -> Response:
    assert isinstance(error, VacaturError)
    return error_page(request, error)


def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.state.was_too_large:
        return refusal_page(request, Refused.TOO_LARGE)
    if error.status_code == 405:
        return refusal_page(request, Refused.METHOD)
    return refusal_page(request, Refused.NOT_HERE if error.status_code == 404 else Refused.INVALID)


def _proof(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProofNeeded)
    viewer = request.state.viewer
    action, fields = request.url.path, error.fields
    if request.method in SAFE:  # a page is opened again afterwards; it takes no form
        query = f"?{request.url.query}" if request.url.query else ""
        action, fields = request.app.url_path_for("unlock"), [("next", f"{action}{query}")]
    made = page(
        request,
        "access/prove.html",
        status=403,
        action=action,
        fields=fields,
        had_files=error.had_files,
        was_wrong=error.was_wrong,
        passkey=passkey_question(office_in(request), request, viewer),
    )
    return _for_htmx(request, made)
