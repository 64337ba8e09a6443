"""Batches: frozen sets of matters, and what was found of their samples."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "batches",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger),
        sa.Column("by_pattern", sa.Boolean),
        sa.PrimaryKeyConstraint("number", name="pk_batches"),
    )
    op.create_table(
        "batch_members",
        sa.Column("batch", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("matter", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("pattern", sa.String(64), nullable=False),
        sa.Column("decision_hash", sa.String(64), nullable=False),
        sa.Column("prepared_by", sa.Text, nullable=False),
        sa.Column("sampled", sa.Boolean, nullable=False),
        sa.Column("review", sa.Text),
        sa.Column("reviewed_by", sa.Text),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("batch", "matter", name="pk_batch_members"),
        sa.CheckConstraint(
            "reviewed_by is null or reviewed_by <> prepared_by", name="ck_batch_members_four_eyes"
        ),
        sa.CheckConstraint("review is null or sampled", name="ck_batch_members_drawn"),
    )
    op.create_index(
        "uq_batch_members_matter",
        "batch_members",
        ["matter"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
