"""The laws that come with vacatur, by the names under which they are decided."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from vacatur.engine.standing import verified_through
from vacatur.law.rulebook import Rulebook, jurisdiction_of, load_rulebook, packaged_folders

_FOR_TESTS = "us-xx"
_OF_A_STATE = re.compile("us-[a-z]{2}")


def laws_offered() -> tuple[str, ...]:
    """Every law and policy that comes with vacatur; the invented state is left out."""
    names = sorted(jurisdiction_of(each) for each in packaged_folders())
    return tuple(each for each in names if each != _FOR_TESTS)


def state_laws() -> tuple[str, ...]:
    """The laws of states: what a person's record is held against in a clinic."""
    return tuple(each for each in laws_offered() if _OF_A_STATE.fullmatch(each))


@cache
def law_named(name: str) -> Rulebook:
    """A law that comes with vacatur, read once: its files do not change while it runs."""
    return load_rulebook(name)


def verified_day(name: str) -> date:
    """The last day to which the whole of a law was verified; later, its answers are REVIEW."""
    rulebook = law_named(name)
    return min(verified_through(rulebook, page) for page in rulebook.pages)
