"""Registers: numbered items whose events stand in the audit chain and that are no matters.

A diversion, a charge that was screened: each is an item, and what happened to it is read here in
the order of the chain. What an event means is for whoever keeps the register to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from vacatur.errors import ChainBroken
from vacatur.matters.keys import KeyStore
from vacatur.matters.reading import LARGEST, private_text
from vacatur.matters.schema import EVENTS, REGISTERS
from vacatur.matters.vault import is_in_vault


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One event of an item. `at` is when it was written down, in UTC, and decides nothing.

    `private` is None where nothing is private, and where it was forgotten or lies in the vault:
    `is_sealed` tells the two apart.
    """

    seq: int
    at: str
    actor: str
    purpose: str
    register: str
    item: int
    kind: str
    public: dict[str, Any]
    private: dict[str, Any] | None
    is_sealed: bool
    subject: str | None


def entries_of(
    connection: sa.Connection, keys: KeyStore, register: str, item: int | None = None
) -> list[RegisterEntry]:
    """The entries of a register in the order of the chain; of one item, if it is named."""
    if item is not None and abs(item) > LARGEST:
        return []
    mine = REGISTERS.c.register == register
    if item is not None:
        mine &= REGISTERS.c.item == item
    query = (
        sa.select(EVENTS, REGISTERS.c.item)
        .join(REGISTERS, REGISTERS.c.seq == EVENTS.c.seq)
        .where(mine)
        .order_by(EVENTS.c.seq)
    )
    return [_entry(connection, keys, register, row) for row in connection.execute(query).all()]


def _entry(
    connection: sa.Connection, keys: KeyStore, register: str, row: sa.Row[Any]
) -> RegisterEntry:
    hidden = row.private is not None and is_in_vault(connection, row.subject)
    text = None if hidden else private_text(row, keys)
    public = json.loads(row.public)
    del public["item"]
    return RegisterEntry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        purpose=row.purpose,
        register=register,
        item=row.item,
        kind=row.kind.partition("/")[2],
        public=public,
        private=json.loads(text) if text else None,
        is_sealed=row.private is not None and text is None,
        subject=row.subject,
    )


def hold_registers(connection: sa.Connection) -> int:
    """Hold the index of registers against the chain; how many entries there are.

    Raises
    ------
    ChainBroken
        An entry is missing from the index, or stands in it otherwise than in the chain.
    """
    entries = 0
    for row in _both(connection):
        entries += 1
        if row.kind is None or row.register is None or _said(row) != (row.register, row.item):
            raise ChainBroken(
                "the index of registers is not what the chain says",
                where=f"entry {row.seq}",
                why="Somebody changed it beside the commands.",
                repair="Compare it with the last backup that verifies.",
            )
    return entries


def _both(connection: sa.Connection) -> Iterable[sa.Row[Any]]:
    """Each entry that the chain or the index says to be of a register."""
    chained = (
        sa.select(EVENTS.c.seq, EVENTS.c.kind, EVENTS.c.public)
        .where(EVENTS.c.kind.contains("/"))
        .subquery()
    )
    query = sa.select(
        sa.func.coalesce(chained.c.seq, REGISTERS.c.seq).label("seq"),
        chained.c.kind,
        chained.c.public,
        REGISTERS.c.register,
        REGISTERS.c.item,
    ).select_from(chained.join(REGISTERS, REGISTERS.c.seq == chained.c.seq, full=True))
    return connection.execution_options(yield_per=10_000).execute(query)


def _said(row: sa.Row[Any]) -> tuple[str, int]:
    """Register and item as the chain says them."""
    return row.kind.partition("/")[0], json.loads(row.public)["item"]
