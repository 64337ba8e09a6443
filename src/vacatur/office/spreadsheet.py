"""The worklist as a spreadsheet: every text stays text, no formula, no link, no guessed number."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import xlsxwriter

from vacatur.errors import UsageError
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.stale import refuse_changed
from vacatur.office.worklist import worklist_rows
from vacatur.office.workspace import Workspace

NO_LAWYER = "No lawyer has reviewed these pages; an answer is a reason to look, not advice."

# What the file format holds.
MOST_ROWS = 1_048_575  # after the header
LONGEST_TEXT = 32_767
FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year, so earlier days shift

BATCH = 20_000
DAY_FORMAT = "yyyy-mm-dd"
USUAL_WIDTH = 14
WIDTHS: Mapping[str, int] = {
    "charge_id": 20,
    "description": 36,
    "statute": 18,
    "answer": 24,
    "rule": 18,
    "last_verified_not_fileable": 24,
    "all_answers": 60,
}
# Characters that no XML may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreadsheet:
    """Where a worklist was written, and what was done to its texts so that the format holds them.

    `replaced` counts cells in which a character that XML forbids became U+FFFD, or the marks of
    rich text were made harmless; `cut` counts cells that were too long for the format.
    """

    path: Path
    charges: int
    replaced: int
    cut: int


def write_spreadsheet(workspace: Workspace, run: str, path: Path) -> Spreadsheet:
    """Write a run's worklist as XLSX, with a second sheet that says what run it is.

    The same run gives the same bytes. Rows are streamed, so memory does not grow with them; what
    is unfinished lies beside `path` and never in a shared folder of the machine.

    Raises
    ------
    UsageError
        No file can be written there, or the worklist has more rows than a spreadsheet holds.
    WorkspaceError
        The records have changed since the run.
    """
    refuse_changed(workspace, run)
    refuse_unwritable(path)
    manifest = workspace.run_manifest(run)
    with (
        workspace.connection() as connection,
        tempfile.TemporaryDirectory(prefix=".worklist-", dir=path.parent) as scratch,
    ):
        rows = worklist_rows(workspace, connection, run)
        charges = int(rows.count().execute())
        _refuse_too_many(charges)
        partial = Path(scratch) / "worklist.xlsx"
        with _workbook(partial, manifest) as book:
            writer = _Writer(book)
            writer.worklist(rows)
            writer.run(manifest)
        partial.replace(path)
    return replace(writer.written, path=path, charges=charges)


def _refuse_too_many(charges: int) -> None:
    if charges > MOST_ROWS:
        raise UsageError(
            f"the worklist has {charges:,} rows; a spreadsheet holds {MOST_ROWS:,}",
            repair="Write it as CSV: a file name that ends in .csv.",
        )


@contextmanager
def _workbook(path: Path, manifest: Mapping[str, Any]) -> Iterator[Any]:
    """A workbook in constant memory that guesses nothing. Its day is that of the decision."""
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    as_of = date.fromisoformat(manifest["as_of"])
    book.set_properties(
        {
            "title": f"Worklist of {manifest['run']}",
            "comments": NO_LAWYER if _unreviewed(manifest) else "",
            "created": datetime.combine(as_of, time()),  # no clock: the same run, the same bytes
        }
    )
    try:
        yield book
    finally:
        book.close()


def _unreviewed(manifest: Mapping[str, Any]) -> bool:
    return any(not page["reviewed_by"] for page in manifest["pages"])


class _Writer:
    """Writes the two sheets of one workbook, and counts what it had to change."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": DAY_FORMAT, "align": "left"})
        self.written = Spreadsheet(path=Path(), charges=0, replaced=0, cut=0)

    def worklist(self, rows: ir.Table) -> None:
        """One row for each charge, in the order of the CSV."""
        sheet = self._book.add_worksheet("Worklist")
        names = rows.columns
        for column, name in enumerate(names):
            sheet.set_column(column, column, WIDTHS.get(name, USUAL_WIDTH))
            sheet.write_string(0, column, name.replace("_", " "), self._heading)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        line = 0
        for batch in rows.to_pyarrow_batches(chunk_size=BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                line += 1
                self._row(sheet, line, cells)
        sheet.autofilter(0, 0, line, len(names) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_letter(len(names))}{line + 1}"})

    def run(self, manifest: Mapping[str, Any]) -> None:
        """What run the worklist is of."""
        sheet = self._book.add_worksheet("Run")
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 5, 24)
        for line, cells in enumerate(self._facts(manifest)):
            self._row(sheet, line, cells)

    def _facts(self, manifest: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        if _unreviewed(manifest):
            yield (NO_LAWYER,)
            yield ()
        yield "run", manifest["run"]
        yield "law", Path(manifest["law"]).name  # and no path of the machine
        yield "as of", date.fromisoformat(manifest["as_of"])
        yield "rulebook sha256", manifest["rulebook_sha256"]
        yield "records sha256", manifest["records_sha256"]
        for name, version in manifest["versions"].items():
            yield f"version of {name}", version
        for name in ("charges", "reached", "out_of_reach"):
            yield name.replace("_", " "), str(manifest["counts"][name])
        yield "cells changed to fit", str(self.written.replaced + self.written.cut)
        yield ()
        yield "page", "implements", "verified through", "confidence", "reviewed by", "sha256"
        for page in manifest["pages"]:
            verified = date.fromisoformat(page["verified_through"])
            reviewed = page["reviewed_by"] or "nobody"
            yield (
                page["rule"],
                page["implements"],
                verified,
                page["confidence"],
                reviewed,
                page["sha256"],
            )

    def _row(self, sheet: Any, line: int, cells: tuple[Any, ...]) -> None:
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, date) and cell >= FIRST_DAY:
                sheet.write_datetime(line, column, cell, self._day)
            else:
                sheet.write_string(line, column, self._safe(str(cell)), self._text)

    def _safe(self, text: str) -> str:
        """A text that the format holds. The beginnings of formulas may stay: nothing runs them."""
        for change in (_without_forbidden, _without_rich_text):
            text = self._counted(change, text)
        if len(text) > LONGEST_TEXT:
            self.written = replace(self.written, cut=self.written.cut + 1)
            text = text[: LONGEST_TEXT - 6] + " [...]"
        return text

    def _counted(self, change: Callable[[str], str], text: str) -> str:
        changed = change(text)
        if changed != text:
            self.written = replace(self.written, replaced=self.written.replaced + 1)
        return changed


def _without_forbidden(text: str) -> str:
    return _FORBIDDEN.sub("�", text)


def _without_rich_text(text: str) -> str:
    """In constant memory XlsxWriter takes `<r>...</r>` for markup of its own and writes it raw."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)
