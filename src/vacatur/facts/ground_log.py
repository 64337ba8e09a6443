"""The log of a workspace's grounds: versions, withdrawals, what the defence said, and who looked.

Officers are people too: whoever has a list of their cases made stands in the log. What attorneys
answer about a case is a fact, and stands in the log of the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.json_lines import read_json_lines, write_json_lines
from vacatur.record.terms import Term

LOG = "log.jsonl"


class GroundEvent(Term):
    """What a line of the log says."""

    VERSION = "version", "the version was taken in"
    WITHDRAWN = "withdrawn", "the ground was withdrawn"
    SAID = "said", "the defence said what it thinks of cases"
    LOOKED = "looked", "its cases were listed"


class Said(Term):
    """What the defence says to a motion in one case."""

    CONSENT = "consent", "it joins the motion or does not oppose it"
    OBJECTION = "objection", "it opposes the motion"
    TAKEN_BACK = "taken_back", "it takes back what it said"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSaid:
    """What was said of one case, and by whom; a blank `remark` is none."""

    case_number: str
    said: Said
    by: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLine:
    """One line of the log. `version` is the ground's, from 1; `cases` is for what was said."""

    number: int  # from 1
    on: date
    by: str
    event: GroundEvent
    ground_id: str
    version: int
    sha256: str = ""  # of the version's file
    document: str = ""
    cases: tuple[CaseSaid, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The same for machines, and for the log."""
        return {**asdict(self), "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class GroundLog:
    """Every line of a workspace, the first one first."""

    folder: Path
    lines: Sequence[GroundLine]

    @property
    def next_number(self) -> int:
        return len(self.lines) + 1

    def names(self) -> tuple[str, ...]:
        """The grounds that were ever taken in."""
        return tuple(dict.fromkeys(line.ground_id for line in self.lines))

    def latest(self, ground_id: str) -> GroundLine | None:
        """The last version or withdrawal of a ground; None: it was never taken in."""
        found = (GroundEvent.VERSION, GroundEvent.WITHDRAWN)
        mine = [x for x in self.lines if x.ground_id == ground_id and x.event in found]
        return mine[-1] if mine else None

    def said(self, ground_id: str, version: int) -> dict[str, CaseSaid]:
        """What the defence says now, by case number. What it said of another version is not it."""
        last = {
            each.case_number: each
            for line in self.lines
            if (line.ground_id, line.version) == (ground_id, version)
            for each in line.cases
        }
        return {case: each for case, each in last.items() if each.said is not Said.TAKEN_BACK}

    def version_file(self, ground_id: str, version: int) -> Path:
        """Where a version is kept, byte for byte."""
        return self.folder / ground_id / f"{version:03}.yaml"


def read_ground_log(folder: Path) -> GroundLog:
    """Read the log in a folder `grounds`; it is empty before the first ground.

    Raises
    ------
    WorkspaceError
        A line cannot be read.
    """
    why = "A ground that was withdrawn would seem to stand."
    lines = read_json_lines(folder / LOG, _line, where=f"grounds/{LOG}", why=why)
    return GroundLog(folder, lines)


def append_line(log: GroundLog, line: GroundLine) -> GroundLog:
    """Add a line."""
    lines = (*log.lines, line)
    _write(log.folder, lines)
    return GroundLog(log.folder, lines)


def _write(folder: Path, lines: Sequence[GroundLine]) -> None:
    write_json_lines(folder / LOG, (line.as_data() for line in lines))


def _line(data: dict[str, Any]) -> GroundLine:
    cases = tuple(CaseSaid(**{**each, "said": Said(each["said"])}) for each in data["cases"])
    event, on = GroundEvent(data["event"]), date.fromisoformat(data["on"])
    return GroundLine(**{**data, "event": event, "on": on, "cases": cases})


def forget_cases(log: GroundLog, numbers: frozenset[str]) -> None:
    """Take out what was said of cases that have vanished from the records."""
    lines = tuple(
        replace(line, cases=tuple(x for x in line.cases if x.case_number not in numbers))
        for line in log.lines
    )
    if lines != tuple(log.lines):
        _write(log.folder, lines)
