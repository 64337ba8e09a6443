"""What somebody sent is read in a process with limits: it can fail there, and harm nothing here.

The process sets its own limits before it reads a byte: seconds of the processor, memory, and no
file. It answers in JSON; one that dies, hangs or says too much was sent something unreadable.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import IngestError

PROCESS = "vacatur.office.limited_process"
_SECONDS = 30  # until it is killed; its own limit of processor time is lower
_MOST_SAID = 8 * 1024 * 1024  # bytes of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read of one person's record: a docket, and the lines that nobody could read."""

    docket: str  # JSON
    unread: tuple[str, ...]


def look_into_file(path: Path) -> None:
    """Look at the beginning of a file that is to be taken in.

    Raises
    ------
    IngestError
        It is damaged, packed in a way that nobody takes, or no text.
    """
    _asked("look", str(path), b"", where=path.name)


def read_record(kind: str, content: bytes, *, as_of: str, limit_seconds: int = _SECONDS) -> Read:
    """Read one person's record from a file that was sent.

    Parameters
    ----------
    kind
        `docket`, `table`, `page` or `rap_sheet`.
    as_of
        Day of the docket, where the file does not say one.

    Raises
    ------
    IngestError
        It cannot be read; no word of it is shown.
    """
    told = _asked(kind, as_of, content, where="the file", seconds=limit_seconds)
    return Read(docket=str(told["docket"]), unread=tuple(map(str, told["unread"])))


def read_table(kind: str, content: bytes, *, limit_seconds: int = _SECONDS) -> list[list[Any]]:
    """Read a table that a court sent: of each row its line, and its cells in order of the columns.

    Parameters
    ----------
    kind
        What it holds: `receipts` or `orders`.

    Raises
    ------
    IngestError
        It cannot be read; no word of it is shown.
    """
    told = _asked("court", kind, content, where="the file", seconds=limit_seconds)
    rows: list[list[Any]] = told["rows"]
    return rows


def read_told(content: bytes, *, limit_seconds: int = _SECONDS) -> list[list[str]]:
    """Read a table that tells a text of each of many matters: the cells of each row.

    Raises
    ------
    IngestError
        It cannot be read; its row is named, and no word of it shown.
    """
    told = _asked("told", "", content, where="the table", seconds=limit_seconds)
    rows: list[list[str]] = told["rows"]
    return rows


def _asked(
    kind: str, argument: str, content: bytes, *, where: str, seconds: int = _SECONDS
) -> dict[str, Any]:
    names = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    command = [sys.executable, "-m", PROCESS, kind, argument]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(where, "it took too long to read") from None
    if done.returncode or len(done.stdout) > _MOST_SAID:
        raise _unreadable(where, "it takes more memory or time to read than it is given")
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _unreadable(where, "it cannot be read") from None
    if refused := told.get("refused"):
        raise IngestError(
            refused["what"],
            where=refused["row"] or where,
            why=refused["why"],
            repair=refused["repair"],
        )
    return told


def _unreadable(where: str, what: str) -> IngestError:
    return IngestError(
        what,
        where=where,
        why="Nothing was taken in.",
        repair="Open it on your own machine: it may be damaged, or another kind of file.",
    )
