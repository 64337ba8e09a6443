"""The staff: since when somebody has left the office."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; nobody of the staff has left yet. Whose account is disabled has, by that."""
    op.add_column("staff", sa.Column("left_at", sa.String(23)))
