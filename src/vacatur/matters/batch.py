"""A batch: prepared matters, frozen with their answers and approved on a sample that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from vacatur.matters import batch_events as b
from vacatur.matters.codec import canonical
from vacatur.matters.events import SampleReviewed
from vacatur.matters.sampling import Stratum, most_wrong
from vacatur.matters.states import BatchState, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What was found of a sampled matter, and by whom."""

    review: Review
    by: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A frozen set of matters. Key: `number`.

    `seed` and `by_pattern` are null before a sample is drawn. `sample` holds each drawn matter with
    what was found of it; null: nobody has read it yet.
    """

    number: int
    state: BatchState
    members: tuple[b.Member, ...]
    seed: int | None = None
    by_pattern: bool | None = None
    sample: Mapping[int, Reviewed | None]

    @cached_property
    def sha256(self) -> str:
        """Of the frozen set: the numbers of the matters and what was decided of each."""
        frozen = sorted([each.matter, each.decision_hash] for each in self.members)
        return hashlib.sha256(canonical(frozen).encode()).hexdigest()

    @cached_property
    def by_matter(self) -> Mapping[int, b.Member]:
        return {each.matter: each for each in self.members}

    @property
    def strata(self) -> Mapping[str, Sequence[int]]:
        """The matters of each pattern; the pattern with the most matters is first."""
        found: dict[str, list[int]] = {}
        for each in self.members:
            found.setdefault(each.pattern, []).append(each.matter)
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))

    @property
    def unread(self) -> tuple[int, ...]:
        """The drawn matters that nobody has read yet."""
        return tuple(number for number, found in self.sample.items() if found is None)


def frozen(event: b.BatchFrozen) -> Batch:
    """The batch that freezing makes."""
    return Batch(number=event.batch, state=BatchState.FROZEN, members=event.members, sample={})


def apply(batch: Batch, event: b.BatchEvent) -> Batch:
    """The batch after an event. No rule is asked here: what happened, happened."""
    match event:
        case b.BatchFrozen():
            raise ValueError(f"batch {batch.number} is frozen twice")
        case b.SampleDrawn():
            return replace(
                batch,
                state=BatchState.SAMPLED,
                seed=event.seed,
                by_pattern=event.by_pattern,
                sample=dict.fromkeys(event.matters),
            )
        case b.BatchSentBack():
            return replace(batch, state=BatchState.SENT_BACK)
        case b.BatchApproved():
            return replace(batch, state=BatchState.APPROVED)


def reviewed(batch: Batch, matter: int, event: SampleReviewed) -> Batch:
    """The batch after a matter of its sample was read."""
    found = Reviewed(review=event.review, by=event.by)
    return replace(batch, sample={**batch.sample, matter: found})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a sample says of what it was drawn from.

    `pattern` is null where the set is judged as a whole. `most_wrong` is the largest number of
    wrong answers among `matters` that a clean sample does not exclude (95 %); it is null as long as
    not every drawn matter was found clean.
    """

    pattern: str | None
    matters: int
    drawn: int
    clean: int
    most_wrong: int | None


def bounds(batch: Batch) -> list[Bound]:
    """What the sample says: of each pattern by itself, or of the whole set; empty: none."""
    if batch.by_pattern is None:
        return []
    if batch.by_pattern:
        return [_bound(batch, name, [numbers]) for name, numbers in batch.strata.items()]
    return [_bound(batch, None, list(batch.strata.values()))]


def _bound(batch: Batch, pattern: str | None, strata: Sequence[Sequence[int]]) -> Bound:
    drawn = [[each for each in numbers if each in batch.sample] for numbers in strata]
    found = [batch.sample[each] for numbers in drawn for each in numbers]
    clean = sum(each is not None and each.review is Review.CLEAN for each in found)
    said = [Stratum(size=len(x), drawn=len(y)) for x, y in zip(strata, drawn, strict=True)]
    return Bound(
        pattern=pattern,
        matters=sum(map(len, strata)),
        drawn=len(found),
        clean=clean,
        most_wrong=most_wrong(said) if clean == len(found) else None,
    )
