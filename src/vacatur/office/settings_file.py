"""`vacatur.toml`: the settings of a workspace, as they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vacatur.errors import WorkspaceError

SETTINGS_FILE = "vacatur.toml"


def read_settings(path: Path) -> Mapping[str, Any]:
    """Read the file.

    Raises
    ------
    WorkspaceError
        It is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise damaged_settings(path, str(error)) from None


def damaged_settings(path: Path, problem: str) -> WorkspaceError:
    """The error for a file by which the folder could be misread."""
    return WorkspaceError(
        f"the settings cannot be read: {problem}",
        where=str(path),
        why="Without its format, the folder could be misread.",
        repair="Take the file from a backup, or write [format = 1] and [created_by] into it again.",
    )


def app_folder(workspace: Path, name: str) -> Path:
    """A folder that `[app]` names in the settings of a workspace; else the one of that name in it.

    Raises
    ------
    WorkspaceError
        The setting is no text.
    """
    path = workspace / SETTINGS_FILE
    app = read_settings(path).get("app", {}) if path.is_file() else {}
    told = app.get(name, name) if isinstance(app, dict) else name
    if not isinstance(told, str):
        raise damaged_settings(path, f"[app] {name} is no text")
    return workspace / told
