"""Batches in the store: an event of a batch and its rows are written together, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

import sqlalchemy as sa

from vacatur.errors import ChainBroken, UsageError
from vacatur.matters import batch_events as b
from vacatur.matters.batch import Batch, Reviewed, apply, frozen, reviewed
from vacatur.matters.codec import read_of_batch
from vacatur.matters.events import SampleReviewed
from vacatur.matters.matter import Matter
from vacatur.matters.reading import LARGEST, matter_of
from vacatur.matters.schema import BATCH_MEMBERS, BATCHES, EVENTS
from vacatur.matters.states import LIVE_BATCHES, BatchState, Review
from vacatur.matters.store import Work

_AT_ONCE = 1_000  # matters asked for in one query: SQLite takes no more than some thousands
_KINDS = [each.__name__ for each in (*get_args(b.BatchEvent), SampleReviewed)]
# What is prepared again had gone back, whichever way: undone, set aside and taken up, sent back.
_BACK = ("SentBack", "ApprovalWithdrawn", "Prepared")


def next_number(work: Work) -> int:
    """The number of the batch that is frozen next."""
    return (work.connection.execute(sa.select(sa.func.max(BATCHES.c.number))).scalar() or 0) + 1


def record_frozen(work: Work, event: b.BatchFrozen) -> Batch:
    """Write a new batch."""
    batch = frozen(event)
    row = {"number": batch.number, "seq": work.note(event), "state": batch.state.value}
    work.connection.execute(sa.insert(BATCHES), row)
    rows = [
        {
            "batch": batch.number,
            "matter": each.matter,
            "pattern": each.pattern,
            "decision_hash": each.decision_hash,
            "prepared_by": each.prepared_by,
            "sampled": False,
            "live": True,
        }
        for each in batch.members
    ]
    work.connection.execute(sa.insert(BATCH_MEMBERS), rows)
    return batch


def record_batch(work: Work, batch: Batch, event: b.BatchEvent) -> Batch:
    """Append an event of a batch, and write what it makes of it."""
    after = apply(batch, event)
    work.note(event)
    row = {"state": after.state.value, "seed": after.seed, "by_pattern": after.by_pattern}
    mine = BATCH_MEMBERS.c.batch == batch.number
    work.connection.execute(sa.update(BATCHES).where(BATCHES.c.number == batch.number).values(row))
    if isinstance(event, b.SampleDrawn):
        for numbers in _in_parts(event.matters):
            drawn = sa.update(BATCH_MEMBERS).where(mine, BATCH_MEMBERS.c.matter.in_(numbers))
            work.connection.execute(drawn.values(sampled=True))
    if after.state not in LIVE_BATCHES:
        work.connection.execute(sa.update(BATCH_MEMBERS).where(mine).values(live=False))
    return after


def record_review(work: Work, batch: Batch, matter: Matter, event: SampleReviewed) -> Batch:
    """Append what was found of a matter of the sample; it stands in that matter's history."""
    work.record(matter, event)
    row = {"review": event.review.value, "reviewed_by": event.by}
    one = (BATCH_MEMBERS.c.batch == batch.number, BATCH_MEMBERS.c.matter == matter.number)
    work.connection.execute(sa.update(BATCH_MEMBERS).where(*one).values(row))
    return reviewed(batch, matter.number, event)


def batch_of(connection: sa.Connection, number: int) -> Batch:
    """A batch as it stands.

    Raises
    ------
    UsageError
        There is none of this number.
    """
    named = sa.select(BATCHES).where(BATCHES.c.number == number)
    row = connection.execute(named).first() if abs(number) <= LARGEST else None
    if row is None:
        raise UsageError(
            f"there is no batch [{number}]",
            repair="See [vacatur matters batch list]; [vacatur matters batch freeze] makes one.",
        )
    mine = sa.select(BATCH_MEMBERS).where(BATCH_MEMBERS.c.batch == number)
    members = connection.execute(mine.order_by(BATCH_MEMBERS.c.matter)).all()
    return Batch(
        number=number,
        state=BatchState(row.state),
        seed=row.seed,
        by_pattern=row.by_pattern,
        members=tuple(
            b.Member(
                matter=each.matter,
                pattern=each.pattern,
                decision_hash=each.decision_hash,
                prepared_by=each.prepared_by,
            )
            for each in members
        ),
        sample={
            each.matter: Reviewed(review=Review(each.review), by=each.reviewed_by)
            if each.review
            else None
            for each in members
            if each.sampled
        },
    )


def batch_numbers(connection: sa.Connection) -> list[int]:
    """Every batch, the latest first."""
    return list(
        connection.execute(sa.select(BATCHES.c.number).order_by(BATCHES.c.number.desc())).scalars()
    )


def in_live_batches(connection: sa.Connection, matters: Collection[int]) -> set[int]:
    """Those of some matters that stand in a batch that has not ended."""
    live = sa.select(BATCH_MEMBERS.c.matter).where(BATCH_MEMBERS.c.live)
    return set(connection.execute(live).scalars()).intersection(matters)


def went_back(connection: sa.Connection, number: int) -> set[int]:
    """The matters of a batch that were sent back one by one since it was frozen."""
    since = sa.select(BATCHES.c.seq).where(BATCHES.c.number == number).scalar_subquery()
    found = (
        sa.select(BATCH_MEMBERS.c.matter)
        .join(EVENTS, EVENTS.c.matter == BATCH_MEMBERS.c.matter)
        .where(BATCH_MEMBERS.c.batch == number, EVENTS.c.seq > since, EVENTS.c.kind.in_(_BACK))
    )
    return set(connection.execute(found).scalars())


def approved_as_frozen(connection: sa.Connection, batch: Batch) -> set[int]:
    """The matters of a batch that stand approved with the answer that was frozen."""
    return {
        number
        for number, member in batch.by_matter.items()
        if matter_of(connection, number).approved_hash == member.decision_hash
    }


def hold_batches(connection: sa.Connection) -> None:
    """Hold each batch against its entries of the chain.

    Raises
    ------
    ChainBroken
        A batch is not what its entries make it, or one of the two is missing.
    """
    told, kept = _batches_of_chain(connection), batch_numbers(connection)
    for number in sorted({*told, *kept}):
        is_there = number in told and number in kept
        if not is_there or batch_of(connection, number) != told[number]:
            raise ChainBroken(
                "it is not what its entries in the chain make it",
                where=f"batch {number}",
                why="Somebody changed it beside the commands.",
                repair="Compare it with the last backup that verifies.",
            )


def _batches_of_chain(connection: sa.Connection) -> dict[int, Batch]:
    found: dict[int, Batch] = {}
    for matter, event in _events(connection):
        match event:
            case b.BatchFrozen():
                found[event.batch] = frozen(event)
            case SampleReviewed():
                found[event.batch] = reviewed(found[event.batch], matter or 0, event)
            case _:
                found[event.batch] = apply(found[event.batch], event)
    return found


def _events(
    connection: sa.Connection,
) -> Iterator[tuple[int | None, b.BatchEvent | SampleReviewed]]:
    rows = connection.execute(
        sa.select(EVENTS.c.matter, EVENTS.c.kind, EVENTS.c.public)
        .where(EVENTS.c.kind.in_(_KINDS))
        .order_by(EVENTS.c.seq)
    )
    for row in rows:
        yield row.matter, read_of_batch(row.kind, row.public)


def _in_parts(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]
