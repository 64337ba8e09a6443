"""Passkeys (WebAuthn): a key that the device keeps, asked to sign what was never asked before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import sqlalchemy as sa
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vacatur.errors import UsageError
from vacatur.matters.access.tables import PASSKEYS
from vacatur.matters.chain import moment
from vacatur.matters.store import Casework, Doing

# What the library raises of what it cannot read; the last, of JSON in JSON in JSON.
_UNREADABLE = (WebAuthnException, ValueError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A device's key, as its holder calls it."""

    credential_id: str
    label: str
    made_at: str  # moment, as the chain writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where passkeys hold: the host's name, and the address as the browser has it."""

    host: str
    origin: str


def passkeys_of(connection: sa.Connection, name: str) -> list[Passkey]:
    """The passkeys of an account, the oldest first."""
    query = sa.select(PASSKEYS).where(PASSKEYS.c.account == name).order_by(PASSKEYS.c.made_at)
    return [
        Passkey(credential_id=row.credential_id, label=row.label, made_at=row.made_at)
        for row in connection.execute(query)
    ]


def registration(connection: sa.Connection, site: Site, name: str) -> tuple[str, bytes]:
    """What a browser is asked to make a passkey with, as JSON, and the challenge in it."""
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="vacatur",
        user_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(connection, name),
    )
    return webauthn.options_to_json(options), challenge


def register(
    casework: Casework,
    site: Site,
    name: str,
    answer: str,
    challenge: bytes | None,
    label: str,
    doing: Doing,
) -> None:
    """Keep the passkey that a browser made.

    Raises
    ------
    UsageError
        It does not answer what was asked.
    """
    if challenge is None:
        raise _refused()
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except _UNREADABLE:
        raise _refused() from None
    with casework.working(doing) as work:
        row = {
            "credential_id": bytes_to_base64url(made.credential_id),
            "account": name,
            "label": " ".join(label.split())[:60] or "passkey",
            "public_key": made.credential_public_key,
            "sign_count": made.sign_count,
            "made_at": moment(doing.at),
        }
        known = PASSKEYS.c.credential_id == row["credential_id"]
        if work.connection.execute(sa.select(PASSKEYS.c.account).where(known)).first():
            raise _refused()  # keys have names that nobody chooses: this one was copied
        work.connection.execute(sa.insert(PASSKEYS).values(**row))
        work.note_access("FactorAdded", {"account": name, "factor": "passkey"})


def remove_passkey(casework: Casework, name: str, credential_id: str, doing: Doing) -> None:
    """Forget one."""
    with casework.working(doing) as work:
        mine = sa.and_(PASSKEYS.c.account == name, PASSKEYS.c.credential_id == credential_id)
        if work.connection.execute(sa.delete(PASSKEYS).where(mine)).rowcount:
            work.note_access("FactorRemoved", {"account": name, "factor": "passkey"})


def question(connection: sa.Connection, site: Site, name: str, *, alone: bool) -> tuple[str, bytes]:
    """What a browser is asked to sign with one of an account's passkeys, and the challenge.

    Parameters
    ----------
    alone
        Whether nothing else proves who they are: then the device asks for its PIN or a finger, and
        a key that somebody left in the machine opens nothing by a touch.
    """
    challenge = secrets.token_bytes(32)
    asked = UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=_descriptors(connection, name),
        user_verification=asked,
    )
    return webauthn.options_to_json(options), challenge


def accept_passkey(
    casework: Casework,
    site: Site,
    name: str,
    answer: str,
    challenge: bytes | None,
    doing: Doing,
    *,
    alone: bool,
) -> bool:
    """Whether one of an account's passkeys signed what was asked; `alone` as `question` has it."""
    if challenge is None:
        return False
    with casework.working(doing) as work:
        rows = work.connection.execute(sa.select(PASSKEYS).where(PASSKEYS.c.account == name)).all()
        for row in rows:
            try:
                signed = webauthn.verify_authentication_response(
                    credential=answer,
                    expected_challenge=challenge,
                    expected_rp_id=site.host,
                    expected_origin=site.origin,
                    credential_public_key=row.public_key,
                    credential_current_sign_count=row.sign_count,
                    require_user_verification=alone,
                )
            except _UNREADABLE:
                continue
            if bytes_to_base64url(signed.credential_id) != row.credential_id:
                continue
            work.connection.execute(
                sa.update(PASSKEYS)
                .where(PASSKEYS.c.credential_id == row.credential_id)
                .values(sign_count=signed.new_sign_count)
            )
            return True
    return False


def _descriptors(connection: sa.Connection, name: str) -> list[PublicKeyCredentialDescriptor]:
    query = sa.select(PASSKEYS.c.credential_id).where(PASSKEYS.c.account == name)
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(each))
        for each in connection.execute(query).scalars()
    ]


def _refused() -> UsageError:
    return UsageError(
        "the passkey does not answer what was asked",
        why="It was asked for too long ago, or for another address.",
        repair="Try again.",
    )
