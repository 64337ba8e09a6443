"""The tables of accounts. Passwords, codes and sessions are kept as hashes, secrets sealed."""

from __future__ import annotations

import sqlalchemy as sa

from vacatur.matters.schema import METADATA

# As the chain writes it: UTC, `2026-02-15T09:30:00.00Z`.
_MOMENT = sa.String(23)

ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("folded", sa.Text, nullable=False, unique=True),
    # Argon2id; null: they sign in elsewhere (OIDC) or were invited and have no password yet.
    sa.Column("password_hash", sa.Text),
    # Keyed hash of issuer and subject; null: they sign in here.
    sa.Column("outside_key", sa.String(64), unique=True),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("made_at", _MOMENT, nullable=False),
    # Of the last sign-in, or of the last release; what idleness is counted from.
    sa.Column("used_at", _MOMENT, nullable=False),
    sa.Column("locked_at", _MOMENT),
    sa.Column("disabled_at", _MOMENT),
    # Moments of the failures since the last success, as JSON.
    sa.Column("failures", sa.Text, nullable=False),
    sa.Column("totp_sealed", sa.LargeBinary),
    # The step of the last code that was taken: none is taken twice.
    sa.Column("totp_step", sa.BigInteger, nullable=False),
    sa.Column("shortcuts", sa.Boolean, nullable=False),
)

ACCOUNT_ROLES = sa.Table(
    "account_roles",
    METADATA,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
)

# A role that waits for a second administrator.
ROLE_REQUESTS = sa.Table(
    "role_requests",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", _MOMENT, nullable=False),
    sa.CheckConstraint("asked_by <> account", name="not_oneself"),
)

SESSIONS = sa.Table(
    "sessions",
    METADATA,
    # SHA-256 of what the cookie holds.
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("begun_at", _MOMENT, nullable=False),
    sa.Column("seen_at", _MOMENT, nullable=False),
    # When its holder last proved who they are.
    sa.Column("proved_at", _MOMENT, nullable=False),
    # Of a passkey that is asked for; null: none is.
    sa.Column("challenge", sa.LargeBinary),
    sa.Index("ix_sessions_account", "account"),
)

PASSKEYS = sa.Table(
    "passkeys",
    METADATA,
    sa.Column("credential_id", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("made_at", _MOMENT, nullable=False),
    sa.Index("ix_passkeys_account", "account"),
)

# One that is used is removed.
RECOVERY_CODES = sa.Table(
    "recovery_codes",
    METADATA,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Index("ix_recovery_codes_account", "account"),
)
