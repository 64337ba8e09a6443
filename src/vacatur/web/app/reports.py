"""Evidence and evaluation: the office's reports, and the forms that make them. Nobody is named."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from vacatur.errors import UsageError, VacaturError
from vacatur.evaluation.verdict import Word
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.sources import Unit
from vacatur.office.evidence_files import (
    PLANS,
    TABLES,
    evidence_file,
    evidence_files,
    keep_evidence_file,
    remove_evidence_file,
)
from vacatur.office.evidence_reading import ADAPTERS
from vacatur.office.law_reading import law_reader, shown_law, usual_law
from vacatur.office.limited_reports import (
    DisparityAsked,
    EvaluationAsked,
    FreezingAsked,
    disparity_report,
    evaluation_report,
    frozen_plan,
)
from vacatur.office.reports import (
    Report,
    ReportKind,
    evaluation_of,
    is_frozen,
    report_file,
    report_named,
    reports,
)
from vacatur.web.app.evidence_form import asked_in, events_in, tier_in
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ANALYST, SUPERVISOR
from vacatur.web.app.viewer import Viewer, viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
MAKERS = (ANALYST, SUPERVISOR)


@router.get("/reports", name="reports")
def reports_list(request: Request) -> Response:
    """The reports, the files of evidence, and the plans."""
    workspace, viewer = office_in(request).workspace, viewer_of(request)
    plans = [
        (name, is_frozen(evidence_file(workspace, name)))
        for name in evidence_files(workspace, *PLANS)
    ]
    return page(
        request,
        "reports/reports.html",
        reports=[each for each in reports(workspace) if _may_read(viewer, each)],
        tables=evidence_files(workspace, *TABLES),
        plans=plans,
        may_make=viewer.is_a(*MAKERS),
    )


@router.get("/reports/new", name="reports_new")
def reports_new(request: Request) -> Response:
    """The form that compares groups."""
    return _form(request, {}, None)


@router.post("/reports/new", name="reports_disparity")
async def reports_disparity(request: Request) -> Response:
    """Compare groups, and release the figures: to the public, or to a court under seal."""
    form = await request.form()
    told = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_disparity, request, told)


@router.post("/reports/files", name="reports_upload")
def reports_upload(
    request: Request,
    files: Annotated[list[UploadFile], Form()] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Keep files of evidence that were sent; each is looked at under limits first."""
    office = office_in(request)
    sent = [each for each in files if each.filename]
    if not sent:
        raise UsageError("no file was sent", repair="Choose one.")
    for each in sent:
        keep_evidence_file(office.workspace, each.filename or "", each.file)
    _note(office, viewer_of(request), "EvidenceKept", {"files": len(sent)})
    return _back(request)


@router.post("/reports/files/remove", name="reports_remove")
def reports_remove(request: Request, name: Text = "") -> Response:
    """Take a file of evidence away."""
    office = office_in(request)
    remove_evidence_file(office.workspace, name)
    _note(office, viewer_of(request), "EvidenceRemoved", {"files": 1})
    return _back(request)


@router.post("/reports/plans/freeze", name="reports_freeze")
def reports_freeze(request: Request, plan: Text = "") -> Response:
    """Freeze a plan before its data are read."""
    office = office_in(request)
    path = evidence_file(office.workspace, plan, *PLANS)
    sha256 = frozen_plan(FreezingAsked(folder=office.workspace.folder, plan=path))
    _note(office, viewer_of(request), "PlanFrozen", {"sha256": sha256})
    return _back(request)


@router.post("/reports/plans/evaluate", name="reports_evaluate")
def reports_evaluate(request: Request, plan: Text = "") -> Response:
    """Follow a plan, and keep the answer as a report."""
    office = office_in(request)
    path = evidence_file(office.workspace, plan, *PLANS)
    asked = EvaluationAsked(folder=office.workspace.folder, plan=path, on=office.today())
    return _made(request, evaluation_report(asked))


@router.get("/reports/{name}", name="report")
def report(request: Request, name: str) -> Response:
    """One report: its files, or the answer of an evaluation."""
    workspace = office_in(request).workspace
    found = _named(request, name)
    is_evaluation = found.kind is ReportKind.EVALUATION
    return page(
        request,
        "reports/report.html",
        found=found,
        told=evaluation_of(workspace, found) if is_evaluation else None,
        meaning={each.value: each.definition for each in Word},
    )


@router.get("/reports/{name}/{path:path}", name="report_file")
def file_of_report(request: Request, name: str, path: str) -> Response:
    """A file of a report, as it was made: a page of figures works here as it does anywhere."""
    workspace = office_in(request).workspace
    found = report_file(workspace, _named(request, name).name, path)
    if found is None:
        raise HTTPException(404)
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    return Response(found.read_bytes(), media_type=kind)


def _named(request: Request, name: str) -> Report:
    try:
        found = report_named(office_in(request).workspace, name)
    except UsageError:
        raise HTTPException(404) from None
    if not _may_read(viewer_of(request), found):
        raise HTTPException(404)
    return found


def _may_read(viewer: Viewer, found: Report) -> bool:
    """An evaluation prints its data month by month: nothing in it passed disclosure control."""
    return found.kind is not ReportKind.EVALUATION or viewer.is_a(*MAKERS)


def _disparity(request: Request, told: Mapping[str, str]) -> Response:
    office, viewer = office_in(request), viewer_of(request)
    try:
        tier = tier_in(told)
        if tier is Tier.COURT and not viewer.is_a(SUPERVISOR):
            raise UsageError(
                "a sealed exhibit is given out by a supervisor alone",
                why="Small counts stand in it, and the cases of the office's matters.",
                repair="Choose the public tier, or ask a supervisor.",
            )
        asked, events = asked_in(office.workspace, told), events_in(told)
        is_sealed = tier is Tier.COURT
        made = disparity_report(
            DisparityAsked(
                folder=office.workspace.folder,
                asked=asked,
                tables=tuple(shown_law(told.get("law", "")).rulebook.codes.values()),
                events=events,
                is_sealed=is_sealed,
                by=viewer.name if is_sealed else _office_of(viewer),
                on=office.today(),
                at=office.now(),
            )
        )
    except VacaturError as refused:  # a long form is not filled in twice
        return _form(request, told, refused)
    if isinstance(made, Report):
        return _made(request, made)
    told_of = {"what": "sealed exhibit", "rows": made.total, "purpose": "court"}
    _note(office, viewer, "Exported", told_of)
    headers = {"Content-Disposition": 'attachment; filename="sealed-exhibit.zip"'}
    return Response(made.content, media_type="application/zip", headers=headers)


def _form(request: Request, told: Mapping[str, str], refused: VacaturError | None) -> Response:
    workspace = office_in(request).workspace
    return page(
        request,
        "reports/new.html",
        status=422 if refused else 200,
        told=told or {"law": usual_law(workspace)},
        is_filled=bool(told),
        refused=refused,
        tables=evidence_files(workspace, *TABLES),
        laws=law_reader().laws,
        adapters=ADAPTERS,
        units=list(Unit),
        kinds=list(DenominatorKind),
        tiers=[each for each in Tier if each is Tier.PUBLIC or viewer_of(request).is_a(SUPERVISOR)],
    )


def _office_of(viewer: Viewer) -> str:
    """Who answers, as a report prints it: nobody's name is on one. The chain has the name."""
    return f"{'a supervisor' if viewer.is_a(SUPERVISOR) else 'an analyst'} of the office"


def _note(office: Office, viewer: Viewer, kind: str, told: Mapping[str, object]) -> None:
    doing = viewer.doing("evidence", office.now())
    with office.casework() as casework, casework.working(doing) as work:
        work.note_access(kind, told)


def _made(request: Request, made: Report) -> Response:
    told = {"report": made.name, "what": made.kind.value}
    _note(office_in(request), viewer_of(request), "ReportMade", told)
    return RedirectResponse(request.app.url_path_for("report", name=made.name), 303)


def _back(request: Request) -> Response:
    return RedirectResponse(request.app.url_path_for("reports"), 303)
