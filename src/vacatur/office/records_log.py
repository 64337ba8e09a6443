"""The log of a workspace's records: one line for each ingest, and no record in any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.ingest.snapshots import Difference
from vacatur.office.workspace import Workspace

LOG = "records.log.jsonl"

NO_DIFFERENCE = Difference(added=0, changed=0, vanished=0, absent=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedFile:
    """One input, without its name: somebody may have named it after a person."""

    role: str
    sha256: str  # first 12 of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ingest."""

    number: int  # from 1
    on: date | None  # None: the caller gave no day
    adapter: str
    files: tuple[LoggedFile, ...]
    unchanged: bool  # the same files as the records were made from; nothing was done
    older: bool  # files that had been taken in before the last ones
    cases: Difference  # from the snapshot before
    charges: Difference
    withheld: int  # rows about records that had vanished before
    runs_removed: int  # earlier runs that held a record that has vanished now
    remembered: int  # hashes in the memory of what vanished

    def in_words(self) -> str:
        """One line for a person."""
        day = f"{self.on}  " if self.on else ""
        files = ", ".join(f"{file.role} {file.sha256}" for file in self.files)
        return f"{self.number:>4}  {day}{self.adapter}  {files}: {self._what()}"

    def as_data(self) -> dict[str, Any]:
        """The same for machines, and for the file."""
        return {**asdict(self), "on": self.on.isoformat() if self.on else None}

    def _what(self) -> str:
        if self.unchanged:
            return "unchanged"
        rows = "row" if self.withheld == 1 else "rows"
        parts = [
            *(["files of an earlier snapshot"] if self.older else []),
            f"cases {_in_words(self.cases)}",
            f"charges {_in_words(self.charges)}",
            f"{self.withheld:,} {rows} withheld",
        ]
        if self.runs_removed:
            parts.append(f"{self.runs_removed:,} earlier runs removed")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class RecordsLog:
    """Every ingest of a workspace, the first one first."""

    entries: Sequence[Entry]

    def in_words(self) -> str:
        """One line for each ingest."""
        return "\n".join(entry.in_words() for entry in self.entries) or "No ingest yet."

    def as_data(self) -> list[dict[str, Any]]:
        """The same for machines."""
        return [entry.as_data() for entry in self.entries]


def read_log(workspace: Workspace) -> RecordsLog:
    """Read the log of a workspace; it is empty before the first ingest."""
    path = workspace.folder / LOG
    if not path.is_file():
        return RecordsLog(())
    with path.open(encoding="utf-8") as file:
        return RecordsLog(tuple(entry_from(json.loads(line)) for line in file))


def append(workspace: Workspace, entry: Entry) -> None:
    """Add an entry, unless it is there already. A line is never half written, and never rewritten.

    Written beside the old log and put in its place, so that a crash leaves one or the other.
    """
    if any(each.number == entry.number for each in read_log(workspace).entries):
        return
    path = workspace.folder / LOG
    partial = path.with_name(f".{LOG}.partial")
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    line = json.dumps(entry.as_data(), ensure_ascii=False)
    _write(partial, f"{before}{line}\n")
    partial.replace(path)


def entry_from(data: dict[str, Any]) -> Entry:
    """An entry from what `Entry.as_data` made of it."""
    return Entry(
        **{
            **data,
            "on": date.fromisoformat(data["on"]) if data["on"] else None,
            "files": tuple(LoggedFile(**file) for file in data["files"]),
            "cases": Difference(**data["cases"]),
            "charges": Difference(**data["charges"]),
        }
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _in_words(difference: Difference) -> str:
    return ", ".join(_parts(difference))


def _parts(difference: Difference) -> Iterator[str]:
    yield f"{difference.added:,} added"
    yield f"{difference.changed:,} changed"
    yield f"{difference.vanished:,} vanished"
    if difference.absent:
        yield f"{difference.absent:,} absent"
