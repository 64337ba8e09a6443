"""The kinds of file that a court sends, by name; one that was sent is read under limits."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from vacatur.errors import IngestError, UsageError
from vacatur.office.court_files import CourtFile, rows_in
from vacatur.office.limited import read_table
from vacatur.office.orders_file import ORDERS
from vacatur.office.receipts import RECEIPTS

COURT_FILES: Mapping[str, CourtFile[Any]] = {each.name: each for each in (RECEIPTS, ORDERS)}


def court_file_named(name: str) -> CourtFile[Any]:
    """A kind of file.

    Raises
    ------
    UsageError
        There is none of the name.
    """
    if name not in COURT_FILES:
        raise UsageError("no such file of a court is known")
    return COURT_FILES[name]


def sent_rows(kind: CourtFile[Any], content: bytes) -> list[Any]:
    """The rows of a file that somebody sent, read in a process with limits.

    Raises
    ------
    IngestError
        It is no text, no table, or takes more than it is given.
    """
    return [
        kind.row(line=line, **dict(zip(kind.columns, cells, strict=True)))
        for line, *cells in read_table(kind.name, content)
    ]


def cells_in(name: str, content: bytes) -> list[tuple[int | str, ...]]:
    """What the process with limits answers: of each row its line, and its cells in order.

    Raises
    ------
    VacaturError
        It is no text, or no such table.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise IngestError("the file is no text in UTF-8", repair="Save it as CSV UTF-8.")
    rows = rows_in(court_file_named(name), io.StringIO(text, newline=""), "the file")
    return [astuple(each) for each in rows]
