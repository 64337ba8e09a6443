"""One thing that `vacatur doctor` looked at, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.record.terms import Term


class State(Term):
    """How a thing was found, from well to ill."""

    OK = "ok", "as it should be"
    WARN = "warn", "works, and somebody should look at it"
    FAIL = "fail", "does not work, or an answer could be wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`what` states what was found; `repair` says what to do, and is empty where nothing need be.

    Neither holds a person's data: files, tables and versions are named, and rows are counted.
    """

    name: str
    state: State
    what: str
    repair: str = ""


def ok(name: str, what: str, repair: str = "") -> Check:
    """A thing that is as it should be."""
    return Check(name=name, state=State.OK, what=what, repair=repair)


def warn(name: str, what: str, repair: str) -> Check:
    """A thing that works, and that somebody should look at."""
    return Check(name=name, state=State.WARN, what=what, repair=repair)


def fail(name: str, what: str, repair: str) -> Check:
    """A thing that does not work, or could make an answer wrong."""
    return Check(name=name, state=State.FAIL, what=what, repair=repair)
