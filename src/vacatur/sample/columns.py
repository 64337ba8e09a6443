# mypy: disable-error-code="import-untyped"
"""Columns of text, made from whole arrays at once.

The only file of the package that builds Arrow arrays. A blank cell is the empty string, as in the
court's own export.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from vacatur.sample.dice import Days, Flags, Ints

Table = Mapping[str, Any]  # column name -> Arrow array of text

_TABLE_START = np.datetime64("1900-01-01", "D")
_TABLE_END = np.datetime64("2060-01-01", "D")
_CALENDAR: list[str] = [str(day) for day in np.arange(_TABLE_START, _TABLE_END)]
_ISO = pa.array(["", *_CALENDAR])
_SLASHED = pa.array(["", *(f"{day[5:7]}/{day[8:10]}/{day[:4]}" for day in _CALENDAR)])


def words(vocabulary: Sequence[str], code: Ints) -> pa.Array:
    """Return the word at each position; a dictionary, so that each word is stored once."""
    return pa.DictionaryArray.from_arrays(pa.array(code.astype(np.int32)), pa.array(vocabulary))


def stacked(columns: Sequence[pa.Array]) -> pa.Array:
    """Return the cells of several columns as one column, in that order."""
    return pa.concat_arrays([_plain(column) for column in columns])


def cells_of(column: pa.Array, position: Ints) -> pa.Array:
    """Return the cell of `column` at each position; a dictionary, as `words` returns."""
    return pa.DictionaryArray.from_arrays(pa.array(position.astype(np.int32)), column)


def constant(word: str, size: int) -> pa.Array:
    """Return one word `size` times."""
    return words([word], np.zeros(size, dtype=np.int64))


def flagged(flags: Flags, yes: str, no: str) -> pa.Array:
    """Return `yes` where a flag is set and `no` elsewhere."""
    return words([no, yes], flags.astype(np.int64))


def iso(days: Days) -> pa.Array:
    """Return days as YYYY-MM-DD; blank where there is none."""
    return _from_calendar(_ISO, days)


def slashed(days: Days) -> pa.Array:
    """Return days as MM/DD/YYYY; blank where there is none."""
    return _from_calendar(_SLASHED, days)


def digits(number: Ints, width: int, *, letter_at: int = -1, letter: str = "") -> pa.Array:
    """Return whole numbers with leading zeros, `letter` put in at one position if asked."""
    text = _figures(number, width, base=10)
    if letter_at >= 0:
        mark = np.full((len(number), 1), ord(letter), dtype=np.uint8)
        text = np.concatenate([text[:, :letter_at], mark, text[:, letter_at:]], axis=1)
    return _fixed_width(text)


def hex_keys(prefix: str, number: Ints) -> pa.Array:
    """Return one letter and ten hexadecimal figures."""
    mark = np.full((len(number), 1), ord(prefix), dtype=np.uint8)
    return _fixed_width(np.concatenate([mark, _figures(number, 10, base=16)], axis=1))


def either(flags: Flags, chosen: pa.Array, otherwise: pa.Array | str) -> pa.Array:
    """Return the chosen text where a flag is set and the other one elsewhere."""
    return pc.if_else(pa.array(flags), _plain(chosen), _plain(otherwise))


def taken(rows: Table, order: Ints) -> Table:
    """Return the rows at the given positions, in that order."""
    index = pa.array(order)
    return {name: column.take(index) for name, column in rows.items()}


def cells_at(column: pa.Array, position: Ints) -> list[str]:
    """Return the text of some cells."""
    cells: list[str] = column.take(pa.array(position)).to_pylist()
    return cells


def all_cells(column: pa.Array) -> list[str]:
    """Return the text of every cell."""
    cells: list[str] = column.to_pylist()
    return cells


def is_among(column: pa.Array, wanted: Collection[str]) -> Flags:
    """Tell which cells hold one of the wanted texts."""
    found = pc.is_in(_plain(column), value_set=pa.array(sorted(wanted), pa.string()))
    flags: Flags = found.to_numpy(zero_copy_only=False)
    return flags


def replaced(column: pa.Array, cells: Mapping[int, str]) -> pa.Array:
    """Return a column with other text in the cells whose positions are given."""
    struck = np.zeros(len(column), dtype=bool)
    position = sorted(cells)
    struck[position] = True
    new = pa.array([cells[each] for each in position], pa.string())
    return pc.replace_with_mask(_plain(column), pa.array(struck), new)


def looked_up(key: pa.Array, keys: pa.Array, column: pa.Array) -> pa.Array:
    """Return, for each key, the cell of `column` that stands beside it in `keys`."""
    return column.take(pc.index_in(_plain(key), value_set=_plain(keys)))


def text_column(cells: Sequence[str]) -> pa.Array:
    """Return a column of the given cells."""
    return pa.array(cells, pa.string())


def _plain(text: pa.Array | str) -> pa.Array | str:
    return text.cast(pa.string()) if isinstance(text, pa.DictionaryArray) else text


def _from_calendar(table: pa.Array, days: Days) -> pa.Array:
    known = ~np.isnat(days)
    offset = np.where(known, (days - _TABLE_START).astype(np.int64) + 1, 0)
    return pa.DictionaryArray.from_arrays(pa.array(offset.astype(np.int32)), table)


def _figures(number: Ints, width: int, *, base: int) -> npt.NDArray[np.uint8]:
    alphabet = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    text = np.empty((len(number), width), dtype=np.uint8)
    left = number.copy()
    for place in reversed(range(width)):
        text[:, place] = alphabet[left % base]
        left //= base
    return text


def _fixed_width(text: npt.NDArray[np.uint8]) -> pa.Array:
    size, width = text.shape
    ends = np.arange(size + 1, dtype=np.int32) * width
    letters = np.ascontiguousarray(text).tobytes()
    return pa.StringArray.from_buffers(size, pa.py_buffer(ends.tobytes()), pa.py_buffer(letters))
