"""The ledger of erasures: what was forgotten, so that no file and no backup brings it back.

It holds keyed hashes of ids, as the memory of what vanished does (`ingest.snapshots`), and opaque
subjects of casework; no name and no number. Copies of it may be kept anywhere. Whoever has the
workspace's key beside it can test whether a certain case is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from vacatur.json_lines import read_json_lines, write_json_lines
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Term

LEDGER = "erasures.jsonl"
CASE, PERSON = "case", "person"


class Erased(Term):
    """What became of a case."""

    VAULTED = "vaulted", "it left everything that is read, and is sealed with its key"
    OBLITERATED = "obliterated", "its key was destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One line. `cases` and `persons` are keyed hashes; of an obliteration, both are empty.

    `subject` is the case's name in casework. `persons` are keys of the feed that name a person of
    whom no other case is left. `obliterate_on` is null for an obliteration.
    """

    number: int  # from 1
    on: date
    what: Erased
    subject: str
    obliterate_on: date | None
    cases: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The same for machines, and for the file."""
        until = self.obliterate_on.isoformat() if self.obliterate_on else None
        return {**asdict(self), "on": self.on.isoformat(), "obliterate_on": until}


@dataclass(frozen=True)
class Ledger:
    """Every erasure of a workspace, the first one first."""

    lines: Sequence[Erasure]

    def subjects(self, what: Erased) -> frozenset[str]:
        """The cases that were vaulted, or obliterated."""
        return frozenset(line.subject for line in self.lines if line.what is what)

    @cached_property
    def cases(self) -> frozenset[str]:
        """Keyed hashes of the cases."""
        return frozenset(each for line in self.lines for each in line.cases)

    @cached_property
    def persons(self) -> frozenset[str]:
        """Keyed hashes of the persons."""
        return frozenset(each for line in self.lines for each in line.persons)


class Forgotten:
    """Tells whether an id is one of those that were forgotten."""

    def __init__(self, ledger: Ledger, key: str) -> None:
        self._key = key
        self._hashes = {CASE: ledger.cases, PERSON: ledger.persons}
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return any(self._hashes.values())

    def names(self, text: str) -> bool:
        """Whether a text is the id of a forgotten case, of a charge of it, or of a person."""
        if not text:
            return False
        if text not in self._known:
            case = text.rpartition("/")[0]
            self._known[text] = self._is(CASE, text) or self._is(PERSON, text)
            self._known[text] |= bool(case) and self._is(CASE, case)
        return self._known[text]

    def _is(self, kind: str, text: str) -> bool:
        return keyed(self._key, kind, text) in self._hashes[kind]


def keyed(key: str, kind: str, text: str) -> str:
    """The hash of an id; `snapshot_hashes.sql` makes the same."""
    return hashlib.sha256(f"{key}:{kind}:{text}".encode()).hexdigest()


def read_ledger(folder: Path) -> Ledger:
    """The ledger in a folder; it is empty before the first erasure.

    Raises
    ------
    WorkspaceError
        A line cannot be read.
    """
    return ledger_of(folder / LEDGER)


def ledger_of(path: Path) -> Ledger:
    """The ledger in a file."""
    why = "What was forgotten could come back, and nothing would say so."
    return Ledger(read_json_lines(path, _line, where=LEDGER, why=why))


def write_ledger(folder: Path, lines: Iterable[Erasure]) -> None:
    """Put a ledger in the place of the old one."""
    write_json_lines(folder / LEDGER, (line.as_data() for line in lines))


def forgotten(workspace: Workspace) -> Forgotten:
    """What was forgotten in a workspace."""
    ledger = read_ledger(workspace.folder)
    return Forgotten(ledger, workspace.key() if ledger.lines else "")


def _line(data: dict[str, Any]) -> Erasure:
    until = data["obliterate_on"]
    return Erasure(
        **{
            **data,
            "on": date.fromisoformat(data["on"]),
            "what": Erased(data["what"]),
            "obliterate_on": date.fromisoformat(until) if until else None,
            "cases": tuple(data["cases"]),
            "persons": tuple(data["persons"]),
        }
    )
