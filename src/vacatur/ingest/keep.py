"""Keep an input byte for byte, and find out whether it can be read at all.

One pass over the content counts the lines, so that rows can be reconciled against a number that no
CSV reader had a hand in.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from vacatur.errors import IngestError

_CHUNK = 4 * 1024 * 1024
_LONGEST_HEADER = 1024 * 1024
# A table of text packs to a tenth or a twentieth; deflate can reach a thousandth.
_MOST_RATIO = 200
_LEAST_CAP = 256 * 1024 * 1024
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
        yield tuple(_keep(source, raw, fresh, encoding, largest) for source in sources)
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
        chunks = _capped(_content(partial, name=source.name), size, largest, source.name)
        content = scan(_utf8(chunks, encoding, source.name), source)
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
        lines=content.lines,
        header=content.header,
        absent=content.absent,
    )


def _copy(source: Path, target: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, _Tee(write, digest), _CHUNK)
    return digest.hexdigest(), target.stat().st_size


class _Tee:
    """Writes to a file and into a hash."""

    def __init__(self, file: IO[bytes], digest: hashlib._Hash) -> None:
        self._file = file
        self._digest = digest

    def write(self, chunk: bytes) -> int:
        self._digest.update(chunk)
        return self._file.write(chunk)


def write_utf8(file: KeptFile, encoding: str, target: Path) -> None:
    """Write the content of a kept file as UTF-8, unpacked."""
    with target.open("wb") as write:
        for chunk in _utf8(_content(file.path, name=file.name), encoding, file.name):
            write.write(chunk)


def _capped(
    chunks: Iterable[bytes], packed: int, largest: int | None, name: str
) -> Iterator[bytes]:
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


def _content(path: Path, *, name: str) -> Iterator[bytes]:
    """Content in chunks, unpacked."""
    packed = name.endswith(".gz")
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        if packed:
            file = cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=file)))
        try:
            while chunk := file.read(_CHUNK):
                yield chunk
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise IngestError(
                f"the gzip file is cut short or damaged ({problem})",
                where=name,
                why="Rows would be missing, and nothing would say which.",
                repair="Ask the sender for the file again, and compare its size.",
            ) from None


@dataclass(frozen=True, slots=True)
class Content:
    """What one pass over a file's text tells."""

    lines: int
    header: str
    absent: str


def scan(chunks: Iterable[bytes], source: Path) -> Content:
    """Count lines, check the encoding, and take the first line. Lines end in LF, CRLF or CR."""
    counter, decoder = _Lines(), codecs.getincrementaldecoder("utf-8")()
    absent = set(_CONTROLS)
    head = b""
    for chunk in chunks:
        _check_text(decoder, chunk, counter, source)
        counter.add(chunk)
        absent -= {each for each in absent if each in chunk}
        if len(head) < _LONGEST_HEADER:
            head += chunk[:_LONGEST_HEADER]
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
    if not any(end in head[:_LONGEST_HEADER] for end in b"\r\n") and len(head) >= _LONGEST_HEADER:
        raise IngestError(
            "the first line is longer than 1 MB",
            where=f"{source.name}, header",
            why="No export has that many columns.",
            repair="Look whether the file's lines end as they should.",
        )
    first = head.decode("utf-8-sig", errors="replace").splitlines()[0]
    return Content(counter.lines, first, min(absent).decode())


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
        self._ends = 0
        self._last = b"\n"

    def add(self, chunk: bytes) -> None:
        self._ends += self._ends_in(chunk)
        self._last = chunk[-1:] or self._last

    def line_at(self, text: bytes) -> int:
        """Number of the line, from 1, on which we stand after `text`."""
        return self._ends + self._ends_in(text) + 1

    @property
    def lines(self) -> int:
        return self._ends + (self._last not in b"\r\n")

    def _ends_in(self, chunk: bytes) -> int:
        cut = self._last == b"\r" and chunk[:1] == b"\n"
        return chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n") - cut
