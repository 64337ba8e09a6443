"""What happened to a batch. None of it names a person: what is said of a matter stands with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A matter as it was frozen: its answer, why it was given, and who prepared it."""

    matter: int
    pattern: str
    decision_hash: str
    prepared_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFrozen:
    batch: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn:
    """`by_pattern`: each pattern is judged by itself; else the set is judged as a whole."""

    batch: int
    seed: int
    by_pattern: bool
    matters: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSentBack:
    """`because_of` is the sampled matter that was wrong; None: somebody sent all of it back."""

    batch: int
    because_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchApproved:
    """`left_out` are the matters that a gate refused."""

    batch: int
    approved: int
    left_out: tuple[int, ...]


BatchEvent = BatchFrozen | SampleDrawn | BatchSentBack | BatchApproved
