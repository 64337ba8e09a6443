"""What linking by names did, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NAMES = "names"  # the kind of key by which they join


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesReport:
    """What linking by names did, over the groups of cases that exact keys had joined.

    `blocks` are pairs that each block makes; None: it was left out for making too many. `review`
    are pairs that wait for a person, `held` why they do, each pair under each of its reasons.
    """

    spellings: int = 0
    persons_fewer: int = 0
    blocks: Mapping[str, int | None] = field(default_factory=dict)
    pairs: int = 0  # that weigh enough to be looked at
    links: int = 0
    vetoed: Mapping[str, int] = field(default_factory=dict)
    review: int = 0
    review_persons: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
