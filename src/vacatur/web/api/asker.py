"""Who asks: the key of a request, and whether it may ask this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request

from vacatur.office.api_keys import ApiKey, Scope, key_of
from vacatur.web.api.problems import Kind, RequestRefused
from vacatur.web.api.service import Service

_REALM = 'Bearer realm="vacatur"'


def service_in(request: Request) -> Service:
    """The service that an app answers from."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def allowed(scope: Scope) -> Callable[..., Awaitable[ApiKey]]:
    """A dependency that lets in whoever holds a good key of a scope."""

    async def asker(request: Request) -> ApiKey:
        key = _good(service_in(request), _token(request))
        request.state.key_name = key.name
        if scope not in key.scopes:
            raise RequestRefused(
                Kind.WRONG_SCOPE,
                f"the key has not the scope [{scope}]",
                why=f"It is for {scope.definition}.",
                repair=f"Have one made: [vacatur api-key create --scope {scope}].",
                headers={
                    "WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope}"'
                },
            )
        if request.query_params:
            raise RequestRefused(
                Kind.MALFORMED,
                "the address carries parameters, and this one takes none",
                why="What stands under a name that nobody reads would be lost without a word, and "
                "addresses are kept in many places.",
            )
        return key

    return asker


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _good(service: Service, token: str | None) -> ApiKey:
    if token is None:
        raise _unknown("the request carries no key", error="")
    key = key_of(service.keys.read(), token)
    if key is None:
        raise _unknown("the key is not one of this workspace")
    standing = key.standing(service.today())
    if standing != "good":
        raise _unknown(f"the key is {standing}")
    return key


def _unknown(what: str, error: str = ', error="invalid_token"') -> RequestRefused:
    return RequestRefused(
        Kind.NO_KEY,
        what,
        repair="Send [Authorization: Bearer KEY]; whoever runs the server makes one with "
        "[vacatur api-key create].",
        headers={"WWW-Authenticate": _REALM + error},
    )
