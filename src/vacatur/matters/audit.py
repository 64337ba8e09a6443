"""What the chain is asked: whether matters are what it makes them, and who did what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from vacatur.errors import ChainBroken
from vacatur.matters.codec import canonical
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are asked for; empty, null or 0 = any. Days are of UTC, as the chain is."""

    since: date | None = None
    until: date | None = None
    actor: str = ""  # who did it, or whose account it is about
    matter: int = 0
    kind: str = ""
    before: int = 0  # only entries before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """An entry, and the account and role that it is about; empty: it is about none."""

    line: LogLine
    about: str


def search_log(connection: sa.Connection, sought: Sought, *, limit: int) -> Sequence[FoundLine]:
    """Entries of the chain, the latest of them first."""
    columns = [EVENTS.c[name] for name in LogLine.__slots__]
    query = sa.select(*columns, EVENTS.c.public).where(*_conditions(sought))
    found = []
    for *cells, public in connection.execute(query.order_by(EVENTS.c.seq.desc()).limit(limit)):
        line = LogLine(**dict(zip(LogLine.__slots__, cells, strict=True)))
        found.append(FoundLine(line=line, about=_about(public)))
    return found


def _about(public: str) -> str:
    told = json.loads(public)
    if "account" not in told:
        return ""
    parts = [told["account"] or "no account", told.get("role"), told.get("factor")]
    return ", ".join(each for each in parts if each)


def tally_log(connection: sa.Connection, sought: Sought) -> Sequence[tuple[str, str, int]]:
    """How often who did what: person, kind, number of entries; by person and kind."""
    columns = (EVENTS.c.actor, EVENTS.c.kind)
    query = (
        sa.select(*columns, sa.func.count())
        .where(*_conditions(sought))
        .group_by(*columns)
        .order_by(*columns)
    )
    return [(str(who), str(kind), int(n)) for who, kind, n in connection.execute(query)]


def kinds_of(connection: sa.Connection) -> Sequence[str]:
    """Every kind of entry that there is, by name."""
    return [
        str(each)
        for each in connection.execute(
            sa.select(EVENTS.c.kind).distinct().order_by(EVENTS.c.kind)
        ).scalars()
    ]


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if sought.since is not None:
        found.append(EVENTS.c.at >= sought.since.isoformat())
    if sought.until is not None:
        found.append(EVENTS.c.at < f"{sought.until.isoformat()}T24")
    if sought.actor:
        is_about = canonical({"account": sought.actor})[1:-1].lower()
        found.append(
            sa.or_(
                sa.func.lower(EVENTS.c.actor) == sought.actor.lower(),
                sa.func.lower(EVENTS.c.public).contains(is_about, autoescape=True),
            )
        )
    if sought.matter:
        found.append(EVENTS.c.matter == sought.matter)
    if sought.kind:
        found.append(EVENTS.c.kind == sought.kind)
    if sought.before:
        found.append(EVENTS.c.seq < sought.before)
    return found
