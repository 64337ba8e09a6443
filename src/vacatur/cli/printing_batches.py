"""Batches in words: what was drawn, what was found, and what that says, neither more nor less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.matters.batch import Bound
from vacatur.matters.sampling import reviews_needed_of_any_set
from vacatur.matters.states import BatchState, Review
from vacatur.office.batching import ApprovalDone, BatchFile, ReviewDone, SentBack

_SHORT = 12  # characters of a hash, to be read and typed
_MOST = 10


def batches_in_words(files: Sequence[BatchFile]) -> str:
    """One line for each batch."""
    if not files:
        return "No batch yet: [vacatur matters batch freeze] freezes prepared matters."
    return "\n".join(
        f"{file.batch:>6}  {file.state:<10} {counted(file.matters, 'matter')},"
        f" {counted(len(file.patterns), 'pattern')}, {_read(file)}"
        for file in files
    )


def batch_in_words(file: BatchFile) -> str:
    """A batch whole."""
    return "\n".join(_batch(file))


def _batch(file: BatchFile) -> Iterator[str]:
    yield (
        f"Batch {file.batch}: {file.state}; {counted(file.matters, 'matter')} of"
        f" {counted(len(file.patterns), 'pattern')}."
    )
    yield f"frozen set {file.sha256}"
    if file.seed is not None:
        yield (
            f"seed {file.seed}: of each pattern the lowest SHA-256 of [SEED FROZEN_SET MATTER];"
            f" {_read(file)}"
        )
    yield f"{'pattern':<{_SHORT}}  {'matters':>8} {'drawn':>7} {'clean':>7} {'wrong':>7}"
    for each in file.patterns:
        yield (
            f"{each.pattern[:_SHORT]}  {each.matters:>8,} {each.drawn:>7,} {each.clean:>7,}"
            f" {each.wrong:>7,}"
        )
    unread = [each.matter for each in file.sample if each.review is None]
    if unread:
        yield f"To read: {', '.join(map(str, unread))}"
    yield from _said(file)
    yield NO_LAWYER


def _read(file: BatchFile) -> str:
    read = sum(each.review is not None for each in file.sample)
    return f"{read:,} of {counted(len(file.sample), 'drawn matter')} read"


def _said(file: BatchFile) -> Iterator[str]:
    """The bound, of what was sampled and of nothing else."""
    if file.by_pattern is None:
        return
    wrong = [each.matter for each in file.sample if each.review is Review.WRONG]
    if wrong:
        yield f"Matter {wrong[0]} was wrong: the sample bounds nothing."
        return
    for each in file.bounds:
        yield _bound(each)
    if not file.by_pattern and len(file.patterns) > 1:
        yield (
            "  That is said of the whole set, wherever in it the wrong ones lie; of a single"
            " pattern it says nothing."
        )
    if file.by_pattern and len(file.bounds) > 1:
        yield (
            "  Each of these is said of its own pattern, and each may fail once in twenty times: it"
            " is less sure that all of them hold."
        )
    yield (
        f"  It is about what such a reading finds. {reviews_needed_of_any_set()} clean reviews"
        " bound the rate below 1 % in a set of any size."
    )


def _bound(bound: Bound) -> str:
    of = f"pattern {bound.pattern[:_SHORT]}" if bound.pattern else "the whole set"
    said = f"{of}: {bound.clean:,} clean of {bound.drawn:,} drawn from {bound.matters:,}"
    if bound.most_wrong is None:
        return f"{said}; nothing is bounded before all are clean."
    rate = 100 * bound.most_wrong / bound.matters
    if not bound.most_wrong:
        return f"{said}: with 95 % confidence none of them is wrong."
    return f"{said}: with 95 % confidence at most {bound.most_wrong:,} ({rate:.2f} %) are wrong."


def review_in_words(done: ReviewDone) -> str:
    """What a review came to."""
    file = done.batch
    if done.went_back is not None:
        return "\n".join(_went_back(file, done.went_back))
    left = sum(each.review is None for each in file.sample)
    lines = [f"Batch {file.batch}: {_read(file)}, all clean."]
    if left:
        return "\n".join([*lines, f"{counted(left, 'drawn matter')} left to read."])
    return "\n".join([*lines, *_said(file), f"[vacatur matters batch approve {file.batch}]"])


def _went_back(file: BatchFile, sent: SentBack) -> Iterator[str]:
    yield f"Batch {file.batch} has ended: {counted(len(sent.sent_back), 'matter')} sent back."
    if sent.left:
        yield f"Left as they are, look at each: {', '.join(map(str, sent.left))}"


def approval_in_words(done: ApprovalDone) -> str:
    """How many were approved on the sample, and what was left out."""
    file = done.batch
    lines = [f"Batch {file.batch}: {counted(len(done.approved), 'matter')} approved."]
    if done.refused:
        lines.append(f"{counted(len(done.refused), 'matter')} left out:")
        lines += ["  " + why.replace("\n", "\n  ") for why in list(done.refused.values())[:_MOST]]
        if len(done.refused) > _MOST:
            lines.append(f"  ... and {len(done.refused) - _MOST:,} more; --json tells all.")
    if file.state != BatchState.APPROVED:
        lines.append("The batch stays as it is: once the reasons are mended, approve it again.")
    return "\n".join([*lines, *_said(file), NO_LAWYER])
