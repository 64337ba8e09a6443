"""`[watch]` in `vacatur.toml`: from which day on the office wants arrests approved."""

from __future__ import annotations

from datetime import date

from vacatur.errors import WorkspaceError, nearest
from vacatur.office.settings_file import SETTINGS_FILE, damaged_settings, read_settings
from vacatur.office.workspace import Workspace

_KNOWN = ("approval_since",)


def approval_since(workspace: Workspace) -> date | None:
    """First day on which a covered arrest needs a supervisor's approval; None: no rule is stated.

    Raises
    ------
    WorkspaceError
        `[watch]` says something else than a day, or something that nobody knows.
    """
    path = workspace.folder / SETTINGS_FILE
    said = read_settings(path).get("watch", {}) if path.is_file() else {}
    if not isinstance(said, dict):
        raise damaged_settings(path, "[watch] is no table")
    for name in said:
        if name not in _KNOWN:
            raise WorkspaceError(
                f"nothing is called [{name}] in [watch]",
                where=SETTINGS_FILE,
                repair=nearest(name, _KNOWN),
            )
    day = said.get("approval_since")
    if day is not None and type(day) is not date:
        raise WorkspaceError(
            "[watch] approval_since is no day",
            where=SETTINGS_FILE,
            why="From it on each covered arrest is asked for its approval.",
            repair="Write it like [approval_since = 2019-01-29], without quotation marks.",
        )
    return day
