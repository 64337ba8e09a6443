"""An office's own law and policy: folders of pages that whoever runs the machine puts there.

They are chosen by the name of the folder. A path is never taken from a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vacatur.errors import UsageError, nearest
from vacatur.law.rulebook import Rulebook, jurisdiction_of, load_rulebook, packaged_folders
from vacatur.office.laws import laws_offered
from vacatur.office.settings_file import app_folder
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
    root = app_folder(workspace.folder, LAWS).resolve()
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
    """One of them, by its name. What is made under it keeps that name, and no path.

    Raises
    ------
    UsageError
        There is none of the name.
    LawError
        A page of it cannot be read, or contradicts itself.
    """
    own = own_laws(workspace)
    if name in own:
        return replace(load_rulebook(str(own[name])), name=name)
    if name not in laws_offered():
        raise UsageError("there is no such law here", repair=nearest(name, laws_to_run(workspace)))
    return load_rulebook(name)


def law_asked(workspace: Workspace, law: str) -> Rulebook:
    """What a person at the machine names: one of these, or any other folder of pages.

    Raises
    ------
    UsageError
        Neither a law of the workspace, nor one that comes with vacatur, nor a folder with pages.
    LawError
        A page of it cannot be read, or contradicts itself.
    """
    name = kept_name(workspace, law)
    return law_to_run(workspace, name) if name in own_laws(workspace) else load_rulebook(law)


def kept_name(workspace: Workspace, law: str) -> str:
    """The name of a law, if `law` is a path of one of the office's own; else as it stands."""
    if _is_packaged(law):
        return law
    told = Path(law).resolve()
    return next((name for name, each in own_laws(workspace).items() if each == told), law)


def law_kept(workspace: Workspace, law: str) -> str:
    """Where the pages of a law lie that a run names: a path for the office's own, else as it is."""
    if _is_packaged(law):
        return law
    return str(own_laws(workspace).get(law, law))


def _is_packaged(law: str) -> bool:
    return law in {jurisdiction_of(each) for each in packaged_folders()}
