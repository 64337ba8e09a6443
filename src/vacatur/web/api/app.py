"""The app: routes, refusals, a line in the log for each request."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vacatur import __version__
from vacatur.cli.words import NO_LAWYER
from vacatur.web.api import explanations, law, screenings
from vacatur.web.api.answering import encoded, turns_of_app
from vacatur.web.api.contract import contract_of
from vacatur.web.api.problems import HEADERS, Kind, answer_problems
from vacatur.web.api.service import Service
from vacatur.web.api.shapes import Health

CONTRACT = "/v1/openapi.json"
HEALTH = "/healthz"

_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

_plain = APIRouter(tags=["server"])


@_plain.get(HEALTH, summary="Whether the server answers", response_model=Health)
async def health() -> Response:
    """It needs no key, and is not logged."""
    told = {"status": "ok", "version": __version__, "notice": NO_LAWYER}
    return Response(encoded(told), media_type="application/json")


def make_app(service: Service) -> FastAPI:
    """Build the app that answers from a service."""
    app = FastAPI(
        openapi_url=CONTRACT,
        docs_url=None,  # their pages would load scripts from another server
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    app.state.turns = turns_of_app()
    for router in (_plain, screenings.router, explanations.router, law.router):
        app.include_router(router)
    answer_problems(app)
    app.openapi = lambda: contract_of(app)  # type: ignore[method-assign]
    app.add_middleware(_Logged, service=service)
    return app


class _Logged:
    """Writes a line for each request that is answered, and the headers that each answer has."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
                self._log(scope, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:
            self._log(scope, Kind.FAULT.value.status)  # it is answered outside of here
            raise

    def _log(self, scope: Scope, status: int) -> None:
        if scope["path"] == HEALTH:
            return
        state = Request(scope).state
        route = scope.get("route")
        self._service.log.write(
            self._service.now(),
            key=getattr(state, "key_name", None),
            route=getattr(route, "path_format", None),
            status=status,
            records=getattr(state, "records", 0),
        )
