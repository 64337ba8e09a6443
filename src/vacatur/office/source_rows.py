"""The rows of an office's files from which a charge, its case and its person were read."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from vacatur.engine.explanation import AttachedFact, EarlierAnswer
from vacatur.errors import VacaturError
from vacatur.office.case_view import case_record, charge_in
from vacatur.office.matter_file import MatterFile
from vacatur.office.raw_files import raw_content
from vacatur.office.told import attached_facts, earlier_answers
from vacatur.office.workspace import Workspace
from vacatur.record.source import SourceRef

_MOST = 2_000_000  # rows that are passed on the way to one; further down it takes too long


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A row as it came. `cells` is empty where it cannot be shown; `why` then says why not."""

    file: str
    row: int
    about: str
    cells: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Rows of files, what was added to them, and how the answers changed with that."""

    rows: tuple[SourceRow, ...]
    attached: tuple[AttachedFact, ...]
    earlier: tuple[EarlierAnswer, ...]


def sources_of(workspace: Workspace, file: MatterFile, place: int) -> Sources:
    """The rows of a charge at a place of its case, and of the case itself, each once.

    Raises
    ------
    UsageError
        The case has no such charge, or the records do not hold it.
    """
    record = case_record(workspace, file)
    charge = record.charge(charge_in(record, file, place))
    case = record.case_of(charge)
    wanted: dict[tuple[str, int], str] = {}
    for about, source in (("charge", charge.source), ("case", case.source)):
        for name, row in _places(source):
            wanted.setdefault((name, row), about)
    kept = {each["name"]: each["kept_as"] for each in workspace.records_manifest()["files"]}
    return Sources(
        rows=tuple(
            _row(workspace, kept.get(name, ""), name, row, about, case.number or "")
            for (name, row), about in wanted.items()
        ),
        attached=attached_facts(workspace, record, charge.charge_id),
        earlier=earlier_answers(workspace, "latest", charge.charge_id),
    )


def _places(source: SourceRef) -> Iterator[tuple[str, int]]:
    yield source.file, source.row
    for entry in source.elsewhere:
        other = source.of(entry.partition("=")[0])
        yield other.file, other.row


def _row(
    workspace: Workspace, kept: str, name: str, row: int, about: str, case_number: str
) -> SourceRow:
    cells: Mapping[str, str] = {}
    why = ""
    if not name.endswith(".csv") or not 0 < row <= _MOST:
        why = "It is no row of a table that can be shown here."
    elif not kept:
        why = "The file is not among those that were kept."
    else:
        try:
            cells = _cells(workspace, kept.rpartition("/")[2], row)
        except (VacaturError, csv.Error, UnicodeDecodeError):
            why = "The file cannot be read."
        if cells and case_number not in cells.values():
            cells, why = {}, "The row names another case, or none: it is not shown."
    return SourceRow(file=name, row=row, about=about, cells=cells, why=why)


def _cells(workspace: Workspace, kept: str, row: int) -> Mapping[str, str]:
    rows = csv.reader(_lines(workspace, kept))
    names = next(rows, [])
    found = next(islice(rows, row - 1, None), [])
    return {name: value for name, value in zip(names, found, strict=False) if value}


def _lines(workspace: Workspace, kept: str) -> Iterator[str]:
    """The lines of a kept file, opened piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    for chunk in raw_content(workspace, kept):
        rest += decoder.decode(chunk)
        *lines, rest = rest.split("\n")
        yield from (f"{line}\n" for line in lines)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest
