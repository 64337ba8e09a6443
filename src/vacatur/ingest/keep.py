"""Keep an input byte for byte, and find out whether it can be read at all.

One pass over the content counts the lines, so that rows can be reconciled against a number that no
CSV reader had a hand in.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vacatur.errors import IngestError
from vacatur.ingest.unpack import CHUNK, capped, content, is_packed

LONGEST_HEADER = 1024 * 1024
# Control characters that no export prints; one that is absent can stand for "no delimiter".
_CONTROLS = tuple(bytes([code]) for code in range(1, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One input, kept. `lines` counts all lines of the content, the header too."""

    name: str
    path: Path  # the copy
    sha256: str  # of the bytes as they came, compressed or not
    size: int  # bytes
    lines: int
    header: str  # first line, without its line end
    absent: str  # a control character that stands nowhere in the content
    even: bool  # whether its lines all end alike, and none of those that end in CRLF is blank


@contextmanager
def kept(
    sources: Sequence[Path], raw: Path, *, encoding: str = "utf-8", largest: int | None = None
) -> Iterator[tuple[KeptFile, ...]]:
    """Copy the inputs into `raw/`, as `<first 12 of sha256>-<name>`, for the time of a reading.

    The copies stay when the reading succeeds and vanish when it raises, so that a file that cannot
    be read leaves nothing behind. A copy that was there already is never touched. `encoding` is how
    the letters are written, and `largest` the most bytes a content may have when it is unpacked;
    None: 256 MB, or 200 times the packed file.

    Raises
    ------
    IngestError
        A file is missing, empty, cut short, far larger than it looks or not in its encoding; the
        message names the file and, where there is one, the row.
    """
    raw.mkdir(parents=True, exist_ok=True)
    fresh: list[Path] = []
    try:
        with ThreadPoolExecutor() as pool:
            copies = pool.map(lambda each: _keep(each, raw, fresh, encoding, largest), sources)
            found = tuple(copies)
        yield found
    except BaseException:
        for path in fresh:
            path.unlink(missing_ok=True)
        raise


def _keep(
    source: Path, raw: Path, fresh: list[Path], encoding: str, largest: int | None
) -> KeptFile:
    if not source.is_file():
        raise IngestError("there is no such file", where=source.name, repair="Check the path.")
    partial = raw / f".{source.name}.partial"
    try:
        digest, size = _copy(source, partial)
        chunks = capped(content(partial, name=source.name), size, largest, source.name)
        found = scan(_utf8(chunks, encoding, source.name), source)
        path = raw / f"{digest[:12]}-{source.name}"
        if not path.exists():
            fresh.append(path)
            partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return KeptFile(
        name=source.name,
        path=path,
        sha256=digest,
        size=size,
        lines=found.lines,
        header=found.header,
        absent=found.absent,
        even=found.even,
    )


def _copy(source: Path, target: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, _Tee(write, digest), CHUNK)
    return digest.hexdigest(), target.stat().st_size


class _Tee:
    """Writes to a file and into a hash."""

    def __init__(self, file: IO[bytes], digest: hashlib._Hash) -> None:
        self._file = file
        self._digest = digest

    def write(self, chunk: bytes) -> int:
        self._digest.update(chunk)
        return self._file.write(chunk)


@contextmanager
def working_text(file: KeptFile, encoding: str, folder: Path) -> Iterator[Path]:
    """The text of a kept file, in UTF-8, as DuckDB tells its lines apart.

    That is the copy itself where it will do. DuckDB loses lines where their ends are mixed, fails
    on blank lines that end in CRLF where it cuts a file for its threads, and reads fewer kinds of
    gzip than there are; such a file is written into `folder`, with LF, while it is read.
    """
    if file.even and encoding == "utf-8" and not is_packed(file.name):
        yield file.path
        return
    path = folder / f".{file.path.name}.text"
    try:
        chunks = _utf8(content(file.path, name=file.name), encoding, file.name)
        with path.open("wb") as write:
            write.writelines(_with_lf(chunks))
        yield path
    finally:
        path.unlink(missing_ok=True)


def _with_lf(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = b""  # a CR at a chunk's end; its LF may follow
    for chunk in chunks:
        text = waiting + chunk
        waiting = b"\r" if text.endswith(b"\r") else b""
        yield text.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield b"\n" if waiting else b""


def _utf8(chunks: Iterable[bytes], encoding: str, name: str) -> Iterator[bytes]:
    """The same text in UTF-8. Text that is said to be UTF-8 is passed on, to be checked later."""
    if encoding == "utf-8":
        yield from _not_utf16(chunks, name)
        return
    decoder, counter = codecs.getincrementaldecoder(encoding)(), _Lines()
    try:
        for chunk in chunks:
            yield (text := decoder.decode(chunk).encode())
            counter.add(text)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise IngestError(
            f"there is text that is not {encoding}",
            where=f"{name}, after line {counter.lines}",
            why="Letters would be replaced by others, in names and in charges.",
            repair="Declare the encoding that the file was written with.",
        ) from None


def _not_utf16(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    start = b""
    for chunk in chunks:
        start = start or chunk[:100]
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
            start.count(b"\0") * 3 > len(start)
        ):
            raise IngestError(
                "the text is UTF-16, and not UTF-8",
                where=f"{name}, header",
                why="Letters would be replaced by others, in names and in charges.",
                repair="Export the file as UTF-8, or declare `encoding: utf-16` in its mapping.",
            )
        yield chunk


@dataclass(frozen=True, slots=True)
class Content:
    """What one pass over a file's text tells."""

    lines: int
    header: str
    absent: str
    even: bool


def scan(chunks: Iterable[bytes], source: Path) -> Content:
    """Count lines, check the encoding, and take the first line. Lines end in LF, CRLF or CR."""
    counter, decoder = _Lines(), codecs.getincrementaldecoder("utf-8")()
    absent = set(_CONTROLS)
    head = b""
    for chunk in chunks:
        _check_text(decoder, chunk, counter, source)
        counter.add(chunk)
        absent -= {each for each in absent if each in chunk}
        if len(head) < LONGEST_HEADER:
            head += chunk[:LONGEST_HEADER]
    _check_text(decoder, b"", counter, source, final=True)
    if not head.strip():
        raise IngestError(
            "the file is empty",
            where=source.name,
            why="An empty file is no proof that there are no rows.",
            repair="Export it again.",
        )
    if not absent:
        raise IngestError(
            "the file is full of control characters", where=source.name, repair="Export it as CSV."
        )
    if not any(end in head[:LONGEST_HEADER] for end in b"\r\n") and len(head) >= LONGEST_HEADER:
        raise IngestError(
            "the first line is longer than 1 MB",
            where=f"{source.name}, header",
            why="No export has that many columns.",
            repair="Look whether the file's lines end as they should.",
        )
    # Not splitlines: it ends a line at a form feed, too.
    first = re.split("[\r\n]", head.decode("utf-8-sig", errors="replace"), maxsplit=1)[0]
    return Content(counter.lines, first, min(absent).decode(), counter.even)


def _check_text(
    decoder: codecs.IncrementalDecoder,
    chunk: bytes,
    counter: _Lines,
    source: Path,
    *,
    final: bool = False,
) -> None:
    pending = decoder.getstate()[0]
    if not pending and chunk.isascii() and not final:
        return
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as problem:
        row = counter.line_at(problem.object[len(pending) : problem.start]) - 1
        raise IngestError(
            "there is text that is not UTF-8",
            where=f"{source.name}, row {row}" if row else f"{source.name}, header",
            why="Letters would be replaced by others, in names and in charges.",
            repair="Export the file as UTF-8.",
        ) from None


class _Lines:
    """Counts lines over chunks; a CRLF may be cut in two by a chunk's end."""

    def __init__(self) -> None:
        self._lf = 0
        self._cr = 0
        self._crlf = 0
        self._blank_crlf = False
        self._tail = b""  # the last bytes before this chunk

    def add(self, chunk: bytes) -> None:
        self._lf += chunk.count(b"\n")
        self._cr += chunk.count(b"\r")
        self._crlf += chunk.count(b"\r\n") + self._is_cut(chunk)
        self._blank_crlf |= b"\r\n\r\n" in chunk or b"\r\n\r\n" in self._tail + chunk[:3]
        self._tail = (self._tail + chunk[-3:])[-3:]

    def line_at(self, text: bytes) -> int:
        """Number of the line, from 1, on which we stand after `text`."""
        ends = text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n") - self._is_cut(text)
        return self._ends + ends + 1

    @property
    def lines(self) -> int:
        return self._ends + (self._tail[-1:] not in (b"", b"\r", b"\n"))

    @property
    def even(self) -> bool:
        """Whether lines end in one way only, and none is blank where that is CRLF."""
        if self._crlf:
            return self._lf == self._cr == self._crlf and not self._blank_crlf
        return not (self._lf and self._cr)

    @property
    def _ends(self) -> int:
        return self._lf + self._cr - self._crlf

    def _is_cut(self, chunk: bytes) -> bool:
        return self._tail[-1:] == b"\r" and chunk[:1] == b"\n"
