"""Words in which figures are asked for, on the command line and in the app."""

from __future__ import annotations

from vacatur.dates import parse_day
from vacatur.errors import UsageError, nearest
from vacatur.evidence.charts import Event
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier

DAY = "YYYY-MM-DD"


def tier_named(name: str) -> Tier:
    """For whom figures are.

    Raises
    ------
    UsageError
        There is no such tier.
    """
    if name not in list(Tier):
        raise UsageError(f"there is no tier [{name}]", repair=nearest(name, list(Tier)))
    return Tier(name)


def kind_named(name: str) -> DenominatorKind:
    """Of what kind a population is.

    Raises
    ------
    UsageError
        There is no such kind.
    """
    if name not in list(DenominatorKind):
        raise UsageError(
            f"[{name}] is no kind of population", repair=nearest(name, list(DenominatorKind))
        )
    return DenominatorKind(name)


def event_named(text: str) -> Event:
    """A named day on the chart of months, `YYYY-MM-DD=WORDS`.

    Raises
    ------
    UsageError
        It names no day, or says nothing of it.
    """
    day, _, words = text.partition("=")
    if not words.strip():
        raise UsageError(
            f"[{text}] names no day",
            why="A rule on a chart says what happened, and when.",
            repair=f"Write {DAY}=WORDS.",
        )
    try:
        return Event(day=parse_day(day.strip()), words=words.strip())
    except ValueError as problem:
        raise UsageError(f"the day of an event: {problem}", repair=f"Write {DAY}=WORDS.") from None
