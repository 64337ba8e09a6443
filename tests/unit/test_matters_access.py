"""Accounts on each database: made, locked, released, signed in, and all of it in the chain."""

from __future__ import annotations

from datetime import timedelta

import pyotp

from tests.support.matters import AT, DOE, LEE, ROE, SECRET
from vacatur.matters.access.accounts import (
    add_account,
    all_accounts,
    change_password,
    disable,
    release,
    reset_password,
)
from vacatur.matters.access.derived_keys import access_keys
from vacatur.matters.access.giving_roles import decide_request, waiting
from vacatur.matters.access.one_time_codes import accept_code, offer, recovery_codes_left, take_up
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.sessions import (
    Stage,
    begin_session,
    note_proof,
    note_use,
    session_counts,
    session_of,
    sessions_of,
)
from vacatur.matters.access.sign_in import check_password
from vacatur.matters.audit import Sought, kinds_of, search_log, tally_log
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.store import Doing

pytest_plugins = ("tests.support.web",)  # for its cheap passwords

PASSWORD = "quiet-otter-bridge-lamp"
KEYS = access_keys(SECRET)


def by(actor: str, **later: float) -> Doing:
    return Doing(actor=actor, purpose="a test", at=AT + timedelta(**later))


def test_a_life_of_accounts(casework):
    for name in ("M. Moe", DOE.name):
        role = [AccountRole.ADMINISTRATOR]
        assert (
            add_account(casework, name, role, by("x"), password=PASSWORD, founding=True).waiting
            == ()
        )
    wanted = [AccountRole.SUPERVISOR, AccountRole.ANALYST]
    added = add_account(casework, "p.  LEE", wanted, by("M. Moe"), password=PASSWORD)
    assert (added.name, added.waiting) == (LEE.name, (AccountRole.SUPERVISOR,))
    with casework.reading() as connection:
        (request,) = waiting(connection)
    change_password(casework, LEE.name, PASSWORD, by(LEE.name), session="")
    decide_request(casework, request.number, by(DOE.name), give=True)

    for minute in range(5):
        now = AT + timedelta(minutes=minute)
        assert check_password(casework, ROE.name, PASSWORD, now) is None  # no account
        assert check_password(casework, LEE.name, "wrong wrong wrong", now) is None
    later = AT + timedelta(minutes=6)
    assert check_password(casework, LEE.name, PASSWORD, later) is None
    release(casework, LEE.name, by("M. Moe", minutes=7))
    account = check_password(casework, LEE.name, PASSWORD, later)
    assert account.roles == {AccountRole.SUPERVISOR, AccountRole.ANALYST}

    token = begin_session(casework, LEE.name, Stage.FULL, later)
    with casework.reading() as connection:
        session, _ = session_of(connection, token, later)
    used = later + timedelta(minutes=29)
    note_use(casework, session, used)
    with casework.reading() as connection:
        session, _ = session_of(connection, token, used + timedelta(minutes=29))
        assert (session.seen_at, session.is_proved(used)) == (used, False)
        assert session_of(connection, token, later + timedelta(hours=12)) is None
    note_proof(casework, session, used)

    offered, secret, _ = offer(KEYS, LEE.name)
    code = pyotp.TOTP(secret).at(AT)
    codes = take_up(casework, KEYS, LEE.name, offered, code, by(LEE.name))
    assert not accept_code(casework, KEYS, LEE.name, code, by(LEE.name))
    assert accept_code(casework, KEYS, LEE.name, codes[0], by(LEE.name))
    with casework.reading() as connection:
        assert recovery_codes_left(connection, LEE.name) == 9
        assert [x.is_proved(used) for x in sessions_of(connection, LEE.name, used)] == [True]
        assert session_counts(connection, used) == {LEE.name: 1}

    reset_password(casework, LEE.name, PASSWORD, by("M. Moe"))
    disable(casework, DOE.name, by("M. Moe"))
    with casework.reading() as connection:
        assert session_of(connection, token, used) is None
        standings = {each.name: each.standing(used) for each in all_accounts(connection)}
        assert standings == {"M. Moe": "good", DOE.name: "disabled", LEE.name: "good"}
        verify(entries_of(connection))
        failed = search_log(connection, Sought(kind="SignInFailed", since=AT.date()), limit=99)
        assert [each.about for each in failed].count("no account") == 5
        assert [each.about for each in failed].count(LEE.name) == 6
        assert "AccountLocked" in kinds_of(connection)
        mine = Sought(actor="m. moe", until=AT.date())
        assert ("M. Moe", "PasswordReset", 1) in tally_log(connection, mine)
        about = search_log(connection, Sought(actor="p. lee", kind="AccountLocked"), limit=9)
        assert [each.about for each in about] == [LEE.name]
        assert search_log(connection, Sought(until=AT.date() - timedelta(days=1)), limit=9) == []
