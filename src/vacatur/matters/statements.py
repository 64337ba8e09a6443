"""What was stated of matters: of each particular the latest text, as a paper prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from vacatur.matters import events as e
from vacatur.matters.applying import standing
from vacatur.matters.codec import read
from vacatur.matters.keys import KeyStore
from vacatur.matters.reading import private_text
from vacatur.matters.schema import EVENTS, VAULT
from vacatur.record.particulars import Stated

_AT_ONCE = 1_000  # matters asked for in one query: SQLite takes no more than some thousands
_KINDS = (e.ParticularStated.__name__, e.TakenBack.__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A particular as it was stated last: the text, by whom, and the moment as the chain has it."""

    text: str
    by: str
    at: str


def statements_of(
    connection: sa.Connection, keys: KeyStore, number: int
) -> dict[Stated, Statement]:
    """What stands stated of one matter (`statements_of_many`)."""
    return statements_of_many(connection, keys, [number])[number]


def statements_of_many(
    connection: sa.Connection, keys: KeyStore, numbers: Sequence[int]
) -> dict[int, dict[Stated, Statement]]:
    """What stands stated of some matters, by number; a particular that nobody stated is not there.

    What was taken back does not stand. Of a case that is in the vault or forgotten, and of a number
    that no matter has, nothing is told.
    """
    found: dict[int, dict[Stated, Statement]] = {number: {} for number in numbers}
    asked = list(found)
    for start in range(0, len(asked), _AT_ONCE):
        rows = {row.seq: row for row in _rows(connection, asked[start : start + _AT_ONCE])}
        for seq, event in standing(_events(rows.values(), keys)):
            row = rows[seq]
            if isinstance(event, e.ParticularStated) and event.text is not None:
                stated = Statement(text=event.text, by=row.actor, at=row.at)
                found[row.matter][event.particular] = stated
    return {number: _in_order(stated) for number, stated in found.items()}


def _in_order(stated: dict[Stated, Statement]) -> dict[Stated, Statement]:
    return {each: stated[each] for each in Stated if each in stated}


def _rows(connection: sa.Connection, numbers: Sequence[int]) -> Sequence[sa.Row[Any]]:
    query = sa.select(EVENTS).where(
        EVENTS.c.matter.in_(numbers),
        EVENTS.c.kind.in_(_KINDS),
        EVENTS.c.subject.not_in(sa.select(VAULT.c.subject)),
    )
    return connection.execute(query.order_by(EVENTS.c.seq)).all()


def _events(rows: Iterable[sa.Row[Any]], keys: KeyStore) -> Iterable[tuple[int, e.MatterEvent]]:
    for row in rows:
        yield row.seq, read(row.kind, row.public, private_text(row, keys))
