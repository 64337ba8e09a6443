"""Letters sealed for the letter page, one for each matter: the newest, under its own code.

They lie in `public-letters/` of the workspace, sealed before anybody wrote the code down: whoever
has the workspace has no code but the one that stands in the letter as printed.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from vacatur.errors import WorkspaceError
from vacatur.matters.sealing import derived
from vacatur.office.workspace import Workspace
from vacatur.public_store.writing import Record

FOLDER = "public-letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLetter:
    """A letter that opens with its code alone. `subject` is the case's name in casework."""

    number: int
    subject: str
    last_day: str  # of its code, as ISO writes it
    lookup: str  # hexadecimal
    sealed: str  # base64

    def record(self) -> Record:
        """The same as the public store holds it."""
        return Record(lookup=bytes.fromhex(self.lookup), sealed=base64.b64decode(self.sealed))


def lookup_key(workspace: Workspace) -> bytes:
    """The key under which codes are looked up; the public store has it, too."""
    return derived(workspace.key(), "vacatur: codes of letters")


def keep_sealed(workspace: Workspace, letters: Collection[SealedLetter]) -> None:
    """Keep the sealed letters of matters; an earlier one of the same matter opens no more."""
    folder = workspace.folder / FOLDER
    folder.mkdir(exist_ok=True)
    for letter in letters:
        path = folder / f"{letter.number}.json"
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="ascii") as file:
            file.write(json.dumps(asdict(letter), indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def sealed_letters(workspace: Workspace) -> Iterator[SealedLetter]:
    """Each sealed letter that is kept, in the order of the matters' numbers.

    Raises
    ------
    WorkspaceError
        A file is no sealed letter.
    """
    paths = (workspace.folder / FOLDER).glob("*.json")
    for path in sorted(paths, key=lambda each: (len(each.name), each.name)):
        yield _read(path)


def forget_sealed(workspace: Workspace, subjects: Collection[str]) -> int:
    """Take the sealed letters of forgotten cases out of the workspace; how many there were.

    With them goes what nobody can tell the owner of.
    """
    gone = _remembered(workspace, subjects)
    for path in gone:
        path.unlink()
    return len(gone)


def remembered_sealed(workspace: Workspace, subjects: Collection[str]) -> int:
    """How many sealed letters of some cases there are; nothing is changed."""
    return len(_remembered(workspace, subjects))


def _remembered(workspace: Workspace, subjects: Collection[str]) -> list[Path]:
    if not subjects:
        return []
    return [path for path in (workspace.folder / FOLDER).glob("*") if _is_of(path, subjects)]


def _is_of(path: Path, subjects: Collection[str]) -> bool:
    try:
        return _read(path).subject in subjects
    except WorkspaceError:
        return True


def _read(path: Path) -> SealedLetter:
    try:
        return SealedLetter(**json.loads(path.read_text("ascii")))
    except (ValueError, TypeError):
        raise WorkspaceError(
            "it is no sealed letter",
            where=f"{FOLDER}/{path.name}",
            why="The letter of this matter could not be read on the letter page.",
            repair="Remove it, and write the letter again: [vacatur packet letters].",
        ) from None
