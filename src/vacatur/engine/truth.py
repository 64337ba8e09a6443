"""Kleene's strong connectives (Introduction to Metamathematics, 1952, § 64). None is unknown."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def all_of(parts: Iterable[Truth]) -> Truth:
    """False when one part is false; otherwise unknown when one is; otherwise true."""
    seen = list(parts)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(parts: Iterable[Truth]) -> Truth:
    """True when one part is true; otherwise unknown when one is; otherwise false."""
    seen = list(parts)
    if True in seen:
        return True
    return None if None in seen else False


def negation(part: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if part is None else not part
