"""Keys of the API: who may ask what. A key is printed once, and only its hash is kept.

A token holds 256 random bits, so that nobody guesses it and its plain SHA-256 tells nothing: a slow
hash is for passwords, which people choose.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.dates import parse_day
from vacatur.errors import UsageError, nearest
from vacatur.json_lines import read_json_lines, write_json_lines
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Term

FILE = "api_keys.jsonl"

_TOKEN = re.compile(r"vacatur_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")
_NAME_LENGTH = 80


class Scope(Term):
    """What a key lets its holder ask."""

    SCREEN = "screen", "what the office's policies say of charges that come in"
    EXPLAIN = "explain", "what the law says of a record, and why"
    LAW = "law", "the pages of law and policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One key. `until` is the last day on which it is good; None: it has no end.

    `revoked` is the day on which it was taken back; None: it was not.
    """

    key_id: str
    name: str
    scopes: tuple[Scope, ...]
    created: date
    until: date | None
    revoked: date | None
    sha256: str

    def standing(self, today: date) -> str:
        """`good`, `revoked` or `expired`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.until is not None and today > self.until else "good"


def create_key(
    workspace: Workspace,
    name: str,
    scopes: Iterable[str],
    *,
    created: date,
    until: date | None,
) -> tuple[ApiKey, str]:
    """Make a key and keep it; the workspace is locked by the caller.

    Returns
    -------
    tuple[ApiKey, str]
        What is kept, and the token, which is kept nowhere.

    Raises
    ------
    UsageError
        No name, no scope, a scope that does not exist, or a last day that has gone by.
    """
    if not name.strip() or len(name) > _NAME_LENGTH or not name.isprintable():
        raise UsageError(
            f"a key needs a name of 1 to {_NAME_LENGTH} printable characters",
            why="The access log tells by it who asked.",
            repair="Name the system that will hold it, such as [intake system].",
        )
    if until is not None and until < created:
        raise UsageError(f"the key would end on [{until}], before it begins")
    key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    token = f"vacatur_{key_id}_{secret}"
    key = ApiKey(
        key_id=key_id,
        name=name,
        scopes=_scopes(scopes),
        created=created,
        until=until,
        revoked=None,
        sha256=_sha256(token),
    )
    _write(workspace, (*read_keys(workspace), key))
    return key, token


def revoke_key(workspace: Workspace, key_id: str, *, on: date) -> ApiKey:
    """Take a key back, for good; a server that runs refuses it from the next request on."""
    keys = {each.key_id: each for each in read_keys(workspace)}
    if key_id not in keys:
        raise UsageError(f"there is no key [{key_id}]", repair=nearest(key_id, keys))
    if keys[key_id].revoked is None:
        keys[key_id] = replace(keys[key_id], revoked=on)
        _write(workspace, keys.values())
    return keys[key_id]


def read_keys(workspace: Workspace) -> tuple[ApiKey, ...]:
    """Every key that was ever made, the oldest first."""
    return read_json_lines(
        workspace.folder / FILE,
        _read,
        where=FILE,
        why="A key that was revoked might be let in again.",
    )


def key_of(keys: Iterable[ApiKey], token: str) -> ApiKey | None:
    """The key that a token is, whether it still counts or not; None: it is none of them."""
    told = _TOKEN.fullmatch(token)
    known = next((each for each in keys if told and each.key_id == told[1]), None)
    # The hash is compared in constant time; the id is no secret.
    if known is None or not hmac.compare_digest(known.sha256, _sha256(token)):
        return None
    return known


class KeyRing:
    """The keys of a workspace, read again as soon as their file is another one."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen: object = None
        self._keys: tuple[ApiKey, ...] = ()

    def read(self) -> tuple[ApiKey, ...]:
        """Every key, as the file has them now."""
        seen = _signature(self._workspace.folder / FILE)
        if seen != self._seen:
            self._keys, self._seen = read_keys(self._workspace), seen
        return self._keys


def key_data(key: ApiKey) -> dict[str, Any]:
    """A key for machines, without its hash; days as text."""
    told = asdict(key)
    del told["sha256"]
    return {
        **told,
        "created": key.created.isoformat(),
        "until": key.until.isoformat() if key.until else None,
        "revoked": key.revoked.isoformat() if key.revoked else None,
    }


def _scopes(named: Iterable[str]) -> tuple[Scope, ...]:
    known = [each.value for each in Scope]
    chosen = set(named)
    if not chosen:
        raise UsageError(
            "a key needs a scope",
            why="It says what its holder may ask.",
            repair=f"Add --scope, once for each: {', '.join(known)}.",
        )
    for each in sorted(chosen - set(known)):
        raise UsageError(f"there is no scope [{each}]", repair=nearest(each, known))
    return tuple(each for each in Scope if each.value in chosen)


def _read(line: dict[str, Any]) -> ApiKey:
    return ApiKey(
        key_id=str(line["key_id"]),
        name=str(line["name"]),
        scopes=tuple(Scope(each) for each in line["scopes"]),
        created=parse_day(line["created"]),
        until=parse_day(line["until"]) if line["until"] is not None else None,
        revoked=parse_day(line["revoked"]) if line["revoked"] is not None else None,
        sha256=str(line["sha256"]),
    )


def _write(workspace: Workspace, keys: Iterable[ApiKey]) -> None:
    lines = ({**key_data(each), "sha256": each.sha256} for each in keys)
    write_json_lines(workspace.folder / FILE, lines)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(path: Path) -> object:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)
