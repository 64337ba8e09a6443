"""Backups of a workspace: one sealed file without its keys, and restoring that forgets again.

A backup remembers what the workspace has forgotten since. So restoring takes the newest keys and
the newest ledger of erasures, and plays the ledger before anybody can read anything.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, cast

from vacatur.errors import UsageError, WorkspaceError
from vacatur.matters.keys import FILE as KEYS
from vacatur.matters.keys import known_in
from vacatur.matters.sealed_files import CHUNK, Stream, about_sealed, read_sealed, write_sealed
from vacatur.matters.sealing import derived
from vacatur.matters.store import Doing
from vacatur.office.api_keys import FILE as API_KEYS
from vacatur.office.casework import DATABASE, database_url, open_casework
from vacatur.office.erasures import LEDGER, Erased, Ledger, ledger_of, read_ledger, write_ledger
from vacatur.office.forgetting import Forgot, obey
from vacatur.office.formats import writing
from vacatur.office.locks import LOCK_FILE
from vacatur.office.vaulting import replay
from vacatur.office.workspace import KEY_FILE, Workspace, is_key

NAME = "backup"
_PURPOSE = "vacatur: backups"
# Keys lie apart; what is in the making is made again; an ingest that counts is kept (`finish`).
_APART = frozenset({KEY_FILE, KEYS, f"{KEYS}-journal", LOCK_FILE})
_NOT_KEPT = (
    ".spill", ".intake", ".scratch-", ".ingest-", ".link-", ".records-", "packets/.",
    API_KEYS,  # a key that was revoked since would be good again
    "jobs/", "uploads/",  # what waits is asked for, and sent, again
    "api_requests.db",  # of a day, and of no use to another server
)  # fmt: skip
_JOURNALS = tuple(f"{DATABASE}{each}" for each in ("-wal", "-shm", "-journal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was written. `database_apart`: the matters are on a server, and not in it."""

    archive: Path
    files: int
    size: int  # bytes
    erasures: int
    database_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that was restored. `replayed` lines of the ledger came after it was written."""

    workspace: Path
    files: int
    replayed: int
    forgot: Forgot


def back_up(workspace: Workspace, archive: Path, keys: Path | None) -> BackedUp:
    """Write a backup, sealed under the workspace's key. The workspace is locked for writing.

    Parameters
    ----------
    archive
        A new file.
    keys
        A folder that gets the keys and the ledger as they are now; None: they are copied by
        somebody else. It belongs to another medium, and only the newest copy is to be kept.

    Raises
    ------
    UsageError
        The file is there already, or the folder of keys lies beside it.
    """
    if archive.exists():
        raise UsageError(f"[{archive}] is there already", repair="Name a new file.")
    if keys is not None and keys.resolve() == archive.resolve().parent:
        raise UsageError(
            "the keys would lie beside the backup",
            why="Whoever takes both reads everything, also what was destroyed since.",
            repair="Name a folder on another medium with --keys.",
        )
    ledger = read_ledger(workspace.folder)
    about = {"erasures": len(ledger.lines)}
    partial = archive.with_name(f".{archive.name}.partial")
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".scratch-") as scratch:
        found = _members(workspace, Path(scratch))
        plain = Path(scratch) / "plain"
        with tarfile.open(plain, "w:gz", compresslevel=1) as tar:
            for name, path in found:
                tar.add(path, arcname=name, recursive=False)
        with partial.open("wb") as file, plain.open("rb") as content:
            key = derived(workspace.key(), _PURPOSE)
            write_sealed(file, key, _chunks(content), name=NAME, about=about)
            file.flush()
            os.fsync(file.fileno())
    partial.replace(archive)
    if keys is not None:
        _copy_keys(workspace, keys)
    return BackedUp(
        archive=archive,
        files=len(found),
        size=archive.stat().st_size,
        erasures=len(ledger.lines),
        database_apart=not database_url(workspace).startswith("sqlite"),
    )


def restore(
    archive: Path, keys: Path, folder: Path, doing: Doing, *, today: date, ledger: Path | None
) -> Restored:
    """Restore a backup into a new folder, and forget again what was forgotten since.

    Parameters
    ----------
    keys
        A folder with the newest `workspace.key`, `keys.db` and `erasures.jsonl`.
    ledger
        The newest ledger, where it does not lie with the keys.

    Raises
    ------
    UsageError
        The folder is there already.
    WorkspaceError
        The keys are missing, or the ledger is older than the backup or than the keys.
    ChainBroken
        The backup was changed, cut off, or is another workspace's.
    """
    if folder.exists():
        raise UsageError(f"[{folder}] is there already", repair="Name a new folder.")
    secret = _secret(keys)
    newest = ledger_of(ledger or keys / LEDGER)
    _require_newest(newest, about_sealed(archive)["erasures"], keys)
    partial = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        files = _unpack(archive, derived(secret, _PURPOSE), partial)
        _put_keys(keys, partial)
        before = read_ledger(partial)
        _require_continues(before, newest)
        forgot = _forget_again(partial, newest, doing, today)
    except BaseException:
        shutil.rmtree(partial)  # what was forgotten lies open in it
        raise
    partial.rename(folder)
    return Restored(
        workspace=folder,
        files=files,
        replayed=len(newest.lines) - len(before.lines),
        forgot=forgot,
    )


def _put_keys(keys: Path, folder: Path) -> None:
    for name in (KEY_FILE, KEYS):
        if (keys / name).is_file():
            shutil.copy2(keys / name, folder / name)
            (folder / name).chmod(0o600)


def _forget_again(folder: Path, newest: Ledger, doing: Doing, today: date) -> Forgot:
    if newest.lines:
        write_ledger(folder, newest.lines)
    with writing(folder, "vacatur restore") as place:
        if (folder / KEYS).is_file():
            with open_casework(place) as casework:
                replay(place, casework, newest, doing, today=today)
        return obey(place, today)


def _members(workspace: Workspace, scratch: Path) -> list[tuple[str, Path]]:
    found = []
    for path in sorted(workspace.folder.rglob("*")):
        name = path.relative_to(workspace.folder).as_posix()
        if not path.is_file() or name in _APART or name.startswith((*_NOT_KEPT, *_JOURNALS)):
            continue
        if name == DATABASE:
            path = _copied(path, scratch / DATABASE)
        found.append((name, path))
    return found


def _copied(database: Path, target: Path) -> Path:
    """A copy of a SQLite file as it stands at one moment, with what is in its log."""
    with closing(sqlite3.connect(database)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)
    return target


def _copy_keys(workspace: Workspace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy2(workspace.folder / KEY_FILE, folder / KEY_FILE)
    if (workspace.folder / KEYS).is_file():
        # The old copy goes first: it holds keys that were destroyed since.
        (folder / KEYS).unlink(missing_ok=True)
        _copied(workspace.folder / KEYS, folder / KEYS).chmod(0o600)
    if (workspace.folder / LEDGER).is_file():
        shutil.copy2(workspace.folder / LEDGER, folder / LEDGER)


def _secret(keys: Path) -> str:
    path = keys / KEY_FILE
    text = path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else ""
    if not is_key(text):
        raise WorkspaceError(
            f"the folder of keys holds no [{KEY_FILE}]",
            where=str(keys),
            why="The backup is sealed, and opens with that key alone.",
        )
    return text


def _require_newest(newest: Ledger, known: int, keys: Path) -> None:
    """Refuse a ledger that does not know what the backup or the keys know."""
    if len(newest.lines) < known:
        raise _too_old(f"it has {len(newest.lines)} lines, and the backup knew {known}")
    path = keys / KEYS
    if not path.is_file():
        return
    unknown = known_in(path).destroyed - newest.subjects(Erased.OBLITERATED)
    if unknown:
        raise _too_old(f"{len(unknown)} keys were destroyed of which it does not know")


def _require_continues(before: Ledger, newest: Ledger) -> None:
    if tuple(newest.lines[: len(before.lines)]) != tuple(before.lines):
        raise _too_old("it does not go on from the backup's own")


def _too_old(what: str) -> WorkspaceError:
    return WorkspaceError(
        f"the ledger of erasures is not the newest one: {what}",
        where=LEDGER,
        why="What was forgotten since would come back.",
        repair="Take it from the workspace as it stood last, or from where it is kept.",
    )


def _unpack(archive: Path, key: bytes, folder: Path) -> int:
    stream = cast(IO[bytes], Stream(read_sealed(archive, key, name=NAME)))
    files = 0
    with tarfile.open(fileobj=stream, mode="r|gz") as tar:
        for member in tar:
            tar.extract(member, folder, filter="data")
            files += 1
    while stream.read(CHUNK):
        pass  # its last chunk says that nothing was cut off
    return files


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
