"""Roles given and taken. What gives power over others takes two administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.access.account import account_named, accounts_of, moment_of
from vacatur.matters.access.roles import CONFIRMED_ROLES, STAFF_ROLES, AccountRole
from vacatur.matters.access.tables import ACCOUNT_ROLES, ROLE_REQUESTS
from vacatur.matters.chain import moment
from vacatur.matters.store import Casework, Doing, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRequest:
    """A role that one administrator wants to give, and another must confirm."""

    number: int
    account: str
    role: AccountRole
    asked_by: str
    asked_at: datetime


def give_role(
    work: Work, name: str, role: AccountRole, doing: Doing, *, founding: bool = False
) -> bool:
    """Give an account a role. False: it waits for a second administrator.

    Parameters
    ----------
    founding
        Whether it is given at once while there are fewer than two administrators. That is for the
        command line: in the app, whoever took the other one's role away could then give any.

    Raises
    ------
    UsageError
        There is no such account.
    MoveRefused
        They have the role, it waits already, or somebody would give it to themselves.
    """
    account = account_named(work.connection, name)
    if account is None:
        raise UsageError(f"there is no account [{name}]")
    if role in account.roles:
        raise MoveRefused(f"[{account.name}] is [{role}] already")
    if doing.actor == account.name and not founding:
        raise MoveRefused("nobody gives a role to themselves", repair="Ask another administrator.")
    founds = founding and len(_administrators(work.connection)) < 2
    if role not in CONFIRMED_ROLES or founds:
        _give(work, account.name, role)
        return True
    if any((x.account, x.role) == (account.name, role) for x in waiting(work.connection)):
        raise MoveRefused(
            "the role waits for a second administrator already",
            repair="Ask another administrator to confirm it under Administration.",
        )
    last = work.connection.execute(sa.select(sa.func.max(ROLE_REQUESTS.c.number))).scalar()
    work.connection.execute(
        sa.insert(ROLE_REQUESTS).values(
            number=(last or 0) + 1,
            account=account.name,
            role=role.value,
            asked_by=doing.actor,
            asked_at=moment(doing.at),
        )
    )
    work.note_access("RoleAsked", {"account": account.name, "role": role.value})
    return False


def take_role(work: Work, name: str, role: AccountRole) -> None:
    """Take a role from an account.

    Raises
    ------
    MoveRefused
        They do not have it, or they are the last administrator.
    """
    account = account_named(work.connection, name)
    if account is None or role not in account.roles:
        raise MoveRefused(f"[{name}] is not [{role}]")
    if role is AccountRole.ADMINISTRATOR and len(_administrators(work.connection)) < 2:
        raise MoveRefused(
            f"[{account.name}] is the last administrator",
            why="Nobody could release an account any more.",
            repair="Give somebody else the role first.",
        )
    work.connection.execute(
        sa.delete(ACCOUNT_ROLES).where(
            ACCOUNT_ROLES.c.account == account.name, ACCOUNT_ROLES.c.role == role.value
        )
    )
    work.note_access("RoleTaken", {"account": account.name, "role": role.value})


def decide_request(casework: Casework, number: int, doing: Doing, *, give: bool) -> RoleRequest:
    """Confirm a role that another administrator asked for, or refuse it.

    Raises
    ------
    MoveRefused
        There is no such request, whoever confirms has asked for it or would get the role, or
        somebody else knows the password of who would.
    """
    with casework.working(doing) as work:
        found = next((x for x in waiting(work.connection) if x.number == number), None)
        if found is None:
            raise MoveRefused(
                f"no role waits under the number [{number}]",
                why="Somebody has decided it since.",
            )
        if give and doing.actor in {found.asked_by, found.account}:
            raise MoveRefused(
                "a second administrator confirms a role",
                why="Whoever asked for it, or would get it, is not the second one.",
            )
        account = account_named(work.connection, found.account)
        if give and account is not None and account.must_change:
            raise MoveRefused(
                f"[{found.account}] has not chosen a password yet",
                why="Whoever made the first one knows it, and would have the role alone.",
                repair="Confirm it once its holder has signed in, and has said so to you.",
            )
        work.connection.execute(sa.delete(ROLE_REQUESTS).where(ROLE_REQUESTS.c.number == number))
        if give:
            _give(work, found.account, found.role)
        else:
            said = {"account": found.account, "role": found.role.value}
            work.note_access("RoleRefused", said)
    return found


def waiting(connection: sa.Connection) -> list[RoleRequest]:
    """The roles that wait for a second administrator, the oldest first."""
    rows = connection.execute(sa.select(ROLE_REQUESTS).order_by(ROLE_REQUESTS.c.number))
    return [
        RoleRequest(
            number=row.number,
            account=row.account,
            role=AccountRole(row.role),
            asked_by=row.asked_by,
            asked_at=moment_of(row.asked_at),
        )
        for row in rows
    ]


def _give(work: Work, name: str, role: AccountRole) -> None:
    """Write the role; on the staff a person has one, so another of the staff's gives way."""
    if role in STAFF_ROLES:
        account = account_named(work.connection, name)
        for each in sorted(account.roles & STAFF_ROLES.keys() if account else ()):
            take_role(work, name, each)
        work.add_member(name, STAFF_ROLES[role])
    work.connection.execute(sa.insert(ACCOUNT_ROLES).values(account=name, role=role.value))
    work.note_access("RoleGiven", {"account": name, "role": role.value})


def _administrators(connection: sa.Connection) -> list[str]:
    return [
        each.name
        for each in accounts_of(connection)
        if AccountRole.ADMINISTRATOR in each.roles and each.disabled_at is None
    ]
