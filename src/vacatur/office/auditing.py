"""Verifying the audit chain, and the signed heads that show when it was cut off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from vacatur.errors import ChainBroken, UsageError
from vacatur.matters.batch_store import batch_numbers, batch_of, batches_of_chain
from vacatur.matters.chain import Head, entries_of, head_of, verify
from vacatur.matters.schema import EVENTS, MATTERS
from vacatur.matters.signing import public_key, sign, signed_by
from vacatur.matters.store import Casework
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A chain that holds: its entries, the matters that it makes, and the heads it was held to."""

    entries: int
    matters: int
    heads: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry of the chain, without what is private."""

    seq: int
    at: str
    actor: str
    purpose: str
    kind: str
    matter: int | None


def verify_audit(casework: Casework, workspace: Workspace, heads: Iterable[Path]) -> Verified:
    """Follow the chain, and hold every matter, every batch and every head against it.

    Raises
    ------
    ChainBroken
        The first bad entry, a matter or a batch that its entries do not make, or a head not
        reached.
    UsageError
        A head cannot be read, or this workspace did not sign it.
    """
    kept = [_read_head(path, workspace.key()) for path in heads]
    with casework.reading() as connection:
        head = verify(entries_of(connection), known=kept)
        matters = _hold_matters(connection)
        _hold_batches(connection)
    return Verified(entries=head.seq, matters=matters, heads=len(kept), hash=head.hash)


def _hold_matters(connection: sa.Connection) -> int:
    """Each matter is what its last entry says that it is."""
    last = (
        sa.select(EVENTS.c.matter, sa.func.max(EVENTS.c.seq).label("seq"))
        .where(EVENTS.c.matter.is_not(None))
        .group_by(EVENTS.c.matter)
        .subquery()
    )
    said = (
        sa.select(EVENTS.c.matter, EVENTS.c.after)
        .join(last, sa.and_(last.c.matter == EVENTS.c.matter, last.c.seq == EVENTS.c.seq))
        .subquery()
    )
    rows = connection.execution_options(yield_per=10_000).execute(
        sa.select(
            sa.func.coalesce(MATTERS.c.number, said.c.matter).label("number"),
            MATTERS.c.content,
            said.c.after,
        ).select_from(MATTERS.join(said, said.c.matter == MATTERS.c.number, full=True))
    )
    matters = 0
    for row in rows:
        matters += 1
        stands = hashlib.sha256((row.content or "").encode()).hexdigest()
        if stands != row.after:
            raise ChainBroken(
                "it is not what its last entry in the chain makes it",
                where=f"matter {row.number}",
                why="Somebody changed it beside the commands.",
                repair="Compare it with the last backup that verifies.",
            )
    return matters


def _hold_batches(connection: sa.Connection) -> None:
    """Each batch is what its entries make of it."""
    told = batches_of_chain(connection)
    for number in sorted({*told, *batch_numbers(connection)}):
        if number not in told or batch_of(connection, number) != told[number]:
            raise ChainBroken(
                "it is not what its entries in the chain make it",
                where=f"batch {number}",
                why="Somebody changed it beside the commands.",
                repair="Compare it with the last backup that verifies.",
            )


def export_head(casework: Casework, workspace: Workspace, out: Path) -> dict[str, Any]:
    """Write the head of the chain, signed, into a new file.

    Raises
    ------
    UsageError
        The file is there already.
    """
    if out.exists():
        raise UsageError(f"[{out}] is there already", repair="Name a new file.")
    with casework.reading() as connection:
        head = head_of(connection)
    data = {
        "seq": head.seq,
        "hash": head.hash,
        "public_key": public_key(workspace.key()),
        "signature": sign(workspace.key(), head),
    }
    out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return data


def _read_head(path: Path, secret: str) -> Head:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        head = Head(seq=int(told["seq"]), hash=str(told["hash"]))
        signature = str(told["signature"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"[{path}] is no head of a chain") from None
    if not signed_by(secret, head, signature):
        raise UsageError(
            f"[{path}] was not signed by this workspace",
            why="A head that somebody else wrote proves nothing.",
        )
    return head


def log_of(
    connection: sa.Connection, *, matter: int = 0, actor: str = "", last: int
) -> Sequence[LogLine]:
    """The last entries, the earliest of them first."""
    columns = [EVENTS.c[name] for name in LogLine.__slots__]
    query = sa.select(*columns).order_by(EVENTS.c.seq.desc()).limit(last)
    if matter:
        query = query.where(EVENTS.c.matter == matter)
    if actor:
        query = query.where(EVENTS.c.actor == actor)
    return [LogLine(**row._mapping) for row in reversed(connection.execute(query).all())]
