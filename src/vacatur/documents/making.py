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

from vacatur.documents.composing import table_block
from vacatur.documents.form_map import FormMap
from vacatur.documents.form_placing import Overflow
from vacatur.documents.forms import fill
from vacatur.documents.made import MadePaper
from vacatur.documents.particulars import Table
from vacatur.documents.pdf_text import page_count
from vacatur.documents.typesetting import Press
from vacatur.errors import PaperRefused

_LONGEST = 100  # of a file name: a system takes 255 bytes, and a path may be short of room
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
class FormJob:
    """A form of the court to be filled for one matter.

    `attached` is what the page prints that takes up what has no room, but for its sections.
    """

    title: str
    blank: bytes
    form_map: FormMap
    particulars: Mapping[str, Any]
    attached: Mapping[str, Any]
    where: str


def make_papers(
    press: Press,
    folder: Path,
    jobs: Sequence[PaperJob],
    forms: Sequence[FormJob] = (),
    *,
    on: date,
) -> tuple[MadePaper, ...]:
    """Set papers into a folder, then the court's own forms, numbered in their order.

    Raises
    ------
    PaperRefused
        One cannot be set; the folder then holds what came before it.
    """
    folder.mkdir(parents=True)
    made: list[MadePaper] = []
    first = 1
    filled = (each for form in forms for each in _filled(form))
    for place, (job, form) in enumerate(((*((x, b"") for x in jobs), *filled)), start=1):
        pdf = form or press.pdf(job.template, {**job.data, "first_page": first}, on=on)
        name = f"{place:02}-{file_name(job.title)}.pdf"
        made.append(_written(folder, name, job, pdf, first, is_form=bool(form)))
        first = made[-1].last + 1
    return tuple(made)


def _filled(form: FormJob) -> Iterator[tuple[PaperJob, bytes]]:
    """The form, and the page that takes up what had no room in it, which is yet to be set."""
    filled = fill(form.blank, form.form_map, form.particulars, where=form.where)
    yield PaperJob(paper=form.title, title=form.title, template="", data={}), filled.pdf
    if filled.overflow:
        data = {**form.attached, "sections": [_section(each) for each in filled.overflow]}
        name = f"{form.title}-attached"
        yield PaperJob(paper=name, title=data["title"], template="court-paper", data=data), b""


def _section(overflow: Overflow) -> dict[str, Any]:
    block: dict[str, Any] = {"kind": "text", "text": overflow.text}
    if overflow.columns:
        table = Table(
            columns=overflow.columns, widths=(1.0,) * len(overflow.columns), rows=overflow.rows
        )
        block = table_block(table)
    return {"heading": overflow.label, "cites": "", "blocks": [block]}


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
    """A file name that tells the title, in letters that every system takes, or is `paper`."""
    plain = unicodedata.normalize("NFKD", title.replace("'", "")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return name[:_LONGEST].rstrip("-") or "paper"


def _written(
    folder: Path, name: str, job: PaperJob, pdf: bytes, first: int, *, is_form: bool = False
) -> MadePaper:
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
        is_form=is_form,
    )
