"""Where a register's entries stand in the chain."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vacatur.matters.schema import REGISTERS


def next_item(connection: sa.Connection, register: str) -> int:
    """The number of the next item; 1 where a register has none."""
    last = sa.select(sa.func.max(REGISTERS.c.item)).where(REGISTERS.c.register == register)
    return (connection.execute(last).scalar() or 0) + 1


def index(
    connection: sa.Connection,
    seq: int,
    register: str,
    item: int,
    *,
    subject: str | None,
    found_by: str | None,
) -> None:
    """Note that an entry of the chain is of a register's item."""
    row = {
        "seq": seq,
        "register": register,
        "item": item,
        "subject": subject,
        "found_by": found_by,
    }
    connection.execute(sa.insert(REGISTERS), row)


def items_found_by(connection: sa.Connection, register: str, key: str) -> list[int]:
    """The items that a keyed hash finds, the earliest first."""
    mine = (REGISTERS.c.register == register) & (REGISTERS.c.found_by == key)
    query = sa.select(REGISTERS.c.item).where(mine).distinct().order_by(REGISTERS.c.item)
    return list(connection.execute(query).scalars())


def items_of_subject(connection: sa.Connection, register: str, subject: str) -> list[int]:
    """The items that are sealed under one key, the earliest first."""
    mine = (REGISTERS.c.register == register) & (REGISTERS.c.subject == subject)
    query = sa.select(REGISTERS.c.item).where(mine).distinct().order_by(REGISTERS.c.item)
    return list(connection.execute(query).scalars())


def subject_of_item(connection: sa.Connection, register: str, item: int) -> str | None:
    """Under whose key an item is sealed; None: there is no such item, or nothing of it is."""
    mine = (REGISTERS.c.register == register) & (REGISTERS.c.item == item)
    query = sa.select(REGISTERS.c.subject).where(mine, REGISTERS.c.subject.is_not(None)).limit(1)
    found: str | None = connection.execute(query).scalar()
    return found


def subjects_found_by(connection: sa.Connection, keys: Collection[str]) -> dict[str, str]:
    """Under whose key what keyed hashes find is sealed, by hash, in whatever register."""
    query = sa.select(REGISTERS.c.found_by, REGISTERS.c.subject).where(
        REGISTERS.c.found_by.in_(keys), REGISTERS.c.subject.is_not(None)
    )
    return {row.found_by: row.subject for row in connection.execute(query)}
