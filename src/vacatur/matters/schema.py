"""The tables of the operational store. Migrations make them; a test holds the two alike.

The chain (`events`) is the truth. `matters` is what it folds to, kept so that a worklist can be
read without folding a million events; `filings` lets no paper go to a court twice.
"""

from __future__ import annotations

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}
METADATA = sa.MetaData(naming_convention=NAMES)

# Day and time as text in UTC, `2026-02-15T09:30:00.00Z`: one hash on every database.
_MOMENT = sa.String(23)

STAFF = sa.Table(
    "staff",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    # Two spellings of one name must not be two people: whoever prepares could approve.
    sa.Column("folded", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    # Null: they are here, unless an account of their name is disabled.
    sa.Column("left_at", _MOMENT),
)

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", _MOMENT, nullable=False),
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
    sa.Index("ix_events_matter", "matter", "seq"),
)

_HAS_ENDED = "state in ('closed', 'set_aside')"
# A matter that has been at a court: `closed` too, if it was one in which a paper is filed.
_AT_COURT = (
    "state in ('submitted', 'filed', 'refused')"
    " or (state in ('relieved', 'closed') and files_paper)"
)
_NEEDS_NO_APPROVAL = "state in ('open', 'assigned', 'prepared', 'set_aside')"
# Of nobody it is not known that they are somebody else.
_FOUR_EYES = "approved_by is null or (prepared_by is not null and approved_by <> prepared_by)"
# As `queries` asks for it: the worst harm first, then the oldest judgment; without a day, last.
_ORDER = ("harm_rank", sa.text("(oldest_day is null)"), "oldest_day", "number")

MATTERS = sa.Table(
    "matters",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
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
    # Keyed hash of the case id; null once the case is forgotten.
    sa.Column("case_key", sa.String(64)),
    sa.Column("particulars_seq", sa.BigInteger, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.CheckConstraint(_FOUR_EYES, name="four_eyes"),
    sa.CheckConstraint(f"not ({_AT_COURT}) or victim_notice is not null", name="victim_notice"),
    sa.CheckConstraint(f"{_NEEDS_NO_APPROVAL} or approved_by is not null", name="approved"),
    sa.Index("ix_matters_order", *_ORDER),
    sa.Index("ix_matters_state", "state", *_ORDER),
    sa.Index("ix_matters_vehicle", "vehicle", *_ORDER),
    sa.Index("ix_matters_vehicle_state", "vehicle", "state", *_ORDER),
    sa.Index("ix_matters_assigned_to", "assigned_to", "state", *_ORDER),
    sa.Index("ix_matters_pattern", "pattern", "state", *_ORDER),
    sa.Index("ix_matters_next_due", "next_due"),
    sa.Index("ix_matters_due", "state", "next_due", "number"),
    sa.Index("ix_matters_newest", "state", "number"),
    sa.Index("ix_matters_subject", "subject"),
    sa.Index("ix_matters_case_key", "case_key"),
    sa.Index(
        "uq_matters_case_key_vehicle",
        "case_key",
        "vehicle",
        unique=True,
        sqlite_where=sa.text(f"not ({_HAS_ENDED})"),
        postgresql_where=sa.text(f"not ({_HAS_ENDED})"),
    ),
)

# What was known of a case that is in the vault, sealed with its key; gone once that is destroyed.
VAULT = sa.Table(
    "vault",
    METADATA,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

# How many matters of a vehicle stand in a state. Triggers keep it: a million rows take too long to
# count whenever somebody looks at a worklist.
TALLIES = sa.Table(
    "tallies",
    METADATA,
    sa.Column("vehicle", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("matters", sa.BigInteger, nullable=False),
)

# The same by pattern: how many matters were decided for the same reasons, and stand where.
PATTERN_TALLIES = sa.Table(
    "pattern_tallies",
    METADATA,
    sa.Column("pattern", sa.String(64), primary_key=True),
    sa.Column("vehicle", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("matters", sa.BigInteger, nullable=False),
    sa.Index("ix_pattern_tallies_state", "state", "matters"),
)

FILINGS = sa.Table(
    "filings",
    METADATA,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("matter", sa.BigInteger, nullable=False),
    sa.Column("case_key", sa.String(64)),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("content_sha256", sa.String(64), nullable=False),
    # False once the court has said that it never had it.
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Index("ix_filings_matter", "matter"),
    sa.Index(
        "uq_filings_paper",
        "case_key",
        "document",
        "content_sha256",
        unique=True,
        sqlite_where=sa.text("counts"),
        postgresql_where=sa.text("counts"),
    ),
)

# Whose record a relieved matter changes, and by when: an index of `matters`, written with it, so
# that the ledger of compliance reads no matter. `hold_obligations` holds it to them.
OBLIGATIONS = sa.Table(
    "obligations",
    METADATA,
    sa.Column("matter", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("vehicle", sa.Text, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("ordered_on", sa.Date),
    sa.Column("due_on", sa.Date),
    sa.Column("changed_on", sa.Date),
    sa.Index("ix_obligations_holder", "holder", "changed_on", "due_on", "matter", "place"),
)

BATCHES = sa.Table(
    "batches",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    # The entry of the chain that froze it.
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("seed", sa.BigInteger),
    sa.Column("by_pattern", sa.Boolean),
)

BATCH_MEMBERS = sa.Table(
    "batch_members",
    METADATA,
    sa.Column("batch", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("matter", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("pattern", sa.String(64), nullable=False),
    sa.Column("decision_hash", sa.String(64), nullable=False),
    sa.Column("prepared_by", sa.Text, nullable=False),
    sa.Column("sampled", sa.Boolean, nullable=False),
    sa.Column("review", sa.Text),
    sa.Column("reviewed_by", sa.Text),
    # False once the batch has ended: a matter stands in one batch at a time.
    sa.Column("live", sa.Boolean, nullable=False),
    sa.CheckConstraint("reviewed_by is null or reviewed_by <> prepared_by", name="four_eyes"),
    sa.CheckConstraint("review is null or sampled", name="drawn"),
    sa.Index(
        "uq_batch_members_matter",
        "matter",
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    ),
)

# Which entries of the chain stand in a register: numbered items that are no matters. It is an
# index of the chain, and `hold_registers` holds it to that.
REGISTERS = sa.Table(
    "registers",
    METADATA,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("register", sa.Text, nullable=False),
    sa.Column("item", sa.BigInteger, nullable=False),
    sa.Column("subject", sa.Text),
    # Keyed hash by which an item is found; null where there is none, or it was forgotten.
    sa.Column("found_by", sa.String(64)),
    sa.Index("ix_registers_register", "register", "item", "seq"),
    sa.Index("ix_registers_found_by", "register", "found_by"),
    sa.Index("ix_registers_subject", "subject"),
)
