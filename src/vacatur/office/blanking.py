"""Blanking the rows of a text that are about forgotten cases, so that the other rows keep theirs.

One line is one row, as every reader here has it. In a row about another case, only the cell that
names a forgotten one is emptied.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, cast

from vacatur.matters.sealed_files import CHUNK, Stream
from vacatur.office.erasures import Forgotten

Content = Callable[[], Iterator[bytes]]

# A row whose cell of such a name is forgotten is about it. Others may only mention it.
_ABOUT = frozenset({"case_num", "listed_under", "person_key", "charge"})
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_WORD = re.compile(r"""[^\s,;:"'\[\](){}]+""")
_DELIMITERS = ",;|\t"
_MENTION = 6  # letters; what is shorter may stand in a cell by chance
_DOCUMENTS = (".json", ".jsonl")
_TABLES = (".csv", ".tsv", ".txt", ".psv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Columns by which the workspace's own feed names a case and a person."""

    case: tuple[str, ...]
    person: tuple[str, ...]


class Blanking:
    """Blanks texts by what was forgotten. With nothing forgotten it reads nothing."""

    def __init__(self, forgotten: Forgotten, columns: Columns) -> None:
        self._forgotten, self._columns = forgotten, columns

    def count(self, name: str, content: Content) -> int | None:
        """How many rows of a file must be blanked or mended; None: it must leave whole."""
        if not self._forgotten:
            return 0
        hits = sum(1 for _, changed in self._lines(name, content) if changed)
        return None if hits and _plain(name).endswith(_DOCUMENTS) else hits

    def blanked(self, name: str, content: Content) -> Iterator[bytes]:
        """The content with those rows blanked, packed as it was."""
        texts = _gathered(line for line, _ in self._lines(name, content))
        if name.endswith(".gz"):
            yield gzip.compress(b"".join(texts), mtime=0)
        elif name.endswith(".zip"):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_member(content), b"".join(texts))
            yield packed.getvalue()
        else:
            yield from texts

    def _lines(self, name: str, content: Content) -> Iterator[tuple[bytes, bool]]:
        """Each line as it is to be, and whether that is another one than it was."""
        lines, encoding = _decoded(_unpacked(name, content))
        row: _Row | None = None
        for line in lines:
            text = line.rstrip("\r\n")
            if row is None and _plain(name).endswith(_TABLES):
                row = _Row(text, self._forgotten, self._columns)
                kept = text
            elif row is None:
                kept = self._without_words(text)
            else:
                kept = row.kept(text)
            yield (kept + line[len(text) :]).encode(encoding), kept != text

    def _without_words(self, text: str) -> str:
        words = (_utf8(word) for word in words_of(text) if len(word) >= _MENTION)
        return "" if any(map(self._forgotten.names, words)) else text


def words_of(text: str) -> list[str]:
    """What may be an id in a text of any form."""
    return _WORD.findall(text)


class _Row:
    """Rows under one header."""

    def __init__(self, header: str, forgotten: Forgotten, columns: Columns) -> None:
        self._forgotten = forgotten
        self._delimiter = max(_DELIMITERS, key=header.count)
        names = [name.strip().removeprefix("\ufeff") for name in self._cells(header)]
        about = {*_ABOUT, *columns.person, *columns.case[:1]}
        self._width = len(names)
        self._about = [place for place, name in enumerate(names) if name in about]
        parts = [names.index(name) for name in columns.case if name in names]
        self._case = parts if len(parts) == len(columns.case) > 1 else []

    def kept(self, text: str) -> str:
        """What stays of a row: all of it, all but some cells, or nothing."""
        cells = [_utf8(cell.strip()) for cell in self._cells(text)]
        if len(cells) != self._width:  # a row that no reader takes: nobody misses it
            return "" if any(map(self._forgotten.names, cells)) else text
        if not (self._about or self._case):
            is_hit = any(len(x) >= _MENTION and self._forgotten.names(x) for x in cells)
            return "" if is_hit else text
        if any(self._forgotten.names(cells[place]) for place in self._about if cells[place]):
            return ""
        if self._case and self._forgotten.names(_together([cells[x] for x in self._case])):
            return ""
        for cell in cells:
            if len(cell) >= _MENTION and self._forgotten.names(cell):
                text = text.replace(cell, "")
        return text

    def _cells(self, text: str) -> list[str]:
        if '"' not in text:
            return text.split(self._delimiter)
        return next(csv.reader([text], delimiter=self._delimiter), [])


def _together(parts: Sequence[str]) -> str:
    first, *others = parts
    return "/".join([first, *(x.replace("%", "%25").replace("/", "%2F") for x in others)])


def _plain(name: str) -> str:
    return name.lower().removesuffix(".gz").removesuffix(".zip")


def _unpacked(name: str, content: Content) -> Iterator[bytes]:
    if name.endswith(".gz"):
        with gzip.GzipFile(fileobj=cast(IO[bytes], Stream(content()))) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    elif name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(b"".join(content()))) as archive:
            yield archive.read(_only(archive))
    else:
        yield from content()


def _member(content: Content) -> str:
    with zipfile.ZipFile(io.BytesIO(b"".join(content()))) as archive:
        return _only(archive)


def _only(archive: zipfile.ZipFile) -> str:
    (name,) = [
        each.filename
        for each in archive.infolist()
        if not each.is_dir() and not each.filename.startswith("__MACOSX/")
    ]
    return name


def _decoded(chunks: Iterator[bytes]) -> tuple[Iterator[str], str]:
    """Lines, and the encoding that gives their bytes again. Most are read byte for letter."""
    first = next(chunks, b"")
    encoding = "latin-1"
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if first.startswith(mark):
            encoding = name
    return _cut(_all(first, chunks), encoding), encoding


def _cut(chunks: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder, waiting = codecs.getincrementaldecoder(encoding)(), ""
    for chunk in chunks:
        lines = _LINE.findall(waiting + decoder.decode(chunk))
        # A CR at a chunk's end may be half of a CRLF.
        waiting = lines.pop() if lines else ""
        yield from lines
    yield from _LINE.findall(waiting + decoder.decode(b"", final=True))


def _all(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from chunks


def _utf8(cell: str) -> str:
    """A cell as its id is written; a text in UTF-8 was read byte for letter."""
    if cell.isascii():
        return cell
    try:
        return cell.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return cell


def _gathered(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Many short lines as few long chunks."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
