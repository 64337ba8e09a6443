"""An office's own law and policy: folders of pages that whoever runs the machine puts there.

They are chosen by the name of the folder. A path is never taken from a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from vacatur.errors import UsageError, nearest
from vacatur.law.rulebook import Rulebook, jurisdiction_of, load_rulebook, packaged_folders
from vacatur.office.laws import laws_offered
from vacatur.office.settings_file import SETTINGS_FILE, damaged_settings, read_settings
from vacatur.office.workspace import Workspace

LAWS = "laws"


def own_laws(workspace: Workspace) -> Mapping[str, Path]:
    """The office's own folders of pages, by name: those in `[app] laws`, else in `laws/`.

    One that is called as a law that comes with vacatur, or as another of them, is left out, whether
    in capitals or not: nobody could tell them apart.

    Raises
    ------
    WorkspaceError
        The setting is no text.
    """
    path = workspace.folder / SETTINGS_FILE
    app = read_settings(path).get("app", {}) if path.is_file() else {}
    told = app.get(LAWS, LAWS) if isinstance(app, dict) else LAWS
    if not isinstance(told, str):
        raise damaged_settings(path, "[app] laws is no text")
    root = (workspace.folder / told).resolve()
    own = [
        each
        for each in (sorted(root.iterdir()) if root.is_dir() else ())
        if not each.is_symlink() and any(each.glob("*.law.md"))
    ]
    called = Counter(jurisdiction_of(each).casefold() for each in (*packaged_folders(), *own))
    return {
        jurisdiction_of(each): each for each in own if called[jurisdiction_of(each).casefold()] == 1
    }


def laws_to_run(workspace: Workspace) -> tuple[str, ...]:
    """What a run may be made under: what comes with vacatur, and the office's own."""
    return (*laws_offered(), *own_laws(workspace))


def law_to_run(workspace: Workspace, name: str) -> Rulebook:
    """One of them, by its name.

    Raises
    ------
    UsageError
        There is none of the name.
    LawError
        A page of it cannot be read, or contradicts itself.
    """
    own = own_laws(workspace)
    if name in own:
        return load_rulebook(str(own[name]))
    if name not in laws_offered():
        raise UsageError("there is no such law here", repair=nearest(name, laws_to_run(workspace)))
    return load_rulebook(name)
