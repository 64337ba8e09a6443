"""A file of receipts from a court: each says of one paper whether the court has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.matters.commands import RecordReceipt
from vacatur.matters.matter import Filing, Matter
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.states import Receipt
from vacatur.matters.store import Work
from vacatur.office.court_files import CourtFile, day_of, number_of, rows_in, where

COLUMNS = ("matter", "document", "content_sha256", "status", "day", "reference")


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
        return rows_in(RECEIPTS, lines, path.name)


def _record(work: Work, row: ReceiptRow, by: str, today: date) -> bool:
    """Record one row; False: it was known already.

    Raises
    ------
    VacaturError
        It fits no paper, contradicts what is recorded, or a gate does not let it.
    """
    receipt, day = _said(row), day_of(row, today)
    matter = work.matter(number_of(row))
    papers = _papers(matter, row)
    if (receipt, day) in {(each.receipt, each.answered_on) for each in papers}:
        return False
    last = papers[-1]
    if last is not matter.filings[-1] or last.receipt is not None:
        if last.receipt is receipt:
            return False
        raise MoveRefused(
            f"the court said [{last.receipt}] of that paper on {last.answered_on}",
            where=where(row),
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
            where=where(row),
            repair="Compare it with [vacatur matters show].",
        )
    if len({(each.document, each.content_sha256) for each in papers}) > 1:
        raise MoveRefused(
            "it fits more than one paper of the matter",
            where=where(row),
            repair="Say [document] and [content_sha256].",
        )
    return papers


def _said(row: ReceiptRow) -> Receipt:
    known = [str(each) for each in Receipt]
    if row.status not in known:
        raise UsageError(
            f"[{row.status}] is no receipt", where=where(row), repair=nearest(row.status, known)
        )
    return Receipt(row.status)


RECEIPTS: CourtFile[ReceiptRow] = CourtFile(
    name="receipts",
    columns=COLUMNS,
    may_be_blank=("document", "content_sha256"),
    row=ReceiptRow,
    records=_record,
)
