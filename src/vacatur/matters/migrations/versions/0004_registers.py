"""Registers: numbered items in the chain that are no matters."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the index of what stands in a register."""
    op.create_table(
        "registers",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("item", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("found_by", sa.String(64)),
        sa.PrimaryKeyConstraint("seq", name="pk_registers"),
    )
    op.create_index("ix_registers_register", "registers", ["register", "item", "seq"])
    op.create_index("ix_registers_found_by", "registers", ["register", "found_by"])
    op.create_index("ix_registers_subject", "registers", ["subject"])
