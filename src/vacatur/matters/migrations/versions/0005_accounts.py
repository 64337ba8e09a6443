"""Accounts of the office's app."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MOMENT = sa.String(23)


def upgrade() -> None:
    """Make the tables of accounts, roles, sessions and second factors."""
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("outside_key", sa.String(64)),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.Column("locked_at", _MOMENT),
        sa.Column("disabled_at", _MOMENT),
        sa.Column("failures", sa.Text, nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("shortcuts", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
        sa.UniqueConstraint("folded", name="uq_accounts_folded"),
        sa.UniqueConstraint("outside_key", name="uq_accounts_outside_key"),
    )
    op.create_table(
        "account_roles",
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", "role", name="pk_account_roles"),
    )
    op.create_table(
        "role_requests",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_role_requests"),
        sa.CheckConstraint("asked_by <> account", name="ck_role_requests_not_oneself"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("proved_at", _MOMENT, nullable=False),
        sa.Column("challenge", sa.LargeBinary),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("credential_id", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_account", "passkeys", ["account"])
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_account", "recovery_codes", ["account"])
