# mypy: disable-error-code="import-untyped"
"""Write columns of text as CSV, quoting only where a comma asks for it, as the court does.

pyarrow's own CSV writer quotes every text or none, so the lines are joined here. Chunks are
appended, so no file is ever held whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


class CsvFile:
    """One CSV file with fixed columns, written chunk by chunk.

    Parameters
    ----------
    path
        File to write; it is replaced.
    header
        Column names, in order.
    """

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self.rows = 0
        self._header = header
        self._file = path.open("wb")
        self._file.write((",".join(header) + "\n").encode())

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(
        self, columns: Mapping[str, pa.Array], *, short: npt.NDArray[np.bool_] | None = None
    ) -> None:
        """Append rows.

        Parameters
        ----------
        columns
            One array of text for each name in the header.
        short
            Rows that are written without their last cell. None: every row is whole.
        """
        cells = [_quoted(columns[name]) for name in self._header]
        lines = pc.binary_join_element_wise(*cells, ",")
        if short is not None:
            cut = pc.binary_join_element_wise(*cells[:-1], ",")
            lines = pc.if_else(pa.array(short), cut, lines)
        lines = pc.binary_join_element_wise(lines, "\n", "")
        whole = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
        self._file.write(pc.binary_join(whole, "")[0].as_buffer())
        self.rows += len(lines)


def _quoted(column: pa.Array) -> pa.Array:
    if isinstance(column, pa.DictionaryArray):
        return _quoted(column.dictionary).take(column.indices)
    if not pc.any(pc.match_substring(column, ",")).as_py():
        return column
    marked = pc.binary_join_element_wise('"', column, '"', "")
    return pc.if_else(pc.match_substring(column, ","), marked, column)
