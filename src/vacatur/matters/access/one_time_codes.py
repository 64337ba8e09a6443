"""One-time codes of a telephone (TOTP, RFC 6238) and recovery codes on paper."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

import pyotp
import sqlalchemy as sa
from pyotp.exceptions import OTPVerificationError

from vacatur.errors import ChainBroken, UsageError
from vacatur.matters.access.derived_keys import AccessKeys
from vacatur.matters.access.tables import ACCOUNTS, RECOVERY_CODES
from vacatur.matters.sealing import keyed_hash, seal, unseal
from vacatur.matters.store import Casework, Doing, Work

ISSUER = "vacatur"
RECOVERY_CODES_AT_ONCE = 10
_RECOVERY_BYTES = 10  # 80 bits
_WINDOW = 1  # steps of 30 seconds before and after


def offer(keys: AccessKeys, name: str) -> tuple[str, str, str]:
    """A new secret: sealed for the form that takes it up, as text, and as an address for a QR."""
    secret = pyotp.random_base32()
    sealed = seal(keys.codes, secret.encode(), bound_to=f"offered {name}")
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return sealed.hex(), secret, address


def shown_again(keys: AccessKeys, name: str, offered: str) -> tuple[str, str]:
    """Text and address of a secret that was offered before.

    Raises
    ------
    UsageError
        It was not offered to this account.
    """
    secret = _offered(keys, name, offered)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def take_up(
    casework: Casework, keys: AccessKeys, name: str, offered: str, code: str, doing: Doing
) -> list[str]:
    """Keep a secret whose first code is right; the recovery codes, shown once.

    Raises
    ------
    UsageError
        The code is not that of the secret.
    """
    secret = _offered(keys, name, offered)
    step = _step(secret, code, doing.at)
    if step is None:
        raise UsageError(
            "the code is not the one of now",
            repair="Wait for the next code, and see that the telephone's clock is right.",
        )
    with casework.working(doing) as work:
        sealed = seal(keys.codes, secret.encode(), bound_to=f"codes of {name}")
        _write(work, name, totp_sealed=sealed, totp_step=step)
        work.note_access("FactorAdded", {"account": name, "factor": "one-time codes"})
        return _new_recovery_codes(work, keys, name)


def remove(casework: Casework, name: str, doing: Doing) -> None:
    """Forget the secret of an account's codes, and its recovery codes."""
    with casework.working(doing) as work:
        _write(work, name, totp_sealed=None)
        gone = sa.delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account == name)
        work.connection.execute(gone)
        work.note_access("FactorRemoved", {"account": name, "factor": "one-time codes"})


def accept_code(casework: Casework, keys: AccessKeys, name: str, code: str, doing: Doing) -> bool:
    """Whether a code is right, of the telephone or of the paper; none is taken twice."""
    plain = "".join(code.split()).replace("-", "").upper()
    with casework.working(doing) as work:
        row = work.connection.execute(
            sa.select(ACCOUNTS.c.totp_sealed, ACCOUNTS.c.totp_step).where(ACCOUNTS.c.name == name)
        ).first()
        if row is not None and row.totp_sealed is not None:
            secret = unseal(keys.codes, row.totp_sealed, bound_to=f"codes of {name}").decode()
            step = _step(secret, plain, doing.at)
            if step is not None and step > row.totp_step:
                _write(work, name, totp_step=step)
                return True
        used = work.connection.execute(
            sa.delete(RECOVERY_CODES).where(
                RECOVERY_CODES.c.account == name,
                RECOVERY_CODES.c.code_hash == keyed_hash(keys.recovery, f"{name}\n{plain}"),
            )
        )
        if used.rowcount:
            work.note_access("RecoveryCodeUsed", {"account": name})
        return bool(used.rowcount)


def recovery_codes_left(connection: sa.Connection, name: str) -> int:
    """How many codes of the paper are not used yet."""
    query = sa.select(sa.func.count()).where(RECOVERY_CODES.c.account == name)
    return connection.execute(query).scalar() or 0


def _new_recovery_codes(work: Work, keys: AccessKeys, name: str) -> list[str]:
    work.connection.execute(sa.delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account == name))
    made = [
        base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
        for _ in range(RECOVERY_CODES_AT_ONCE)
    ]
    rows = [
        {"code_hash": keyed_hash(keys.recovery, f"{name}\n{each}"), "account": name}
        for each in made
    ]
    work.connection.execute(sa.insert(RECOVERY_CODES), rows)
    return ["-".join(each[at : at + 4] for at in range(0, len(each), 4)) for each in made]


def _offered(keys: AccessKeys, name: str, offered: str) -> str:
    try:
        sealed = bytes.fromhex(offered)
        return unseal(keys.codes, sealed, bound_to=f"offered {name}").decode()
    except (ValueError, ChainBroken):  # nothing that is kept is broken
        raise UsageError("the form was changed on its way", repair="Begin again.") from None


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 seconds of a right code; None: it is none of now."""
    if not (code.isascii() and code.isdigit()):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=_WINDOW)
    except OTPVerificationError:
        return None


def _write(work: Work, name: str, **values: object) -> None:
    work.connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values))
