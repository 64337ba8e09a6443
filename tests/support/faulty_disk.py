"""A disk that fails: full, broken, or lying about what it keeps. No root, no compiler, any system.

SQLite asks its disk for everything through a VFS, and APSW lets one be written in Python. The
store's own SQL runs over it: only the driver is another one (`engine_on`). Writes go to real files;
of each file it is also kept what an honest `xSync` has brought to the disk, so that after a loss of
power exactly that is left, and of what was written since, any part.
"""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apsw
import sqlalchemy as sa

from vacatur.matters.database import prepared

_number = itertools.count(1)


class Fault(Enum):
    """What one call of the disk comes to."""

    FULL = "the disk is full"
    BROKEN = "an input or output error"
    LIES = "it says that all is on the disk, and it is not"
    POWER = "the power goes"


@dataclass
class Disk:
    """Which call fails, and what would be left of each file if the power went now.

    `fail_at` counts the calls that change something: writing, cutting, syncing, removing; at
    `dies_at` the power goes too.
    """

    fault: Fault | None = None
    fail_at: int = 0
    dies_at: int = 0
    calls: int = 0
    made: list[str] = field(default_factory=list)
    dead: bool = False
    over: bool = False  # nobody is left to be told: what still closes changes nothing
    _synced: dict[str, bytes] = field(default_factory=dict)
    _since: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)

    def holds(self, path: Path) -> None:
        """A file that was there before, whole and synced."""
        self._synced[str(path)] = path.read_bytes()

    def asked(self, what: str) -> bool:
        """Count a call that changes something; whether it is to be done."""
        if self.over:
            return False
        if self.dead:
            raise apsw.IOError("the power is gone")
        self.calls += 1
        self.made.append(what)
        if self.calls == self.dies_at:
            self.dead = True
            raise apsw.IOError("the power goes")
        if self.calls != self.fail_at:
            return True
        match self.fault:
            case Fault.FULL:
                raise apsw.FullError("the disk is full")
            case Fault.BROKEN:
                raise apsw.IOError("the disk is broken")
            case Fault.POWER:
                self.dead = True
                raise apsw.IOError("the power goes")
        return self.fault is not Fault.LIES or what != "sync"

    def wrote(self, name: str, offset: int, data: bytes | None) -> None:
        """Something was written at an offset; None: the file was cut there."""
        self._since.setdefault(name, []).append((offset, data))

    def synced(self, name: str) -> None:
        """Everything written to a file so far is on the disk."""
        content = self._synced.get(name, b"")
        for change in self._since.pop(name, []):
            content = _changed(content, *change)
        self._synced[name] = content

    def removed(self, name: str) -> None:
        self._synced.pop(name, None)
        self._since.pop(name, None)

    def after_power_loss(self, folder: Path, kept: random.Random | None) -> None:
        """Write what is left into a folder: what was synced, and any part of the rest."""
        folder.mkdir()
        for name in self._synced.keys() | self._since.keys():
            content = self._synced.get(name, b"")
            for change in self._since.get(name, []):
                if kept is not None and kept.random() < 0.5:
                    content = _changed(content, *change)
            (folder / Path(name).name).write_bytes(content)


def _changed(content: bytes, offset: int, data: bytes | None) -> bytes:
    if data is None:
        return content[:offset].ljust(offset, b"\0")
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


class _Files(apsw.VFS):
    """The system's files, by way of a disk."""

    def __init__(self, name: str, disk: Disk) -> None:
        self._name, self._disk = name, disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(name, flags, self._disk)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802
        if self._disk.asked("remove"):
            super().xDelete(name, sync_folder)
            self._disk.removed(name)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], disk: Disk) -> None:
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if self._disk.asked("write"):
            super().xWrite(data, offset)
            self._disk.wrote(self._path, offset, data)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        if self._disk.asked("cut"):
            super().xTruncate(size)
            self._disk.wrote(self._path, size, None)

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self._disk.asked("sync"):
            self._disk.synced(self._path)


# ---- APSW as SQLAlchemy knows a driver -----------------------------------------------------------


def engine_on(disk: Disk, path: Path) -> sa.Engine:
    """An engine of the store on a SQLite file that lies on a disk."""
    engine = sa.create_engine(
        "sqlite://",
        module=_DRIVER,
        creator=lambda: connected_on(disk, path),
        poolclass=sa.pool.StaticPool,
    )
    return prepared(engine)


def connected_on(disk: Disk, path: Path, **_: Any) -> _Connection:
    """A connection to a SQLite file that lies on a disk; in place of `sqlite3.connect`."""
    name = f"faulty-{next(_number)}"
    files = _Files(name, disk)
    return _Connection(_translated(lambda: apsw.Connection(str(path), vfs=name)), files)


class _Error(Exception):
    pass


class _DatabaseError(_Error):
    pass


class DiskFailed(_DatabaseError):
    """What `sqlite3.OperationalError` is to SQLite's own driver."""


class _IntegrityError(_DatabaseError):
    pass


def _translated(call: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except apsw.ConstraintError as problem:
        raise _IntegrityError(str(problem)) from problem
    except (apsw.IOError, apsw.FullError, apsw.BusyError, apsw.CantOpenError) as problem:
        raise DiskFailed(str(problem)) from problem
    except apsw.Error as problem:
        raise _DatabaseError(f"{type(problem).__name__}: {problem}") from problem


class _Connection:
    """What SQLAlchemy asks of a connection to SQLite that begins no transaction of its own."""

    isolation_level = None

    def __init__(self, raw: apsw.Connection, files: _Files) -> None:
        self._raw, self._files = raw, files

    def cursor(self) -> _Cursor:
        return _Cursor(self._raw)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _Cursor:
        return self.cursor().execute(sql, parameters)

    def create_function(self, *_: Any, **__: Any) -> None:
        """Regular expressions, which the store never asks for."""

    def executemany(self, sql: str, many: Sequence[Sequence[Any]]) -> _Cursor:
        if not self._raw.in_transaction:
            self.execute("begin")
        return self.cursor().executemany(sql, many)

    def executescript(self, sql: str) -> None:
        self.execute(sql)

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.rollback() if kind else self.commit()

    def commit(self) -> None:
        if self._raw.in_transaction:
            _translated(self._raw.execute, "commit")

    def rollback(self) -> None:
        if self._raw.in_transaction:
            _translated(self._raw.execute, "rollback")

    def close(self) -> None:
        _translated(self._raw.close, True)


class _Cursor:
    arraysize = 1
    lastrowid = None

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _Cursor:
        self.description = None
        cursor = self._raw.cursor()
        cursor.exec_trace = self._describe
        self._rows = deque(_translated(lambda: list(cursor.execute(sql, tuple(parameters)))))
        self.rowcount = -1 if self.description else self._raw.changes()
        return self

    def executemany(self, sql: str, many: Sequence[Sequence[Any]]) -> _Cursor:
        for parameters in many:
            self.execute(sql, parameters)
        return self

    def _describe(self, cursor: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
        names = cursor.get_description()
        self.description = [(name, kind, *[None] * 5) for name, kind in names] or None
        return True

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows.clear()


_DRIVER = SimpleNamespace(
    paramstyle="qmark",
    threadsafety=1,
    apilevel="2.0",
    sqlite_version=apsw.sqlite_lib_version(),
    sqlite_version_info=tuple(map(int, apsw.sqlite_lib_version().split("."))),
    PARSE_COLNAMES=2,
    PARSE_DECLTYPES=1,
    Binary=bytes,
    Error=_Error,
    Warning=type("Warning", (Exception,), {}),
    InterfaceError=type("InterfaceError", (_Error,), {}),
    DatabaseError=_DatabaseError,
    DataError=type("DataError", (_DatabaseError,), {}),
    OperationalError=DiskFailed,
    IntegrityError=_IntegrityError,
    InternalError=type("InternalError", (_DatabaseError,), {}),
    ProgrammingError=type("ProgrammingError", (_DatabaseError,), {}),
    NotSupportedError=type("NotSupportedError", (_DatabaseError,), {}),
)
