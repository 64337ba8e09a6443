"""The log of a workspace's facts, and the rows of each file that was attached.

Nothing is ever rewritten: a fact that is withdrawn stands in the log with the line that withdrew
it. Only what has vanished from the records leaves (`forget`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from vacatur.json_lines import read_json_lines, write_json_lines

LOG = "log.jsonl"
ROWS, QUARANTINE, EFFECTS = "rows.parquet", "quarantine.parquet", "effects"
# Of whom, or of what, a row was lost: there something was told, and nobody can say what.
DOUBTS = "doubts.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer given by hand: about which charge, which column, and what."""

    charge: str
    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One line of the log: a file that was attached, answers, or what was taken back.

    `rows_in` = `attached` + `repeated` + `quarantined` + `withheld`, which are about records that
    have vanished. A fact's name is the batch's number, a dot
    and the row.
    """

    number: int  # from 1
    on: date
    kind: str  # of kinds.KINDS; "withdrawal" where facts are taken back
    by: str  # who says so
    document: str  # on what; empty where the file itself is the document
    file: str = ""
    file_sha256: str = ""
    mapping: str = ""  # name of the file that says how the agency writes; empty: as we do
    mapping_sha256: str = ""
    rows_in: int = 0
    attached: int = 0
    repeated: int = 0
    quarantined: int = 0
    withheld: int = 0
    forgotten: int = 0  # rows of those that are no longer kept: what they told of has vanished
    answers: tuple[Answer, ...] = ()
    withdraws: tuple[str, ...] = ()  # names of facts
    undoes: int | None = None  # a batch that no longer counts

    @property
    def tells(self) -> bool:
        """Whether it adds facts, and not only takes some back."""
        return bool(self.file or self.answers)

    def as_data(self) -> dict[str, Any]:
        """The same for machines, and for the log."""
        return {**asdict(self), "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class FactsLog:
    """Every batch of a workspace, the first one first."""

    folder: Path
    batches: Sequence[Batch]

    @property
    def last(self) -> int:
        """Number of the last batch; 0: there is none."""
        return self.batches[-1].number if self.batches else 0

    def sha256(self) -> str:
        """Hash of everything in the log; empty where nothing was ever attached."""
        if not self.batches:
            return ""
        lines = (json.dumps(batch.as_data(), sort_keys=True) for batch in self.batches)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def standing(self) -> tuple[Batch, ...]:
        """The batches that count. One that undoes another may be undone itself."""
        undone: set[int] = set()
        for batch in reversed(self.batches):
            if batch.number not in undone and batch.undoes is not None:
                undone.add(batch.undoes)
        return tuple(batch for batch in self.batches if batch.number not in undone)

    def withdrawn(self) -> frozenset[str]:
        """Names of the facts that were withdrawn one by one."""
        return frozenset(fact for batch in self.standing() for fact in batch.withdraws)

    def with_batch(self, batch: Batch) -> FactsLog:
        """The log with one more line, which is not yet written."""
        return FactsLog(self.folder, (*self.batches, batch))

    def as_told(self) -> FactsLog:
        """The log without what was taken back: every fact that was ever told."""
        return FactsLog(
            self.folder, tuple(replace(each, withdraws=()) for each in self.batches if each.tells)
        )

    def batch_folder(self, number: int) -> Path:
        """Where the rows of a batch are."""
        return self.folder / f"{number:06}"

    def effect_folder(self, number: int) -> Path:
        """Where the effect that was worked out after a batch is."""
        return self.folder / EFFECTS / f"{number:06}"


@dataclass(frozen=True, slots=True)
class FactsState:
    """Which log it is, and nothing of what it says: number of the last batch, and the hash."""

    last: int
    sha256: str


def read_state(folder: Path) -> FactsState:
    """The state of the log in a folder `facts`; the log is read when its file is another one.

    Raises
    ------
    WorkspaceError
        A line cannot be read.
    """
    path = (folder / LOG).absolute()
    if not path.is_file():
        return FactsState(last=0, sha256="")
    file = path.stat()
    return _state_of(path, file.st_ino, file.st_mtime_ns, file.st_size)


@lru_cache(maxsize=16)
def _state_of(path: Path, *_: int) -> FactsState:
    log = read_log(path.parent)
    return FactsState(last=log.last, sha256=log.sha256())


def effect_folders(folder: Path, last: int) -> tuple[Path, ...]:
    """The effects that were worked out up to a batch, the earliest first."""
    there = (folder / EFFECTS).glob("[0-9]*")
    return tuple(sorted(each for each in there if each.name.isdigit() and int(each.name) <= last))


def read_log(folder: Path) -> FactsLog:
    """Read the log in a folder `facts`; it is empty before the first fact.

    Raises
    ------
    WorkspaceError
        A line cannot be read.
    """
    why = "A fact that was told would be missing from the answers."
    batches = read_json_lines(folder / LOG, _batch, where=f"facts/{LOG}", why=why)
    return FactsLog(folder, batches)


def append(log: FactsLog, batch: Batch) -> FactsLog:
    """Add a line.

    This is the step that counts: a folder of rows without its line is nothing.
    """
    return rewrite(log, (*log.batches, batch))


def rewrite(log: FactsLog, batches: Sequence[Batch]) -> FactsLog:
    """Put other lines in the place of the log's: one more, or without what must be forgotten."""
    write_json_lines(log.folder / LOG, (batch.as_data() for batch in batches))
    return FactsLog(log.folder, tuple(batches))


def _batch(data: dict[str, Any]) -> Batch:
    return Batch(
        **{
            **data,
            "on": date.fromisoformat(data["on"]),
            "answers": tuple(Answer(**each) for each in data["answers"]),
            "withdraws": tuple(data["withdraws"]),
        }
    )
