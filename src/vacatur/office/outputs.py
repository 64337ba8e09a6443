"""Files that a command writes where a person asks for them."""

from __future__ import annotations

from collections.abc import Iterable
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


def refuse_written_over(out: Path, names: Iterable[str]) -> None:
    """Refuse a folder that cannot be made, or that holds one of the files, before any work.

    Raises
    ------
    UsageError
        It is a file, its parent is not there, or a file would be written over.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"[{out}] is a file", repair="Name a folder with --out.")
    if not out.parent.is_dir():
        raise UsageError(f"the folder [{out.parent}] is not there", repair="Make it first.")
    for name in names:
        if (out / name).exists():
            raise UsageError(
                f"[{name}] is there already",
                where=str(out),
                why="A report is never written over an earlier one.",
                repair="Name another folder with --out.",
            )
