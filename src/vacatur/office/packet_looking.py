"""Looking before papers are built: what is missing, and how a page will look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.documents.making import PaperJob
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused, UsageError, VacaturError, nearest
from vacatur.matters.store import Casework, Doing
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.packet_folder import note_readings, own_folder
from vacatur.office.packet_jobs import MatterJob, Paperwork
from vacatur.office.packet_reading import PacketReader
from vacatur.office.packet_settings import read_office
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Asked for = `ready` + `lacking`; of these the reason."""

    ready: tuple[int, ...]
    lacking: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page that was written as a picture."""

    paper: str
    title: str
    pages: int


def check_matters(
    workspace: Workspace, casework: Casework, numbers: Sequence[int], *, on: date
) -> Checked:
    """Which matters have all that their papers ask for, whether or not they are approved."""
    ready: list[int] = []
    lacking: dict[int, str] = {}
    for number, job in jobs_of(workspace, casework, numbers, on):
        if isinstance(job, VacaturError):
            lacking[number] = str(job)
        else:
            ready.append(number)
    return Checked(ready=tuple(ready), lacking=lacking)


def preview_paper(
    workspace: Workspace,
    casework: Casework,
    number: int,
    paper: str,
    page: int,
    out: Path,
    doing: Doing,
    *,
    on: date,
) -> Shown:
    """Write one page of a paper as a PNG, marked as a draft.

    Raises
    ------
    PaperRefused
        Something is missing, or cannot be set.
    WorkspaceError
        Whoever approved it is no attorney of the office.
    UsageError
        The matter has no such paper, or the paper no such page.
    """
    refuse_unwritable(out)
    note_readings(casework, [number], doing)
    ((_, job),) = jobs_of(workspace, casework, [number], on)
    if isinstance(job, VacaturError):
        raise job
    chosen = _chosen(job.papers, paper)
    with press(own_folder(workspace, "templates"), fonts=own_folder(workspace, "fonts")) as setter:
        setter.pdf(chosen.template, chosen.data, on=on)  # a picture alone lets missing glyphs pass
        pages = setter.png(chosen.template, chosen.data, on=on)
    if page > len(pages):
        raise UsageError(f"[{chosen.paper}] has {len(pages)} pages", repair="Name one with --page.")
    out.write_bytes(pages[page - 1])
    return Shown(paper=chosen.paper, title=chosen.title, pages=len(pages))


def _chosen(papers: Sequence[PaperJob], paper: str) -> PaperJob:
    by_name = {each.paper: each for each in papers}
    if paper and paper not in by_name:
        raise UsageError(f"the matter has no paper [{paper}]", repair=nearest(paper, by_name))
    return by_name[paper] if paper else papers[0]


def jobs_of(
    workspace: Workspace, casework: Casework, numbers: Sequence[int], on: date
) -> Iterator[tuple[int, MatterJob | VacaturError]]:
    """Each matter ready to be set as a draft, or why it cannot be."""
    reader = PacketReader(workspace, casework)
    work = Paperwork(rulebook=reader.rulebook, office=read_office(workspace), on=on, is_draft=True)
    for matter, read in reader.read(numbers):
        if read is None:
            yield matter.number, PaperRefused("its case is not in the records any more")
            continue
        try:
            yield matter.number, work.job(read)
        except VacaturError as problem:
            yield matter.number, problem
