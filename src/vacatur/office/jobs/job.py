"""A job: what is to be done, for whom, and how far it is. It holds names of files and ids alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vacatur.record.terms import Term


class JobKind(Term):
    """What a job does: each is a command of vacatur."""

    INGEST = "ingest", "read an export into the workspace"
    LINK = "link", "link the cases to persons again"
    DECIDE = "decide", "decide every charge on one day"
    SUMMARY = "summary", "count what a run came to, and what changed since the one before"
    PACKET = "packet", "build the papers of approved matters"
    COMPARISON = "comparison", "count the answers that differ between two days of a law"
    PROPOSAL = "proposal", "count the answers that a proposed page of law would change"


class JobState(Term):
    """How far a job is."""

    WAITING = "waiting", "nobody has begun it"
    RUNNING = "running", "a process works on it now"
    DONE = "done", "it was done"
    FAILED = "failed", "it was refused, and what stood before stands"
    CANCELLED = "cancelled", "somebody cancelled it, and what stood before stands"
    STOPPED = "stopped", "its process ended before it was done; it can be tried again"


LIVE = frozenset({JobState.WAITING, JobState.RUNNING})
# What names are allowed in the arguments of a job. Nothing that somebody typed about a person.
ARGUMENTS: Mapping[JobKind, frozenset[str]] = {
    JobKind.INGEST: frozenset({"upload", "inbox", "adapter", "mapping", "vanished_too"}),
    JobKind.LINK: frozenset(),
    JobKind.DECIDE: frozenset({"law", "as_of"}),
    JobKind.SUMMARY: frozenset({"run"}),
    JobKind.PACKET: frozenset({"numbers", "name", "draft", "forms", "by_hand", "word", "day"}),
    JobKind.COMPARISON: frozenset({"law", "before", "after"}),
    JobKind.PROPOSAL: frozenset({"proposal"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a job is: `done` steps of `total`; 0 of 0 where nobody counts them."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as it stands now. Times are in UTC."""

    number: int  # from 1
    kind: JobKind
    arguments: Mapping[str, Any]
    by: str
    at: datetime
    again_of: int | None  # the job that it tries again; None: none
    state: JobState
    step: Step | None  # None: nothing was said yet
    ended_at: datetime | None  # None: it has not ended, or its process said nothing
    result: Mapping[str, Any] | None  # None: it was not done
    refused: Mapping[str, str] | None  # what, where, why and repair; None: it was not refused
    cancel_asked: bool

    @property
    def is_live(self) -> bool:
        """Whether something more will happen by itself."""
        return self.state in LIVE
