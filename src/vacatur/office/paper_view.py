"""The papers of one matter as they are, and as they would be set now, to be looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from vacatur.documents.making import PaperJob
from vacatur.documents.manifest import FILE, Manifest, MatterPapers, read_manifest
from vacatur.documents.paper_specs import paper_book
from vacatur.documents.pdf_text import page_count, pages_of
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused, UsageError, VacaturError
from vacatur.matters.matter import Matter
from vacatur.matters.reading import matter_of
from vacatur.matters.store import Casework, Doing
from vacatur.office.packet_folder import note_readings, own_folder
from vacatur.office.packet_looking import jobs_of
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPaper:
    """A paper: its title, its hash, and how many pages it has. The hash of a draft is a draft's.

    One that `is_filed` goes to the court; the others go to people.
    """

    place: int
    title: str
    file: str
    sha256: str
    pages: int
    is_filed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPapers:
    """What would be set now. `trouble` says why nothing can be; null: it can."""

    papers: tuple[SeenPaper, ...]
    left_out: Mapping[str, str]
    trouble: VacaturError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPapers:
    """The papers that were built and recorded: what is filed.

    `packet` is the name of its folder; empty: no folder holds them. `sha256` is what was recorded.
    """

    packet: str
    sha256: str
    papers: tuple[SeenPaper, ...]


def draft_papers(workspace: Workspace, casework: Casework, number: int, *, on: date) -> DraftPapers:
    """The papers of a matter as they would be set on a day, each page marked as a draft."""
    try:
        with casework.reading() as connection:
            vehicle = matter_of(connection, number).vehicle
        jobs, left_out = _jobs(workspace, casework, number, on)
        made = _set(workspace, jobs, on)
    except VacaturError as problem:
        return DraftPapers(papers=(), left_out={}, trouble=problem)
    papers = tuple(
        SeenPaper(
            place=place,
            title=job.title,
            file="",
            sha256=hashlib.sha256(pdf).hexdigest(),
            pages=page_count(pdf),
            is_filed=is_filed(vehicle, job.paper),
        )
        for place, (job, pdf) in enumerate(zip(jobs, made, strict=True), start=1)
    )
    return DraftPapers(papers=papers, left_out=left_out, trouble=None)


def draft_pdf(
    workspace: Workspace, casework: Casework, number: int, place: int, doing: Doing, *, on: date
) -> bytes:
    """One draft, as a PDF. That somebody looked at it is written into the chain first.

    Raises
    ------
    PaperRefused
        Something is missing, or cannot be set.
    UsageError
        There is no such paper.
    """
    note_readings(casework, [number], doing)
    jobs, _ = _jobs(workspace, casework, number, on)
    if not 0 < place <= len(jobs):
        raise UsageError("the matter has no such paper")
    (pdf,) = _set(workspace, [jobs[place - 1]], on)
    return pdf


def recorded_papers(workspace: Workspace, matter: Matter) -> RecordedPapers | None:
    """What was built of a matter and recorded; None: nothing was."""
    if matter.packet_sha256 is None:
        return None
    found = _packet_of(workspace, matter)
    if found is None:
        return RecordedPapers(packet="", sha256=matter.packet_sha256, papers=())
    folder, papers = found
    seen = tuple(
        SeenPaper(
            place=place,
            title=each.title,
            file=each.file,
            sha256=each.sha256,
            pages=each.pages,
            is_filed=each.is_form or is_filed(matter.vehicle, each.paper),
        )
        for place, each in enumerate(papers.papers, start=1)
    )
    return RecordedPapers(packet=folder.name, sha256=matter.packet_sha256, papers=seen)


def recorded_pdf(
    workspace: Workspace, casework: Casework, number: int, place: int, doing: Doing
) -> bytes:
    """One recorded paper, whose bytes are those that were recorded.

    Raises
    ------
    PaperRefused
        It was changed, or is not there.
    """
    note_readings(casework, [number], doing)
    with casework.reading() as connection:
        matter = matter_of(connection, number)
    recorded = recorded_papers(workspace, matter)
    if recorded is None or not 0 < place <= len(recorded.papers):
        raise PaperRefused("there is no such paper", where=f"matter {number}")
    paper = recorded.papers[place - 1]
    path = workspace.packets_folder / recorded.packet / str(number) / paper.file
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise PaperRefused(
            "the paper is not the one that was recorded",
            where=f"matter {number}",
            why="Somebody changed it, or took it away, after it was built.",
            repair="Build the packet again.",
        )
    return content


def words_of(pdf: bytes) -> tuple[str, ...]:
    """The text of each page: what a screen reader reads where no viewer shows a PDF."""
    return pages_of(pdf)


def court_forms_of(vehicle: str) -> tuple[str, ...]:
    """Numbers of the court's own forms that a vehicle uses, in the order of its declaration."""
    book = paper_book(vehicle.partition("/")[0])
    spec = book.vehicles.get(vehicle) if book else None
    return spec.court_forms if spec else ()


def is_filed(vehicle: str, paper: str) -> bool:
    """Whether a paper of a vehicle goes to the court, and not to people."""
    book = paper_book(vehicle.partition("/")[0])
    return book is not None and paper in book.papers and book.papers[paper].is_filed


def _jobs(
    workspace: Workspace, casework: Casework, number: int, on: date
) -> tuple[tuple[PaperJob, ...], Mapping[str, str]]:
    ((_, job),) = jobs_of(workspace, casework, [number], on)
    if isinstance(job, VacaturError):
        raise job
    return job.papers, job.left_out


def _set(workspace: Workspace, jobs: Sequence[PaperJob], on: date) -> list[bytes]:
    fonts = own_folder(workspace, "fonts")
    with press(own_folder(workspace, "templates"), fonts=fonts) as setter:
        return [setter.pdf(job.template, job.data, on=on) for job in jobs]


def _packet_of(workspace: Workspace, matter: Matter) -> tuple[Path, MatterPapers] | None:
    """The folder that holds the papers that were recorded last."""
    folder = workspace.packets_folder
    found = sorted(folder.glob(f"*/{FILE}"), reverse=True) if folder.is_dir() else []
    for path in found:
        if path.parent.name.startswith("."):
            continue
        papers = _by_number(path.parent, path.stat().st_mtime_ns).get(matter.number)
        if papers is not None and papers.packet_sha256() == matter.packet_sha256:
            return path.parent, papers
    return None


@lru_cache(maxsize=16)
def _by_number(folder: Path, _changed: int) -> Mapping[int, MatterPapers]:
    manifest: Manifest = read_manifest(folder)
    if manifest.is_draft or manifest.is_letters:
        return {}
    return {each.number: each for each in manifest.matters}
