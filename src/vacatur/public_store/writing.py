"""Writing a public store: a folder without a name in it, nor a count of its letters."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from vacatur.errors import WorkspaceError
from vacatur.public_store.sealed_letters import LOOKUP_BYTES, SEALED_BYTES

ABOUT, LOOKUP_KEY, LETTERS = "about.json", "lookup.key", "letters.bin"
FORMAT = 1
_LEAST = 64  # letters and decoys together


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOffice:
    """Whose page it is. `dashboard` is the address of the public counts, or blank.

    `notes` say by language who has not reviewed the law pages.
    """

    name: str
    telephone: str
    email: str
    dashboard: str
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One sealed letter, and under what it is found."""

    lookup: bytes
    sealed: bytes


def write_store(
    folder: Path, records: Iterable[Record], office: PublicOffice, lookup_key: bytes
) -> None:
    """Write a store, or put it in the place of one that is there.

    Decoys fill it to a power of two, and all lie in the order of their lookups: neither the size
    nor the place of a letter tells anything.

    Raises
    ------
    WorkspaceError
        Something else than a public store is there.
    """
    _refuse_other(folder)
    fresh = folder.with_name(f".{folder.name}-building")
    shutil.rmtree(fresh, ignore_errors=True)  # what an attempt that was killed left
    fresh.mkdir(parents=True)
    about = {"format": FORMAT, **asdict(office)}
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _write(fresh / ABOUT, text.encode())
    _write(fresh / LOOKUP_KEY, lookup_key.hex().encode() + b"\n")
    _write(fresh / LETTERS, b"".join(r.lookup + r.sealed for r in _with_decoys(records)))
    _put_in_place(fresh, folder)


def _with_decoys(records: Iterable[Record]) -> list[Record]:
    found = list(records)
    size = _LEAST
    while size < len(found):
        size *= 2
    found += (
        Record(lookup=os.urandom(LOOKUP_BYTES), sealed=os.urandom(SEALED_BYTES))
        for _ in range(size - len(found))
    )
    return sorted(found, key=lambda record: record.lookup)


def _refuse_other(folder: Path) -> None:
    if not folder.exists() or (folder / ABOUT).is_file():
        return
    if folder.is_dir() and not any(folder.iterdir()):
        return
    raise WorkspaceError(
        "something else than a public store is there",
        where=str(folder),
        why="It would be replaced.",
        repair="Name a new folder, or the one of an earlier public store.",
    )


def _put_in_place(fresh: Path, folder: Path) -> None:
    """A server that has the earlier store open goes on reading it until it is started again."""
    earlier = folder.with_name(f".{folder.name}-earlier")
    shutil.rmtree(earlier, ignore_errors=True)
    if folder.exists():
        folder.rename(earlier)
    fresh.rename(folder)
    shutil.rmtree(earlier, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
