"""The keys of cases, in a file of their own. Who destroys a key has forgotten what it sealed.

A court orders a case expunged, and not a person: so each case has its own key (ADR 0021). A key is
wrapped under one that is derived from the workspace's secret, and is bound to its subject.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import WorkspaceError
from vacatur.matters.sealing import KEY_BYTES, derived, seal, unseal

FILE = "keys.db"
_TABLES = """
create table if not exists keys (subject text primary key, wrapped blob not null) without rowid;
create table if not exists destroyed (subject text primary key, at text not null) without rowid;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whose keys a file holds, and whose were destroyed."""

    kept: frozenset[str]
    destroyed: frozenset[str]


def known_in(path: Path) -> Known:
    """Look into a file of keys and change nothing; no key is read."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        kept, destroyed = (
            frozenset(str(name) for (name,) in connection.execute(f"select subject from {table}"))
            for table in ("keys", "destroyed")
        )
    return Known(kept=kept, destroyed=destroyed)


class KeyStore:
    """Keys by subject. A key that is destroyed is gone from the file, and its subject is kept."""

    def __init__(self, path: Path, secret: str) -> None:
        self._wrapping = derived(secret, "vacatur: keys of cases")
        self._known: dict[str, bytes] = {}
        self._connection = _opened(path)

    def close(self) -> None:
        self._connection.close()

    def make(self, number: int) -> list[str]:
        """New subjects, each with its key, on the disk before anything is sealed with it."""
        subjects = [secrets.token_hex(16) for _ in range(number)]
        keys = {each: secrets.token_bytes(KEY_BYTES) for each in subjects}
        rows = [(name, seal(self._wrapping, key, bound_to=name)) for name, key in keys.items()]
        with self._connection:
            self._connection.executemany("insert into keys values (?, ?)", rows)
        self._known |= keys
        return subjects

    def get(self, subject: str) -> bytes | None:
        """The key of a subject; None: it was destroyed.

        Raises
        ------
        WorkspaceError
            There is no such key, and none was destroyed: the file is not the right one.
        """
        if subject not in self._known:
            found = self._connection.execute(
                "select wrapped from keys where subject = ?", (subject,)
            ).fetchone()
            if found is None:
                self._refuse_lost(subject)
                return None
            self._known[subject] = unseal(self._wrapping, found[0], bound_to=subject)
        return self._known[subject]

    def destroy(self, subjects: Iterable[str], *, at: str) -> None:
        """Destroy keys, for good, and remember whose. Destroying one again changes nothing."""
        names = [(each,) for each in subjects]
        with self._connection:
            self._connection.executemany("delete from keys where subject = ?", names)
            self._connection.executemany(
                "insert or ignore into destroyed values (?, ?)", [(name, at) for (name,) in names]
            )
        # The rows are overwritten (secure_delete); the free pages leave the file.
        self._connection.execute("vacuum")
        for (name,) in names:
            self._known.pop(name, None)

    def destroyed(self) -> frozenset[str]:
        """Whose keys were destroyed: what a restored backup must forget again."""
        rows = self._connection.execute("select subject from destroyed").fetchall()
        return frozenset(name for (name,) in rows)

    def _refuse_lost(self, subject: str) -> None:
        if subject in self.destroyed():
            return
        raise WorkspaceError(
            "there is no key for a case, and none was destroyed",
            where=FILE,
            why="What is sealed with it cannot be read.",
            repair=f"Take {FILE} from its backup: the newest that there is.",
        )


def _opened(path: Path) -> sqlite3.Connection:
    # Whoever comes first makes it, and nobody else may read it.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=30)
    # No journal outlives its transaction, and what is deleted is overwritten with zeros.
    connection.execute("pragma journal_mode = delete")
    connection.execute("pragma secure_delete = on")
    connection.execute("pragma synchronous = full")
    connection.executescript(_TABLES)
    return connection
