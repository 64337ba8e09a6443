"""Looking for words in everything that a folder holds, decoded as far as it can be.

It knows nothing of how the system forgets: every file is read as bytes, and also as a Parquet
table, a SQLite database, a PDF, a packed file, or a sealed one that some key opens.
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
from pypdf import PdfReader

Opener = Callable[[bytes], Iterable[bytes]]


def places_of(folder: Path, words: Sequence[str], openers: Sequence[Opener] = ()) -> list[str]:
    """`FILE: WORD` for each word that stands anywhere in the folder."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        found |= {f"{name}: its name" for word in words if word in name}
        for text in _texts(path.name, path.read_bytes(), openers, depth=0):
            found |= {f"{name}: {word}" for word in words if _holds(text, word)}
    return sorted(found)


def _holds(text: bytes, word: str) -> bool:
    lower = text.lower()
    return any(word.lower().encode(each) in lower for each in ("utf-8", "utf-16-le", "utf-16-be"))


def _texts(name: str, content: bytes, openers: Sequence[Opener], depth: int) -> Iterator[bytes]:
    """The content itself, and everything that it decodes to."""
    yield content
    if depth > 4:
        return
    for inner in _inside(content, openers):
        yield from _texts(name, inner, openers, depth + 1)


def _inside(content: bytes, openers: Sequence[Opener]) -> Iterator[bytes]:
    if content[:4] == b"PAR1":
        yield from _of_parquet(content)
    elif content[:15] == b"SQLite format 3":
        yield from _of_sqlite(content)
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[:5] == b"%PDF-":
        yield "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        ).encode()
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(each) for each in archive.namelist())
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            for member in tar:
                file = tar.extractfile(member)
                yield member.name.encode() + b"\n" + (file.read() if file else b"")
    for opener in openers:
        yield from opener(content)


def _of_parquet(content: bytes) -> Iterator[bytes]:
    file = pq.ParquetFile(io.BytesIO(content))
    yield json.dumps(str(file.metadata) + str(file.schema_arrow.metadata)).encode()
    for group in range(file.num_row_groups):
        for place in range(file.metadata.num_columns):
            yield str(file.metadata.row_group(group).column(place).statistics).encode()
    yield json.dumps(file.read().to_pylist(), default=str, ensure_ascii=False).encode()


def _of_sqlite(content: bytes) -> Iterator[bytes]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(_without_log(content))
        tables = connection.execute("select name from sqlite_master where type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'select * from "{table}"'):
                for cell in row:
                    yield cell if isinstance(cell, bytes) else str(cell).encode()


def _without_log(content: bytes) -> bytes:
    """A database in memory cannot have a log beside it; bytes 18 and 19 say that this one has."""
    return content[:18] + b"\x01\x01" + content[20:]
