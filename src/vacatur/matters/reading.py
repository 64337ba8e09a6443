"""What stands in the store: somebody of the staff, a matter, its events, whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from vacatur.errors import UsageError, nearest
from vacatur.matters import events as e
from vacatur.matters.codec import read, read_matter
from vacatur.matters.former import folded_name, require_here
from vacatur.matters.gates import Member
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Matter, Particulars
from vacatur.matters.schema import EVENTS, MATTERS, STAFF
from vacatur.matters.sealing import unseal
from vacatur.matters.states import Role
from vacatur.matters.vault import is_in_vault

LARGEST = 2**63 - 1  # that a database takes
# Made once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_CONTENT = sa.select(MATTERS.c.content).where(MATTERS.c.number == sa.bindparam("number"))
_MEMBER = sa.select(STAFF).where(STAFF.c.folded == sa.bindparam("folded"))


def member_of(connection: sa.Connection, name: str) -> Member:
    """Somebody of the staff, however the name is spaced or its letters are cased.

    Raises
    ------
    UsageError
        Nobody is called so.
    MoveRefused
        They have left the office.
    """
    found = connection.execute(_MEMBER, {"folded": folded_name(name)}).first()
    if found is None:
        names = connection.execute(sa.select(STAFF.c.name)).scalars().all()
        raise UsageError(
            f"nobody on the staff is called [{name}]",
            why="Two spellings of one name would be two people, and approve their own work.",
            repair=nearest(name, names)
            or "Add them: [vacatur matters staff add NAME --role attorney].",
        )
    require_here(connection, found.name)
    return Member(name=found.name, role=Role(found.role))


def matter_of(connection: sa.Connection, number: int) -> Matter:
    """A matter as it stands."""
    content = None
    if number <= LARGEST:
        content = connection.execute(_CONTENT, {"number": number}).scalar()
    if content is None:
        last = connection.execute(sa.select(sa.func.max(MATTERS.c.number))).scalar()
        raise UsageError(
            f"there is no matter [{number}]",
            repair=f"The last one is {last}." if last else "Open some: [vacatur matters open].",
        )
    return read_matter(content)


def events_of(
    connection: sa.Connection, keys: KeyStore, number: int
) -> Sequence[tuple[sa.Row[tuple[object, ...]], e.MatterEvent]]:
    """A matter's events with their lines of the chain, in order; readings are left out.

    Of a case that is in the vault, nothing private is told.
    """
    rows = connection.execute(
        sa.select(EVENTS)
        .where(EVENTS.c.matter == number, EVENTS.c.kind != "Read")
        .order_by(EVENTS.c.seq)
    ).all()
    sealed = bool(rows) and is_in_vault(connection, rows[0].subject)
    return [
        (row, read(row.kind, row.public, None if sealed else private_text(row, keys)))
        for row in rows
    ]


def particulars_of(connection: sa.Connection, keys: KeyStore, number: int) -> Particulars | None:
    """Whose matter it is; None: it is in the vault, was forgotten, or there is no such matter."""
    if abs(number) > LARGEST:
        return None
    row = connection.execute(
        sa.select(EVENTS).join(MATTERS, MATTERS.c.particulars_seq == EVENTS.c.seq)
        .where(MATTERS.c.number == number)
    ).first()  # fmt: skip
    if row is None or is_in_vault(connection, row.subject):
        return None
    event = read(row.kind, row.public, private_text(row, keys))
    return event.particulars if isinstance(event, e.Opened | e.Renewed) else None


def place(subject: str, seq: int) -> str:
    """Where a sealed text stands: it opens nowhere else."""
    return f"{subject} entry {seq}"


def private_text(row: sa.Row[Any], keys: KeyStore) -> str | None:
    """What an entry of the chain seals; None: nothing, or the key of its case was destroyed."""
    if row.private is None:
        return None
    key = keys.get(row.subject)
    if key is None:
        return None
    return unseal(key, row.private, bound_to=place(row.subject, row.seq)).decode()
