"""An account as it stands, and the days and moments by which it may be used."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.tables import ACCOUNT_ROLES, ACCOUNTS, PASSKEYS

IDLE_DAYS = 90  # CJIS AC-2(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. No secret is in it.

    `name` is their name on the staff too, where they are on it.
    """

    name: str
    roles: frozenset[AccountRole]
    has_password: bool
    signs_in_outside: bool
    must_change: bool  # somebody else knows the password
    made_at: datetime
    used_at: datetime
    locked_at: datetime | None  # None: it is not locked
    disabled_at: datetime | None  # None: nobody disabled it
    has_totp: bool
    passkeys: int
    shortcuts: bool  # keys of the keyboard do things

    @property
    def has_second_factor(self) -> bool:
        """Whether something else than a password proves who they are."""
        return self.has_totp or self.passkeys > 0

    def standing(self, now: datetime) -> str:
        """`good`, `locked`, `disabled` or `idle`."""
        if self.disabled_at is not None:
            return "disabled"
        if self.locked_at is not None:
            return "locked"
        return "idle" if now - self.used_at >= timedelta(days=IDLE_DAYS) else "good"


def folded(name: str) -> str:
    """The one spelling of a name by which it is found."""
    plain = unicodedata.normalize("NFKC", name.replace("\0", " "))
    return " ".join(plain.split()).casefold()


def moment_of(text: str) -> datetime:
    """What `chain.moment` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def account_named(connection: sa.Connection, name: str) -> Account | None:
    """The account of a name, however it is spaced or cased; None: there is none."""
    found = accounts_of(connection, ACCOUNTS.c.folded == folded(name))
    return found[0] if found else None


def account_by_outside_key(connection: sa.Connection, key: str) -> Account | None:
    """The account of somebody who signs in elsewhere; None: there is none."""
    found = accounts_of(connection, ACCOUNTS.c.outside_key == key)
    return found[0] if found else None


def accounts_of(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Account]:
    """Accounts by name."""
    keys = (
        sa.select(sa.func.count())
        .where(PASSKEYS.c.account == ACCOUNTS.c.name)
        .scalar_subquery()
        .label("passkeys")
    )
    rows = connection.execute(
        sa.select(ACCOUNTS, keys).where(*conditions).order_by(ACCOUNTS.c.folded)
    ).all()
    roles: dict[str, set[AccountRole]] = {}
    for row in connection.execute(sa.select(ACCOUNT_ROLES)):
        roles.setdefault(row.account, set()).add(AccountRole(row.role))
    return [_account(row, frozenset(roles.get(row.name, ()))) for row in rows]


def _account(row: sa.Row[tuple[object, ...]], roles: frozenset[AccountRole]) -> Account:
    cells = row._mapping
    return Account(
        name=cells["name"],
        roles=roles,
        has_password=cells["password_hash"] is not None,
        signs_in_outside=cells["outside_key"] is not None,
        must_change=cells["must_change"],
        made_at=moment_of(cells["made_at"]),
        used_at=moment_of(cells["used_at"]),
        locked_at=moment_of(cells["locked_at"]) if cells["locked_at"] else None,
        disabled_at=moment_of(cells["disabled_at"]) if cells["disabled_at"] else None,
        has_totp=cells["totp_sealed"] is not None,
        passkeys=cells["passkeys"],
        shortcuts=cells["shortcuts"],
    )
