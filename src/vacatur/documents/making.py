"""Papers of one matter, set one after another so that their pages count on, and written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.documents.pdf_text import page_count
from vacatur.documents.typesetting import Press
from vacatur.errors import PaperRefused

# Rule 20-106 speaks of segments of 300 pages; a segment stays below.
MOST_PAGES = 299


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperJob:
    """A paper to be set: what it is called, and what its template prints."""

    paper: str
    title: str
    template: str
    data: Mapping[str, Any]
    restricted: str = ""  # unredacted, redacted, or blank


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A paper that was written. `first` and `last` are the numbers of its pages."""

    file: str
    paper: str
    title: str
    pages: int
    first: int
    last: int
    sha256: str
    restricted: str = ""


def make_papers(
    press: Press, folder: Path, jobs: Sequence[PaperJob], *, on: date
) -> tuple[MadePaper, ...]:
    """Set papers into a folder, numbered in their order.

    Raises
    ------
    PaperRefused
        One cannot be set; the folder then holds what came before it.
    """
    folder.mkdir(parents=True)
    made: list[MadePaper] = []
    first = 1
    for place, job in enumerate(jobs, start=1):
        pdf = press.pdf(job.template, {**job.data, "first_page": first}, on=on)
        paper = _written(folder, f"{place:02}-{file_name(job.title)}.pdf", job, pdf, first)
        made.append(paper)
        first = paper.last + 1
    return tuple(made)


def make_list(press: Press, folder: Path, job: PaperJob, *, on: date) -> tuple[MadePaper, ...]:
    """Set a list of many cases into as many files as keep below the most pages of one."""
    folder.mkdir(parents=True, exist_ok=True)
    segments = list(_segments(press, job, job.data["table"]["rows"], 1, on))
    made = []
    for number, (first, pdf) in enumerate(segments, start=1):
        part = f"-part-{number}-of-{len(segments)}" if len(segments) > 1 else ""
        made.append(_written(folder, f"{file_name(job.title)}{part}.pdf", job, pdf, first))
    return tuple(made)


def _segments(
    press: Press, job: PaperJob, rows: Sequence[Any], first: int, on: date
) -> Iterator[tuple[int, bytes]]:
    """Each segment with the number of its first page; one that is too long is set as two."""
    table = {**job.data["table"], "rows": rows}
    pdf = press.pdf(job.template, {**job.data, "first_page": first, "table": table}, on=on)
    if page_count(pdf) <= MOST_PAGES:
        yield first, pdf
        return
    half = len(rows) // 2
    if not half:
        raise PaperRefused(f"one row alone takes more than {MOST_PAGES} pages", where=job.title)
    for part in (rows[:half], rows[half:]):
        for first_page, segment in _segments(press, job, part, first, on):
            yield first_page, segment
            first = first_page + page_count(segment)


def file_name(title: str) -> str:
    """A file name that tells the title, in letters that every system takes."""
    plain = unicodedata.normalize("NFKD", title.replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def _written(folder: Path, name: str, job: PaperJob, pdf: bytes, first: int) -> MadePaper:
    (folder / name).write_bytes(pdf)
    pages = page_count(pdf)
    return MadePaper(
        file=name,
        paper=job.paper,
        title=job.title,
        pages=pages,
        first=first,
        last=first + pages - 1,
        sha256=hashlib.sha256(pdf).hexdigest(),
        restricted=job.restricted,
    )
