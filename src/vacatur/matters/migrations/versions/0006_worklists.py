"""Worklists: indexes for every way through them, tallies by pattern, and saved filters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ORDER = ("harm_rank", sa.text("(oldest_day is null)"), "oldest_day", "number")


def upgrade() -> None:
    """Make the indexes, the tallies with what there is, and the table of filters."""
    for column in ("assigned_to", "pattern"):
        op.drop_index(f"ix_matters_{column}", "matters")
        op.create_index(f"ix_matters_{column}", "matters", [column, "state", *_ORDER])
    op.create_index("ix_matters_due", "matters", ["state", "next_due", "number"])
    op.create_index("ix_matters_newest", "matters", ["state", "number"])
    op.create_table(
        "pattern_tallies",
        sa.Column("pattern", sa.String(64), nullable=False),
        sa.Column("vehicle", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("matters", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("pattern", "vehicle", "state", name="pk_pattern_tallies"),
    )
    op.create_index("ix_pattern_tallies_state", "pattern_tallies", ["state", "matters"])
    op.execute(
        """insert into pattern_tallies select pattern, vehicle, state, count(*)
        from matters group by pattern, vehicle, state"""
    )
    op.create_table(
        "saved_filters",
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", "name", name="pk_saved_filters"),
    )
    _tallied()


def _tallied() -> None:
    """Whatever is written into `matters` is counted in `pattern_tallies`."""
    less = """update pattern_tallies set matters = matters - 1
        where pattern = old.pattern and vehicle = old.vehicle and state = old.state"""
    more = """insert into pattern_tallies values (new.pattern, new.vehicle, new.state, 1)
        on conflict (pattern, vehicle, state) do update set matters = pattern_tallies.matters + 1"""
    if op.get_bind().dialect.name == "sqlite":
        for name, when, what in (
            ("insert", "insert", f"{more};"),
            ("update", "update of pattern, vehicle, state", f"{less}; {more};"),
            ("delete", "delete", f"{less};"),
        ):
            op.execute(f"create trigger patterns_{name} after {when} on matters begin {what} end")
        return
    op.execute(
        f"""create function patterns_are_tallied() returns trigger language plpgsql as
        $$ begin
            if tg_op <> 'INSERT' then {less}; end if;
            if tg_op <> 'DELETE' then {more}; end if;
            return null;
        end $$"""
    )
    op.execute(
        """create trigger patterns_tallied
        after insert or update of pattern, vehicle, state or delete
        on matters for each row execute function patterns_are_tallied()"""
    )
