"""One POST from its body to its answer: read, hold, work in a thread, write."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from enum import Enum
from typing import Any

import anyio
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from vacatur import __version__
from vacatur.errors import RecordError
from vacatur.ingest.docket import Docket, read_docket
from vacatur.office.api_keys import ApiKey
from vacatur.web.api.asker import service_in
from vacatur.web.api.bodies import WHERE, json_of, read_body
from vacatur.web.api.idempotency import HEADER, Asked, key_in
from vacatur.web.api.limits import CHARGES
from vacatur.web.api.service import Served

REPLAYED = "Idempotency-Replayed"

Work = Callable[[Any], tuple[Mapping[str, Any], int]]


class Turns(Enum):
    """Long work, and how many requests of a kind are in work at once: more would only be slower."""

    BATCH = 1
    EXPLANATION = 2


def turns_of_app() -> dict[Turns, anyio.CapacityLimiter]:
    """What the long requests of an app wait for."""
    return {each: anyio.CapacityLimiter(each.value) for each in Turns}


async def answered(
    request: Request,
    key: ApiKey,
    served: Served,
    work: Work,
    *,
    limit: int,
    turns: Turns | None = None,
) -> Response:
    """Answer a POST.

    Parameters
    ----------
    served
        The rulebook that answers.
    work
        Makes the answer of the parsed body, with the number of records in it. It runs in a thread.
    limit
        Most bytes of the body.
    turns
        What the request waits for; None: it takes a millisecond, and waits for nothing.
    """
    header = request.headers.get(HEADER)
    name = None if header is None else key_in(header)
    body = await read_body(request, limit)
    asked = Asked(
        by=key.key_id,
        idempotency_key=name or "",
        route=request.scope["route"].path_format,
        body=body,
        law=f"{__version__} {served.rulebook.sha256}",
    )
    service = service_in(request)

    def whole() -> tuple[bytes, int, bool]:
        at = service.now().timestamp()
        held = service.remembered.once(asked, at=at) if name else nullcontext(False)
        with held as replayed:
            told, records = work(json_of(body))
            return encoded({**served.head(), **told}), records, replayed

    async with request.app.state.turns[turns] if turns else nullcontext():
        content, request.state.records, replayed = await run_in_threadpool(whole)
    headers = {REPLAYED: "true"} if replayed else {}
    return Response(content, media_type="application/json", headers=headers)


def encoded(told: Mapping[str, Any]) -> bytes:
    """An answer as bytes, with the values of `vacatur screen --json`."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def docket_of(
    parsed: Any, served: Served, *, source: str = WHERE, charges: int = CHARGES
) -> Docket:
    """Read one docket of a request.

    Raises
    ------
    RecordError
        It is none, or has more charges than can be read at once.
    """
    docket = read_docket(parsed, source=source, codes=served.rulebook.codes)
    if sum(1 for _ in docket.record.charges()) > charges:
        raise RecordError(
            f"the record has more than {charges} charges",
            where=source,
            why="Each is read beside all the others, and others wait meanwhile.",
            repair="Use [vacatur screen] or [vacatur explain --docket] on the machine itself.",
        )
    return docket
