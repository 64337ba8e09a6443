"""The audit chain: every move and every reading, each entry bound to the one before it.

An entry's hash covers the *ciphertext* of what is private, and the opaque subject. So a key that is
destroyed breaks nothing, and whoever keeps the chain learns nobody's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from vacatur.errors import ChainBroken
from vacatur.matters.codec import canonical
from vacatur.matters.schema import EVENTS

BEGINNING = "0" * 64
_LAST = sa.select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)
_INSERT = sa.insert(EVENTS)
NOTHING = "0" * 64  # the hash of what is not there: before a matter is opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of a chain; `seq` 0 before the first."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the chain."""

    seq: int
    at: str
    actor: str
    purpose: str
    kind: str
    matter: int | None
    subject: str | None
    public: str
    private: bytes | None
    before: str
    after: str
    previous: str

    def hash(self) -> str:
        """SHA-256 of everything that the line says, and of the hash of the line before it."""
        private = hashlib.sha256(self.private).hexdigest() if self.private is not None else None
        said = [self.seq, self.at, self.actor, self.purpose, self.kind, self.matter, self.subject,
                self.public, private, self.before, self.after, self.previous]  # fmt: skip
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def moment(at: datetime) -> str:
    """A moment in UTC to the hundredth of a second, as the chain writes it."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 10_000:02}Z"


def head_of(connection: sa.Connection) -> Head:
    """The last entry."""
    found = connection.execute(_LAST).first()
    return Head(seq=found.seq, hash=found.hash) if found else Head(seq=0, hash=BEGINNING)


def append(connection: sa.Connection, entries: Iterable[Entry]) -> None:
    """Write entries, in order."""
    rows = [
        {name: getattr(each, name) for name in Entry.__slots__} | {"hash": each.hash()}
        for each in entries
    ]
    if rows:
        connection.execute(_INSERT, rows)


def entries_of(connection: sa.Connection) -> Iterator[tuple[Entry, str]]:
    """Each entry with the hash that stands beside it, in order; none is left out by its number."""
    names = Entry.__slots__
    rows = connection.execution_options(yield_per=10_000).execute(
        sa.select(*(EVENTS.c[name] for name in names), EVENTS.c.hash).order_by(EVENTS.c.seq)
    )
    for *cells, stands in rows:
        yield Entry(**dict(zip(names, cells, strict=True))), stands


def verify(entries: Iterable[tuple[Entry, str]], *, known: Iterable[Head] = ()) -> Head:
    """Follow a chain from its beginning to its end.

    Parameters
    ----------
    known
        Heads that were kept elsewhere: the chain must still hold each of them.

    Raises
    ------
    ChainBroken
        It names the first bad entry, or the head that the chain does not reach.
    """
    kept = {each.seq: each.hash for each in known}
    head = Head(seq=0, hash=BEGINNING)
    for entry, stands in entries:
        _require_follows(entry, stands, head)
        if kept.get(entry.seq, stands) != stands:
            raise _broken(entry.seq, "it is not the entry that was signed")
        head = Head(seq=entry.seq, hash=stands)
    missing = [seq for seq in kept if seq > head.seq]
    if missing:
        raise _broken(head.seq + 1, f"the chain ends there, and it once reached {max(missing)}")
    return head


def _require_follows(entry: Entry, stands: str, head: Head) -> None:
    if entry.seq != head.seq + 1:
        raise _broken(head.seq + 1, f"the next entry there is {entry.seq}")
    if entry.previous != head.hash:
        raise _broken(entry.seq, "it does not follow the entry before it")
    if entry.hash() != stands:
        raise _broken(entry.seq, "it was changed")


def _broken(seq: int, what: str) -> ChainBroken:
    return ChainBroken(
        what,
        where=f"entry {seq}",
        why="The chain is not what was written: what follows cannot be relied on.",
        repair="Keep this file, and compare it with the last backup that verifies.",
    )
