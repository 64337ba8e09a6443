"""The few rows of a Parquet file that bear some ids: what a page about one case is made of.

A query says first how it asks, and that takes longer than to read the rows. Here the file's own
statistics say which groups of rows may hold an id, and these are read and nothing else. Nothing is
kept: what is forgotten must not live on in a process that goes on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_MANY = 8  # columns: so many are read sooner by some threads than one after the other


def rows_with(path: Path, key: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a file whose column `key` holds one of some ids, in the file's order.

    Raises
    ------
    OSError, pyarrow.ArrowException
        There is no such file, or it is no Parquet file.
    """
    asked = sorted(set(ids))
    if not asked:
        return []
    with pq.ParquetFile(path) as file:
        rows: list[dict[str, Any]] = []
        nothing = dict.fromkeys(file.schema_arrow.names)
        for group, some in _groups_that_may_hold(file.metadata, key, asked):
            found = _found(file, group, key, some)
            rows += ({**nothing, **row} for row in found)
    return rows


def _groups_that_may_hold(
    metadata: Any, key: str, asked: Sequence[str]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The groups of rows between whose least and greatest key some ids lie, with these ids.

    `asked` is sorted, as the statistics sort: by code points, which is by the bytes of UTF-8.
    """
    place = _paths(metadata).index(key)
    for group in range(metadata.num_row_groups):
        told = metadata.row_group(group).column(place).statistics
        if told is None or not told.has_min_max:
            yield group, asked
        elif some := asked[bisect_left(asked, told.min) : bisect_right(asked, told.max)]:
            yield group, some


def _found(file: Any, group: int, key: str, asked: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a group; a column that has no value in all of it is left out."""
    keys = file.read_row_group(group, columns=[key], use_threads=False)[key]
    is_asked = pc.is_in(keys, pa.array(asked, keys.type))
    if not pc.any(is_asked).as_py():
        return []
    columns = _with_values(file.metadata, group)
    rows = file.read_row_group(group, columns=columns, use_threads=len(columns) > _MANY)
    found: list[dict[str, Any]] = rows.filter(is_asked).to_pylist()
    return found


def _with_values(metadata: Any, group: int) -> list[str]:
    """The columns that hold any value. Of a list's, an empty list is one, and is not counted."""
    told = metadata.row_group(group)
    return [
        path
        for place, path in enumerate(_paths(metadata))
        if "." in path or not _is_empty(told.column(place))
    ]


def _is_empty(column: Any) -> bool:
    told = column.statistics
    return told is not None and told.has_null_count and told.null_count == column.num_values


def _paths(metadata: Any) -> list[str]:
    return [metadata.schema.column(place).path for place in range(metadata.num_columns)]
