"""For whom an exhibit is, as an option says it."""

from __future__ import annotations

from vacatur.errors import UsageError, nearest
from vacatur.evidence.disclosure.rule import Tier


def tier_named(name: str) -> Tier:
    """Read for whom an exhibit is."""
    if name not in list(Tier):
        raise UsageError(f"there is no tier [{name}]", repair=nearest(name, list(Tier)))
    return Tier(name)
