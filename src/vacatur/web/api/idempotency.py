"""Requests that came before, by their idempotency key: what they were is kept as hashes alone.

An answer follows from the request and the law, so it is not kept: whoever asks again is answered
anew, and gets the same. Only where the law is another one by then is that said instead (ADR 0024).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vacatur.office.workspace import Workspace
from vacatur.web.api.limits import IDEMPOTENCY_KEY_CHARACTERS, IDEMPOTENCY_SECONDS
from vacatur.web.api.problems import Kind, RequestRefused

FILE = "api_requests.db"
HEADER = "Idempotency-Key"

_TABLE = """
create table if not exists requests (
    name text primary key, request text not null, law text not null, until real not null
) without rowid;
create index if not exists requests_until on requests (until);
"""
# Quoted, as the draft has it, or bare, as most clients send it.
_LENGTH = f"{{1,{IDEMPOTENCY_KEY_CHARACTERS}}}"
KEY = rf'("[ !#-\[\]-~]{_LENGTH}"|[!#-\[\]-~]{_LENGTH})'


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: whose API key asked, what it called the request, where, and with what.

    `law` says what answers: another value of it may give another answer.
    """

    by: str
    idempotency_key: str
    route: str
    body: bytes
    law: str


class Remembered:
    """The requests of the last 24 hours that were answered, and those that are in work now.

    Hashes are keyed with the workspace's secret, so that nobody who finds the file can test
    whether it holds a certain person's record.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._secret = bytes.fromhex(workspace.key())
        self._in_work: set[str] = set()
        self._lock = threading.Lock()
        self._file = sqlite3.connect(workspace.folder / FILE, check_same_thread=False)
        self._file.execute("pragma secure_delete = on")
        # Losing the last moment to a power cut costs nothing: the same request is answered anew.
        self._file.execute("pragma synchronous = off")
        self._file.executescript(_TABLE)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @contextmanager
    def once(self, asked: Asked, *, at: float) -> Iterator[bool]:
        """Hold a request while it is answered; it is remembered if that ends well.

        Parameters
        ----------
        at
            Seconds since 1970.

        Yields
        ------
        bool
            Whether the same request was answered before.

        Raises
        ------
        RequestRefused
            The key came with another request, the same one is in work, or the law has changed.
        """
        name = self._hash(asked.by.encode(), asked.idempotency_key.encode())
        request = self._hash(asked.route.encode(), asked.body)
        before = self._begin(name, request, asked.law, at)
        try:
            yield before
            if not before:
                self._remember(name, request, asked.law, at + IDEMPOTENCY_SECONDS)
        finally:
            with self._lock:
                self._in_work.discard(name)

    def _begin(self, name: str, request: str, law: str, at: float) -> bool:
        with self._lock, self._file:
            self._file.execute("delete from requests where until <= ?", (at,))
            found = self._file.execute(
                "select request, law from requests where name = ?", (name,)
            ).fetchone()
            if name in self._in_work:
                raise _in_work()
            if found is not None:
                _refuse_another(found, request, law)
            self._in_work.add(name)
        return found is not None

    def _remember(self, name: str, request: str, law: str, until: float) -> None:
        with self._lock, self._file:
            self._file.execute(
                "insert or replace into requests values (?, ?, ?, ?)", (name, request, law, until)
            )

    def _hash(self, *parts: bytes) -> str:
        told = hmac.new(self._secret, b"vacatur: requests of the API", hashlib.sha256)
        for part in parts:
            told.update(len(part).to_bytes(8, "big") + part)
        return told.hexdigest()


def key_in(header: str) -> str:
    """Read the header's value."""
    if not re.fullmatch(KEY, header):
        raise RequestRefused(
            Kind.MALFORMED,
            f"the header [{HEADER}] does not hold 1 to {IDEMPOTENCY_KEY_CHARACTERS} plain letters",
            repair="Send a UUID, new for each request.",
        )
    return header.strip('"')


def _refuse_another(found: tuple[str, str], request: str, law: str) -> None:
    if found[0] != request:
        raise RequestRefused(
            Kind.KEY_REUSED,
            f"another request came with this [{HEADER}] in the last 24 hours",
            why="Which of the two is meant cannot be told.",
            repair="Send a new key with each new request.",
        )
    if found[1] != law:
        raise RequestRefused(
            Kind.LAW_CHANGED,
            "the law, or vacatur, is another one than when this request was answered first",
            why="The answer may be another one, and would look like the first.",
            repair="Ask again under a new key, and compare the answers.",
        )


def _in_work() -> RequestRefused:
    return RequestRefused(
        Kind.IN_WORK,
        "a request with this key is being answered now",
        repair="Wait a moment, and send it again.",
        headers={"Retry-After": "1"},
    )
