"""Which codes were used, in a file beside the store: the one thing that the letter page writes.

A try is one transaction, whatever becomes of it, and takes the same writing: a row that is new or
there already, and a row that every try writes anew. A code is spent before its letter is shown, so
whoever ends the server in between loses a letter's opening and never gives two.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from pathlib import Path

from vacatur.errors import WorkspaceError

SESSION_BYTES = 16
_NOBODY = b""  # the row that stands already: writing it again changes nothing
_TABLES = """
create table if not exists spent (
  lookup blob primary key, session blob not null, until integer not null
) without rowid;
create table if not exists tries (one integer primary key, last blob not null);
insert or ignore into spent values (x'', x'', 0);
"""


class SpentCodes:
    """Codes that were used, each with the session that its first use opened.

    Times are seconds since 1970 in UTC.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = _opened(path)

    def spend(self, lookup: bytes | None, session: bytes, *, until: int) -> bool:
        """Use a code; whether this was its first use. It is on the disk when this returns.

        Parameters
        ----------
        lookup
            Of the code; None: it was none that is good, and only the same work is done.
        session
            The secret that the device gets. Its hash is kept.
        """
        wanted = _NOBODY if lookup is None else lookup
        with self._lock, self._connection:
            done = self._connection.execute(
                "insert or ignore into spent values (?, ?, ?)", (wanted, _hash(session), until)
            )
            is_first = done.rowcount == 1
            self._connection.execute("insert or replace into tries values (1, randomblob(16))")
        return is_first

    def is_open(self, lookup: bytes, session: bytes, *, now: int) -> bool:
        """Whether a device may still read what its code opened."""
        with self._lock:
            found = self._connection.execute(
                "select 1 from spent where lookup = ? and session = ? and until > ?",
                (lookup, _hash(session), now),
            ).fetchone()
        return found is not None

    def end(self, lookup: bytes, session: bytes) -> None:
        """End a session; its code stays spent."""
        with self._lock, self._connection:
            self._connection.execute(
                "update spent set until = 0 where lookup = ? and session = ?",
                (lookup, _hash(session)),
            )

    def close(self) -> None:
        self._connection.close()


def _hash(session: bytes) -> bytes:
    return hashlib.sha256(session).digest()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        # Whoever comes first makes it, and nobody else may read it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma secure_delete = on")
        connection.executescript(_TABLES)
    except (OSError, sqlite3.Error) as error:
        raise WorkspaceError(
            f"the file of used codes cannot be had: {type(error).__name__}",
            where=str(path),
            why="Without it a code could be used twice.",
            repair="Name a file that the server may write, with --spent.",
        ) from None
    return connection
