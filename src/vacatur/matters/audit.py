"""What the chain is asked: whether matters are what it makes them, and who did what."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from vacatur.errors import ChainBroken
from vacatur.matters.schema import EVENTS, MATTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry of the chain, without what is private."""

    seq: int
    at: str
    actor: str
    purpose: str
    kind: str
    matter: int | None


def hold_matters(connection: sa.Connection) -> int:
    """Hold each matter against its last entry of the chain; how many there are.

    Raises
    ------
    ChainBroken
        A matter is not what its entry makes it, or one of the two is missing.
    """
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
