"""Files in which a court says something of matters: read row by row, counted, and repeatable.

Courts drop, repeat, reorder and delay what they send. So what is known already changes nothing,
what contradicts another row or fits nothing is kept out and named, and a file can come again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from vacatur.dates import parse_day
from vacatur.errors import UsageError, nearest
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import one_by_one


class CourtRow(Protocol):
    """A row of such a file, as it stands there; `line` is the one on which it ends."""

    @property
    def line(self) -> int: ...

    @property
    def matter(self) -> str: ...

    @property
    def day(self) -> str: ...


_NUMBER = re.compile("[0-9]{1,18}")
_SHOWN = 40  # signs of a cell that is no number
_LONGEST_CELL = 10_000  # signs: a quotation mark that never ends swallows the rows after it


class _NoTable(Exception):
    """A cell is longer than anything a court says."""


_Row = TypeVar("_Row", bound=CourtRow)
# Records one row, or raises; False: it was known already.
RecordsRow = Callable[[Work, _Row, str, date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtFile(Generic[_Row]):
    """A kind of such a file: `row` makes a row of its line and its cells, `records` takes it in.

    `name` is what it holds, in the plural.
    """

    name: str
    columns: tuple[str, ...]
    may_be_blank: tuple[str, ...]
    row: Callable[..., _Row]
    records: RecordsRow[_Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file came to: `rows` = `recorded` + `known_already` + the length of `quarantined`.

    `quarantined` says why, by line of the file.
    """

    rows: int
    recorded: int
    known_already: int
    quarantined: Mapping[int, str]


def rows_in(kind: CourtFile[_Row], lines: Iterable[str], file: str) -> list[_Row]:
    """The rows of a CSV text, whatever they say; blanks within a cell are one.

    Raises
    ------
    UsageError
        It is no CSV, lacks a column, or has one that is not known.
    """
    reader = csv.DictReader(lines, restkey="", restval="")
    try:
        _require_columns(file, reader.fieldnames or [], kind.columns, kind.may_be_blank)
        return [kind.row(line=reader.line_num, **_cells(row, kind.columns)) for row in reader]
    except (csv.Error, _NoTable):
        raise UsageError(
            "the file is no table of comma-separated values",
            where=file,
            repair="Save it as CSV, with one row on each line.",
        ) from None


def import_rows(
    casework: Casework,
    kind: CourtFile[_Row],
    rows: Sequence[_Row],
    doing: Doing,
    *,
    today: date,
    rehearse: bool = False,
) -> Imported:
    """Record what is new, row by row in the order of the file. It can be done again at any time.

    `rehearse` says what would become of each row, and leaves everything as it is.
    """
    by_line = {row.line: row for row in rows}
    is_new: dict[int, bool] = {}

    def move(work: Work, line: int) -> None:
        is_new[line] = kind.records(work, by_line[line], doing.actor, today)

    done = one_by_one(casework, list(by_line), doing, move, rehearse=rehearse)
    recorded = sum(is_new[line] for line in done.done)
    return Imported(
        rows=len(rows),
        recorded=recorded,
        known_already=len(done.done) - recorded,
        quarantined=done.refused,
    )


def day_of(row: CourtRow, today: date) -> date:
    """The day that a row names.

    Raises
    ------
    UsageError
        It is none, or has not come yet.
    """
    try:
        day = parse_day(row.day)
    except ValueError as problem:
        raise UsageError(str(problem), where=where(row)) from None
    if day > today:
        raise UsageError(f"[{row.day}] has not come yet", where=where(row))
    return day


def number_of(row: CourtRow) -> int:
    """The number of its matter.

    Raises
    ------
    UsageError
        It is no number.
    """
    if not _NUMBER.fullmatch(row.matter):
        raise UsageError(f"[{row.matter[:_SHOWN]}] is no number of a matter", where=where(row))
    return int(row.matter)


def where(row: CourtRow) -> str:
    """Where a row stands, for whoever looks for it."""
    return f"line {row.line}"


def _cells(row: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    if max(map(len, row.values())) > _LONGEST_CELL:
        raise _NoTable  # the csv module's own limit is one for the whole process
    return {name: " ".join(row[name].split()) for name in columns}


def _require_columns(
    file: str, names: Sequence[str], columns: Sequence[str], may_be_blank: Sequence[str]
) -> None:
    strange = [name for name in names if name not in columns]
    if strange:
        raise UsageError(
            f"a column [{strange[0]}] is not known", where=file, repair=nearest(strange[0], columns)
        )
    missing = [name for name in columns if name not in names]
    if missing:
        blank = f"; {' and '.join(may_be_blank)} may be blank" if may_be_blank else ""
        raise UsageError(
            f"a column [{missing[0]}] is missing",
            where=file,
            repair=f"The columns are {', '.join(columns)}{blank}.",
        )
