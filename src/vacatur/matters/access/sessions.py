"""Sessions: kept here and not in the cookie, so that they can be ended here."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from vacatur.matters.access.account import Account, account_named, moment_of
from vacatur.matters.access.sign_in import succeeded
from vacatur.matters.access.tables import SESSIONS
from vacatur.matters.chain import moment
from vacatur.matters.database import HURRIED
from vacatur.matters.store import Casework, Doing
from vacatur.record.terms import Term

IDLE_LOCK = timedelta(minutes=30)  # CJIS AC-11
LONGEST = timedelta(hours=12)  # IA-11
HALF_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=5)
# A session that is used is written down once a minute, and not at each request.
_SEEN_EVERY = timedelta(minutes=1)


class Stage(Term):
    """How far somebody has come."""

    HALF = "half", "the password was right, and a second factor is asked for"
    FULL = "full", "signed in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One device on which somebody signed in."""

    token_hash: str
    account: str
    stage: Stage
    begun_at: datetime
    seen_at: datetime
    proved_at: datetime  # when its holder last proved who they are
    challenge: bytes | None  # of a passkey that is asked for; None: none is

    def is_locked(self, now: datetime) -> bool:
        """Whether it was left alone for so long that it shows nothing."""
        return now - self.seen_at >= IDLE_LOCK

    def is_proved(self, now: datetime) -> bool:
        """Whether its holder proved just now who they are."""
        return now - self.proved_at < PROOF_LASTS

    def has_ended(self, now: datetime) -> bool:
        """Whether it is over, whatever its holder does."""
        lasts = LONGEST if self.stage is Stage.FULL else HALF_LASTS
        return now - self.begun_at >= lasts


def begin_session(
    casework: Casework,
    account: str,
    stage: Stage,
    now: datetime,
    *,
    proved_at: datetime | None = None,
) -> str:
    """Begin a session; the token for the cookie, which is kept nowhere.

    Parameters
    ----------
    proved_at
        When they proved who they are; None: now.
    """
    token = secrets.token_urlsafe(32)
    with casework.working(Doing(actor=account, purpose="sign-in", at=now)) as work:
        row = {
            "token_hash": hash_of(token),
            "account": account,
            "stage": stage.value,
            "begun_at": moment(now),
            "seen_at": moment(now),
            "proved_at": moment(proved_at or now),
        }
        # What has ended is swept out here: nobody else comes by.
        over = moment(now - LONGEST)
        work.connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.begun_at < over))
        work.connection.execute(sa.insert(SESSIONS).values(**row))
        if stage is Stage.FULL:
            succeeded(work, account, now)
            work.note_access("SignedIn", {"account": account})
    return token


def session_of(
    connection: sa.Connection, token: str, now: datetime
) -> tuple[Session, Account] | None:
    """The session of a token, and its account; None: it has ended, or may not be used."""
    row = connection.execute(
        sa.select(SESSIONS).where(SESSIONS.c.token_hash == hash_of(token))
    ).first()
    if row is None:
        return None
    session = _session(row)
    account = account_named(connection, session.account)
    if account is None or session.has_ended(now) or account.standing(now) != "good":
        return None
    return session, account


def sessions_of(connection: sa.Connection, account: str, now: datetime) -> list[Session]:
    """The sessions of an account that have not ended, the last used first."""
    rows = connection.execute(
        sa.select(SESSIONS)
        .where(SESSIONS.c.account == account)
        .order_by(SESSIONS.c.seen_at.desc(), SESSIONS.c.token_hash)
    )
    return [each for each in map(_session, rows) if not each.has_ended(now)]


def note_use(casework: Casework, session: Session, now: datetime) -> None:
    """Note that a session is used; where somebody writes for long, the next request notes it."""
    if now - session.seen_at < _SEEN_EVERY:
        return
    engine = casework.engine.execution_options(**{HURRIED: True})
    with suppress(sa.exc.OperationalError), engine.begin() as connection:
        _change(connection, session, seen_at=moment(now))


def note_proof(casework: Casework, session: Session, now: datetime) -> None:
    """Note that its holder proved who they are; a session that was locked is open again."""
    with casework.working(Doing(actor=session.account, purpose="sign-in", at=now)) as work:
        work.connection.execute(
            sa.update(SESSIONS)
            .where(SESSIONS.c.token_hash == session.token_hash)
            .values(seen_at=moment(now), proved_at=moment(now), challenge=None)
        )
        succeeded(work, session.account, now)
        work.note_access("Proved", {"account": session.account})


def set_challenge(casework: Casework, session: Session, challenge: bytes | None) -> None:
    """Keep what a passkey must sign; None: what was asked is over."""
    with casework.engine.begin() as connection:
        _change(connection, session, challenge=challenge)


def end_session(casework: Casework, session: Session, doing: Doing) -> None:
    """End one."""
    with casework.working(doing) as work:
        found = sa.delete(SESSIONS).where(SESSIONS.c.token_hash == session.token_hash)
        work.connection.execute(found)
        if session.stage is Stage.FULL:
            work.note_access("SessionEnded", {"account": session.account})


def hash_of(token: str) -> str:
    """Under what a token is kept: it is 256 random bits, and needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _change(connection: sa.Connection, session: Session, **values: object) -> None:
    connection.execute(
        sa.update(SESSIONS).where(SESSIONS.c.token_hash == session.token_hash).values(**values)
    )


def _session(row: sa.Row[tuple[object, ...]]) -> Session:
    cells = row._mapping
    return Session(
        token_hash=cells["token_hash"],
        account=cells["account"],
        stage=Stage(cells["stage"]),
        begun_at=moment_of(cells["begun_at"]),
        seen_at=moment_of(cells["seen_at"]),
        proved_at=moment_of(cells["proved_at"]),
        challenge=cells["challenge"],
    )


def session_counts(connection: sa.Connection, now: datetime) -> dict[str, int]:
    """How many sessions each account has that have not ended; one without any is left out."""
    rows = connection.execute(
        sa.select(SESSIONS.c.account, sa.func.count())
        .where(SESSIONS.c.stage == Stage.FULL.value, SESSIONS.c.begun_at > moment(now - LONGEST))
        .group_by(SESSIONS.c.account)
    )
    return {str(name): int(number) for name, number in rows}
