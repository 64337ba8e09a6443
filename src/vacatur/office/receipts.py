"""A file of receipts from a court: each says of one paper whether the court has it.

Courts drop, repeat, reorder and delay receipts. So a receipt that is known already changes nothing,
one that fits no paper or contradicts another is kept out and named, and every row is counted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.dates import parse_day
from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.matters.commands import RecordReceipt
from vacatur.matters.matter import Filing, Matter
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.states import Receipt
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import one_by_one

COLUMNS = ("matter", "document", "content_sha256", "status", "day", "reference")
_MAY_BE_BLANK = ("document", "content_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A row of the file. `document` and `content_sha256` are empty where the court says neither."""

    line: int
    matter: str
    document: str
    content_sha256: str
    status: str
    day: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file came to: `rows` = `recorded` + `known_already` + the length of `quarantined`.

    `quarantined` says why, by line of the file.
    """

    rows: int
    recorded: int
    known_already: int
    quarantined: Mapping[int, str]


def read_receipts(path: Path) -> list[ReceiptRow]:
    """The rows of a file, whatever they say.

    Raises
    ------
    UsageError
        There is no such file, or it lacks a column, or has one that is not known.
    """
    if not path.is_file():
        raise UsageError(f"there is no file [{path}]")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return receipts_in(lines, path.name)


def receipts_in(lines: Iterable[str], name: str) -> list[ReceiptRow]:
    """The rows of a text, whatever they say; `name` is of its file.

    Raises
    ------
    UsageError
        It lacks a column, or has one that is not known.
    """
    return [
        ReceiptRow(line=line, **row)
        for line, row in rows_in(lines, name, COLUMNS, may_be_blank=_MAY_BE_BLANK)
    ]


def rows_in(
    lines: Iterable[str], file: str, columns: Sequence[str], *, may_be_blank: Sequence[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV text with the lines on which they end; blanks within a cell are one.

    Raises
    ------
    UsageError
        It is no CSV, lacks a column, or has one that is not known.
    """
    reader = csv.DictReader(lines, restkey="", restval="")
    try:
        _require_columns(file, reader.fieldnames or [], columns, may_be_blank)
        return [
            (reader.line_num, {name: " ".join(row[name].split()) for name in columns})
            for row in reader
        ]
    except csv.Error:
        raise UsageError(
            "the file is no table of comma-separated values",
            where=file,
            repair="Save it as CSV, with one row on each line.",
        ) from None


def import_receipts(
    casework: Casework,
    rows: Sequence[ReceiptRow],
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
        is_new[line] = _record(work, by_line[line], doing.actor, today)

    done = one_by_one(casework, list(by_line), doing, move, rehearse=rehearse)
    recorded = sum(is_new[line] for line in done.done)
    return Imported(
        rows=len(rows),
        recorded=recorded,
        known_already=len(done.done) - recorded,
        quarantined=done.refused,
    )


def _record(work: Work, row: ReceiptRow, by: str, today: date) -> bool:
    """Record one row; False: it was known already.

    Raises
    ------
    VacaturError
        It fits no paper, contradicts what is recorded, or a gate does not let it.
    """
    receipt, day = _said(row), _day(row, today)
    matter = work.matter(_number(row))
    papers = _papers(matter, row)
    if (receipt, day) in {(each.receipt, each.answered_on) for each in papers}:
        return False
    last = papers[-1]
    if last is not matter.filings[-1] or last.receipt is not None:
        if last.receipt is receipt:
            return False
        raise MoveRefused(
            f"the court said [{last.receipt}] of that paper on {last.answered_on}",
            where=_where(row),
            why="Two receipts of one paper contradict each other.",
            repair="Ask the court which of them holds.",
        )
    command = RecordReceipt(by=by, receipt=receipt, on=day, reference=row.reference)
    scene = Scene(matter=matter, member=work.member(by), today=today)
    work.record(matter, event_of(command, scene))
    return True


def _papers(matter: Matter, row: ReceiptRow) -> list[Filing]:
    """Each time that the paper went of which a row speaks, the earliest first; at least one."""
    papers = [
        each
        for each in matter.filings
        if row.document in ("", each.document) and row.content_sha256 in ("", each.content_sha256)
    ]
    if not papers:
        raise MoveRefused(
            "no such paper went to the court",
            where=_where(row),
            repair="Compare it with [vacatur matters show].",
        )
    if len({(each.document, each.content_sha256) for each in papers}) > 1:
        raise MoveRefused(
            "it fits more than one paper of the matter",
            where=_where(row),
            repair="Say [document] and [content_sha256].",
        )
    return papers


def _said(row: ReceiptRow) -> Receipt:
    known = [str(each) for each in Receipt]
    if row.status not in known:
        raise UsageError(
            f"[{row.status}] is no receipt", where=_where(row), repair=nearest(row.status, known)
        )
    return Receipt(row.status)


def _day(row: ReceiptRow, today: date) -> date:
    try:
        day = parse_day(row.day)
    except ValueError as problem:
        raise UsageError(str(problem), where=_where(row)) from None
    if day > today:
        raise UsageError(f"[{row.day}] has not come yet", where=_where(row))
    return day


def _number(row: ReceiptRow) -> int:
    if not (row.matter.isascii() and row.matter.isdecimal()):
        raise UsageError(f"[{row.matter}] is no number of a matter", where=_where(row))
    return int(row.matter)


def _where(row: ReceiptRow) -> str:
    return f"line {row.line}"


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
