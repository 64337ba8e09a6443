"""The contract, OpenAPI 3.1: what each operation takes, gives, and refuses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from vacatur import __version__
from vacatur.ingest.docket_schema import docket_schema
from vacatur.office.api_keys import Scope
from vacatur.web.api import limits
from vacatur.web.api.idempotency import HEADER, KEY
from vacatur.web.api.problems import MEDIA_TYPE, Kind
from vacatur.web.api.shapes import OpenQuestion, Problem

JSON = "application/json"
REFS = "#/components/schemas/"
_SECURITY = "apiKey"

_DESCRIPTION = """\
What an office's policies say of charges that come in, what the law says of a record, and the pages
of both. **No lawyer has reviewed the pages: an answer is a reason to look, not advice.**

Unknown is null, and never a yes or a no. A policy clears no record. Each answer names the rulebook
that gave it by its hash. Nothing of a request is kept but who asked, when, and how many records
there were. A refusal is a problem (RFC 9457) and repeats nothing that was sent.
"""

_DOCKET: Mapping[str, Any] = {"$ref": f"{REFS}Docket"}

_KEY_HEADER: Mapping[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Names the request for 24 hours, by draft-ietf-httpapi-idempotency-key-header. "
    "The same request is answered again, and the same; another one with the same name is refused.",
    "schema": {"type": "string", "pattern": f"^{KEY}$"},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}
_REPLAYED: Mapping[str, Any] = {
    "Idempotency-Replayed": {
        "description": "There, and true, where the request was answered before.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


@cache
def _example(package: str, name: str) -> Any:
    return json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def booking() -> Any:
    """An invented booking, which the policy of 2019 declines."""
    return _example("vacatur.web.api", "booking.json")


def client() -> Any:
    """An invented record of a clinic, with one conviction."""
    return _example("vacatur.sample", "docket.json")


ONE_BOOKING: Mapping[str, Any] = {"schema": _DOCKET, "example": booking()}
ONE_RECORD: Mapping[str, Any] = {"schema": _DOCKET, "example": client()}
BATCH: Mapping[str, Any] = {
    "schema": {
        "type": "array",
        "description": f"At most {limits.BATCH_RECORDS:,} dockets.",
        "items": {
            "description": f"A docket, as {_DOCKET['$ref']} says. What is none is refused by "
            "itself, and the rest is answered, so that no schema is set here."
        },
    },
    "example": [booking()],
}


def posting(scope: Scope, body: Mapping[str, Any], answer: type) -> dict[str, Any]:
    """What the contract says of an operation that takes records."""
    refused = [kind for kind in Kind if kind not in (Kind.NOT_FOUND, Kind.NOT_ALLOWED)]
    return {
        "response_model": answer,
        "response_description": (answer.__doc__ or "").strip(),
        "responses": {200: {"headers": _REPLAYED}, **_refusals(refused)},
        "openapi_extra": {
            "requestBody": {"required": True, "content": {JSON: body}},
            "parameters": [_KEY_HEADER],
            "security": [{_SECURITY: [scope.value]}],
        },
    }


def getting(scope: Scope, answer: type, *, missing: bool = False) -> dict[str, Any]:
    """What the contract says of an operation that reads; `missing`: there may be no such thing."""
    refused = [Kind.MALFORMED, Kind.NO_KEY, Kind.WRONG_SCOPE, Kind.FAULT]
    return {
        "response_model": answer,
        "response_description": (answer.__doc__ or "").strip(),
        "responses": _refusals([*refused, *([Kind.NOT_FOUND] if missing else [])]),
        "openapi_extra": {"security": [{_SECURITY: [scope.value]}]},
    }


def _refusals(kinds: Iterable[Kind]) -> dict[int | str, Any]:
    titles: dict[int, list[str]] = {}
    for kind in kinds:
        titles.setdefault(kind.value.status, []).append(kind.value.title)
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{REFS}{Problem.__name__}"}}}
    return {
        status: {"description": " ".join(titles[status]), "content": content}
        for status in sorted(titles)
    }


def contract_of(app: FastAPI) -> dict[str, Any]:
    """The whole contract, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="vacatur",
            version=__version__,
            openapi_version="3.1.0",
            summary="Screening, explanation and law pages",
            description=_DESCRIPTION,
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            routes=app.routes,
        )
        app.openapi_schema = _with_shapes(made)
    return app.openapi_schema


def _with_shapes(made: dict[str, Any]) -> dict[str, Any]:
    """Add what the framework cannot know: dockets, problems, and how a key is sent."""
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.update(docket_schema(REFS))
    for model, name in ((Problem, Problem.__name__), (OpenQuestion, "Decider")):
        schemas[name] = model.model_json_schema(ref_template=f"{REFS}{{model}}")
        schemas.update(schemas[name].pop("$defs", {}))
    for refused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(refused, None)
    for path in made["paths"].values():
        for operation in path.values():
            _without_framework_errors(operation["responses"])
    components["securitySchemes"] = {
        _SECURITY: {
            "type": "http",
            "scheme": "bearer",
            "description": "A key from [vacatur api-key create]. The scopes: "
            + "; ".join(f"{each}, {each.definition}" for each in Scope)
            + ".",
        }
    }
    return made


def _without_framework_errors(responses: dict[str, Any]) -> None:
    if f"{REFS}HTTPValidationError" in json.dumps(responses.get("422", {})):
        del responses["422"]
