"""The version of a workspace's layout: upgraded step by step, never opened by an older vacatur."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vacatur import __version__
from vacatur.errors import WorkspaceError
from vacatur.office.intake_commit import finish
from vacatur.office.locks import locked
from vacatur.office.settings_file import SETTINGS_FILE, damaged_settings, read_settings
from vacatur.office.workspace import Workspace

FORMAT = 1

Upgrade = Callable[[Path], None]

# From a format to the next. A step must leave a folder on which it can be run again. Format 0 is
# format 1 without vacatur.toml, which every step's end writes, so it has no work of its own.
UPGRADES: Mapping[int, Upgrade] = {0: lambda folder: None}

# What a desktop puts into a folder by itself.
_NOT_CONTENT = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

_SETTINGS = """\
# A vacatur workspace: the exports an office put in, and what was made of them.
# docs/workspace.md says what each file is, what may be deleted, and what to back up.
# The folder holds people's records, and workspace.key; share neither.

# The layout of this folder. vacatur upgrades it; please do not change it by hand.
format = {format}

# The version of vacatur that made this folder.
created_by = "{version}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The layout of a workspace. `written_by` is the version of vacatur that last laid it out."""

    number: int
    created_by: str  # empty for format 0, which did not say
    written_by: str


def read_format(folder: Path) -> Format | None:
    """The format of a workspace; None for a folder that is none.

    A folder with records or runs and no `vacatur.toml` is a workspace of format 0.

    Raises
    ------
    WorkspaceError
        `vacatur.toml` cannot be read, or does not say the format.
    """
    path = folder / SETTINGS_FILE
    if not path.is_file():
        is_old = (folder / "records").is_dir() or (folder / "decisions").is_dir()
        return Format(number=0, created_by="", written_by="") if is_old else None
    settings = read_settings(path)
    number, created_by = settings.get("format"), settings.get("created_by", "")
    if type(number) is not int or number < 1:
        raise damaged_settings(path, "it does not say [format] as a whole number, 1 or more")
    written_by = settings.get("upgraded_by", created_by)
    return Format(number=number, created_by=str(created_by), written_by=str(written_by))


def open_workspace(
    folder: Path, *, newest: int = FORMAT, upgrades: Mapping[int, Upgrade] = UPGRADES
) -> Workspace:
    """Open a workspace, upgraded to the newest format.

    Parameters
    ----------
    folder
        The workspace.
    newest, upgrades
        The format that is known here, and the step from each earlier one to the next.

    Raises
    ------
    WorkspaceError
        The folder is no workspace, a newer vacatur wrote it, or it cannot be upgraded.
    """
    found = read_format(folder)
    if found is None:
        there = "is no workspace" if folder.is_dir() else "does not exist"
        raise WorkspaceError(
            f"the folder [{folder}] {there}",
            repair="Name another with --workspace, or make one: [vacatur init FOLDER].",
        )
    if found.number > newest:
        raise _too_new(folder, found, newest)
    if found.number < newest:
        _upgrade(folder, newest, upgrades)
    return Workspace(folder)


def begin_workspace(folder: Path) -> Workspace:
    """Open a workspace, or make the folder one: what the first ingest does."""
    if read_format(folder) is None:
        _make_folder(folder)
        _write_settings(folder, _SETTINGS.format(format=FORMAT, version=__version__))
        _keep_out_of_git(folder)
    return open_workspace(folder)


@contextmanager
def writing(folder: Path, command: str, *, begin: bool = False) -> Iterator[Workspace]:
    """A workspace opened for writing, and locked while the block runs.

    Parameters
    ----------
    folder
        The workspace.
    command
        What the block does, such as `vacatur decide`, for whoever is refused meanwhile.
    begin
        Make the folder a workspace if it is none yet.
    """
    workspace = begin_workspace(folder) if begin else open_workspace(folder)
    with locked(folder, command):
        finish(workspace)  # an ingest that broke off after all was built
        yield workspace


def init(folder: Path) -> Workspace:
    """Make an empty workspace: `vacatur.toml`, `raw/` and the workspace's own key.

    In a folder that is a workspace already, only what is missing is added.

    Raises
    ------
    WorkspaceError
        The folder holds something else.
    """
    if read_format(folder) is None and folder.exists():
        _refuse_content(folder)
    workspace = begin_workspace(folder)
    (folder / "raw").mkdir(exist_ok=True)
    workspace.key()
    return workspace


def _refuse_content(folder: Path) -> None:
    if not folder.is_dir():
        raise WorkspaceError(
            f"[{folder}] is a file", repair="Name a folder that is empty or not there yet."
        )
    found = sorted(each.name for each in folder.iterdir() if each.name not in _NOT_CONTENT)
    if found:
        raise WorkspaceError(
            f"the folder [{folder}] is no workspace and not empty",
            why=f"It holds [{found[0]}]; a workspace keeps people's records apart from other work.",
            repair="Name a folder that is empty or not there yet.",
        )


def _upgrade(folder: Path, newest: int, upgrades: Mapping[int, Upgrade]) -> None:
    """Take every step in turn; each is stamped, so that a broken upgrade goes on where it ended."""
    with locked(folder, "vacatur, upgrading the workspace"):
        found = read_format(folder)
        number = found.number if found else newest  # another process may have been first
        for step in range(number, newest):
            if step not in upgrades:
                raise WorkspaceError(
                    f"nothing here upgrades the workspace [{folder}] from format {step}",
                    repair="Install the version of vacatur that came after the one that wrote it.",
                )
            upgrades[step](folder)
            _stamp(folder, step + 1)


def _stamp(folder: Path, number: int) -> None:
    """Write the format into `vacatur.toml` and leave its other lines as they are."""
    path = folder / SETTINGS_FILE
    if not path.is_file():
        _write_settings(folder, _SETTINGS.format(format=number, version=__version__))
        return
    lines = re.sub(r"(?m)^upgraded_by\s*=.*\n?", "", path.read_text(encoding="utf-8"))
    stamp = f'format = {number}\nupgraded_by = "{__version__}"'
    text = re.sub(r"(?m)^format\s*=.*$", stamp, lines, count=1)
    _write_settings(folder, text)


def _write_settings(folder: Path, text: str) -> None:
    """Write beside the old file and put it in its place, so that it is never half there."""
    partial = folder / f".{SETTINGS_FILE}.partial"
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(folder / SETTINGS_FILE)
    except OSError as error:
        raise WorkspaceError(
            f"[{SETTINGS_FILE}] cannot be written into [{folder}]: {error.strerror}",
            why="A workspace says which version laid it out, so that no other misreads it.",
            repair="Let the folder be writable, or copy it to one that is.",
        ) from None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # records of people are in it
    except OSError as error:
        raise WorkspaceError(
            f"the folder [{folder}] cannot be made: {error.strerror}",
            repair="Name another folder.",
        ) from None


def _keep_out_of_git(folder: Path) -> None:
    """A workspace inside a checkout must never be committed: it holds people's records."""
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")


def _too_new(folder: Path, found: Format, newest: int) -> WorkspaceError:
    writer = found.written_by or "a later version"
    return WorkspaceError(
        f"the workspace [{folder}] has format {found.number}, written by vacatur {writer}; "
        f"this is vacatur {__version__}, which knows format {newest}",
        why="An older version would misread the newer layout, or damage it.",
        repair=f"Install vacatur {writer} or later, or name another workspace with --workspace.",
    )
