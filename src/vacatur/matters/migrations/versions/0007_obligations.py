"""Obligations: whose records the relieved matters change, by holder and day."""

import sqlalchemy as sa
from alembic import op

from vacatur.matters.obligations import write_obligations
from vacatur.matters.queries import in_state
from vacatur.matters.states import State

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, and fill it from the matters as they stand."""
    op.create_table(
        "obligations",
        sa.Column("matter", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("place", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("vehicle", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("ordered_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("changed_on", sa.Date),
        sa.PrimaryKeyConstraint("matter", "place", name="pk_obligations"),
    )
    op.create_index(
        "ix_obligations_holder",
        "obligations",
        ["holder", "changed_on", "due_on", "matter", "place"],
    )
    # What a matter is due hangs on court days, which no database knows.
    connection = op.get_bind()
    for matter in in_state(connection, State.RELIEVED.value):
        write_obligations(connection, matter, had=False)
