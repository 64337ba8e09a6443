"""What each kind of job does: the function that its command calls, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from vacatur.dates import parse_day
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, practice_day
from vacatur.office.differences import flip_in_words
from vacatur.office.differing import Asked as DaysAsked
from vacatur.office.differing import differing
from vacatur.office.formats import writing
from vacatur.office.intake import ingest, link_again
from vacatur.office.jobs.job import Job, JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.office.jobs.sources import export_for
from vacatur.office.law_proposals import compare_proposal
from vacatur.office.own_laws import law_to_run
from vacatur.office.packet_building import build_packet
from vacatur.office.packet_folder import PacketAsked
from vacatur.office.run_changes import write_run_changes
from vacatur.office.runs import run
from vacatur.office.uploads import forget_upload
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

_Do = Callable[[Workspace, Job, Progress, datetime], Mapping[str, Any]]


def do(workspace: Workspace, job: Job, *, progress: Progress, now: datetime) -> Mapping[str, Any]:
    """Do a job; what it came to is counts and names of runs.

    Raises
    ------
    VacaturError
        As its command does.
    """
    return _DO[job.kind](workspace, job, progress, now)


def _ingest(workspace: Workspace, job: Job, progress: Progress, now: datetime) -> Mapping[str, Any]:
    with export_for(workspace, job.arguments) as export:
        export.require_files()
        with writing(workspace.folder, "vacatur ingest") as place:
            intake = ingest(
                export,
                place,
                progress=progress,
                allow_vanished=bool(job.arguments.get("vanished_too")),
                on=now.astimezone().date(),
            )
    if job.arguments.get("upload"):
        forget_upload(workspace, job.arguments["upload"])  # what was taken in stands in raw/
    files = intake.ingested.files if intake.ingested else ()
    return {
        "unchanged": intake.ingested is None,
        "number": intake.entry.number,
        "rows_in": sum(each.rows_in for each in files),
        "mapped": sum(each.mapped for each in files),
        "quarantined": sum(each.quarantined for each in files),
        "withheld": sum(each.withheld for each in files),
    }


def _link(workspace: Workspace, _job: Job, progress: Progress, _now: datetime) -> Mapping[str, Any]:
    with writing(workspace.folder, "vacatur link") as place:
        progress("linking", 0, 0)
        linked = link_again(place).as_data()["linked"]
    return {name: value for name, value in linked.items() if isinstance(value, int)}


def _decide(workspace: Workspace, job: Job, progress: Progress, now: datetime) -> Mapping[str, Any]:
    rulebook = law_to_run(workspace, job.arguments["law"])
    as_of = parse_day(job.arguments["as_of"])
    with writing(workspace.folder, "vacatur decide") as place:
        report = run(place, rulebook, as_of, progress=progress)
    # Counting it is a job of its own: the run stands, whatever becomes of that.
    then = Jobs(workspace).submit(JobKind.SUMMARY, {"run": report.name}, job.by, now)
    return {
        "run": report.name,
        "charges": report.charges,
        "reached": report.reached,
        "counted_by_job": then.number,
    }


def _summary(
    workspace: Workspace, job: Job, progress: Progress, _now: datetime
) -> Mapping[str, Any]:
    name = job.arguments["run"]
    write_run_changes(workspace, name, progress=progress)
    return {"run": name}


def _packet(workspace: Workspace, job: Job, progress: Progress, now: datetime) -> Mapping[str, Any]:
    told = job.arguments
    today: date = practice_day(workspace) or now.astimezone().date()
    with writing(workspace.folder, "vacatur packet build") as place, open_casework(place) as store:
        asked = PacketAsked(
            numbers=tuple(told["numbers"]),
            name=told["name"],
            day=parse_day(told["day"]) if told.get("day") else today,
            is_draft=bool(told.get("draft")),
            processes=1,
            forms=tuple(told.get("forms", ())),
            by_hand=tuple(told.get("by_hand", ())),
            with_word=bool(told.get("word")),
        )
        doing = Doing(actor=job.by, purpose="papers", at=now)
        built = build_packet(place, store, asked, doing, today=today, progress=progress)
    return {
        "packet": built.folder.name,
        "built": len(built.manifest.matters),
        "set_aside": sorted(built.manifest.set_aside),
        "not_recorded": sorted(built.not_recorded),
    }


def _comparison(
    workspace: Workspace, job: Job, progress: Progress, _now: datetime
) -> Mapping[str, Any]:
    told = job.arguments
    asked = DaysAsked(law=told["law"], rules=(), as_of=None, suppose_searched=False, examples=0)
    found = differing(workspace, told["before"], told["after"], asked, progress=progress)
    return {
        **told,
        "charges": found.charges,
        "answers_that_differ": sum(each.charges for each in found.flips),
        "of_them": [flip_in_words(each) for each in found.flips],
        "notes": [*found.unverified, *found.notes],
    }


def _proposal(
    workspace: Workspace, job: Job, progress: Progress, now: datetime
) -> Mapping[str, Any]:
    number = int(job.arguments["proposal"])
    doing = Doing(actor=job.by, purpose="law", at=now)
    with open_casework(workspace) as casework:
        found = compare_proposal(workspace, casework, number, doing, progress)
    return {"proposal": number, "answers_that_differ": found.flipped or 0}


_DO: Mapping[JobKind, _Do] = {
    JobKind.INGEST: _ingest,
    JobKind.LINK: _link,
    JobKind.DECIDE: _decide,
    JobKind.SUMMARY: _summary,
    JobKind.PACKET: _packet,
    JobKind.COMPARISON: _comparison,
    JobKind.PROPOSAL: _proposal,
}
