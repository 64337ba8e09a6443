"""Files that a command writes where a person asks for them."""

from __future__ import annotations

from pathlib import Path

from vacatur.errors import UsageError


def refuse_unwritable(path: Path) -> None:
    """Refuse a place where no file can be written, before any work is done.

    Raises
    ------
    UsageError
        The folder is not there, or the name is a folder's.
    """
    if path.is_dir():
        raise UsageError(f"[{path}] is a folder", repair="Name a file in it.")
    if not path.parent.is_dir():
        raise UsageError(f"the folder [{path.parent}] is not there", repair="Make it first.")
