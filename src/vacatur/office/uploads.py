"""Files that somebody sent to be taken in: sealed at once, and opened only while a job reads them.

A file's own name may name a person, so it is not kept: a file is named after what it is.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from vacatur.errors import UsageError
from vacatur.ingest.md_case_search.columns import Role
from vacatur.matters.sealed_files import CHUNK, read_sealed, write_sealed
from vacatur.matters.sealing import derived
from vacatur.office.exports import CASE_SEARCH, CSV, DOCKET
from vacatur.office.limited import look_into_file
from vacatur.office.workspace import Workspace

FOLDER = "uploads"
MAPPING = "mapping.yaml"
MOST_BYTES = 256 * 1024 * 1024  # of all files of one upload
MOST_FILES = 8
_PURPOSE = "vacatur: uploads"
_TABLE = re.compile(r"(?P<stem>.*?)(?P<end>\.csv(\.gz|\.zip)?)", re.IGNORECASE)
_DOCKET = re.compile(r".*(?P<end>\.jsonl?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it was sent, and where it is read from."""

    name: str
    file: IO[bytes]


def keep_upload(workspace: Workspace, adapter: str, files: Sequence[Sent]) -> str:
    """Look at what was sent, seal it, and give it an id.

    Raises
    ------
    UsageError
        A name does not say what a file is, nothing was sent, or too much was.
    IngestError
        A file is not what its name says.
    """
    names = [name_for(adapter, each.name) for each in files]
    if not files:
        raise UsageError("no file was sent", repair="Choose one.")
    if len(files) > MOST_FILES or len(set(names)) < len(names):
        raise UsageError(
            "two files are the same thing, or there are too many",
            why="Rows of two exports must not be mixed.",
            repair="Send each file of one export once.",
        )
    upload = secrets.token_hex(8)
    key = derived(workspace.key(), _PURPOSE)
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".scratch-") as scratch:
        made = Path(scratch) / "sealed"
        made.mkdir(mode=0o700)
        left = MOST_BYTES
        for name, sent in zip(names, files, strict=True):
            plain = Path(scratch) / name
            left -= _written(sent.file, plain, left)
            look_into_file(plain)
            with (made / name).open("wb") as sealed, plain.open("rb") as content:
                chunks = iter(lambda content=content: content.read(CHUNK), b"")  # type: ignore[misc]
                write_sealed(sealed, key, chunks, name=f"{upload}/{name}", about={})
            plain.unlink()
        target = workspace.folder / FOLDER / upload
        target.parent.mkdir(mode=0o700, exist_ok=True)
        made.rename(target)
    return upload


def name_for(adapter: str, name: str) -> str:
    """What a file that was sent is called here.

    Raises
    ------
    UsageError
        Its own name does not say what it is.
    """
    lowered = Path(name.replace("\\", "/")).name.lower()
    if adapter == CSV and lowered.endswith((".yaml", ".yml")):
        return MAPPING
    table, docket = _TABLE.fullmatch(lowered), _DOCKET.fullmatch(lowered)
    if adapter == CSV and table:
        return f"export{table['end']}"
    if adapter == DOCKET and docket:
        return f"dockets{docket['end']}"
    if adapter == CASE_SEARCH and table:
        for role in sorted(Role, key=len, reverse=True):
            if table["stem"] == role or table["stem"].endswith(f"_{role}"):
                return f"{role}{table['end']}"
    raise UsageError(
        f"the name of a file does not say what it is for the adapter [{adapter}]",
        repair={
            CASE_SEARCH: "End it in [cases.csv], [charges.csv] or another of the extract's files.",
            CSV: "Send one [.csv] file and its mapping, [.yaml].",
            DOCKET: "Send one [.json] or [.jsonl] file.",
        }.get(adapter, ""),
    )


@contextmanager
def opened_upload(workspace: Workspace, upload: str) -> Iterator[list[Path]]:
    """The files of an upload as they came, for as long as they are read; then they are gone.

    Raises
    ------
    UsageError
        There is no such upload, or it was taken away.
    ChainBroken
        A file was changed since.
    """
    folder = _of(workspace, upload)
    key = derived(workspace.key(), _PURPOSE)
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".scratch-") as scratch:
        Path(scratch).chmod(0o700)
        opened = []
        for sealed in sorted(folder.iterdir()):
            plain = Path(scratch) / sealed.name
            with plain.open("wb") as file:
                for chunk in read_sealed(sealed, key, name=f"{upload}/{sealed.name}"):
                    file.write(chunk)
            opened.append(plain)
        yield opened


def forget_upload(workspace: Workspace, upload: str) -> None:
    """Take an upload away. What was taken in of it stands, sealed, in `raw/`."""
    shutil.rmtree(_of(workspace, upload))


def forget_other_uploads(workspace: Workspace, wanted: Collection[str], before: datetime) -> None:
    """Take every upload away that no job may still read; one that just came may get its job yet."""
    folder = workspace.folder / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in wanted and path.stat().st_mtime < before.timestamp():
            shutil.rmtree(path)


def _of(workspace: Workspace, upload: str) -> Path:
    folder = workspace.folder / FOLDER / upload
    if not re.fullmatch("[0-9a-f]{16}", upload) or not folder.is_dir():
        raise UsageError(
            "what was sent is not here any more", repair="Send it again, as a new job."
        )
    return folder


def _written(source: IO[bytes], target: Path, most: int) -> int:
    """Copy no more than `most` bytes; how many there were."""
    written = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > most:
                raise UsageError(
                    f"more than {MOST_BYTES // 1024**2:,} MB were sent",
                    repair="Put the files into the inbox on the server instead.",
                )
            file.write(chunk)
    return written
