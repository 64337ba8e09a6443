"""Batches in a workspace: frozen, sampled, read one by one, and approved or sent back whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import VacaturError
from vacatur.matters import batch_events as b
from vacatur.matters import batch_moves as moves
from vacatur.matters import commands as c
from vacatur.matters.batch import Batch, Bound, bounds
from vacatur.matters.batch_store import (
    approved_as_frozen,
    batch_of,
    in_live_batches,
    next_number,
    record_batch,
    record_frozen,
    record_review,
    went_back,
)
from vacatur.matters.gates import require_attorney
from vacatur.matters.matter import Matter
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.reading import member_of
from vacatur.matters.states import LIVE_BATCHES, Review, State
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import perform, standings_of
from vacatur.office.workspace import Workspace

_WENT_BACK = "somebody sent it back since it was frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """The matters of one pattern in a batch: how many, how many drawn, and what was found."""

    pattern: str
    matters: int
    drawn: int
    clean: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A matter of the sample. `review` and `by` are null as long as nobody has read it."""

    matter: int
    pattern: str
    review: Review | None
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A batch as it is shown. `seed` and `by_pattern` are null before a sample is drawn."""

    batch: int
    state: str
    sha256: str
    matters: int
    seed: int | None
    by_pattern: bool | None
    patterns: tuple[Stratum, ...]
    sample: tuple[Drawn, ...]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """What became of the matters of a batch that goes back. All of them = both.

    `left` are those that are no longer with the office, or were set aside.
    """

    sent_back: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDone:
    """A review, and how its batch stands. `went_back` is null where it was clean."""

    batch: BatchFile
    went_back: SentBack | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDone:
    """What approving a batch came to. All its matters = `approved` + `refused`."""

    batch: BatchFile
    approved: tuple[int, ...]
    refused: Mapping[int, str]


def batch_file(batch: Batch) -> BatchFile:
    """A batch as it is shown."""
    patterns = {each.matter: each.pattern for each in batch.members}
    drawn = [
        Drawn(
            matter=number,
            pattern=patterns[number],
            review=found.review if found else None,
            by=found.by if found else None,
        )
        for number, found in batch.sample.items()
    ]
    return BatchFile(
        batch=batch.number,
        state=str(batch.state),
        sha256=batch.sha256,
        matters=len(batch.members),
        seed=batch.seed,
        by_pattern=batch.by_pattern,
        patterns=tuple(
            _stratum(pattern, len(numbers), [each for each in drawn if each.pattern == pattern])
            for pattern, numbers in batch.strata.items()
        ),
        sample=tuple(drawn),
        bounds=tuple(bounds(batch)),
    )


def _stratum(pattern: str, matters: int, drawn: Sequence[Drawn]) -> Stratum:
    return Stratum(
        pattern=pattern,
        matters=matters,
        drawn=len(drawn),
        clean=sum(each.review is Review.CLEAN for each in drawn),
        wrong=sum(each.review is Review.WRONG for each in drawn),
    )


def freeze_batch(casework: Casework, numbers: Sequence[int], doing: Doing) -> Batch:
    """Freeze prepared matters with their answers.

    Raises
    ------
    MoveRefused
        One is not prepared, or stands in a batch that has not ended. Then nothing is frozen.
    """
    with casework.working(doing) as work:
        work.acting()
        matters = [work.matter(number) for number in numbers]
        taken = in_live_batches(work.connection, numbers)
        return record_frozen(work, moves.freeze(next_number(work), matters, taken))


def draw_sample(
    casework: Casework,
    number: int,
    doing: Doing,
    *,
    seed: int,
    reviews: int | None,
    by_pattern: bool,
) -> Batch:
    """Draw the sample of a batch (`batch_moves.draw`)."""
    with casework.working(doing) as work:
        batch, member = batch_of(work.connection, number), work.acting()
        drawn = moves.draw(batch, member, seed=seed, reviews=reviews, by_pattern=by_pattern)
        return record_batch(work, batch, drawn)


def review_sampled(
    workspace: Workspace,
    casework: Casework,
    number: int,
    matter: int,
    doing: Doing,
    *,
    answer: str,
    found: Review,
    reason: str,
    today: date,
) -> ReviewDone:
    """Record what was found of a matter of the sample. One that is wrong sends all of them back.

    Parameters
    ----------
    answer
        The beginning of the answer that was read.
    """
    # What is wrong is wrong, whatever the latest run says.
    now = standings_of(workspace, casework, [matter]) if found is Review.CLEAN else {}
    with casework.working(doing) as work:
        batch = batch_of(work.connection, number)
        scene = Scene(
            matter=work.matter(matter),
            member=work.acting(),
            today=today,
            standing=now.get(matter),
        )
        back = went_back(work.connection, number)
        event = moves.review(
            batch, scene, answer=answer, found=found, reason=reason, went_back=back
        )
        batch = record_review(work, batch, scene.matter, event)
        if found is Review.CLEAN:
            return ReviewDone(batch=batch_file(batch), went_back=None)
        said = dict.fromkeys(batch.by_matter, f"Batch {number}: matter {matter} of it was wrong.")
        sent = _send_back(work, batch, said | {matter: reason}, doing, today)
        batch = record_batch(work, batch, b.BatchSentBack(batch=number, because_of=matter))
    return ReviewDone(batch=batch_file(batch), went_back=sent)


def send_batch_back(
    casework: Casework, number: int, doing: Doing, *, reason: str, today: date
) -> ReviewDone:
    """End a batch: every matter of it that is still with the office goes back."""
    with casework.working(doing) as work:
        batch = batch_of(work.connection, number)
        require_attorney(work.acting(), "send a batch back")
        moves.require_live(batch)
        reasons = dict.fromkeys(batch.by_matter, reason)
        sent = _send_back(work, batch, reasons, doing, today)
        batch = record_batch(work, batch, b.BatchSentBack(batch=number, because_of=None))
    return ReviewDone(batch=batch_file(batch), went_back=sent)


def _send_back(
    work: Work, batch: Batch, reasons: Mapping[int, str], doing: Doing, today: date
) -> SentBack:
    member, sent = work.acting(), []
    for number, reason in reasons.items():
        matter = work.matter(number)
        scene = Scene(matter=matter, member=member, today=today)
        command = _back(matter, doing.actor, reason)
        if command is None:
            continue
        try:
            with work.attempt():
                work.record(matter, event_of(command, scene))
            sent.append(number)
        except VacaturError:
            continue  # a case that was forgotten takes no more events; it is told as left
    left = [each for each in batch.by_matter if each not in set(sent)]
    return SentBack(sent_back=tuple(sent), left=tuple(left))


def _back(matter: Matter, by: str, reason: str) -> c.Command | None:
    if matter.state is State.PREPARED:
        return c.SendBack(by=by, reason=reason)
    if matter.state in (State.APPROVED, State.PACKETED):
        return c.WithdrawApproval(by=by, reason=reason)
    return None


def approve_batch(
    workspace: Workspace, casework: Casework, number: int, doing: Doing, *, today: date
) -> ApprovalDone:
    """Approve every matter of a batch whose sample is clean, each as if it stood alone.

    Whatever a gate refuses is named and left out. The batch ends once something of it is approved;
    an approval that broke off goes on where it stopped.

    Raises
    ------
    MoveRefused
        The sample was not read to its end, or the batch has ended.
    """
    with casework.reading() as connection:
        batch, back = batch_of(connection, number), went_back(connection, number)
        require_attorney(member_of(connection, doing.actor), "approve")
        moves.require_clean(batch, back)
    commands: dict[int, c.Command] = {
        each.matter: c.Approve(by=doing.actor, decision_hash=each.decision_hash)
        for each in batch.members
        if each.matter not in back
    }
    done = perform(workspace, casework, commands, doing, today=today)
    with casework.working(doing) as work:
        batch = batch_of(work.connection, number)
        approved = approved_as_frozen(work.connection, batch)
        left = tuple(each for each in batch.by_matter if each not in approved)
        if approved and batch.state in LIVE_BATCHES:
            ended = b.BatchApproved(batch=number, approved=len(approved), left_out=left)
            batch = record_batch(work, batch, ended)
    return ApprovalDone(
        batch=batch_file(batch),
        approved=tuple(sorted(approved)),
        refused={each: _why(each, back, done.refused) for each in left},
    )


def _why(number: int, back: Collection[int], refused: Mapping[int, str]) -> str:
    if number in back:
        return f"matter {number}: {_WENT_BACK}"
    return refused.get(number, f"matter {number}: its approval was withdrawn meanwhile")
