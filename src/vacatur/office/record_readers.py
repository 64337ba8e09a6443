"""Readers of one person's record, by kind of file. They run in a limited process alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from vacatur.documents.pdf_sent import lines_sent
from vacatur.errors import IngestError
from vacatur.ingest.docket import docket_from_json
from vacatur.ingest.printed_record.pages import lines_of_page
from vacatur.ingest.printed_record.reading import Printed, read_lines
from vacatur.law.rulebook import packaged_codes
from vacatur.office.clinic.tables import docket_of_rows

_MOST_PAGES = 300


def _docket(content: bytes, _as_of: str) -> tuple[str, tuple[str, ...]]:
    docket_from_json(content, source="the file")  # refused here, where its limits hold
    return content.decode("utf-8-sig"), ()


def _table(content: bytes, as_of: str) -> tuple[str, tuple[str, ...]]:
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise IngestError("the file is no CSV in UTF-8", repair="Save it as that.") from None
    return _told(docket_of_rows(rows, as_of=as_of), ())


def _page(content: bytes, as_of: str) -> tuple[str, tuple[str, ...]]:
    text = content.decode("utf-8-sig", errors="replace")
    if "<" not in text:
        raise IngestError(
            "the file is no saved page", repair="Save the page as HTML in your browser."
        )
    return _printed(lines_of_page(text), as_of)


def _rap_sheet(content: bytes, as_of: str) -> tuple[str, tuple[str, ...]]:
    return _printed(lines_sent(content, most_pages=_MOST_PAGES), as_of)


def _printed(lines: list[str], as_of: str) -> tuple[str, tuple[str, ...]]:
    codes = packaged_codes().get("us-md")
    found: Printed = read_lines(lines, as_of=date.fromisoformat(as_of), codes=codes)
    if not found.docket["cases"]:
        raise IngestError(
            "no case number stands in it by a label that is known",
            why="Nothing of it can be read, and nothing is guessed.",
            repair="Type the record into the form.",
        )
    return _told(found.docket, found.unread)


def _told(docket: Mapping[str, Any], unread: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    text = json.dumps(docket)
    docket_from_json(text.encode(), source="the file")
    return text, unread


READERS: Mapping[str, Callable[[bytes, str], tuple[str, tuple[str, ...]]]] = {
    "docket": _docket,
    "table": _table,
    "page": _page,
    "rap_sheet": _rap_sheet,
}
