"""Building a packet: papers of many matters, set by several processes, all of it or none of it."""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from vacatur import __version__
from vacatur.documents.making import MadePaper
from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.manifest import Manifest, MatterPapers
from vacatur.documents.paper_specs import paper_book
from vacatur.documents.pressroom import open_pressroom, set_in_pressroom
from vacatur.documents.template_rules import checked_templates, templates_sha256
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused, UsageError, VacaturError
from vacatur.matters.commands import RecordPacket
from vacatur.matters.store import Casework, Doing
from vacatur.office.casework import perform, standings_of
from vacatur.office.packet_forms import load_court_forms
from vacatur.office.packet_jobs import MatterJob, Paperwork
from vacatur.office.packet_lists import Listed, listed_of, made_lists
from vacatur.office.packet_reading import MatterRead, PacketReader
from vacatur.office.packet_settings import read_office
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

_WAITING = 32  # matters that are set or wait for it: so memory stays flat


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketAsked:
    """What somebody asks for. `name` is of the packet's folder; `day` the day of its papers."""

    numbers: Sequence[int]
    name: str
    day: date
    is_draft: bool
    processes: int
    forms: tuple[str, ...] = ()  # numbers of the court's own forms that are to be filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A packet that was built. Asked for = matters of the manifest + its `set_aside`.

    `not_recorded` are matters that somebody moved while their papers were set, with the reason.
    """

    folder: Path
    manifest: Manifest
    not_recorded: Mapping[int, str]


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
        )
        self._own = (own_folder(workspace, "templates"), own_folder(workspace, "fonts"))
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
            lists = tuple(made_lists(setter, folder, self._work, self._listed, papers))
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
        total, done = len(self._asked.numbers), 0
        waiting: dict[Future[tuple[MadePaper, ...]], MatterJob] = {}
        with processes(self._asked.processes, self._own) as pool:
            for job in self._jobs():
                target = folder / str(job.matter.number)
                future = pool.submit(
                    set_in_pressroom, target, job.papers, job.forms, self._asked.day
                )
                waiting[future] = job
                while len(waiting) >= _WAITING:
                    yield from self._finished(waiting, folder)
                done = total - len(waiting)
                self._progress("setting papers", min(done, total), total)
            while waiting:
                yield from self._finished(waiting, folder)
                self._progress("setting papers", total - len(waiting), total)

    def _finished(
        self, waiting: dict[Future[tuple[MadePaper, ...]], MatterJob], folder: Path
    ) -> Iterator[MatterPapers]:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job = waiting.pop(future)
            try:
                made = future.result()
            except PaperRefused as problem:
                self._set_aside(job.matter.number, problem)
                shutil.rmtree(folder / str(job.matter.number), ignore_errors=True)
                continue
            self._listed.append(listed_of(job))
            self._vehicles.add(job.matter.vehicle)
            yield MatterPapers(
                number=job.matter.number,
                subject=job.matter.subject,
                vehicle=job.matter.vehicle,
                decision_hash=job.matter.decision_hash,
                papers=made,
                left_out=job.left_out,
            )

    def _jobs(self) -> Iterator[MatterJob]:
        """Each matter ready to be set; of the others the reason is noted."""
        stands = self._standing()
        shared = self._sharing_a_case()
        for matter, read in self._reader.read(self._asked.numbers):
            try:
                yield self._job(matter.number, read, stands, shared)
            except VacaturError as problem:
                self._set_aside(matter.number, problem)

    def _job(
        self,
        number: int,
        read: MatterRead | None,
        stands: Mapping[int, str],
        shared: frozenset[int],
    ) -> MatterJob:
        if read is None:
            raise PaperRefused(
                "its case is not in the records any more",
                repair=f"Set it aside: [vacatur matters set-aside {number}].",
            )
        if number in shared:
            raise PaperRefused(
                "another matter of this packet is about the same case",
                why="Two papers would ask the court for different things in one case.",
                repair="Build one of them, and set the other aside.",
            )
        approved = read.matter.approved_hash
        if not self._asked.is_draft and approved and stands.get(number) != approved:
            raise PaperRefused(
                "the answer has changed since it was approved",
                why="The paper would say what nobody approved.",
                repair=f"[vacatur matters renew {number}], and approve it anew.",
            )
        return self._work.job(read)

    def _standing(self) -> Mapping[int, str]:
        if self._asked.is_draft:
            return {}
        found = standings_of(self._workspace, self._casework, self._asked.numbers)
        return {number: each.decision_hash for number, each in found.items()}

    def _sharing_a_case(self) -> frozenset[int]:
        """Matters that are about a case which another one of those asked for is about, too."""
        subjects = self._reader.subjects(self._asked.numbers)
        times = Counter(subjects.values())
        return frozenset(number for number, subject in subjects.items() if times[subject] > 1)

    def _set_aside(self, number: int, problem: VacaturError) -> None:
        self._aside[number] = str(problem)


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
    with building(target) as folder:
        manifest = PacketBuilder(workspace, casework, asked, progress).build(folder)
    refused = {} if asked.is_draft else _record(workspace, casework, manifest, doing, today)
    return Built(folder=target, manifest=manifest, not_recorded=refused)


def books_of(vehicles: Iterable[str]) -> dict[str, str]:
    """Hash of the declared papers of each jurisdiction."""
    names = sorted({vehicle.partition("/")[0] for vehicle in vehicles})
    return {name: book.sha256 for name in names if (book := paper_book(name)) is not None}


def new_packet(workspace: Workspace, name: str) -> Path:
    """The folder of a packet to be built.

    Raises
    ------
    PaperRefused
        It is there already.
    UsageError
        The name would lie elsewhere than in `packets/`, where what is forgotten is looked for.
    """
    if not name.strip() or name.startswith(".") or Path(name).name != name or "\\" in name:
        raise UsageError(
            "the name of a packet is no name of a folder", repair="Write it like 2026-02-15."
        )
    target = workspace.packets_folder / name
    if target.exists():
        raise PaperRefused(
            f"a packet [{name}] is there already",
            why="A packet is never written over: it may have been filed.",
            repair="Name another with --name.",
        )
    return target


def own_folder(workspace: Workspace, name: str) -> Path | None:
    """A folder of the office's own, `templates` or `fonts`; None: it has none."""
    folder = workspace.folder / name
    return folder if folder.is_dir() else None


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


@contextmanager
def building(target: Path) -> Iterator[Path]:
    """A folder beside the packet's, which takes its name when everything stands."""
    folder = target.with_name(f".{target.name}-building")
    shutil.rmtree(folder, ignore_errors=True)  # what an attempt that was killed left
    try:
        folder.mkdir(parents=True)
        yield folder
        folder.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise PaperRefused(
            "the disk is full",
            where=str(target),
            why="Half a packet is none: nothing of it was left, and nothing was recorded.",
            repair="Make room, and build it again.",
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def processes(count: int, own: tuple[Path | None, Path | None]) -> Iterator[ProcessPoolExecutor]:
    """Processes with a press each; what a template may not say is found before they begin."""
    checked_templates(own[0])
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=open_pressroom, initargs=own
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def nothing_made(aside: Mapping[int, str]) -> PaperRefused:
    """Why nothing was built, when every matter was set aside."""
    reasons = Counter(aside.values())
    told = "\n".join(f"{count} matters: {why}" for why, count in reasons.most_common(5))
    return PaperRefused("no paper can be made", why=told, repair="Mend what is named.")
