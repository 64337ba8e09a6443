"""One job: how far it is, live or by looking again; cancelled, or tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from vacatur.errors import MoveRefused
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.access.sessions import session_of
from vacatur.office.jobs.job import Job, JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.web.app.cookies import SESSION_COOKIE, cookie_in
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ANALYST, ATTORNEY, CLERK, PARALEGAL, SUPERVISOR
from vacatur.web.app.viewer import Viewer, viewer_of

router = APIRouter()

# Who may ask for what. A route that submits a job is open to no others (tests hold the two).
ASKERS: Mapping[JobKind, frozenset[AccountRole]] = {
    JobKind.INGEST: frozenset({ANALYST, SUPERVISOR, CLERK}),
    JobKind.LINK: frozenset({ANALYST, SUPERVISOR}),
    JobKind.DECIDE: frozenset({ANALYST, SUPERVISOR}),
    JobKind.SUMMARY: frozenset({ANALYST, SUPERVISOR, ATTORNEY}),
    JobKind.PACKET: frozenset({ATTORNEY, SUPERVISOR, PARALEGAL}),
    JobKind.COMPARISON: frozenset({ANALYST, SUPERVISOR, ATTORNEY}),
    JobKind.PROPOSAL: frozenset({ATTORNEY, SUPERVISOR, PARALEGAL}),
}
_LOOKS = 1.0  # seconds between two looks
_MOST_LOOKS = 900  # then the browser asks again, and its session is looked at


def may_ask(viewer: Viewer, kind: JobKind) -> bool:
    """Whether somebody may ask for a kind of job."""
    return viewer.is_a(*ASKERS[kind])


@router.get("/runs/jobs/{number}", name="runs_job")
def job(request: Request, number: int) -> Response:
    """One job. Without JavaScript the page is loaded again every few seconds while it runs."""
    jobs = Jobs(office_in(request).workspace)
    found = jobs.get(number)
    return page(
        request,
        "runs/job.html",
        job=found,
        has_worker=jobs.has_worker(),
        may=_may_touch(viewer_of(request), found),
    )


@router.get("/runs/jobs/{number}/events", name="runs_job_events")
def job_events(request: Request, number: int) -> Response:
    """How far a job is, as it happens (server-sent events)."""
    jobs = Jobs(office_in(request).workspace)
    jobs.get(number)  # refused now, and not in the middle of a stream
    return EventSourceResponse(_events(request, jobs, number), ping=20)


@router.post("/runs/jobs/{number}/cancel", name="runs_job_cancel")
def cancel(request: Request, number: int) -> Response:
    """Ask for a job to end."""
    jobs = Jobs(office_in(request).workspace)
    _require_may_touch(request, jobs.get(number))
    jobs.cancel(number)
    return RedirectResponse(request.app.url_path_for("runs_job", number=number), 303)


@router.post("/runs/jobs/{number}/retry", name="runs_job_retry")
def retry(request: Request, number: int) -> Response:
    """Ask for the same again."""
    office = office_in(request)
    jobs = Jobs(office.workspace)
    _require_may_touch(request, jobs.get(number))
    again = jobs.retry(number, viewer_of(request).name, office.now())
    return RedirectResponse(request.app.url_path_for("runs_job", number=again.number), 303)


def submitted(request: Request, kind: JobKind, told: Mapping[str, Any]) -> Response:
    """Ask for a job, and go to its page."""
    office = office_in(request)
    job = Jobs(office.workspace).submit(kind, told, viewer_of(request).name, office.now())
    return RedirectResponse(request.app.url_path_for("runs_job", number=job.number), 303)


async def _events(request: Request, jobs: Jobs, number: int) -> AsyncIterator[ServerSentEvent]:
    said = ""
    for _ in range(_MOST_LOOKS):
        if not await run_in_threadpool(_may_still_look, request):
            return  # what the guard saw at the beginning holds no longer
        found = await run_in_threadpool(jobs.get, number)
        told = await run_in_threadpool(_piece, request, found)
        if told != said:
            said = told
            yield ServerSentEvent(told, event="job")
        if not found.is_live:
            yield ServerSentEvent("ended", event="ended")
            return
        await anyio.sleep(_LOOKS)


def _may_still_look(request: Request) -> bool:
    """Whether the session of somebody who looks on still stands, with a role of this page."""
    office = office_in(request)
    token = cookie_in(request, office.settings, SESSION_COOKIE)
    with office.accounts.reading() as connection:
        found = session_of(connection, token, office.now()) if token else None
    if found is None:
        return False
    session, account = found
    roles = request.state.policy.roles
    return not session.is_locked(office.now()) and not account.roles.isdisjoint(roles)


def _piece(request: Request, found: Job) -> str:
    made = page(request, "runs/_state.html", job=found)
    return bytes(made.body).decode()


def _may_touch(viewer: Viewer, found: Job) -> bool:
    """Whoever asked for it, or may ask for the like."""
    return viewer.name == found.by or may_ask(viewer, found.kind)


def _require_may_touch(request: Request, found: Job) -> None:
    if not _may_touch(viewer_of(request), found):
        raise MoveRefused(
            "your roles do not ask for such a job",
            where=f"job {found.number}",
            repair="Ask whoever began it, or somebody with the role.",
        )
