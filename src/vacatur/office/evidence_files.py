"""Files from which figures are counted: tables, populations and plans, in `evidence/`.

They are somebody's rows or plans, kept as they were sent until somebody removes them. Nothing of
them is joined to a case.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import IO

from vacatur.errors import UsageError, nearest
from vacatur.office.limited import look_into_file
from vacatur.office.workspace import Workspace

FOLDER = "evidence"
PLANS = (".yaml", ".yml")
TABLES = (".csv", ".csv.gz", ".csv.zip")
MOST_BYTES = 256 * 1024 * 1024
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}(\.csv|\.csv\.gz|\.csv\.zip|\.yaml|\.yml)")
_CHUNK = 1 << 20


def evidence_files(workspace: Workspace, *endings: str) -> list[str]:
    """The files that lie there, by name; with endings, those that end so."""
    folder = workspace.folder / FOLDER
    if not folder.is_dir():
        return []
    names = sorted(each.name for each in folder.iterdir() if _NAME.fullmatch(each.name))
    return [each for each in names if not endings or each.endswith(endings)]


def evidence_file(workspace: Workspace, name: str, *endings: str) -> Path:
    """One of them, by the name that the list shows.

    Raises
    ------
    UsageError
        There is none, or it leads elsewhere.
    """
    names = evidence_files(workspace, *endings)
    if name not in names:
        raise UsageError("there is no such file of evidence", repair=nearest(name, names))
    path = workspace.folder / FOLDER / name
    if path.is_symlink():
        raise UsageError("it leads out of the folder", repair="Put the file itself there.")
    return path


def keep_evidence_file(workspace: Workspace, name: str, sent: IO[bytes]) -> str:
    """Look at a file that was sent, and keep it; the name that it has here.

    Raises
    ------
    UsageError
        Its name does not say what it is, there is one of the name, or it is too large.
    IngestError
        It is not what its name says.
    """
    kept = Path(name.replace("\\", "/")).name.lower().replace(" ", "-")
    if not _NAME.fullmatch(kept):
        raise UsageError(
            "the name of the file does not say what it is",
            repair="Name it in letters, digits and hyphens, and end it in .csv, .csv.gz, .csv.zip "
            "or, for a plan, .yaml.",
        )
    folder = workspace.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".scratch-") as scratch:
        plain = Path(scratch) / kept
        _write(sent, plain)
        look_into_file(plain)
        try:
            os.link(plain, folder / kept)  # never over another one
        except FileExistsError:
            raise UsageError(
                "there is a file of this name already",
                why="Figures that were counted from it name it.",
                repair="Remove that one first, or give this one another name.",
            ) from None
    return kept


def remove_evidence_file(workspace: Workspace, name: str) -> None:
    """Take a file away. What was counted from it stays.

    Raises
    ------
    UsageError
        There is none.
    """
    evidence_file(workspace, name).unlink()


def _write(sent: IO[bytes], target: Path) -> None:
    written = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := sent.read(_CHUNK):
            written += len(chunk)
            if written > MOST_BYTES:
                raise UsageError(
                    f"more than {MOST_BYTES // 1024**2:,} MB were sent",
                    repair="Have it put into the folder [evidence] of the workspace.",
                )
            file.write(chunk)
