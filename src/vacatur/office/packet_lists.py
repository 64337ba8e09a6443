"""Lists of many matters: the omnibus exhibit, consents, dismissals, the import sheet.

A list is made for each court, since a court files what is its own; one of cases that are called,
for each day and courtroom.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.documents.composing import frame, table_block
from vacatur.documents.made import MadePaper, WordCopy
from vacatur.documents.making import PaperJob, file_name, make_list
from vacatur.documents.manifest import WORD, ListPapers, MatterPapers
from vacatur.documents.paper_specs import paper_book
from vacatur.documents.particulars import ENGLISH, Table
from vacatur.documents.typesetting import Press
from vacatur.documents.word import WordTemplates
from vacatur.documents.word_copies import make_word_copies
from vacatur.office.hand_csv import csv_text
from vacatur.office.packet_jobs import MatterJob, Paperwork, jurisdiction_of
from vacatur.office.packet_warrants import Sitting
from vacatur.record.particulars import Stated

FOLDER = "lists"
OMNIBUS, CONSENT, IMPORT = "omnibus-exhibit", "consent-list", "clerk-import"
DISMISSAL = "dismissal-list"
_TITLES = {
    OMNIBUS: "Exhibit: Cases in Which the State Moves to Vacate",
    CONSENT: "List of Cases in Which the State Does Not Object",
    DISMISSAL: "List of Cases for Nolle Prosequi",
}
_OPENINGS = {
    OMNIBUS: (
        "Each case below has a motion of its own, with the grounds of that case. This list joins "
        "nothing and takes the place of no motion. {court}. Cases: {cases}; charges: {charges}."
    ),
    CONSENT: (
        "The State does not object to a petition for expungement of the charges listed, as was "
        "stated in each case by itself. Each person files for himself or herself. {court}. "
        "Cases: {cases}; charges: {charges}."
    ),
    DISMISSAL: (
        "In each case below the State enters a nolle prosequi on the record in open court, on the "
        "charges listed and on no other. Where a recall is to be asked for, the motion comes first "
        "and the nolle prosequi after it. {court}. {sitting}. Cases: {cases}; charges: {charges}."
    ),
}
_COLUMNS = ("Case number", "Defendant", "No.", "Charge", "Statute", "Offense date", "Disposition",
    "Entered")  # fmt: skip
_LAST = {OMNIBUS: "First page", CONSENT: "What was stated", DISMISSAL: "Warrant"}
_WIDTHS = (1.4, 2.0, 0.5, 2.3, 1.1, 1.1, 1.2, 1.1, 1.7)
_SIGNED_KINDS = frozenset({CONSENT, DISMISSAL})
_SIGNED = ("(the attorney who signs)", "Attorney Number:")
SHEET_COLUMNS = (
    "court", "case_number", "defendant_name", "document", "file", "pages", "first_page",
    "last_page", "sha256",
)  # fmt: skip


_NO_DAY = "no day"  # comes after every day
_Place = tuple[str, str, str, str]  # kind, court, day, courtroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list says of one matter; its lists are those of its vehicle."""

    number: int
    lists: tuple[str, ...]
    court: str
    case_number: str
    defendant: str
    charges: tuple[tuple[str, ...], ...]
    consent: str  # what was agreed, as somebody stated it; blank: nobody did
    sitting: Sitting

    def place(self, kind: str) -> _Place:
        """On which list of a kind it stands: of its court, or of one day there."""
        if kind != DISMISSAL:
            return (kind, self.court, "", "")
        day = self.sitting.day
        return (kind, self.court, day.isoformat() if day else _NO_DAY, self.sitting.room)


def listed_of(job: MatterJob) -> Listed:
    """What lists need of a matter, and nothing else of it."""
    book = paper_book(jurisdiction_of(job.matter))
    assert book is not None  # its vehicle has papers
    charges, name, case = (job.listed[x] for x in ("charges", "defendant-name", "case-number"))
    assert isinstance(charges, Table)
    return Listed(
        number=job.matter.number,
        lists=book.vehicles[job.matter.vehicle].lists,
        court=job.court,
        case_number=str(case),
        defendant=str(name),
        charges=charges.rows,
        consent=str(job.listed.get(str(Stated.CONSENT), "")),
        sitting=job.sitting,
    )


def made_lists(
    tools: tuple[Press, WordTemplates | None],
    folder: Path,
    work: Paperwork,
    listed: Sequence[Listed],
    papers: Sequence[MatterPapers],
) -> Iterator[ListPapers]:
    """Set the lists of a packet, by kind and place; write the clerk's sheet of what is filed.

    The sheet comes last, since the number of a list stands on its pages.

    Parameters
    ----------
    tools
        The press, and the templates of Word where copies are asked for.
    """
    press, word = tools
    by_number = {each.number: each for each in papers}
    there = [each for each in listed if each.number in by_number]
    there = sorted(there, key=lambda each: (each.case_number, each.number))
    grouped: dict[_Place, list[Listed]] = defaultdict(list)
    for each in there:
        for kind in each.lists:
            if kind in _TITLES and (kind != CONSENT or each.consent):
                grouped[each.place(kind)].append(each)
    taken: set[str] = set()
    for number, (place, cases) in enumerate(sorted(grouped.items()), start=1):
        title = _title(place)
        if file_name(title) in taken:  # another courtroom, spelled alike or long
            title = f"{number}, {title}"
        taken.add(file_name(title))
        job = _job(work, place, title, cases, by_number, f"L{number}")
        yield ListPapers(
            kind=place[0],
            folder=FOLDER,
            matters=tuple(each.number for each in cases),
            papers=make_list(press, folder / FOLDER, job, on=work.on),
            word=_word(word, folder / WORD / FOLDER, job, work.on) if word else (),
        )
    filed = [each for each in there if IMPORT in each.lists]
    if filed:
        yield _made_sheet(folder / FOLDER, filed, by_number)


def _made_sheet(
    folder: Path, filed: Sequence[Listed], papers: Mapping[int, MatterPapers]
) -> ListPapers:
    content = csv_text(SHEET_COLUMNS, _sheet(filed, papers)).encode()
    name = f"{IMPORT}.csv"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return ListPapers(
        kind=IMPORT,
        folder=FOLDER,
        matters=tuple(each.number for each in filed),
        papers=(),
        sheets={name: hashlib.sha256(content).hexdigest()},
    )


def _job(
    work: Paperwork,
    place: _Place,
    title: str,
    cases: Sequence[Listed],
    papers: Mapping[int, MatterPapers],
    prefix: str,
) -> PaperJob:
    kind, court, day, room = place
    rows = tuple(
        (each.case_number, each.defendant, *charge, _last(kind, each, work, papers))
        for each in cases
        for charge in each.charges
    )
    columns = (*_COLUMNS, _LAST[kind])
    data: dict[str, Any] = {
        **frame(title, ENGLISH, work.marks(f"{work.office.page_prefix}-{prefix}-")),
        "heading": title,
        "opening": _OPENINGS[kind].format(
            court=court,
            sitting=_sitting(day, room),
            cases=f"{len(cases):,}",
            charges=f"{len(rows):,}",
        ),
        "table": table_block(Table(columns=columns, widths=_WIDTHS, rows=rows)),
        "signature": [*_SIGNED, *work.office.letterhead] if kind in _SIGNED_KINDS else [],
    }
    return PaperJob(paper=kind, title=title, template="exhibit", data=data)


def _word(templates: WordTemplates, folder: Path, job: PaperJob, on: date) -> tuple[WordCopy, ...]:
    return make_word_copies(templates, folder, [(f"{file_name(job.title)}.pdf", job)], on=on)


def _last(kind: str, listed: Listed, work: Paperwork, papers: Mapping[int, MatterPapers]) -> str:
    if kind == DISMISSAL:
        return "recall first" if listed.sitting.recalls else "none open"
    return listed.consent if kind == CONSENT else _page(work, papers[listed.number])


def _title(place: _Place) -> str:
    """The day comes before the court, since long names of files are cut at their end."""
    kind, court, day, room = place
    return ", ".join(each for each in (_TITLES[kind], _sitting(day, room), court) if each)


def _sitting(day: str, room: str) -> str:
    if not day or day == _NO_DAY:
        return "No Day Set" if day else ""
    return f"{day}, Room {room}" if room else day


def _page(work: Paperwork, papers: MatterPapers) -> str:
    return f"{work.office.page_prefix}-{papers.number}-{papers.papers[0].first:04}"


def _filed(papers: MatterPapers) -> Iterator[MadePaper]:
    book = paper_book(papers.vehicle.partition("/")[0])
    assert book is not None  # its papers were made
    yield from (
        each
        for each in papers.papers
        if each.paper not in book.papers or book.papers[each.paper].is_filed  # or a form
    )


def _sheet(
    listed: Iterable[Listed], papers: Mapping[int, MatterPapers]
) -> Iterator[Mapping[str, str]]:
    for each in listed:
        for paper in _filed(papers[each.number]):
            yield {
                "court": each.court,
                "case_number": each.case_number,
                "defendant_name": each.defendant,
                "document": paper.title,
                "file": f"{each.number}/{paper.file}",
                "pages": str(paper.pages),
                "first_page": str(paper.first),
                "last_page": str(paper.last),
                "sha256": paper.sha256,
            }
