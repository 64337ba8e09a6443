"""Who has left the office acts nowhere: not in the app, and not by name on the command line.

Whoever has an account leaves and comes back with it; anybody else of the staff by a word of the
staff. The row of the staff stays, so that what they did keeps their name.
"""

from __future__ import annotations

import sqlalchemy as sa

from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.access.account import account_named
from vacatur.matters.chain import moment
from vacatur.matters.former import folded_name
from vacatur.matters.gates import Member
from vacatur.matters.queries import staff
from vacatur.matters.reading import member_of
from vacatur.matters.schema import STAFF
from vacatur.matters.store import Doing, Work


def leave_staff(work: Work, name: str, doing: Doing) -> Member:
    """Say that somebody of the staff, who has no account, has left.

    Raises
    ------
    UsageError
        Nobody is called so, or they have an account.
    MoveRefused
        They have left already, or nobody would be left.
    """
    member = member_of(work.connection, name)
    _require_no_account(work.connection, member.name, "disable")
    if len(staff(work.connection)) < 2:
        raise MoveRefused(
            f"[{member.name}] is the last of the staff",
            why="Nobody could put anybody on the staff any more.",
            repair="Add somebody else first: [vacatur matters staff add NAME --role attorney].",
        )
    _write(work, member.name, moment(doing.at))
    work.note_access("StaffLeft", {"name": member.name})
    return member


def return_to_staff(work: Work, name: str) -> Member:
    """Let somebody who left the staff act again, as what they were.

    Raises
    ------
    UsageError
        Nobody is called so, or they have an account.
    MoveRefused
        They have not left.
    """
    wanted = folded_name(name)
    _require_no_account(work.connection, name, "release")
    for each in staff(work.connection, former=True):
        if folded_name(each.name) == wanted:
            _write(work, each.name, None)
            work.note_access("StaffReturned", {"name": each.name})
            return each
    member = member_of(work.connection, name)
    raise MoveRefused(f"[{member.name}] has not left the office")


def _write(work: Work, name: str, left_at: str | None) -> None:
    work.connection.execute(sa.update(STAFF).where(STAFF.c.name == name).values(left_at=left_at))


def _require_no_account(connection: sa.Connection, name: str, instead: str) -> None:
    account = account_named(connection, name)
    if account is not None:
        raise UsageError(
            f"[{account.name}] has an account, and leaves and comes back with it",
            repair=f"[vacatur accounts {instead} NAME], or under Administration.",
        )
