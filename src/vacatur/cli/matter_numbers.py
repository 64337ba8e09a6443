"""Which matters a command is done to: numbers, ranges of numbers, or what they have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vacatur.errors import UsageError, nearest
from vacatur.matters.queries import Wanted, numbers
from vacatur.matters.states import State
from vacatur.matters.store import Casework

_RANGE = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?")
_FILTERS = ("state", "vehicle", "assigned-to", "pattern")
HELP = "Numbers (3), ranges (5-40), or what they share: state=open vehicle=... pattern=..."


def asked_numbers(casework: Casework, words: Sequence[str]) -> list[int]:
    """The numbers that some words name, each once; what they share narrows step by step.

    Raises
    ------
    UsageError
        A word is neither, both kinds are mixed, or nothing is named.
    """
    filters = [word for word in words if "=" in word]
    if not words or (filters and len(filters) < len(words)):
        raise UsageError(
            "name matters by number, or by what they share",
            why="A command is never done to everything by mistake.",
            repair="Like [3 5-40], or [state=open vehicle=us-md/state-motion-to-vacate].",
        )
    if filters:
        with casework.reading() as connection:
            return numbers(connection, wanted_of(filters))
    return numbers_in(words)


def numbers_in(words: Sequence[str]) -> list[int]:
    """The numbers that numbers and ranges name, each once.

    Raises
    ------
    UsageError
        A word is neither, or a range ends before it begins.
    """
    return list(dict.fromkeys(number for word in words for number in _range(word)))


def wanted_of(words: Sequence[str]) -> Wanted:
    """What `name=value` words ask for."""
    told: dict[str, list[str]] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in _FILTERS:
            raise UsageError(f"matters are not told by [{name}]", repair=nearest(name, _FILTERS))
        told.setdefault(name, []).append(value)
    several = sorted(name for name, values in told.items() if name != "state" and len(values) > 1)
    if several:
        raise UsageError(f"[{several[0]}] is said twice", why="No matter could have both.")
    return Wanted(
        states=tuple(_state(each) for each in told.get("state", [])),
        vehicle=told.get("vehicle", [""])[0],
        assigned_to=told.get("assigned-to", [""])[0],
        pattern=told.get("pattern", [""])[0],
    )


def _state(value: str) -> str:
    known = [str(each) for each in State]
    if value not in known:
        raise UsageError(f"no matter is ever [{value}]", repair=nearest(value, known))
    return value


def _range(word: str) -> range:
    found = _RANGE.fullmatch(word)
    if found is None:
        raise UsageError(f"[{word}] is no number", repair="Write it like 12, or 5-40.")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise UsageError(f"the range [{word}] ends before it begins")
    return range(first, last + 1)
