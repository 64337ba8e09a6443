"""A clinic's day, in memory alone: who waits, who is with a helper, who is done.

Nothing of it is on a disk. What nobody has touched for hours is gone, and all of it when the app
stops, unless somebody saved it (`saved.py`).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from vacatur.errors import MoveRefused, UsageError
from vacatur.record.terms import Term

KEPT_FOR = timedelta(hours=4)  # after the last touch
MOST = 500
_LONGEST_LABEL = 60


class VisitState(Term):
    """Where somebody is on a clinic's day."""

    WAITING = "waiting", "nobody helps them yet"
    WITH_HELPER = "with a helper", "somebody works on their record"
    DONE = "done", "they have their sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One person on a clinic's day."""

    number: int  # from 1, of the day
    label: str  # as the helpers call them in the room: a ticket, a first name
    law: str
    docket: dict[str, Any]
    unread: tuple[str, ...]  # lines of a file that nobody could read
    state: VisitState
    helper: str | None  # None: nobody has them
    used_at: datetime
    saved_as: str | None  # subject of what was saved; None: it is in memory alone


@dataclass(slots=True)
class ClinicRoom:
    """Every visit that is in memory. Several threads use it at once."""

    _visits: dict[int, Visit] = field(default_factory=dict)
    _last: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(
        self, label: str, law: str, docket: dict[str, Any], now: datetime, **told: Any
    ) -> Visit:
        """Somebody comes in.

        Raises
        ------
        UsageError
            There is no label, or too many are here.
        """
        clean = " ".join(label.split())[:_LONGEST_LABEL]
        if not clean:
            raise UsageError("nobody is named", repair="Write a ticket's number, or a first name.")
        with self._lock:
            self._forget(now)
            if len(self._visits) >= MOST:
                raise UsageError(f"{MOST} people are here", repair="Remove those who are done.")
            self._last += 1
            visit = Visit(
                number=self._last,
                label=clean,
                law=law,
                docket=docket,
                unread=(),
                state=VisitState.WAITING,
                helper=None,
                used_at=now,
                saved_as=None,
            )
            self._visits[visit.number] = replace(visit, **told)
            return self._visits[visit.number]

    def all(self, now: datetime) -> list[Visit]:
        """Everybody who is here, in the order in which they came."""
        with self._lock:
            self._forget(now)
            return [self._visits[each] for each in sorted(self._visits)]

    def of_helper(self, number: int, helper: str, now: datetime) -> Visit:
        """One visit, for the helper who has it.

        Raises
        ------
        UsageError
            Nobody is here under the number any more.
        MoveRefused
            Somebody else has it.
        """
        with self._lock:
            self._forget(now)
            visit = self._get(number)
            if visit.helper != helper:
                raise MoveRefused(
                    "another helper has them" if visit.helper else "nobody has taken them",
                    where=f"number {number}",
                    why="A record is open to one helper at a time.",
                    repair="Take them from the list first.",
                )
            self._visits[number] = replace(visit, used_at=now)
            return self._visits[number]

    def take(self, number: int, helper: str, now: datetime) -> Visit:
        """A helper takes somebody, also from another helper."""
        told = {"helper": helper, "state": VisitState.WITH_HELPER}
        return self._change(number, now, told)

    def change(self, number: int, by: str, now: datetime, **told: Any) -> Visit:
        """The helper who has somebody changes what is known of them."""
        self.of_helper(number, by, now)
        return self._change(number, now, told)

    def remove(self, number: int, by: str, now: datetime) -> None:
        """Somebody leaves; what was typed of them leaves the memory.

        Raises
        ------
        MoveRefused
            Another helper has them.
        """
        with self._lock:
            self._forget(now)
            if self._get(number).helper not in (None, by):
                raise MoveRefused(
                    "another helper has them",
                    where=f"number {number}",
                    repair="Take them over first, if that helper is gone.",
                )
            del self._visits[number]

    def _change(self, number: int, now: datetime, told: dict[str, Any]) -> Visit:
        with self._lock:
            self._forget(now)
            self._visits[number] = replace(self._get(number), used_at=now, **told)
            return self._visits[number]

    def _get(self, number: int) -> Visit:
        if number not in self._visits:
            raise UsageError(
                "nobody is here under this number",
                why="What nobody touches for four hours is forgotten, and all when the app stops.",
                repair="Begin again, or open what was saved.",
            )
        return self._visits[number]

    def _forget(self, now: datetime) -> None:
        for number, visit in list(self._visits.items()):
            if now - visit.used_at > KEPT_FOR:
                del self._visits[number]
