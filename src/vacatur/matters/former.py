"""Who has left the office: by a word of the staff, or because their account was disabled."""

from __future__ import annotations

import sqlalchemy as sa

from vacatur.errors import MoveRefused
from vacatur.matters.access.account import folded
from vacatur.matters.access.tables import ACCOUNTS
from vacatur.matters.schema import STAFF

_IS_DISABLED = sa.exists().where(
    ACCOUNTS.c.folded == STAFF.c.folded, ACCOUNTS.c.disabled_at.is_not(None)
)
HAS_LEFT = sa.or_(STAFF.c.left_at.is_not(None), _IS_DISABLED)  # of a row of the staff

# Made once: it is asked in every transaction. An analyst has an account, and is not on the staff.
_GONE = sa.select(
    sa.or_(
        sa.exists().where(
            STAFF.c.folded.in_((sa.bindparam("written"), sa.bindparam("plain"))),
            STAFF.c.left_at.is_not(None),
        ),
        sa.exists().where(
            ACCOUNTS.c.folded == sa.bindparam("plain"), ACCOUNTS.c.disabled_at.is_not(None)
        ),
    )
)


def folded_name(name: str) -> str:
    """The one spelling by which somebody of the staff is found."""
    return " ".join(name.split()).casefold()


def require_here(connection: sa.Connection, name: str) -> None:
    """Refuse whoever has left the office; who was never in it is not known here.

    Raises
    ------
    MoveRefused
        They have left, or their account is disabled.
    """
    asked = {"written": folded_name(name), "plain": folded(name)}
    if connection.execute(_GONE, asked).scalar():
        raise MoveRefused(
            f"[{name}] has left the office",
            why="Whoever has left does nothing here any more, and is given nothing.",
            repair="If they are back: [vacatur accounts release NAME], or without an account "
            "[vacatur matters staff return NAME].",
        )
