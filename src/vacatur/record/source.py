"""Where a row was read from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One row of one file. `row` counts data rows from 1; 0 when the file is one whole document.

    `elsewhere` holds `column=file#row` for the columns that were read from another file.
    """

    file: str
    row: int
    elsewhere: tuple[str, ...] = ()

    def of(self, column: str) -> SourceRef:
        """Where one column of the row was read from."""
        for entry in self.elsewhere:
            name, _, place = entry.partition("=")
            if name == column:
                file, _, row = place.rpartition("#")
                return SourceRef(file, int(row))
        return SourceRef(self.file, self.row)

    def __str__(self) -> str:
        return f"{self.file} row {self.row}" if self.row else self.file
