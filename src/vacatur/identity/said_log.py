"""The log of what people said about pairs of cases: one person's, or two people's.

It holds ids of cases and sentences, and no name. Nothing is erased: a line takes back another. Only
what has vanished from the records leaves (`forget_pairs`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.identity.said import SaidOfPair
from vacatur.json_lines import read_json_lines, write_json_lines
from vacatur.record.terms import Term

LOG = "log.jsonl"


class SaidEvent(Term):
    """What a line of the log says."""

    SAID = "said", "somebody looked at two cases and said whether they are one person's"
    UNDONE = "undone", "an answer was taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One line of the log.

    Of a line that takes an answer back, the cases are empty and `same` is None. So are the cases of
    an answer about one that has vanished from the records.
    """

    number: int  # from 1
    on: date
    by: str
    event: SaidEvent
    case_l: str = ""  # ids, the smaller one first
    case_r: str = ""
    same: bool | None = None
    reason: str
    undoes: int | None = None  # number of an answer
    # Cases whose person bears another id since, each with the id before: undone, they have it back.
    was: tuple[tuple[str, str], ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        """The two cases, the smaller id first."""
        return self.case_l, self.case_r

    def as_data(self) -> dict[str, Any]:
        """The same for machines, and for the log."""
        return {**asdict(self), "on": self.on.isoformat()}

    def as_said(self) -> SaidOfPair:
        """The answer as linking hears it; a line that says nothing is of no two cases."""
        return SaidOfPair(one=self.case_l, other=self.case_r, same=bool(self.same))


@dataclass(frozen=True, slots=True)
class SaidLog:
    """Every line of a workspace, the first one first."""

    folder: Path
    lines: Sequence[SaidLine]

    @property
    def next_number(self) -> int:
        return len(self.lines) + 1

    def standing(self) -> tuple[SaidLine, ...]:
        """The answers that were not taken back."""
        undone = {line.undoes for line in self.lines}
        said = (line for line in self.lines if line.event is SaidEvent.SAID)
        return tuple(line for line in said if line.number not in undone)


def read_said_log(folder: Path) -> SaidLog:
    """Read the log in a folder `linkage`; it is empty before the first answer.

    Raises
    ------
    WorkspaceError
        A line cannot be read.
    """
    why = "Cases that somebody parted would be one person's again, or the other way round."
    lines = read_json_lines(folder / LOG, _line, where=f"linkage/{LOG}", why=why)
    return SaidLog(folder, lines)


def write_said(folder: Path, lines: Sequence[SaidLine]) -> None:
    """Write a whole log into a folder `linkage`."""
    write_json_lines(folder / LOG, (line.as_data() for line in lines))


def forget_pairs(log: SaidLog, cases: Collection[str]) -> None:
    """Take the ids out of answers about cases that have vanished from the records.

    The sentence leaves with them: it may tell what was there. The line stays, since the others are
    known by their numbers.
    """

    def names_any(case: str, person_id: str) -> bool:
        """A person's id names a case, too."""
        return case in cases or person_id.removeprefix("p-").rstrip("+") in cases

    def without(line: SaidLine) -> SaidLine:
        line = replace(line, was=tuple(each for each in line.was if not names_any(*each)))
        is_gone = line.case_l in cases or line.case_r in cases
        return replace(line, case_l="", case_r="", reason="") if is_gone else line

    lines = tuple(map(without, log.lines))
    if lines != tuple(log.lines):
        write_said(log.folder, lines)


def _line(data: dict[str, Any]) -> SaidLine:
    on, event = date.fromisoformat(data["on"]), SaidEvent(data["event"])
    was = tuple((case, person) for case, person in data["was"])
    return SaidLine(**{**data, "on": on, "event": event, "was": was})
