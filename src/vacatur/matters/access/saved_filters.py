"""What somebody asks of a worklist again and again, kept under a name of their own."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from vacatur.errors import UsageError
from vacatur.matters.access.tables import SAVED_FILTERS
from vacatur.matters.store import Casework, Doing

MOST = 50  # of one account
_LONGEST = 60  # letters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """`asked` is what the worklist's address asks, as the worklist itself writes it."""

    name: str
    asked: str


def saved_filters(connection: sa.Connection, account: str) -> list[SavedFilter]:
    """Those of an account, by name."""
    rows = connection.execute(
        sa.select(SAVED_FILTERS.c.name, SAVED_FILTERS.c.asked)
        .where(SAVED_FILTERS.c.account == account)
        .order_by(SAVED_FILTERS.c.name)
    )
    return [SavedFilter(name=row.name, asked=row.asked) for row in rows]


def save_filter(casework: Casework, name: str, asked: str, doing: Doing) -> None:
    """Keep one; of the same name it takes the other's place.

    Raises
    ------
    UsageError
        The name is blank or too long, or there are too many.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST:
        raise UsageError("a filter is kept under a name of at most 60 letters")
    with casework.working(doing) as work:
        known = saved_filters(work.connection, doing.actor)
        if len(known) >= MOST and name not in {each.name for each in known}:
            raise UsageError(f"{MOST} filters are kept already", repair="Remove one of them.")
        _remove(work.connection, doing.actor, name)
        row = {"account": doing.actor, "name": name, "asked": asked}
        work.connection.execute(sa.insert(SAVED_FILTERS), row)


def remove_filter(casework: Casework, name: str, doing: Doing) -> None:
    """Keep one no longer."""
    with casework.working(doing) as work:
        _remove(work.connection, doing.actor, name)


def _remove(connection: sa.Connection, account: str, name: str) -> None:
    mine = (SAVED_FILTERS.c.account == account) & (SAVED_FILTERS.c.name == name)
    connection.execute(sa.delete(SAVED_FILTERS).where(mine))
