"""What may be done to a batch: the gates of each step, and the event that it becomes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vacatur.errors import MoveRefused, UsageError
from vacatur.matters import batch_events as b
from vacatur.matters import gates as g
from vacatur.matters.batch import Batch
from vacatur.matters.events import SampleReviewed
from vacatur.matters.matter import Matter
from vacatur.matters.moves import Scene
from vacatur.matters.sampling import allocated, drawn_by_seed, reviews_needed
from vacatur.matters.states import LIVE_BATCHES, BatchState, Review, State
from vacatur.record.stated import require_text

_MOST_NAMED = 10


def freeze(number: int, matters: Sequence[Matter], taken: Collection[int]) -> b.BatchFrozen:
    """Freeze matters with their answers.

    Parameters
    ----------
    taken
        The matters that stand in a batch that has not ended.

    Raises
    ------
    MoveRefused
        There is none, one is not prepared, or one stands in another batch.
    """
    if not matters:
        raise MoveRefused("there is nothing to freeze", repair="See [vacatur matters groups].")
    _refuse_some("are not prepared", [x.number for x in matters if x.state is not State.PREPARED])
    _refuse_some("stand in a batch that has not ended", sorted(taken))
    members = tuple(
        b.Member(
            matter=each.number,
            pattern=each.pattern,
            decision_hash=each.decision_hash,
            prepared_by=each.prepared_by or "",
        )
        for each in sorted(matters, key=lambda matter: matter.number)
    )
    return b.BatchFrozen(batch=number, members=members)


def draw(
    batch: Batch, member: g.Member, *, seed: int, reviews: int | None, by_pattern: bool
) -> b.SampleDrawn:
    """Draw a sample, once.

    Parameters
    ----------
    reviews
        How many matters of the whole set; None: as many as bound the rate of wrong answers below
        1 % in what is judged together, which is each pattern or the whole set.

    Raises
    ------
    MoveRefused
        A sample was drawn before, the batch has ended, or whoever draws has prepared one of it.
    UsageError
        The size is smaller than the number of patterns, or larger than the set.
    """
    _require_state(batch, BatchState.FROZEN, "a sample is drawn once, and before it is read")
    if member.name in {each.prepared_by for each in batch.members}:
        raise MoveRefused(
            f"[{member.name}] prepared some of it",
            where=_where(batch),
            why="Whoever prepared a matter does not choose which are read.",
            repair="Let somebody else name the seed.",
        )
    strata = batch.strata
    sizes = [len(numbers) for numbers in strata.values()]
    if by_pattern:
        numbers_drawn = [reviews_needed([size]) for size in sizes]
    else:
        numbers_drawn = allocated(sizes, _asked(reviews, sizes))
    matters = sorted(
        number
        for numbers, drawn in zip(strata.values(), numbers_drawn, strict=True)
        for number in drawn_by_seed(seed, batch.sha256, numbers, drawn)
    )
    return b.SampleDrawn(
        batch=batch.number, seed=seed, by_pattern=by_pattern, matters=tuple(matters)
    )


def _asked(reviews: int | None, sizes: Sequence[int]) -> int:
    if reviews is None:
        return reviews_needed(sizes)
    if not len(sizes) <= reviews <= sum(sizes):
        raise UsageError(
            f"a sample of [{reviews}] cannot be drawn from {sum(sizes)} matters of"
            f" {len(sizes)} patterns",
            why="Every pattern gives at least one.",
            repair=f"Name a size from {len(sizes)} to {sum(sizes)}, or none.",
        )
    return reviews


def review(
    batch: Batch,
    scene: Scene,
    *,
    answer: str,
    found: Review,
    reason: str,
    went_back: Collection[int],
) -> SampleReviewed:
    """Say what was found of a matter of the sample.

    Parameters
    ----------
    answer
        The beginning of the answer that was read.
    went_back
        The matters of the batch that somebody sent back by themselves since they were frozen.

    Raises
    ------
    MoveRefused
        It is not for this member to say, was said before, or what was read is not what was frozen.
    """
    matter, member = scene.matter, scene.member
    require_sampled(batch)
    if matter.number not in batch.sample:
        raise MoveRefused(
            f"matter [{matter.number}] is not in the sample",
            where=_where(batch),
            repair=f"[vacatur matters batch show {batch.number}] lists it.",
        )
    said = batch.sample[matter.number]
    if said is not None:
        raise MoveRefused(f"[{said.by}] has found it {said.review}", where=_matter(matter))
    frozen = batch.by_matter[matter.number]
    g.require_attorney(member, "review a sample")
    if member.name in (frozen.prepared_by, matter.prepared_by):
        raise MoveRefused(
            f"[{member.name}] prepared it",
            where=_matter(matter),
            why="Nobody reviews what they have prepared themselves.",
        )
    g.require_read(matter, answer)
    _require_as_frozen(matter, frozen, went_back if found is Review.CLEAN else ())
    if found is Review.CLEAN:
        g.require_unchanged(matter, frozen.decision_hash, scene.now)
    return SampleReviewed(
        batch=batch.number,
        by=member.name,
        decision_hash=frozen.decision_hash,
        review=found,
        reason=require_text(reason, "why") if found is Review.WRONG else reason.strip() or None,
    )


def _require_as_frozen(matter: Matter, frozen: b.Member, went_back: Collection[int]) -> None:
    if matter.number in went_back or matter.decision_hash != frozen.decision_hash:
        raise MoveRefused(
            "it went back or was decided anew since it was frozen",
            where=_matter(matter),
            why="What was frozen is read, and nothing that came after it.",
            repair="[vacatur matters batch send-back] ends the batch; freeze it again.",
        )


def require_clean(batch: Batch, went_back: Collection[int]) -> None:
    """Refuse to approve a batch before every drawn matter was read and found clean."""
    require_sampled(batch)
    if batch.unread:
        raise MoveRefused(
            f"{len(batch.unread)} of the {len(batch.sample)} drawn matters are not reviewed:"
            f" {named(batch.unread)}",
            where=_where(batch),
            why="A batch is approved on the strength of its whole sample.",
            repair=f"[vacatur matters batch review {batch.number} MATTER --clean|--wrong].",
        )
    if back := sorted(set(batch.sample) & set(went_back)):
        raise MoveRefused(
            f"of the sample, somebody sent back {named(back)} since it was frozen",
            where=_where(batch),
            why="Something was wrong with it: the sample is not clean.",
            repair=f"[vacatur matters batch send-back {batch.number}].",
        )


def require_sampled(batch: Batch) -> None:
    """Refuse what needs a sample where none is drawn, or where the batch has ended."""
    _require_state(batch, BatchState.SAMPLED, "a sample is drawn first")


def require_live(batch: Batch) -> None:
    """Refuse what cannot be done to a batch that has ended."""
    if batch.state not in LIVE_BATCHES:
        raise MoveRefused(
            f"it is [{batch.state}]", where=_where(batch), why=f"{batch.state.definition}."
        )


def named(numbers: Sequence[int]) -> str:
    """Some numbers, and how many more there are."""
    shown = ", ".join(map(str, numbers[:_MOST_NAMED]))
    more = len(numbers) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _require_state(batch: Batch, state: BatchState, why: str) -> None:
    if batch.state is not state:
        raise MoveRefused(f"it is [{batch.state}]", where=_where(batch), why=f"{why.capitalize()}.")


def _refuse_some(what: str, numbers: Sequence[int]) -> None:
    if numbers:
        raise MoveRefused(
            f"{len(numbers)} of them {what}: {named(numbers)}",
            why="What is frozen is what was named, neither less nor more.",
            repair="Name the others, like [state=prepared pattern=PATTERN].",
        )


def _where(batch: Batch) -> str:
    return f"batch {batch.number}"


def _matter(matter: Matter) -> str:
    return f"matter {matter.number}"
