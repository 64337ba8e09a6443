"""Files sealed in chunks, so that one of any size is written and read piece by piece.

A file is a line that says what it is, a line of JSON about it, and the chunks, each with its length
before it. Each chunk is bound to the name, to the line about it, to its place and to whether it is
the last: none can be changed, moved, left out or cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from vacatur.errors import ChainBroken
from vacatur.matters.sealing import seal, unseal

CHUNK = 4 * 1024 * 1024
_MAGIC = b"vacatur sealed 1\n"
_LENGTH = 4  # bytes


def write_sealed(
    file: IO[bytes], key: bytes, chunks: Iterable[bytes], *, name: str, about: Mapping[str, Any]
) -> None:
    """Write sealed chunks; `about` can be read by everybody, and changed by nobody."""
    header = json.dumps(about, sort_keys=True).encode() + b"\n"
    file.write(_MAGIC + header)
    place, waiting = 0, b""
    for chunk in chunks:
        if waiting:
            _write(file, key, waiting, _bound(name, header, place, last=False))
            place += 1
        waiting = chunk
    _write(file, key, waiting, _bound(name, header, place, last=True))


def about_sealed(path: Path) -> Mapping[str, Any]:
    """What is said of a sealed file; it is believed only once the file was read to its end."""
    with path.open("rb") as file:
        return _header(file, path.name)[1]


def read_sealed(path: Path, key: bytes, *, name: str) -> Iterator[bytes]:
    """The content of a sealed file.

    Raises
    ------
    ChainBroken
        It was changed or cut off, is another file, or was sealed with another key.
    """
    with path.open("rb") as file:
        header, _ = _header(file, path.name)
        place, sealed = 0, _next(file)
        if not sealed:
            raise _cut_off()
        while True:
            following = _next(file)
            last = not following
            yield unseal(key, sealed, bound_to=_bound(name, header, place, last=last))
            if last:
                return
            place, sealed = place + 1, following


class Stream:
    """Chunks as something to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def read(self, size: int = -1) -> bytes:
        """As a file does; -1 = all that is left."""
        parts, wanted = [self._left], size - len(self._left)
        while size < 0 or wanted > 0:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            parts.append(chunk)
            wanted -= len(chunk)
        whole = b"".join(parts)
        given = whole if size < 0 else whole[:size]
        self._left = whole[len(given) :]
        return given


def _header(file: IO[bytes], name: str) -> tuple[bytes, Mapping[str, Any]]:
    if file.readline(len(_MAGIC)) != _MAGIC:
        raise ChainBroken(
            "it is no sealed file, or of a newer vacatur",
            where=name,
            repair="Take it from a backup, or install the newer version.",
        )
    header = file.readline()
    return header, json.loads(header)


def _write(file: IO[bytes], key: bytes, chunk: bytes, bound_to: str) -> None:
    sealed = seal(key, chunk, bound_to=bound_to)
    file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)


def _next(file: IO[bytes]) -> bytes:
    """The next sealed chunk; empty: there is none."""
    length = file.read(_LENGTH)
    chunk = file.read(int.from_bytes(length, "big"))
    if length and len(chunk) != int.from_bytes(length, "big"):
        raise _cut_off()
    return chunk


def _cut_off() -> ChainBroken:
    return ChainBroken(
        "a sealed file is cut off or damaged",
        why="What is missing would seem never to have been there.",
        repair="Take it from a backup.",
    )


def _bound(name: str, header: bytes, place: int, *, last: bool) -> str:
    about = hashlib.sha256(header).hexdigest()
    return f"file {name} {about} chunk {place}{' the last' if last else ''}"
