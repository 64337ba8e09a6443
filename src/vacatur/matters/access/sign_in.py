"""Signing in with a password: counted failures, a lock, and one answer to whatever is wrong."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import sqlalchemy as sa

from vacatur.matters.access.account import Account, account_named, folded, moment_of
from vacatur.matters.access.passwords import matches
from vacatur.matters.access.tables import ACCOUNTS
from vacatur.matters.chain import moment
from vacatur.matters.store import Casework, Doing, Work

FAILURES = 5  # CJIS AC-7: consecutive, within
FAILURES_WITHIN = timedelta(minutes=15)
# As whom the chain names somebody who is not known. What was typed may be a password.
NOBODY = "(not signed in)"


def check_password(casework: Casework, name: str, password: str, now: datetime) -> Account | None:
    """The account, if the password is its and it may be used; None for whatever is wrong.

    The slow hash is computed, and an entry of the chain written, whether there is an account or
    not: neither the answer nor its time tells. A failure is counted; a success ends the count only
    once the second factor is there too (`succeeded`).
    """
    with casework.reading() as connection:
        kept = connection.execute(
            sa.select(ACCOUNTS.c.password_hash).where(ACCOUNTS.c.folded == folded(name))
        ).scalar()
    good = matches(kept, password)
    with casework.working(_doing(NOBODY, now)) as work:
        account = account_named(work.connection, name)
        if account is not None and good and account.standing(now) == "good":
            work.note_access("PasswordAccepted", {"account": account.name})
            return account
        _note_failure(work, account, now)
    return None


def failed(casework: Casework, name: str, now: datetime) -> None:
    """Count a failure of somebody who has a session: a wrong code, or a wrong password again."""
    with casework.working(_doing(NOBODY, now)) as work:
        _note_failure(work, account_named(work.connection, name), now)


def refused_outside(casework: Casework, now: datetime) -> None:
    """Note that somebody came from a provider and was not let in."""
    with casework.working(_doing(NOBODY, now)) as work:
        _note_failure(work, None, now)


def succeeded(work: Work, name: str, now: datetime) -> None:
    """End the count of failures, and note that the account is in use."""
    work.connection.execute(
        sa.update(ACCOUNTS)
        .where(ACCOUNTS.c.name == name)
        .values(failures="[]", used_at=moment(now))
    )


def _note_failure(work: Work, account: Account | None, now: datetime) -> None:
    work.note_access("SignInFailed", {"account": account.name if account else None})
    if account is None:
        return
    row = ACCOUNTS.c.name == account.name
    told = work.connection.execute(sa.select(ACCOUNTS.c.failures).where(row)).scalar() or "[]"
    recent = [each for each in json.loads(told) if now - moment_of(each) < FAILURES_WITHIN]
    recent.append(moment(now))
    changed: dict[str, str] = {"failures": json.dumps(recent)}
    if len(recent) >= FAILURES and account.locked_at is None:
        changed["locked_at"] = moment(now)
        work.note_access("AccountLocked", {"account": account.name, "failures": len(recent)})
    work.connection.execute(sa.update(ACCOUNTS).where(row).values(**changed))


def _doing(actor: str, now: datetime) -> Doing:
    return Doing(actor=actor, purpose="sign-in", at=now)
