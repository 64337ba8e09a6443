"""The body of a request: how much of it is read, and which JSON is none of ours."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from typing import Any

from fastapi import Request
from starlette.requests import ClientDisconnect

from vacatur.errors import RecordError
from vacatur.ingest.docket import parsed_json
from vacatur.web.api.limits import DEPTH
from vacatur.web.api.problems import Kind, RequestRefused

JSON = "application/json"
WHERE = "request"


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of JSON, and no more of it than `limit` bytes."""
    _refuse_media_type(request)
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:20]) > limit:
        raise _too_large(limit)
    read = bytearray()
    try:
        async for piece in request.stream():
            read += piece
            if len(read) > limit:
                raise _too_large(limit)
    except ClientDisconnect:
        raise RequestRefused(Kind.MALFORMED, "the body broke off", where=WHERE) from None
    return bytes(read)


def json_of(body: bytes) -> Any:
    """Parse a body as dockets are parsed.

    Raises
    ------
    RequestRefused
        It is not JSON, a key stands twice in one object, a number cannot be kept, it is nested
        too deeply, or half a character stands in it.
    """
    try:
        parsed = parsed_json(body, WHERE)
    except RecordError as error:
        raise RequestRefused(
            Kind.MALFORMED, error.what, where=error.where, why=error.why, repair=error.repair
        ) from None
    _refuse_unsound(parsed)
    return parsed


def _refuse_media_type(request: Request) -> None:
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = str(header.get_param("charset", "utf-8")).lower()
    if header.get_content_type() != JSON or charset not in ("utf-8", "utf8"):
        raise RequestRefused(
            Kind.MEDIA_TYPE,
            f"the body is not said to be [{JSON}] in UTF-8",
            repair=f"Send the header [Content-Type: {JSON}].",
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestRefused(
            Kind.MEDIA_TYPE,
            "the body is compressed",
            why="What it unpacks to could be of any size.",
            repair="Send it as it is.",
        )


def _too_large(limit: int) -> RequestRefused:
    return RequestRefused(
        Kind.TOO_LARGE,
        f"the body holds more than {limit:,} bytes",
        repair="Send fewer records at once, or run [vacatur screen] on a file.",
        headers={"Connection": "close"},
    )


def _refuse_unsound(parsed: Any) -> None:
    """Walk the whole of it, level by level: no answer can hold half a character."""
    level = [parsed]
    for _ in range(DEPTH):
        if not level:
            return
        if any(isinstance(each, str) and _is_half(each) for each in level):
            raise RequestRefused(
                Kind.MALFORMED, "half a character stands in it, as [\\ud800]", where=WHERE
            )
        level = [inner for each in level for inner in _inside(each)]
    if level:
        raise RequestRefused(
            Kind.MALFORMED, f"it is nested more than {DEPTH} levels deep", where=WHERE
        )


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _is_half(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
