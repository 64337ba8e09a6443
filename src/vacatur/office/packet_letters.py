"""Letters after an order: to the person in each language, and to companies with a report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from vacatur import __version__
from vacatur.documents.making import PaperJob
from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.manifest import LETTERS, WORD, Manifest, MatterPapers
from vacatur.documents.paper_specs import SCREENER, PaperSpec, paper_book
from vacatur.documents.pressroom import set_in_pressroom
from vacatur.documents.template_rules import templates_sha256
from vacatur.errors import PaperRefused, UsageError, VacaturError
from vacatur.matters.matter import Matter
from vacatur.matters.states import Order, State
from vacatur.matters.store import Casework, Doing
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.packet_folder import (
    Built,
    PacketAsked,
    books_of,
    building,
    new_packet,
    note_readings,
    nothing_made,
    own_folder,
    processes,
)
from vacatur.office.packet_jobs import MatterJob, Paperwork, jurisdiction_of, papers_of
from vacatur.office.packet_reading import MatterRead, PacketReader
from vacatur.office.packet_settings import read_office
from vacatur.office.public_coding import with_access
from vacatur.office.public_letters import SealedLetter, keep_sealed, lookup_key
from vacatur.office.public_settings import read_public
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

COLUMNS = ("name", "address")
_ORDERED = (State.RELIEVED, State.REFUSED, State.CLOSED)
_AT_ONCE = 32  # matters that are set or wait for it: so memory stays flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Screener:
    """A company that sells background checks. `block` is its name and address, line by line."""

    name: str
    block: str


def screener_of(text: str) -> Screener:
    """A company as somebody typed it: its name, a semicolon, its address.

    Raises
    ------
    UsageError
        There is no address: nobody could send the letter.
    """
    name, _, address = text.partition(";")
    return _screener(name, address, "--screener")


def screeners_in(path: Path) -> tuple[Screener, ...]:
    """The companies that a CSV file names.

    Raises
    ------
    IngestError
        The file cannot be read, lacks a column, or has one that is not known.
    UsageError
        A row lacks the name or the address.
    """
    rows = enumerate(rows_of_csv(path, COLUMNS, COLUMNS), start=2)
    return tuple(_screener(x["name"], x["address"], f"{path.name}, row {n}") for n, x in rows)


def _screener(name: str, address: str, where: str) -> Screener:
    name, address = name.strip(), address.strip()
    if not name or not address:
        raise UsageError(
            "a company has no name, or no address",
            where=where,
            repair='Write it like "Example Checks, Inc.; 1 Example Street, Springfield, IL 62701".',
        )
    return Screener(name=name, block=f"{name}\n{address}")


class LetterWriter:
    """Writes one packet of letters of a workspace."""

    def __init__(
        self,
        workspace: Workspace,
        casework: Casework,
        asked: PacketAsked,
        screeners: Sequence[Screener],
        progress: Progress,
    ) -> None:
        self._asked, self._progress = asked, progress
        self._screeners = tuple(dict.fromkeys(screeners))
        self._reader = PacketReader(workspace, casework)
        self._work = Paperwork(
            rulebook=self._reader.rulebook,
            office=read_office(workspace),
            on=asked.day,
            is_draft=False,
        )
        self._own = (own_folder(workspace, "templates"), own_folder(workspace, "fonts"))
        self._aside: dict[int, str] = {}
        self._public, self._lookup_key = read_public(workspace), lookup_key(workspace)
        self._sealed: dict[int, SealedLetter] = {}

    def sealed(self) -> tuple[SealedLetter, ...]:
        """The letters that were written, sealed for the letter page; empty: no page is set."""
        return tuple(each for number, each in self._sealed.items() if number not in self._aside)

    def write(self, folder: Path) -> Manifest:
        """Set every letter into a folder, and describe them in its manifest.

        Raises
        ------
        PaperRefused
            No letter can be written.
        """
        matters = tuple(sorted(self._set(folder / LETTERS), key=lambda each: each.number))
        if not matters:
            raise nothing_made(self._aside)
        manifest = Manifest(
            made_by=f"vacatur {__version__}",
            on=self._asked.day,
            run=self._reader.run,
            is_draft=False,
            page_prefix=self._work.office.page_prefix,
            papers_sha256=books_of(each.vehicle for each in matters),
            templates_sha256=templates_sha256(self._own[0]),
            matters=matters,
            lists=(),
            set_aside=dict(sorted(self._aside.items())),
            is_letters=True,
        )
        (folder / MANIFEST).write_text(manifest.in_json(), "utf-8")
        return manifest

    def _set(self, folder: Path) -> Iterator[MatterPapers]:
        jobs, total = self._jobs(), len(self._asked.numbers)
        with processes(self._asked, self._own) as pool:
            done = 0
            while some := list(islice(jobs, _AT_ONCE)):
                waiting = [
                    pool.submit(
                        set_in_pressroom,
                        folder / str(job.matter.number),
                        folder / WORD,
                        job.papers,
                        (),
                        self._work.on,
                    )
                    for job in some
                ]
                for job, future in zip(some, waiting, strict=True):
                    try:
                        yield papers_of(job, future.result())
                    except PaperRefused as problem:
                        self._aside[job.matter.number] = str(problem)
                        shutil.rmtree(folder / str(job.matter.number), ignore_errors=True)
                done += len(some)
                self._progress("setting letters", done, total)

    def _jobs(self) -> Iterator[MatterJob]:
        """The letters of each matter, ready to be set; of the others the reason is noted."""
        for matter, read in self._reader.read(self._asked.numbers):
            try:
                yield self._job(matter, read)
            except VacaturError as problem:
                self._aside[matter.number] = str(problem)

    def _job(self, matter: Matter, read: MatterRead | None) -> MatterJob:
        if matter.order is None or matter.state not in _ORDERED:
            raise PaperRefused(
                f"it is [{matter.state}], and no order of a court ended it",
                why="These letters tell what a court ordered.",
                repair=f"Record it first: [vacatur matters order {matter.number}].",
            )
        if read is None:
            raise PaperRefused(
                "its case is not in the records any more",
                why="Of a case that is in the vault nothing is written.",
            )
        book = paper_book(jurisdiction_of(matter))
        letters = book.letters_of(matter.vehicle, str(matter.order)) if book else ()
        if book is None or not letters:
            raise PaperRefused(
                f"no letter is declared for an order that says [{matter.order}]",
                repair="Write to the person by hand.",
            )
        job = self._coded(self._work.job_of(read, letters, left_out={}))
        if matter.order is not Order.GRANTED:
            return job  # a company has nothing to mend
        disputes = self._disputes(read, book.letters.get(SCREENER, ()))
        return replace(job, papers=(*job.papers, *disputes))

    def _coded(self, job: MatterJob) -> MatterJob:
        """The letters with a new code, where the office has a letter page."""
        if self._public is None:
            return job
        coded, sealed = with_access(job, self._public, self._lookup_key, on=self._work.on)
        self._sealed[job.matter.number] = sealed
        return coded

    def _disputes(self, read: MatterRead, specs: Sequence[PaperSpec]) -> Iterator[PaperJob]:
        for screener in self._screeners:
            also = {"screener": screener.block}
            for paper in self._work.job_of(read, specs, left_out={}, also=also).papers:
                yield replace(paper, title=f"{paper.title}, {screener.name}")


def write_letters(
    workspace: Workspace,
    casework: Casework,
    asked: PacketAsked,
    screeners: Sequence[Screener],
    doing: Doing,
    *,
    progress: Progress,
) -> Built:
    """Write letters after an order, as a packet of its own. That somebody read stands in the chain.

    A matter without an order, or of which something is missing, is named with the reason and set
    aside. Where vacatur.toml tells of a letter page, each letter to a person has a code that opens
    it there, once. Nothing is recorded as sent: [vacatur matters told] and [screeners] do that.

    Raises
    ------
    PaperRefused
        No letter can be written, the packet is there already, or the disk is full.
    UsageError
        Nobody on the staff is called so.
    WorkspaceError
        The workspace does not say whose letters these are, or no run says what stands.
    """
    target = new_packet(workspace, asked.name)
    note_readings(casework, asked.numbers, doing)
    writer = LetterWriter(workspace, casework, asked, screeners, progress)
    with building(target) as folder:
        manifest = writer.write(folder)
    # Last: broken off before, the earlier letter's code still opens, and nobody mailed this one.
    keep_sealed(workspace, writer.sealed())
    return Built(folder=target, manifest=manifest, not_recorded={})
