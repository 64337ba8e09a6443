"""One matter whole, as it is shown; and what runs out in many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vacatur.matters.codec import as_data
from vacatur.matters.forgetting_gates import possible_moves
from vacatur.matters.matter import Matter, Particulars
from vacatur.matters.reading import events_of, particulars_of
from vacatur.matters.statements import Statement, statements_of
from vacatur.matters.store import Casework, Doing
from vacatur.matters.waiting import Waiting, waiting
from vacatur.record.particulars import Stated

_HIDDEN = frozenset(
    {"particulars", "duties", "clocks", "records", "subject", "pattern", "moves", "files_paper"}
)
_SHORT = 12  # characters of a hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event of a matter; `said` holds its fields that are known."""

    seq: int
    at: str
    actor: str
    event: str
    said: dict[str, Any]

    def told(self) -> str:
        """What it says on one line, whatever somebody typed; hashes by their beginning."""
        shown = ((name, x) for name, x in self.said.items() if name not in _HIDDEN)
        return ", ".join(f"{name} {_said(x)}" for name, x in shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFile:
    """A matter, whose it is, what runs, what happened and what may be done next.

    `shown_hash` begins with what an approver names. `particulars` is null once the case was
    forgotten. `stated` is what its papers are to say, of each particular the latest; of a case that
    is forgotten nothing. `next_moves` are the names of commands.
    """

    matter: Matter
    shown_hash: str
    particulars: Particulars | None
    stated: Mapping[Stated, Statement]
    waiting: tuple[Waiting, ...]
    history: tuple[Happening, ...]
    next_moves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """Something that runs in a matter."""

    matter: int
    state: str
    what: str
    who: str
    day: date | None
    after: str
    since: date


def matter_file(casework: Casework, number: int, doing: Doing) -> MatterFile:
    """Read a matter. That somebody read it is written into the chain first.

    Raises
    ------
    UsageError
        There is no such matter, or nobody on the staff is called so.
    """
    with casework.working(doing) as work:
        work.acting()
        matter = work.matter(number)
        work.note_reading(matter)
    with casework.reading() as connection:
        rows = events_of(connection, casework.keys, number)
        particulars = particulars_of(connection, casework.keys, number)
        stated = statements_of(connection, casework.keys, number)
    return MatterFile(
        matter=matter,
        shown_hash=matter.shown_hash,
        particulars=particulars,
        stated=stated,
        waiting=waiting(matter),
        history=tuple(
            Happening(
                seq=row.seq,
                at=row.at,
                actor=row.actor,
                event=row.kind,
                said={name: value for name, value in as_data(event).items() if value is not None},
            )
            for row, event in rows
        ),
        next_moves=possible_moves(matter),
    )


def due_of(matters: Iterable[Matter], *, until: date | None) -> list[DueLine]:
    """What runs in some matters, the earliest first; only what ends by `until`."""
    lines = [
        DueLine(
            matter=matter.number,
            state=str(matter.state),
            what=each.what,
            who=str(each.who),
            day=each.day,
            after=each.after,
            since=each.since,
        )
        for matter in matters
        for each in waiting(matter)
        if until is None or (each.day is not None and each.day <= until)
    ]
    return sorted(lines, key=lambda line: (line.day is None, line.day or line.since, line.matter))


def _said(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = " ".join(text.split())
    is_hash = len(text) == 64 and " " not in text
    return text[:_SHORT] if is_hash else text
