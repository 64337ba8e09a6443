"""Reading a public store: the same work for every code, whatever becomes of it."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.errors import WorkspaceError
from vacatur.public_store.codes import new_code, read_code
from vacatur.public_store.sealed_letters import (
    KEY_BYTES,
    LOOKUP_BYTES,
    SEALED_BYTES,
    CodeKeys,
    keys_of,
    seal_letter,
    unseal_letter,
)
from vacatur.public_store.writing import ABOUT, FORMAT, LETTERS, LOOKUP_KEY, PublicOffice

_RECORD = LOOKUP_BYTES + SEALED_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one try found. `keys` open a letter only where it `is_good`."""

    keys: CodeKeys
    is_good: bool


class PublicStore:
    """Letters of a public store, found by their codes. It writes nothing.

    Of a code that finds nothing, a letter of another place is read and one of its own, which
    nobody sees, is opened: so no try takes less work than another.
    """

    def __init__(self, folder: Path) -> None:
        self.office, self._lookup_key = _about(folder), _key(folder)
        self._letters = _letters(folder / LETTERS)
        self._places = {
            self._letters[at : at + LOOKUP_BYTES]: at
            for at in range(0, len(self._letters), _RECORD)
        }
        self._no_code = new_code()
        self._decoy_keys = keys_of(new_code(), self._lookup_key)
        self._decoy = seal_letter({}, self._decoy_keys, last_day=date.max)

    def try_code(self, typed: str, *, on: date) -> Tried:
        """Look for the letter of what somebody typed."""
        code = read_code(typed)
        keys = keys_of(code or self._no_code, self._lookup_key)
        place = self._places.get(keys.lookup)
        elsewhere = int.from_bytes(keys.lookup[:8]) % len(self._places) * _RECORD
        sealed = self._sealed(elsewhere if place is None else place)
        opened = (
            unseal_letter(self._decoy, self._decoy_keys)
            if place is None
            else unseal_letter(sealed, keys)
        )
        is_in_time = opened is not None and on.toordinal() <= opened.last_day
        return Tried(keys=keys, is_good=is_in_time and place is not None and code is not None)

    def letter(self, keys: CodeKeys) -> Mapping[str, Any] | None:
        """The letter that keys open; None: there is none in this store."""
        place = self._places.get(keys.lookup)
        if place is None:
            return None
        opened = unseal_letter(self._sealed(place), keys)
        return None if opened is None else opened.letter()

    def close(self) -> None:
        """Let go of the file."""
        self._letters.close()

    def _sealed(self, place: int) -> bytes:
        return self._letters[place + LOOKUP_BYTES : place + _RECORD]


def _about(folder: Path) -> PublicOffice:
    path = folder / ABOUT
    if not path.is_file():
        raise WorkspaceError(
            "there is no public store here",
            where=str(folder),
            repair="Make one: [vacatur public build FOLDER].",
        )
    with suppress(ValueError, TypeError, AttributeError):
        said = json.loads(path.read_text("utf-8"))
        if said.pop("format") == FORMAT:
            return PublicOffice(**said)
    raise _damaged(ABOUT)


def _key(folder: Path) -> bytes:
    with suppress(ValueError, OSError):
        key = bytes.fromhex((folder / LOOKUP_KEY).read_text("ascii").strip())
        if len(key) == KEY_BYTES:
            return key
    raise _damaged(LOOKUP_KEY)


def _letters(path: Path) -> mmap.mmap:
    if not path.is_file() or not path.stat().st_size or path.stat().st_size % _RECORD:
        raise _damaged(LETTERS)
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _damaged(name: str) -> WorkspaceError:
    return WorkspaceError(
        "the public store is damaged, or of another version",
        where=name,
        why="No code would open its letter.",
        repair="Build it again: [vacatur public build FOLDER].",
    )
