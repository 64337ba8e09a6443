"""The grounds of a workspace: taking in a version, and which one stands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from vacatur.errors import UsageError, WorkspaceError, nearest
from vacatur.facts.ground import Ground, GroundStatus
from vacatur.facts.ground_log import (
    CaseSaid,
    GroundEvent,
    GroundLine,
    GroundLog,
    append_line,
    read_ground_log,
)
from vacatur.office.ground_file import load_ground
from vacatur.office.workspace import Workspace


def ground_log(workspace: Workspace) -> GroundLog:
    """The log of a workspace's grounds."""
    return read_ground_log(workspace.folder / "grounds")


def standing_ground(workspace: Workspace, ground_id: str) -> tuple[Ground, int]:
    """The version of a ground that stands, and its number; a withdrawn one says so by its status.

    Raises
    ------
    UsageError
        The workspace has no such ground; the nearest is named.
    """
    log = ground_log(workspace)
    line = log.latest(ground_id)
    if line is None:
        raise UsageError(
            f"the workspace has no ground [{ground_id}]",
            repair=nearest(ground_id, log.names()) or "Take one in: vacatur ground apply FILE.",
        )
    path = log.version_file(ground_id, line.version)
    ground = load_ground(path)
    if ground.sha256 != line.sha256:
        raise WorkspaceError(
            "the kept version of the ground is not the one that was taken in",
            where=f"grounds/{ground_id}/{path.name}",
            why="What attorneys answered rests on the text that they read.",
            repair="Take the file from a backup.",
        )
    if line.event is GroundEvent.WITHDRAWN:
        ground = replace(ground, status=GroundStatus.WITHDRAWN)
    return ground, line.version


def ground_version(workspace: Workspace, ground_id: str, version: int | None) -> Ground | None:
    """A version as it was taken in, whatever became of it; None: the workspace never had it."""
    if version is None:
        return None
    path = ground_log(workspace).version_file(ground_id, version)
    return load_ground(path) if path.is_file() else None


def adopted_ground(workspace: Workspace, ground_id: str) -> tuple[Ground, int]:
    """The version that stands, where a named attorney stands for it.

    Raises
    ------
    UsageError
        There is none, or it is a draft or withdrawn: nothing may rest on it.
    """
    ground, version = standing_ground(workspace, ground_id)
    if not ground.is_adopted:
        raise UsageError(
            f"the ground [{ground_id}] is {_in_words(ground)}",
            why="No finding may rest on what no attorney stands for.",
            repair="Write `status: adopted`, `adopted_by` and `adopted_on` into its file, and"
            " take it in again: vacatur ground adopt FILE.",
        )
    return ground, version


def _in_words(ground: Ground) -> str:
    return "a draft" if ground.status is GroundStatus.DRAFT else "withdrawn"


def is_new(workspace: Workspace, ground: Ground) -> bool:
    """Whether a ground is another version than the last one that was taken in."""
    line = ground_log(workspace).latest(ground.ground_id)
    return line is None or line.sha256 != ground.sha256


def is_withdrawn(workspace: Workspace, ground: Ground) -> bool:
    """Whether the ground was withdrawn, and not taken in again since."""
    line = ground_log(workspace).latest(ground.ground_id)
    return line is not None and line.event is GroundEvent.WITHDRAWN


def version_of(workspace: Workspace, ground: Ground) -> int:
    """The number of a version: the last one's if it is that one, else the next."""
    following = next_number(workspace, ground)
    return following if is_new(workspace, ground) else following - 1


def next_number(workspace: Workspace, ground: Ground) -> int:
    """The number that another version of a ground gets."""
    line = ground_log(workspace).latest(ground.ground_id)
    return line.version + 1 if line else 1


def take_in(workspace: Workspace, ground: Ground, *, by: str, on: date) -> int:
    """Keep a version of a ground, and log who took it in; its number."""
    version = next_number(workspace, ground)
    path = ground_log(workspace).version_file(ground.ground_id, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy(ground.path, path)
    _log(workspace, GroundEvent.VERSION, ground, version, by=by, on=on)
    return version


def log_look(workspace: Workspace, ground: Ground, version: int, *, by: str, on: date) -> None:
    """Log that somebody had the cases of a ground listed."""
    _log(workspace, GroundEvent.LOOKED, ground, version, by=by, on=on)


def log_withdrawal(
    workspace: Workspace, ground: Ground, version: int, *, by: str, document: str, on: date
) -> None:
    """Log that a ground was withdrawn."""
    _log(workspace, GroundEvent.WITHDRAWN, ground, version, by=by, on=on, document=document)


def log_said(
    workspace: Workspace,
    ground: Ground,
    version: int,
    *,
    cases: tuple[CaseSaid, ...],
    by: str,
    document: str,
    on: date,
) -> None:
    """Log what the defence says of cases under a version."""
    _log(workspace, GroundEvent.SAID, ground, version, by=by, on=on, document=document, cases=cases)


def _copy(source: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(source, partial)
    partial.replace(target)


def _log(
    workspace: Workspace,
    event: GroundEvent,
    ground: Ground,
    version: int,
    *,
    by: str,
    on: date,
    document: str = "",
    cases: tuple[CaseSaid, ...] = (),
) -> None:
    log = ground_log(workspace)
    line = GroundLine(
        number=log.next_number,
        on=on,
        by=by,
        event=event,
        ground_id=ground.ground_id,
        version=version,
        sha256=ground.sha256,
        document=document,
        cases=cases,
    )
    append_line(log, line)
