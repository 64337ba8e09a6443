"""How a page's file came to be, from git where it is there; otherwise that is not known.

A copy without its whole history (an installed package, a shallow clone) tells nothing rather than a
part.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a file: the author's calendar day, and the first line of the message."""

    day: date
    what: str
    commit: str


@dataclass(frozen=True, slots=True)
class FileHistory:
    """Every change, newest first. `unrecorded` = the file now holds words that no change has."""

    changes: tuple[Change, ...]
    unrecorded: bool


def histories(files: Iterable[Path]) -> Mapping[Path, FileHistory]:
    """The history of each file; a file whose history is not known is left out."""
    found = {path: _history(path) for path in files}
    return {path: history for path, history in found.items() if history is not None}


def _history(path: Path) -> FileHistory | None:
    if _git(path, "rev-parse", "--is-shallow-repository").strip() != "false":
        return None
    form = _SEPARATOR.join(("%as", "%s", "%h"))
    lines = _git(path, "log", "--follow", f"--format={form}", "--abbrev=10", "--", path.name)
    changes = tuple(_change(line) for line in lines.splitlines() if line)
    if not changes:
        return None
    return FileHistory(changes, bool(_git(path, "status", "--porcelain", "--", path.name)))


def _change(line: str) -> Change:
    day, what, commit = line.split(_SEPARATOR)
    return Change(date.fromisoformat(day), what, commit)


def _git(path: Path, *arguments: str) -> str:
    """What git says of a file's folder; nothing where there is no git, or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(path.parent), *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
