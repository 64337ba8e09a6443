"""Staff, the chain of events, matters and filings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ENDED = "state in ('closed', 'set_aside')"
_AT_COURT = (
    "state in ('submitted', 'filed', 'refused')"
    " or (state in ('relieved', 'closed') and files_paper)"
)
_NEEDS_NO_APPROVAL = "state in ('open', 'assigned', 'prepared', 'set_aside')"
_FOUR_EYES = "approved_by is null or (prepared_by is not null and approved_by <> prepared_by)"
_ORDER = ("harm_rank", sa.text("(oldest_day is null)"), "oldest_day", "number")


def upgrade() -> None:
    """Make the tables, and let no event be changed."""
    op.create_table(
        "staff",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_staff"),
        sa.UniqueConstraint("folded", name="uq_staff_folded"),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(23), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("matter", sa.BigInteger),
        sa.Column("subject", sa.Text),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("private", sa.LargeBinary),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
    )
    op.create_index("ix_events_matter", "events", ["matter", "seq"])
    op.create_table(
        "matters",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("vehicle", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("files_paper", sa.Boolean, nullable=False),
        sa.Column("pattern", sa.String(64), nullable=False),
        sa.Column("assigned_to", sa.Text),
        sa.Column("prepared_by", sa.Text),
        sa.Column("approved_by", sa.Text),
        sa.Column("victim_notice", sa.Text),
        sa.Column("harm_rank", sa.Integer, nullable=False),
        sa.Column("oldest_day", sa.Date),
        sa.Column("next_due", sa.Date),
        sa.Column("case_key", sa.String(64)),
        sa.Column("particulars_seq", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_matters"),
        sa.CheckConstraint(_FOUR_EYES, name="ck_matters_four_eyes"),
        sa.CheckConstraint(
            f"not ({_AT_COURT}) or victim_notice is not null", name="ck_matters_victim_notice"
        ),
        sa.CheckConstraint(
            f"{_NEEDS_NO_APPROVAL} or approved_by is not null", name="ck_matters_approved"
        ),
    )
    op.create_index("ix_matters_order", "matters", [*_ORDER])
    op.create_index("ix_matters_state", "matters", ["state", *_ORDER])
    op.create_index("ix_matters_vehicle", "matters", ["vehicle", *_ORDER])
    op.create_index("ix_matters_vehicle_state", "matters", ["vehicle", "state", *_ORDER])
    op.create_index("ix_matters_assigned_to", "matters", ["assigned_to", "state"])
    op.create_index("ix_matters_pattern", "matters", ["pattern", "state"])
    op.create_index("ix_matters_next_due", "matters", ["next_due"])
    op.create_index("ix_matters_subject", "matters", ["subject"])
    op.create_index(
        "uq_matters_case_key_vehicle",
        "matters",
        ["case_key", "vehicle"],
        unique=True,
        sqlite_where=sa.text(f"not ({_ENDED})"),
        postgresql_where=sa.text(f"not ({_ENDED})"),
    )
    op.create_table(
        "tallies",
        sa.Column("vehicle", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("matters", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("vehicle", "state", name="pk_tallies"),
    )
    op.create_table(
        "filings",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("matter", sa.BigInteger, nullable=False),
        sa.Column("case_key", sa.String(64)),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_filings"),
    )
    op.create_index("ix_filings_matter", "filings", ["matter"])
    op.create_index(
        "uq_filings_paper",
        "filings",
        ["case_key", "document", "content_sha256"],
        unique=True,
        sqlite_where=sa.text("counts"),
        postgresql_where=sa.text("counts"),
    )
    _append_only()
    _tallied()


def _tallied() -> None:
    """Whatever is written into `matters` is counted in `tallies`."""
    less = (
        "update tallies set matters = matters - 1 where vehicle = old.vehicle and state = old.state"
    )
    more = """insert into tallies values (new.vehicle, new.state, 1)
        on conflict (vehicle, state) do update set matters = tallies.matters + 1"""
    if op.get_bind().dialect.name == "sqlite":
        for name, when, what in (
            ("insert", "insert", f"{more};"),
            ("update", "update of vehicle, state", f"{less}; {more};"),
            ("delete", "delete", f"{less};"),
        ):
            op.execute(f"create trigger matters_{name} after {when} on matters begin {what} end")
        return
    op.execute(
        f"""create function matters_are_tallied() returns trigger language plpgsql as
        $$ begin
            if tg_op <> 'INSERT' then {less}; end if;
            if tg_op <> 'DELETE' then {more}; end if;
            return null;
        end $$"""
    )
    op.execute(
        """create trigger matters_tallied after insert or update of vehicle, state or delete
        on matters for each row execute function matters_are_tallied()"""
    )


def _append_only() -> None:
    """An event is never changed and never removed, not even by mistake."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"""create trigger events_no_{verb} before {verb} on events
                begin select raise(abort, 'events are never changed'); end"""
            )
        # `insert or replace` removes a row, and no trigger on deletion hears of it.
        op.execute(
            """create trigger events_no_replacement before insert on events
            when exists (select 1 from events where seq = new.seq)
            begin select raise(abort, 'events are never changed'); end"""
        )
        return
    op.execute(
        """create function events_are_kept() returns trigger language plpgsql as
        $$ begin raise exception 'events are never changed'; end $$"""
    )
    op.execute(
        """create trigger events_no_change before update or delete or truncate on events
        for each statement execute function events_are_kept()"""
    )
