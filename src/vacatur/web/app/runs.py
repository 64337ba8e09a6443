"""Runs: what went in, what each run came to, what changed since the one before, and exports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import UsageError
from vacatur.office.differences import Cause
from vacatur.office.exports import ADAPTERS
from vacatur.office.jobs.job import JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.office.jobs.sources import inbox_names
from vacatur.office.own_laws import laws_to_run
from vacatur.office.records_now import last_ingests, records_now, run_lines
from vacatur.office.run_changes import decided_since, has_paper, read_run_changes
from vacatur.office.run_exports import EXPORTS, PURPOSES, export_run
from vacatur.web.app.jobs import may_ask
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import POLICIES
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_INGESTS, _JOBS, _RUNS = 10, 12, 50


@router.get("/runs", name="runs")
def runs(request: Request) -> Response:
    """What went in, the runs, the jobs, and the forms that begin one."""
    office, viewer = office_in(request), viewer_of(request)
    workspace, jobs = office.workspace, Jobs(office.workspace)
    return page(
        request,
        "runs/runs.html",
        records=records_now(workspace),
        ingests=last_ingests(workspace, _INGESTS),
        lines=run_lines(workspace)[:_RUNS],
        jobs=jobs.all()[:_JOBS],
        has_worker=jobs.has_worker(),
        inbox=inbox_names(workspace),
        adapters=ADAPTERS,
        laws=laws_to_run(workspace),
        may={kind: may_ask(viewer, kind) for kind in JobKind},
    )


@router.get("/runs/run/{name}", name="run")
def run(request: Request, name: str) -> Response:
    """One run: what it came to, and what changed since the one before, and why."""
    office, viewer = office_in(request), viewer_of(request)
    manifest = office.workspace.run_manifest(name)
    line = next(each for each in run_lines(office.workspace) if each.name == manifest["run"])
    exporters = POLICIES["run_export"].roles
    return page(
        request,
        "runs/run.html",
        line=line,
        manifest=manifest,
        summary=read_run_changes(office.workspace, line.name),
        has_paper=has_paper(office.workspace, line.name),
        decided_since=decided_since(office.workspace, line.name),
        causes={each.value: each.definition for each in Cause},
        exports=EXPORTS,
        purposes=PURPOSES,
        may_count=may_ask(viewer, JobKind.SUMMARY),
        may_export=not isinstance(exporters, str) and viewer.is_a(*exporters),
    )


@router.post("/runs/run/{name}/count", name="run_count")
def run_count(request: Request, name: str) -> Response:
    """Count a run, and what changed; a job of its own."""
    office = office_in(request)
    whole = office.workspace.run_manifest(name)["run"]
    asked = Jobs(office.workspace).submit(
        JobKind.SUMMARY, {"run": whole}, viewer_of(request).name, office.now()
    )
    return RedirectResponse(request.app.url_path_for("runs_job", number=asked.number), 303)


@router.post("/runs/run/{name}/export", name="run_export")
def run_export(request: Request, name: str, what: Text = "", purpose: Text = "") -> Response:
    """A file of a run. That it left the office, and for what purpose, stands in the chain first."""
    office = office_in(request)
    if what not in EXPORTS or purpose not in PURPOSES:
        raise UsageError(
            "an export needs its kind and its purpose", repair="Choose both in the form."
        )
    with tempfile.TemporaryDirectory(dir=office.workspace.folder, prefix=".scratch-") as scratch:
        doing = viewer_of(request).doing(purpose, office.now())
        with office.casework() as casework:
            path = export_run(office.workspace, casework, name, what, doing, Path(scratch))
        content = path.read_bytes()
    return Response(
        content,
        media_type=EXPORTS[what].media_type,
        headers={"Content-Disposition": f'attachment; filename="{path.name}"'},
    )
