"""Where a row was read from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One row of one file. `row` counts data rows from 1; 0 when the file is one whole document."""

    file: str
    row: int

    def __str__(self) -> str:
        return f"{self.file} row {self.row}" if self.row else self.file
