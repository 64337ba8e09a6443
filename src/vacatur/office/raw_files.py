"""The files that an office put in, as it keeps them: sealed, and without what was forgotten.

`raw/NAME.sealed` opens with the workspace's key alone. A row about a forgotten case is blanked, so
that the numbers of all other rows hold; what cannot be told apart row by row leaves whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError, nearest
from vacatur.matters.sealed_files import CHUNK, about_sealed, read_sealed, write_sealed
from vacatur.matters.sealing import derived
from vacatur.office.blanking import Blanking, Columns
from vacatur.office.erasures import forgotten
from vacatur.office.workspace import Workspace

SEALED = ".sealed"
REMOVED_ROWS = "rows_removed"
_PURPOSE = "vacatur: raw extracts"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file as it came. `rows_removed` are about forgotten cases: they are blank now."""

    name: str
    is_sealed: bool
    rows_removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What forgetting did to the files: rows blanked, and files that had to leave whole."""

    rows: int
    removed: tuple[str, ...]


def seal_raw(workspace: Workspace) -> Redacted:
    """Seal every file that lies open in `raw/`, and blank what was forgotten in those that do not.

    It can be broken off anywhere and run again.
    """
    key = derived(workspace.key(), _PURPOSE)
    blanking = Blanking(forgotten(workspace), _columns(workspace))
    rows, removed = 0, []
    for path in _all(workspace):
        found = _sealed(path, key, blanking)
        if found is None:
            removed.append(_name(path))
        else:
            rows += found
    return Redacted(rows=rows, removed=tuple(removed))


def seal_new(workspace: Workspace) -> None:
    """Seal the files that lie open in `raw/`: those that came last."""
    fresh = [path for path in _all(workspace) if path.suffix != SEALED]
    if not fresh:
        return
    key = derived(workspace.key(), _PURPOSE)
    blanking = Blanking(forgotten(workspace), _columns(workspace))
    for path in fresh:
        _sealed(path, key, blanking)


def raw_files(workspace: Workspace) -> list[RawFile]:
    """Every file that is kept, by name."""
    return [
        RawFile(
            name=_name(path),
            is_sealed=path.suffix == SEALED,
            rows_removed=about_sealed(path)[REMOVED_ROWS] if path.suffix == SEALED else 0,
        )
        for path in _all(workspace)
    ]


def is_kept(workspace: Workspace, name: str) -> bool:
    """Whether a file is kept, sealed or not yet."""
    raw = _folder(workspace)
    return (raw / f"{name}{SEALED}").is_file() or (raw / name).is_file()


def raw_content(workspace: Workspace, name: str) -> Iterator[bytes]:
    """The content of a kept file, as it came but for what was forgotten.

    Raises
    ------
    UsageError
        There is no such file.
    ChainBroken
        It was changed, or cut off.
    """
    path = next((each for each in _all(workspace) if _name(each) == name), None)
    if path is None:
        names = [_name(each) for each in _all(workspace)]
        raise UsageError(f"raw/ holds no [{name}]", repair=nearest(name, names))
    return _content(path, derived(workspace.key(), _PURPOSE))


def _sealed(path: Path, key: bytes, blanking: Blanking) -> int | None:
    """Seal one file; how many rows were blanked now, or None: it had to leave."""
    before = about_sealed(path)[REMOVED_ROWS] if path.suffix == SEALED else 0
    hits = blanking.count(_name(path), lambda: _content(path, key))
    if hits is None:
        path.unlink()
        return None
    if path.suffix == SEALED and not hits:
        return 0
    chunks = _content(path, key)
    if hits:
        chunks = blanking.blanked(_name(path), lambda: _content(path, key))
    about = {REMOVED_ROWS: before + hits}
    target = path.with_name(f"{_name(path)}{SEALED}")
    partial = path.with_name(f".{_name(path)}.partial")
    with partial.open("wb") as file:
        write_sealed(file, key, _even(chunks), name=_name(path), about=about)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
    if path != target:
        path.unlink()
    return hits


def _content(path: Path, key: bytes) -> Iterator[bytes]:
    if path.suffix == SEALED:
        yield from read_sealed(path, key, name=_name(path))
        return
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _even(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """No chunk is empty, and none is larger than one should be."""
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            yield chunk[start : start + CHUNK]


def _columns(workspace: Workspace) -> Columns:
    keys: dict[str, Sequence[str]] = {}
    if (workspace.records_folder / "manifest.json").is_file():
        manifest: Any = workspace.records_manifest()
        keys = manifest.get("mapping", {}).get("keys", {})
    return Columns(case=tuple(keys.get("case", ())), person=tuple(keys.get("person", ())))


def _all(workspace: Workspace) -> list[Path]:
    raw = _folder(workspace)
    found = sorted(raw.iterdir()) if raw.is_dir() else []
    return [path for path in found if path.is_file() and not path.name.startswith(".")]


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / "raw"


def _name(path: Path) -> str:
    return path.name.removesuffix(SEALED)
