"""One run at a time: a lock on the workspace that the operating system gives back after a crash."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import WorkspaceError

LOCK_FILE = ".lock"

# `vacatur doctor` looks at the lock for an instant; whoever comes then tries again.
_TRIES = 5
_PAUSE = 0.1  # seconds

# Windows locks bytes and bars others from reading them: a byte far behind the holder's name.
_FAR_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: the process and its command. No user, machine or argument is recorded."""

    pid: int
    command: str


@contextmanager
def locked(folder: Path, command: str) -> Iterator[None]:
    """Hold a workspace for writing while the block runs.

    The lock belongs to the open file, so it ends with the process, however that ends. The file
    `.lock` stays; only a lock on it counts, never that it is there. A second lock from within the
    same process is refused too.

    Parameters
    ----------
    folder
        The workspace; it must exist.
    command
        What the holder does, such as `vacatur ingest`, to be shown to whoever is refused. Never
        its arguments, which may name a person.

    Raises
    ------
    WorkspaceError
        Another run holds it, or the folder cannot be locked.
    """
    descriptor = _opened(folder)
    try:
        if not _taken(descriptor, folder, tries=_TRIES):
            raise _in_use(folder)
        _write_holder(descriptor, json.dumps({"pid": os.getpid(), "command": command}))
        try:
            yield
        finally:
            _write_holder(descriptor, "")
            _give_back(descriptor)
    finally:
        os.close(descriptor)


def in_use_by(folder: Path) -> Holder | None:
    """Who holds the workspace now; None when nobody does. Pid 0 when the holder has no name yet."""
    if not (folder / LOCK_FILE).is_file():
        return None
    descriptor = _opened(folder)
    try:
        if not _taken(descriptor, folder, tries=1):
            return _holder(folder)
        _give_back(descriptor)
        return None
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    try:
        return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _no_lock(folder, error) from None


def _taken(descriptor: int, folder: Path, *, tries: int) -> bool:
    for attempt in range(tries):
        if attempt:
            time.sleep(_PAUSE)
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError):
            continue
        except OSError as error:
            raise _no_lock(folder, error) from None
        return True
    return False


def _write_holder(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode())


def _holder(folder: Path) -> Holder:
    try:
        told = json.loads((folder / LOCK_FILE).read_text(encoding="utf-8"))
        return Holder(int(told["pid"]), str(told["command"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(0, "another run")  # it has the lock and has not written its name yet


def _in_use(folder: Path) -> WorkspaceError:
    holder = _holder(folder)
    process = f", process {holder.pid}," if holder.pid else ""
    stop = f", or stop process {holder.pid}" if holder.pid else ""
    return WorkspaceError(
        f"[{holder.command}]{process} is writing to the workspace [{folder}]",
        why="Two runs in one workspace would overwrite each other's tables.",
        repair=f"Wait until it has ended{stop}. The lock ends with it; no file need be removed.",
    )


def _no_lock(folder: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"the workspace [{folder}] cannot be locked: {error.strerror}",
        why="Without a lock, two runs could overwrite each other's tables.",
        repair="Let the folder be writable, on a local disk or a file server that can lock files.",
    )


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _give_back(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
