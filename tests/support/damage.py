"""Random damage to a file of charges: to bytes, cells, lines, columns, and to the whole file."""

import gzip
import io
import zipfile
from collections.abc import Callable

import numpy as np

Rng = np.random.Generator
Harm = Callable[[Rng, bytes], bytes]

_SCRAPS = [
    b"\0", b'"', b'""', b"'", b",", b",,", b";", b"\t", b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n",
    b"\x1a", b"\x01", b"\x02\x03\x04\x05\x06\x07\x08", b"\x0b", b"\x0c", b"\x1c", b"\x7f", b"\xff",
    b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\x85", b"\xc2\xa0", b"\xe2\x80\xa8", b"\\",
    b"\xf0\x9f\x92\xa9", b" ", b"  ",
]  # fmt: skip
_CELLS = [
    b"", b" ", b'"', b'""', b'"""', b'""""', b'" "', b'"a""b"', b'"a,b"', b'a"b"c', b"02/30/2014",
    b"1712-02-03", b"12/31/68", b"2014-02-30", b"0000-00-00", b"9999-12-31", b"2014-2-3", b"1,234",
    b'"1,234"', b"NULL", b"nan", b"NaN", b"unknown", b"Infinity", b"-1", b"1e309", b"1e-400",
    b"9" * 400, b"0x10", b"=1+1", b"'; drop table charges_rows; --", b"{}", b"%s", b"$path", b"\\N",
    b"a/b", b"50%", b"\x1f", "\u00e9".encode(), "\u0416\u0430\u043d\u043d\u0430".encode(),
    b"A" * 70_000,
]  # fmt: skip
_ENDS = [b"\n", b"\r\n", b"\r"]


def damaged(rng: Rng, content: bytes) -> bytes:
    """The content with one to four harms done to it."""
    for _ in range(rng.integers(1, 5)):
        harm = _HARMS[rng.integers(len(_HARMS))]
        content = harm(rng, content)
    return content


def packed(rng: Rng, content: bytes) -> tuple[str, bytes]:
    """The content in a packed file, which may be damaged itself, and the ending of its name."""
    if rng.random() < 0.5:
        ending, whole = ".gz", gzip.compress(content, mtime=0)
    else:
        ending, file = ".zip", io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("charges.csv"), content, zipfile.ZIP_DEFLATED)
        whole = file.getvalue()
    if rng.random() < 0.7:
        whole = _of_bytes(rng, whole)
    return ending, whole


def _pick(rng: Rng, values: list[bytes]) -> bytes:
    return values[rng.integers(len(values))]


def _place(rng: Rng, content: bytes) -> int:
    return int(rng.integers(len(content) + 1))


def _span(rng: Rng, content: bytes) -> tuple[int, int]:
    start = _place(rng, content)
    return start, start + int(rng.integers(1, 60))


# --- bytes ---


def _flip(rng: Rng, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + bytes([rng.integers(256)]) + content[place + 1 :]


def _insert(rng: Rng, content: bytes) -> bytes:
    place = _place(rng, content)
    return content[:place] + _pick(rng, _SCRAPS) + content[place:]


def _delete(rng: Rng, content: bytes) -> bytes:
    start, stop = _span(rng, content)
    return content[:start] + content[stop:]


def _repeat(rng: Rng, content: bytes) -> bytes:
    start, stop = _span(rng, content)
    return content[:stop] + content[start:]


def _cut_off(rng: Rng, content: bytes) -> bytes:
    return content[: _place(rng, content)]


def _of_bytes(rng: Rng, content: bytes) -> bytes:
    harms: list[Harm] = [_flip, _insert, _delete, _repeat, _cut_off]
    return harms[rng.integers(len(harms))](rng, content)


# --- lines and cells ---


def _on_a_line(change: Harm) -> Harm:
    def harm(rng: Rng, content: bytes) -> bytes:
        lines = content.split(b"\n")
        place = rng.integers(len(lines))
        lines[place] = change(rng, lines[place])
        return b"\n".join(lines)

    return harm


def _cell(rng: Rng, line: bytes) -> bytes:
    cells = line.split(b",")
    cells[rng.integers(len(cells))] = _pick(rng, _CELLS)
    return b",".join(cells)


def _swap_cells(rng: Rng, line: bytes) -> bytes:
    cells = line.split(b",")
    a, b = rng.integers(len(cells), size=2)
    cells[a], cells[b] = cells[b], cells[a]
    return b",".join(cells)


def _more_or_fewer_cells(rng: Rng, line: bytes) -> bytes:
    cells = line.split(b",")
    place = rng.integers(len(cells))
    cells[place : place + 1] = [] if rng.random() < 0.5 else [cells[place], cells[place]]
    return b",".join(cells)


def _another_delimiter(rng: Rng, line: bytes) -> bytes:
    return line.replace(b",", _pick(rng, [b";", b"\t", b"|"]))


def _another_end(rng: Rng, line: bytes) -> bytes:
    return line + _pick(rng, [b"\r", b"\r\r", b"\n", b"\r\n\r"])


def _another_encoding(rng: Rng, line: bytes) -> bytes:
    return line.decode("latin-1").encode("utf-16" if rng.random() < 0.5 else "utf-16-be")


def _lines(rng: Rng, content: bytes) -> bytes:
    """Lines that are gone, repeated, moved, or the header again."""
    lines = content.split(b"\n")
    a, b = (int(each) for each in rng.integers(len(lines), size=2))
    kind = rng.integers(5)
    if kind == 0:
        del lines[a]
    elif kind == 1:
        lines.insert(b, lines[a])
    elif kind == 2:
        lines[a], lines[b] = lines[b], lines[a]
    elif kind == 3:
        lines.insert(a, lines[0])
    else:
        lines[a : a + 1] = [b"", lines[a], b""]
    return b"\n".join(lines)


def _twin(rng: Rng, content: bytes) -> bytes:
    """A line comes again, and says something else."""
    lines = content.split(b"\n")
    place = int(rng.integers(len(lines)))
    lines.append(_cell(rng, lines[place]) if rng.random() < 0.5 else _flip(rng, lines[place]))
    return b"\n".join(lines)


# --- columns and files ---


def _columns(rng: Rng, content: bytes) -> bytes:
    """Two columns change their places, or one goes, with the header or without it."""
    lines = content.split(b"\n")
    a, b = rng.integers(lines[0].count(b",") + 1, size=2)
    gone = rng.random() < 0.5
    for place in range(int(rng.integers(2)), len(lines)):
        cells = lines[place].split(b",")
        if max(a, b) < len(cells):
            cells[a], cells[b] = cells[b], cells[a]
            lines[place] = b",".join(cells[:a] + cells[a + 1 :] if gone else cells)
    return b"\n".join(lines)


def _header(rng: Rng, content: bytes) -> bytes:
    header, mark, rest = content.partition(b"\n")
    if rng.random() < 0.2:
        return rest
    change = [_cell, _swap_cells, _more_or_fewer_cells, _flip][rng.integers(4)]
    return change(rng, header) + mark + rest


def _file(rng: Rng, content: bytes) -> bytes:
    kind = rng.integers(4)
    if kind == 0:
        return content.replace(b"\n", _pick(rng, _ENDS))
    if kind == 1:
        return b"\xef\xbb\xbf" + content
    if kind == 2:
        return b"Report of the clerk\n" + content
    return content.decode("latin-1").encode(["utf-16", "utf-16-le", "latin-1"][rng.integers(3)])


_HARMS: list[Harm] = [
    _flip, _insert, _insert, _delete, _repeat, _cut_off, _lines, _twin, _columns, _header, _file,
    *map(_on_a_line, (_cell, _cell, _cell, _swap_cells, _more_or_fewer_cells, _another_delimiter,
                      _another_end, _another_encoding)),
]  # fmt: skip
