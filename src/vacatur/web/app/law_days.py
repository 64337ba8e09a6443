"""Compare the law of two days: what begins and ends, and which answers on record differ."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import UsageError
from vacatur.office.jobs.job import JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.office.law_days import Amended, amended_between
from vacatur.office.law_reading import law_reader, shown_law, usual_law
from vacatur.web.app.fields import day_in
from vacatur.web.app.jobs import may_ask
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/law/days", name="law_days")
def law_days(request: Request, law: str = "", before: str = "", after: str = "") -> Response:
    """What of a law begins or ends between two days. Nobody's record is asked."""
    changed: tuple[Amended, ...] | None = None
    if law or before or after:
        first, last = day_in(before), day_in(after)
        if first is None or last is None:
            raise UsageError("two days are needed", repair="Write them like 2026-02-15.")
        changed = amended_between(shown_law(law).rulebook, first, last)
    return _page(request, law, before, after, changed)


@router.post("/law/days", name="law_days_count")
def law_days_count(
    request: Request, law: Text = "", before: Text = "", after: Text = ""
) -> Response:
    """Count how many answers on record differ between two days; a job of its own."""
    first, last = day_in(before), day_in(after)
    if first is None or last is None:
        raise UsageError("two days are needed", repair="Write them like 2026-02-15.")
    shown = shown_law(law)
    amended_between(shown.rulebook, first, last)  # refused now, and not in the job
    told = {"law": shown.jurisdiction, "before": str(first), "after": str(last)}
    office = office_in(request)
    jobs = Jobs(office.workspace)
    job = jobs.submit(JobKind.COMPARISON, told, viewer_of(request).name, office.now())
    return RedirectResponse(request.app.url_path_for("runs_job", number=job.number), 303)


def _page(
    request: Request,
    law: str,
    before: str,
    after: str,
    changed: tuple[Amended, ...] | None,
) -> Response:
    return page(
        request,
        "law/days.html",
        laws=law_reader().laws,
        law=law or usual_law(office_in(request).workspace),
        before=before,
        after=after,
        changed=changed,
        may_count=may_ask(viewer_of(request), JobKind.COMPARISON),
    )
