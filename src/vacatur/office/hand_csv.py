"""CSV files that people fill by hand: safe to open in a spreadsheet, and read back as written."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vacatur.errors import IngestError, nearest
from vacatur.office.worklist import FORMULA_STARTS


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as CSV, with a header; no cell of it is run by a spreadsheet."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _safe(cell) for name, cell in row.items()})
    return file.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text and text[0] in FORMULA_STARTS else text


def _plain(text: str) -> str:
    """What a cell says that `_safe` may have made safe."""
    text = text.strip()
    was_made_safe = len(text) > 1 and text[0] == "'" and text[1] in FORMULA_STARTS
    return text[1:] if was_made_safe else text


def rows_of_csv(
    path: Path, columns: Sequence[str], required: Sequence[str]
) -> list[dict[str, str]]:
    """The rows of a CSV file with some of our columns, as text.

    Raises
    ------
    IngestError
        It cannot be read, has a column that we do not know (the nearest is named), or lacks one.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return _rows(file, path.name, columns, required)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise _unreadable(problem, path.name) from None


def rows_of_text(
    text: str, name: str, columns: Sequence[str], required: Sequence[str]
) -> list[dict[str, str]]:
    """The same of a table that came as text; `name` is what refusals call it.

    Raises
    ------
    IngestError
        As for `rows_of_csv`.
    """
    try:
        return _rows(io.StringIO(text.removeprefix("\ufeff"), newline=""), name, columns, required)
    except csv.Error as problem:
        raise _unreadable(problem, name) from None


def _rows(
    file: Iterable[str], name: str, columns: Sequence[str], required: Sequence[str]
) -> list[dict[str, str]]:
    reader = csv.DictReader(file, strict=True)
    _require_columns(name, list(reader.fieldnames or []), columns, required)
    return [_whole(name, number, row) for number, row in enumerate(reader, start=2)]


def _unreadable(problem: Exception, name: str) -> IngestError:
    return IngestError(
        f"the file cannot be read ({type(problem).__name__})",
        where=name,
        repair="Save it as CSV in UTF-8.",
    )


def _require_columns(
    file: str, names: Sequence[str], columns: Sequence[str], required: Sequence[str]
) -> None:
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        raise IngestError(
            "the cells stand between semicolons or tabs",
            where=file,
            repair="Save it as CSV with commas.",
        )
    if not set(names) & set(columns):
        raise IngestError(
            "the first row is no header of this file",
            where=file,
            repair=f"Write its columns there: {', '.join(required)}.",
        )
    for number, name in enumerate(names, start=1):
        if name not in columns:  # it may be somebody's data: its place is told, and not its words
            raise IngestError(
                f"column {number} is none of this file's",
                where=file,
                repair=nearest(name, columns),
            )
    for name, times in Counter(names).items():
        if times > 1:
            raise IngestError(f"the column [{name}] stands twice", where=file)
    for name in required:
        if name not in names:
            raise IngestError(f"the column [{name}] is missing", where=file)


def _whole(file: str, number: int, row: Mapping[str | None, str | None]) -> dict[str, str]:
    if None in row or None in row.values():
        raise IngestError(
            "the row has more or fewer cells than the header", where=f"{file}, row {number}"
        )
    return {str(name): _plain(cell or "") for name, cell in row.items()}
