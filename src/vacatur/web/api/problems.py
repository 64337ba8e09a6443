"""Refusals as `application/problem+json` (RFC 9457). Nothing that the asker sent stands in one.

The kinds are a closed list, so that a program can tell them apart; docs/api.md explains each.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from vacatur import __version__
from vacatur.cli.words import NO_LAWYER
from vacatur.errors import RecordError, VacaturError

MEDIA_TYPE = "application/problem+json"
# Of every answer: it may be about a person, is kept nowhere, and is read as what it is said to be.
HEADERS: Mapping[str, str] = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal: its name, the status of the answer, and what all of the kind share."""

    name: str
    status: int
    title: str


class Kind(Enum):
    """Every way in which a request can be refused."""

    MALFORMED = Refusal("malformed", 400, "The request is not what HTTP or JSON allows.")
    NO_KEY = Refusal("no-key", 401, "The request carries no key, or one that is not good.")
    WRONG_SCOPE = Refusal("wrong-scope", 403, "The key does not let its holder ask this.")
    NOT_FOUND = Refusal("not-found", 404, "There is nothing at this address.")
    NOT_ALLOWED = Refusal("not-allowed", 405, "This address does not answer that method.")
    IN_WORK = Refusal("in-work", 409, "The same request is being answered now.")
    LAW_CHANGED = Refusal("law-changed", 409, "The law has changed since the first answer.")
    TOO_LARGE = Refusal("too-large", 413, "The request holds more than this server takes.")
    MEDIA_TYPE = Refusal("media-type", 415, "The body is not JSON by its Content-Type.")
    RECORD = Refusal("record", 422, "The record cannot be read as a docket.")
    KEY_REUSED = Refusal("key-reused", 422, "The idempotency key came with another request before.")
    FAULT = Refusal("fault", 500, "vacatur itself has a fault.")

    @property
    def urn(self) -> str:
        """The `type` of the problem."""
        return f"urn:vacatur:problem:{self.value.name}"


class RequestRefused(VacaturError):
    """A request to the API that is not answered."""

    def __init__(
        self,
        kind: Kind,
        what: str,
        *,
        where: str = "",
        why: str = "",
        repair: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, where=where, why=why, repair=repair)
        self.kind = kind
        self.headers = dict(headers or {})


def problem_of(error: VacaturError) -> dict[str, Any]:
    """An error as the members of a problem; `detail` is what happened."""
    kind = error.kind if isinstance(error, RequestRefused) else Kind.RECORD
    told = {"where": error.where, "why": error.why, "repair": error.repair}
    return {
        "type": kind.urn,
        "title": kind.value.title,
        "status": kind.value.status,
        "detail": error.what,
        **{name: text for name, text in told.items() if text},
        "notice": NO_LAWYER,
        "version": __version__,
    }


def answer_problems(app: FastAPI) -> None:
    """Let every refusal of an app, its own and the framework's, be a problem."""
    app.add_exception_handler(RequestRefused, _refused)
    app.add_exception_handler(RecordError, _refused)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _fault)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VacaturError)
    headers = error.headers if isinstance(error, RequestRefused) else {}
    told = problem_of(error)
    return JSONResponse(told, told["status"], headers=headers, media_type=MEDIA_TYPE)


def _of_framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == Kind.NOT_ALLOWED.value.status:
        allowed = (error.headers or {}).get("allow") or (error.headers or {}).get("Allow", "")
        return _refused(
            request,
            RequestRefused(
                Kind.NOT_ALLOWED,
                "this address does not answer the method of the request",
                repair=f"Use {allowed}." if allowed else "",
                headers=error.headers,
            ),
        )
    if error.status_code == Kind.NOT_FOUND.value.status:
        return _refused(request, not_found("there is nothing at this address"))
    return _refused(request, RequestRefused(Kind.MALFORMED, "the request cannot be read"))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    return _refused(request, RequestRefused(Kind.MALFORMED, "a parameter cannot be read"))


def fault_of(error: Exception) -> RequestRefused:
    """Say nothing to the asker; to whoever runs the server only where it was, never with what."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
    print(f"vacatur: a fault of vacatur itself, {type(error).__name__} at {place}", file=sys.stderr)
    return RequestRefused(Kind.FAULT, "it was not answered", headers=HEADERS)


def _fault(request: Request, error: Exception) -> JSONResponse:
    return _refused(request, fault_of(error))


def not_found(
    what: str, *, repair: str = "See /v1/openapi.json for what there is."
) -> RequestRefused:
    """A refusal of an address."""
    return RequestRefused(Kind.NOT_FOUND, what, repair=repair)
