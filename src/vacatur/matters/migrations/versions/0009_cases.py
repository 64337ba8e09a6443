"""Matters by case: which a case has, ended ones too, is asked for with every page about it."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the index. The one of keys and vehicles leaves out matters that have ended."""
    op.create_index("ix_matters_case_key", "matters", ["case_key"])
