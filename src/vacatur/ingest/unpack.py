"""The content of an input in chunks: as it is, or unpacked from a `.gz` or a `.zip`.

A packed file may unpack to far more than the disk holds, so whoever unpacks it first names a cap.
"""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from vacatur.errors import IngestError

CHUNK = 4 * 1024 * 1024
# A table of text packs to a tenth or a twentieth; deflate can reach a thousandth.
_MOST_RATIO = 200
_LEAST_CAP = 256 * 1024 * 1024
_PACKED = (".gz", ".zip")
_STARTS = {b"\x1f\x8b\x08": ".gz", b"PK\x03\x04": ".zip"}
# The other ways to pack a zip unpack a whole chunk at once, however much it holds.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 1  # flag of a member that wants a password


def is_packed(name: str) -> bool:
    """Whether a file of this name is unpacked before it is read."""
    return name.endswith(_PACKED)


def content(path: Path, *, name: str) -> Iterator[bytes]:
    """Content in chunks, unpacked where the name says so.

    Raises
    ------
    IngestError
        The packed file is damaged, locked or holds several files; or the name does not say that
        the file is packed.
    """
    kind = "zip" if name.endswith(".zip") else "gzip"
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        try:
            if name.endswith(".gz"):
                file = cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=file)))
            elif name.endswith(".zip"):
                archive = stack.enter_context(zipfile.ZipFile(file))
                file = stack.enter_context(archive.open(_only_member(archive, name)))
            else:
                _require_plain(file, name)
            while chunk := file.read(CHUNK):
                yield chunk
        except (
            EOFError,
            zlib.error,
            struct.error,
            OSError,  # of gzip, or a place before the file's beginning
            zipfile.BadZipFile,
            NotImplementedError,  # a version or a way to pack that zipfile does not know
            ValueError,  # a member's name that is no text
        ):
            raise IngestError(
                f"the {kind} file is cut short or damaged",
                where=name,
                why="Rows would be missing, and nothing would say which.",
                repair="Ask the sender for the file again, and compare its size.",
            ) from None


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [
        each
        for each in archive.infolist()
        if not each.is_dir() and not each.filename.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        raise IngestError(
            f"the zip file holds {len(members):,} files",
            where=name,
            why="Nothing says which of them is the table.",
            repair="Unpack it, and name the file that is meant.",
        )
    if members[0].flag_bits & _LOCKED or members[0].compress_type not in _BOUNDED:
        raise IngestError(
            "the zip file has a password, or is packed in an unusual way",
            where=name,
            why="It cannot be unpacked here.",
            repair="Unpack it, and name the file that is in it.",
        )
    return members[0]


def _require_plain(file: IO[bytes], name: str) -> None:
    start = file.read(4)
    file.seek(0)
    for mark, ending in _STARTS.items():
        if start.startswith(mark):
            raise IngestError(
                "the file is packed, or a spreadsheet, and its name does not say so",
                where=name,
                why="What stands in it is no text until it is unpacked.",
                repair=f"Export it as CSV; or, where a CSV file is packed in it, name it"
                f" [{name}{ending}].",
            )


def capped(chunks: Iterable[bytes], packed: int, largest: int | None, name: str) -> Iterator[bytes]:
    """The same chunks, as long as they are not too many.

    `packed` is the size of the file, and `largest` the most bytes its content may have; None:
    256 MB, or 200 times the packed file.

    Raises
    ------
    IngestError
        The content is larger.
    """
    most = largest or max(_LEAST_CAP, packed * _MOST_RATIO)
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > most:
            raise IngestError(
                f"the file holds more than {most:,} bytes, and is {packed:,} bytes long",
                where=name,
                why="A small file that unpacks without end fills the disk.",
                repair="Unpack it and look; where it is right, unpack it for good, or declare"
                " `largest_content_mb` in its mapping.",
            )
        yield chunk
