"""What a person said of two cases: that they are one person's, or two people's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaidOfPair:
    """Two cases, by id, and whether they are one person's."""

    one: str
    other: str
    same: bool
