"""What a dirty file is to a test, and the builders of such files.

In what is expected, `{fields}` stands for the number of fields of the
header, `{more}` and `{many}` for one and 21 more, and a key of `Export.columns` for its value.
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.support.exports import Export

Content = Callable[[Export], bytes]
_ENOUGH = 25  # rows in which an adapter believes that a column is another one
_BOMB = 270  # MB


@dataclass(frozen=True, kw_only=True)
class Dirty:
    """One file. Either `refused` says how the error begins, or the other fields tell each row."""

    name: str
    content: Content
    file: str = "charges.csv"
    refused: str | Mapping[str, str] = ""  # by adapter, where they differ
    mapped: tuple[str, ...] = ()  # ids of the charges, in the order of the rows
    quarantined: Mapping[int, str] = field(default_factory=dict)  # row -> reason
    unreadable: Mapping[str, int] = field(default_factory=dict)  # column of the record -> rows

    def refusal(self, export: Export) -> str:
        """How the error begins."""
        said = self.refused if isinstance(self.refused, str) else self.refused[export.adapter]
        return said.format(**export.columns)

    def reason(self, export: Export, row: int) -> str:
        """How the reason begins for which a row is in quarantine."""
        count = export.fields
        names = {"fields": count, "more": count + 1, "many": count + 21, **export.columns}
        return self.quarantined[row].format(**names)

    def lost(self, export: Export) -> Mapping[str, int]:
        """Rows by column of the record that could not be read."""
        return {name.format(**export.columns): rows for name, rows in self.unreadable.items()}


def text(export: Export, *rows: str, end: str = "\n") -> str:
    return end.join([export.header, *rows, ""])


def rows(*wanted: Callable[[Export], str]) -> Content:
    """A file of the header and these rows."""
    return lambda export: text(export, *(each(export) for each in wanted)).encode()


def row(number: object, **cells: str) -> Callable[[Export], str]:
    return lambda export: export.row(number, **cells)


def raw(line: str) -> Callable[[Export], str]:
    return lambda export: line


def encoded(encoding: str) -> Content:
    return lambda export: text(export, export.row(1)).encode(encoding)


def header_of(change: Callable[[Export], str]) -> Content:
    """A file with another header, and rows enough to notice."""
    return lambda export: "\n".join(
        [change(export), *(export.row(number) for number in range(_ENOUGH)), ""]
    ).encode()


def swapped(export: Export) -> str:
    words, day = export.columns["words"], export.columns["day"]
    names = {words: day, day: words}
    return ",".join(names.get(name, name) for name in export.header.split(","))


def zipped(*members: str, bomb: bool = False) -> Content:
    def content(export: Export) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in members:
                with archive.open(name, "w") as member:
                    member.write(text(export, export.row(1)).encode())
                    for _ in range(_BOMB if bomb else 0):
                        member.write(bytes(1_000_000))
        return packed.getvalue()

    return content


def gzipped(export: Export) -> bytes:
    return gzip.compress(text(export, export.row(1)).encode(), mtime=0)


def gzip_bomb(export: Export) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as member:
        member.write(text(export, export.row(1)).encode())
        for _ in range(_BOMB):
            member.write(bytes(1_000_000))
    return packed.getvalue()


def locked(export: Export) -> bytes:
    """A zip file of which every member says that it wants a password."""
    content = bytearray(zipped("charges.csv")(export))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)
