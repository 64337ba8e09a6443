"""What whoever runs the machine must not forget: what chain, vault and logs hold now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.matters.chain import head_of
from vacatur.matters.store import Casework
from vacatur.matters.vault import subjects
from vacatur.office.workspace import Workspace

LOGS = ("logs/app.jsonl", "logs/api.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log, its size, and the day of its first line; null: it is empty."""

    name: str
    size: int  # bytes
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """Facts of retention. Nothing is removed by itself."""

    database: str  # `sqlite` or `postgresql`
    entries: int
    vaulted: int  # cases
    logs: tuple[Log, ...]


def upkeep_of(workspace: Workspace, casework: Casework) -> Upkeep:
    """Look at what is kept."""
    with casework.reading() as connection:
        entries, vaulted = head_of(connection).seq, len(subjects(connection))
    paths = [workspace.folder / name for name in LOGS]
    return Upkeep(
        database=casework.engine.dialect.name,
        entries=entries,
        vaulted=vaulted,
        logs=tuple(_log(workspace, each) for each in paths if each.is_file()),
    )


def _log(workspace: Workspace, path: Path) -> Log:
    with path.open(encoding="utf-8") as file:
        first = file.readline(100)
    day = first.partition('"at": "')[2][:10]
    return Log(
        name=path.relative_to(workspace.folder).as_posix(),
        size=path.stat().st_size,
        since=date.fromisoformat(day) if day else None,
    )
