"""Building a packet: papers of many matters, set by several processes, all of it or none of it."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import date
from pathlib import Path

from vacatur import __version__
from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.manifest import WORD, Manifest, MatterPapers
from vacatur.documents.paper_specs import VehicleSpec, paper_book
from vacatur.documents.pressroom import MadeMatter, set_in_pressroom
from vacatur.documents.template_rules import templates_sha256
from vacatur.documents.typesetting import press
from vacatur.documents.word import WordTemplates
from vacatur.errors import PaperRefused, VacaturError
from vacatur.matters.commands import RecordPacket
from vacatur.matters.gates import Standing
from vacatur.matters.matter import Matter
from vacatur.matters.store import Casework, Doing
from vacatur.office.casework import perform, standings_of
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
from vacatur.office.packet_forms import load_court_forms, require_used
from vacatur.office.packet_jobs import MatterJob, Paperwork, jurisdiction_of, papers_of
from vacatur.office.packet_lists import Listed, listed_of, made_lists
from vacatur.office.packet_reading import MatterRead, PacketReader
from vacatur.office.packet_settings import read_office
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

_WAITING = 32  # matters that are set or wait for it: so memory stays flat


class PacketBuilder:
    """Builds one packet of a workspace."""

    def __init__(
        self, workspace: Workspace, casework: Casework, asked: PacketAsked, progress: Progress
    ) -> None:
        self._workspace, self._casework, self._asked = workspace, casework, asked
        self._progress = progress
        self._reader = PacketReader(workspace, casework)
        self._work = Paperwork(
            rulebook=self._reader.rulebook,
            office=read_office(workspace),
            on=asked.day,
            is_draft=asked.is_draft,
            forms=load_court_forms(workspace, asked.forms),
            by_hand=asked.by_hand,
        )
        self._own = (own_folder(workspace, "templates"), own_folder(workspace, "fonts"))
        self._word = WordTemplates(self._own[0]) if asked.with_word else None
        self._aside: dict[int, str] = {}
        self._listed: list[Listed] = []
        self._vehicles: set[str] = set()

    def build(self, folder: Path) -> Manifest:
        """Set every paper into a folder, and describe them in its manifest.

        Raises
        ------
        PaperRefused
            Nothing can be built.
        """
        papers = sorted(self._papers(folder), key=lambda each: each.number)
        self._progress("setting the lists", 0, 1)
        with press(self._own[0], fonts=self._own[1]) as setter:
            tools = (setter, self._word)
            lists = tuple(made_lists(tools, folder, self._work, self._listed, papers))
        if not papers:
            raise nothing_made(self._aside)
        manifest = Manifest(
            made_by=f"vacatur {__version__}",
            on=self._asked.day,
            run=self._reader.run,
            is_draft=self._asked.is_draft,
            page_prefix=self._work.office.page_prefix,
            papers_sha256=books_of(self._vehicles),
            templates_sha256=templates_sha256(self._own[0]),
            matters=tuple(papers),
            lists=lists,
            set_aside=dict(sorted(self._aside.items())),
        )
        (folder / MANIFEST).write_text(manifest.in_json(), "utf-8")
        return manifest

    def _papers(self, folder: Path) -> Iterator[MatterPapers]:
        """The papers of each matter as they are done; what fails is set aside."""
        total = len(self._asked.numbers)
        waiting: dict[Future[MadeMatter], MatterJob] = {}
        with processes(self._asked, self._own) as pool:
            for begun, job in enumerate(self._jobs(), start=1):
                target, word = _folders(folder, job.matter.number)
                future = pool.submit(
                    set_in_pressroom, target, word, job.papers, job.forms, self._asked.day
                )
                waiting[future] = job
                while len(waiting) >= _WAITING:
                    yield from self._finished(waiting, folder)
                self._progress("setting papers", begun - len(waiting), total)
            while waiting:
                yield from self._finished(waiting, folder)
                self._progress("setting papers", total - len(waiting), total)

    def _finished(
        self, waiting: dict[Future[MadeMatter], MatterJob], folder: Path
    ) -> Iterator[MatterPapers]:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job = waiting.pop(future)
            try:
                made = future.result()
            except PaperRefused as problem:
                self._set_aside(job.matter.number, problem)
                for each in _folders(folder, job.matter.number):
                    shutil.rmtree(each, ignore_errors=True)
                continue
            self._listed.append(listed_of(job))
            self._vehicles.add(job.matter.vehicle)
            yield papers_of(job, made)

    def _jobs(self) -> Iterator[MatterJob]:
        """Each matter ready to be set; of the others the reason is noted."""
        stands = self._standing()
        shared = self._sharing_a_case()
        vehicles = set()
        for matter, read in self._reader.read(self._asked.numbers):
            vehicles.add((jurisdiction_of(matter), matter.vehicle))
            try:
                yield self._job(matter.number, read, stands, shared)
            except VacaturError as problem:
                self._set_aside(matter.number, problem)
        require_used(self._work.named_forms(), _specs(vehicles))

    def _job(
        self,
        number: int,
        read: MatterRead | None,
        stands: Mapping[int, Standing],
        shared: Mapping[int, frozenset[int]],
    ) -> MatterJob:
        if read is None:
            raise PaperRefused(
                "its case is not in the records any more",
                repair=f"Set it aside: [vacatur matters set-aside {number}].",
            )
        if others := shared[number]:
            raise PaperRefused(
                f"papers of another matter are about the same case: {_numbers(others)}",
                why="Two papers would ask the court for different things in one case.",
                repair="Build one of them, and set the other aside.",
            )
        if not self._asked.is_draft and read.matter.approved_hash:
            _require_as_approved(read.matter, stands[number])
        return self._work.job(read)

    def _standing(self) -> Mapping[int, Standing]:
        if self._asked.is_draft:
            return {}
        return standings_of(self._workspace, self._casework, self._asked.numbers)

    def _sharing_a_case(self) -> Mapping[int, frozenset[int]]:
        """Of each matter: others of its case that are asked for, or whose papers are out."""
        subjects = self._reader.subjects(self._asked.numbers)
        out = self._reader.with_papers(subjects.values())
        asked: dict[str, set[int]] = defaultdict(set)
        for number, subject in subjects.items():
            asked[subject].add(number)
        return {
            number: (out.get(subject, frozenset()) | asked[subject]) - {number}
            for number, subject in subjects.items()
        }

    def _set_aside(self, number: int, problem: VacaturError) -> None:
        self._aside[number] = str(problem)


def _specs(vehicles: Iterable[tuple[str, str]]) -> Iterator[VehicleSpec]:
    for jurisdiction, name in vehicles:
        book = paper_book(jurisdiction)
        if book is not None and name in book.vehicles:
            yield book.vehicles[name]


def build_packet(
    workspace: Workspace,
    casework: Casework,
    asked: PacketAsked,
    doing: Doing,
    *,
    today: date,
    progress: Progress,
) -> Built:
    """Build the papers of matters, and record them by their hashes.

    A matter of which something is missing is named with the reason and set aside; the others are
    built. A draft is recorded nowhere.

    Raises
    ------
    PaperRefused
        Nothing can be built, the packet is there already, or the disk is full: nothing is left.
    WorkspaceError
        The workspace does not say whose papers these are, or no run says what stands.
    """
    target = new_packet(workspace, asked.name)
    note_readings(casework, asked.numbers, doing)
    with building(target) as folder:
        manifest = PacketBuilder(workspace, casework, asked, progress).build(folder)
    refused = {} if asked.is_draft else _record(workspace, casework, manifest, doing, today)
    return Built(folder=target, manifest=manifest, not_recorded=refused)


def _require_as_approved(matter: Matter, now: Standing) -> None:
    """Refuse what would print something else than what was approved."""
    if now.decision_hash != matter.approved_hash:
        raise PaperRefused(
            "the answer has changed since it was approved",
            why="The paper would say what nobody approved.",
            repair=f"[vacatur matters renew {matter.number}], and approve it anew.",
        )
    if now.printed_hash != matter.approved_printed_hash:
        raise PaperRefused(
            "the records print another name, address or warrant since it was approved",
            why="The paper would be about somebody whom nobody approved.",
            repair=f"[vacatur matters withdraw {matter.number} --reason WHY], look, approve anew.",
        )


def _numbers(matters: Iterable[int]) -> str:
    return ", ".join(str(each) for each in sorted(matters))


def _folders(folder: Path, number: int) -> tuple[Path, Path]:
    """Where the papers of a matter lie, and where the copies of them in Word."""
    return folder / str(number), folder / WORD / str(number)


def _record(
    workspace: Workspace, casework: Casework, manifest: Manifest, doing: Doing, today: date
) -> Mapping[int, str]:
    commands = {
        each.number: RecordPacket(
            by=doing.actor,
            packet_sha256=each.packet_sha256(),
            files=tuple(paper.file for paper in each.papers),
        )
        for each in manifest.matters
    }
    return perform(workspace, casework, commands, doing, today=today).refused
