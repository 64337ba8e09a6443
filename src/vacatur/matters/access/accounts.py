"""Accounts made, released and disabled, each with its entry in the chain."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from vacatur.errors import UsageError, nearest
from vacatur.matters.access.account import Account, account_named, accounts_of, folded
from vacatur.matters.access.giving_roles import give_role
from vacatur.matters.access.passwords import hashed, require_good
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.tables import ACCOUNTS, PASSKEYS, RECOVERY_CODES, SESSIONS
from vacatur.matters.chain import moment
from vacatur.matters.former import require_here
from vacatur.matters.schema import STAFF
from vacatur.matters.sealing import derived, keyed_hash
from vacatur.matters.store import Casework, Doing, Work

_LONGEST_NAME = 100  # signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An account that was made, and those of its roles that wait for a second administrator."""

    name: str
    waiting: tuple[AccountRole, ...]


def add_account(
    casework: Casework,
    name: str,
    roles: Collection[AccountRole],
    doing: Doing,
    *,
    password: str | None,
    outside_key: str | None = None,
    founding: bool = False,
) -> Added:
    """Make an account.

    Parameters
    ----------
    password
        One that its holder changes when they first sign in; None: they sign in elsewhere.
    outside_key
        From `outside_key_of`; None: they sign in here.
    founding
        As `give_role` has it.

    Raises
    ------
    UsageError
        The name may not be one or has an account, no role is named, or the password may not be one.
    MoveRefused
        They have left the staff; a name that comes back is for the staff to let back first.
    """
    clean = _require_name(name)
    if not roles:
        raise UsageError("an account needs a name and a role")
    hash_ = hashed(require_good(password, clean)) if password is not None else None
    with casework.working(doing) as work:
        if account_named(work.connection, clean) is not None:
            raise UsageError(f"[{clean}] has an account already")
        # Whoever is on the staff has one name there and here.
        on_staff = work.connection.execute(
            sa.select(STAFF.c.name).where(STAFF.c.folded == folded(clean))
        ).scalar()
        clean = on_staff or clean
        require_here(work.connection, clean)
        work.connection.execute(
            sa.insert(ACCOUNTS).values(
                name=clean,
                folded=folded(clean),
                password_hash=hash_,
                outside_key=outside_key,
                must_change=hash_ is not None,
                made_at=moment(doing.at),
                used_at=moment(doing.at),
                failures="[]",
                totp_step=0,
                shortcuts=True,
            )
        )
        work.note_access("AccountAdded", {"account": clean})
        waiting = tuple(
            each
            for each in sorted(roles)
            if not give_role(work, clean, each, doing, founding=founding)
        )
    return Added(name=clean, waiting=waiting)


def _require_name(name: str) -> str:
    """The name, in one spelling. Whoever reads the audit must not take it for another's.

    Raises
    ------
    UsageError
        It is blank, too long, holds signs that nobody sees, or is like the chain's own words.
    """
    clean = " ".join(unicodedata.normalize("NFKC", name).split())
    if not clean:
        raise UsageError("an account needs a name and a role")
    if len(clean) > _LONGEST_NAME or not clean.isprintable() or clean.startswith("("):
        raise UsageError(
            "the name of an account cannot be this one",
            why="In the audit it would look like another name, or like no name.",
            repair=f"Write it in at most {_LONGEST_NAME} letters that can be seen, and not in "
            "brackets.",
        )
    return clean


def outside_key_of(secret: str, issuer: str, subject: str) -> str:
    """The name under which somebody is found who signs in elsewhere."""
    return keyed_hash(derived(secret, "vacatur: sign-in elsewhere"), f"{issuer}\n{subject}")


def all_accounts(connection: sa.Connection) -> list[Account]:
    """Every account, by name."""
    return accounts_of(connection)


def require_account(connection: sa.Connection, name: str) -> Account:
    """The account of a name.

    Raises
    ------
    UsageError
        There is none.
    """
    found = account_named(connection, name)
    if found is None:
        names = [each.name for each in accounts_of(connection)]
        raise UsageError(f"there is no account [{name}]", repair=nearest(name, names))
    return found


def reset_password(casework: Casework, name: str, password: str, doing: Doing) -> Account:
    """Give an account a password that its holder must change, and forget its second factors.

    Its sessions end. A lock stays: `release` ends it.

    Raises
    ------
    UsageError
        There is no such account, or the password may not be one.
    """
    with casework.reading() as connection:
        account = require_account(connection, name)
    hash_ = hashed(require_good(password, account.name))
    with casework.working(doing) as work:
        _set(work, account.name, {"password_hash": hash_, "must_change": True, "totp_sealed": None})
        for table in (PASSKEYS, RECOVERY_CODES):
            work.connection.execute(sa.delete(table).where(table.c.account == account.name))
        end_sessions_of(work, account.name)
        work.note_access("PasswordReset", {"account": account.name})
    return account


def change_password(
    casework: Casework, name: str, password: str, doing: Doing, *, session: str
) -> None:
    """Give oneself another password; whoever asks has proved who they are.

    Parameters
    ----------
    session
        The hash of the session that goes on. All others end: one may be a thief's.

    Raises
    ------
    UsageError
        The password may not be one.
    """
    hash_ = hashed(require_good(password, name))
    with casework.working(doing) as work:
        _set(work, name, {"password_hash": hash_, "must_change": False})
        others = sa.and_(SESSIONS.c.account == name, SESSIONS.c.token_hash != session)
        work.connection.execute(sa.delete(SESSIONS).where(others))
        work.note_access("PasswordChanged", {"account": name})


def release(casework: Casework, name: str, doing: Doing) -> Account:
    """Let an account that was locked, idle or disabled be used again.

    Whoever had left the office with it is back, on the staff too.
    """
    with casework.working(doing) as work:
        account = require_account(work.connection, name)
        free = {"locked_at": None, "disabled_at": None, "failures": "[]"}
        _set(work, account.name, {**free, "used_at": moment(doing.at)})
        work.note_access("AccountReleased", {"account": account.name})
    return account


def disable(casework: Casework, name: str, doing: Doing) -> Account:
    """Let nobody sign in to an account, and end its sessions: its holder has left the office.

    They act nowhere any more (`matters/former.py`); what they did keeps their name.

    Raises
    ------
    UsageError
        There is none, or it is the last administrator's.
    """
    with casework.working(doing) as work:
        account = require_account(work.connection, name)
        others = [
            each
            for each in accounts_of(work.connection)
            if AccountRole.ADMINISTRATOR in each.roles
            and each.name != account.name
            and each.disabled_at is None
        ]
        if AccountRole.ADMINISTRATOR in account.roles and not others:
            raise UsageError(
                f"[{account.name}] is the last administrator",
                why="Nobody could release an account any more.",
                repair="Give somebody else the role first.",
            )
        _set(work, account.name, {"disabled_at": moment(doing.at)})
        end_sessions_of(work, account.name)
        work.note_access("AccountDisabled", {"account": account.name})
    return account


def set_shortcuts(casework: Casework, name: str, *, on: bool) -> None:
    """Let keys of the keyboard do things, or not. It is no matter of the chain."""
    with casework.engine.begin() as connection:
        connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(shortcuts=on))


def end_sessions(casework: Casework, name: str, doing: Doing) -> Account:
    """End every session of an account, and say so in the chain."""
    with casework.working(doing) as work:
        account = require_account(work.connection, name)
        end_sessions_of(work, account.name)
        work.note_access("SessionsEnded", {"account": account.name})
    return account


def end_sessions_of(work: Work, name: str) -> None:
    """End every session of an account."""
    work.connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.account == name))


def _set(work: Work, name: str, values: Mapping[str, Any]) -> None:
    work.connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values))
