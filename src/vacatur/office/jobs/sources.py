"""The files that an ingest reads: uploaded ones, or those that lie in the server's inbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError, nearest
from vacatur.office.exports import Export, export_of
from vacatur.office.settings_file import app_folder
from vacatur.office.uploads import MAPPING, opened_upload
from vacatur.office.workspace import Workspace

INBOX = "inbox"
_SHOWN = 200


def inbox_of(workspace: Workspace) -> Path:
    """The folder into which exports are put: `[app] inbox` in `vacatur.toml`, else `inbox/`.

    Raises
    ------
    WorkspaceError
        The setting is no text.
    """
    return app_folder(workspace.folder, INBOX)


def inbox_names(workspace: Workspace) -> list[str]:
    """What lies in the inbox, files and folders, by name; what is hidden is left out."""
    folder = inbox_of(workspace)
    if not folder.is_dir():
        return []
    names = sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
    return names[:_SHOWN]


def in_inbox(workspace: Workspace, name: str) -> Path:
    """A file or folder of the inbox, by the name that the list shows.

    Raises
    ------
    UsageError
        There is none, or it leads elsewhere.
    """
    folder = inbox_of(workspace)
    names = inbox_names(workspace)
    if name not in names:
        raise UsageError("the inbox holds no such file", repair=nearest(name, names))
    path = folder / name
    if folder.resolve() not in path.resolve().parents:
        raise UsageError("it leads out of the inbox", repair="Put the file itself there.")
    return path


@contextmanager
def export_for(workspace: Workspace, told: Mapping[str, Any]) -> Iterator[Export]:
    """The export that a job names, for as long as it is read.

    Raises
    ------
    UsageError
        It is not there any more, or the adapter does not fit it.
    """
    adapter = told.get("adapter") or None
    if told.get("upload"):
        with opened_upload(workspace, str(told["upload"])) as files:
            mapping = next((each for each in files if each.name == MAPPING), None)
            source = [each for each in files if each != mapping]
            yield export_of(source, adapter, mapping)
        return
    source = [in_inbox(workspace, name) for name in told.get("inbox", ())]
    if not source:
        raise UsageError("no file is named", repair="Choose one of the inbox, or send one.")
    name = told.get("mapping")
    yield export_of(source, adapter, in_inbox(workspace, name) if name else None)
