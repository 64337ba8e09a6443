"""Proposals: a changed page or a sign-off, what it would do, and a second person who accepts it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.engine.worked_cases import Verdict
from vacatur.errors import LawError
from vacatur.law.page import Page
from vacatur.office.differences import Flip
from vacatur.office.jobs.job import Job, JobKind
from vacatur.office.jobs.service import Jobs
from vacatur.office.law_drafts import compare_draft, plain_text, worked_of
from vacatur.office.law_patches import changed_lines, patch_of
from vacatur.office.law_proposals import (
    current_text,
    decide_proposal,
    note_export,
    proposal,
    proposals,
    propose_change,
    propose_sign_off,
    withdraw_proposal,
)
from vacatur.office.law_reading import shown_page
from vacatur.progress import silent
from vacatur.site.laws import Law
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ATTORNEYS, CASE_STAFF
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
EXAMPLES = 20  # charges named of each kind of flip


@router.get("/law/page/{page_id:path}", name="law_page")
def law_page(request: Request, page_id: str) -> Response:
    """One page's text, to be changed in a proposal, and the sign-off."""
    law, shown = shown_page(page_id)
    return _page(request, law, shown, current_text(law, shown), "", None, None)


@router.post("/law/draft/{page_id:path}", name="law_draft")
def law_draft(request: Request, page_id: str, text: Text = "", why: Text = "") -> Response:
    """Whether a changed page holds, and its worked cases. Nothing is kept."""
    law, shown = shown_page(page_id)
    draft = plain_text(text)
    try:
        worked = worked_of(law, shown, draft)
    except LawError as fault:
        return _page(request, law, shown, draft, why, None, fault)
    return _page(request, law, shown, draft, why, worked, None)


@router.post("/law/propose/{page_id:path}", name="law_proposal_add")
def law_proposal_add(request: Request, page_id: str, text: Text = "", why: Text = "") -> Response:
    """Propose a changed page; one with a fault comes back with it."""
    office = office_in(request)
    law, shown = shown_page(page_id)
    doing = viewer_of(request).doing(why, office.now())
    try:
        with office.casework() as casework:
            number = propose_change(casework, law, shown, text, doing)
    except LawError as fault:
        return _page(request, law, shown, plain_text(text), why, None, fault)
    _count(request, number)
    return _to(request, number)


@router.post("/law/sign-off/{page_id:path}", name="law_sign_off")
def law_sign_off(request: Request, page_id: str, why: Text = "") -> Response:
    """Say that one has read a page beside the law, under one's own name."""
    office = office_in(request)
    law, shown = shown_page(page_id)
    doing = viewer_of(request).doing(why, office.now())
    with office.casework() as casework:
        number = propose_sign_off(casework, law, shown, doing)
    return _to(request, number)


@router.get("/law/proposals/{number}", name="law_proposal")
def law_proposal(request: Request, number: int) -> Response:
    """A proposal: the lines that differ, and what it does."""
    return _proposal(request, number, None)


@router.post("/law/proposals/{number}/charges", name="law_proposal_charges")
def law_proposal_charges(request: Request, number: int) -> Response:
    """Which charges it would flip, counted anew: they are kept nowhere."""
    office = office_in(request)
    with office.casework() as casework:
        found = proposal(casework, number)
    law, shown = shown_page(found.page)
    compared = compare_draft(
        office.workspace,
        law,
        shown,
        found.text,
        rules={each.rule for each in found.flips or ()},
        examples=EXAMPLES,
        progress=silent,
    )
    return _proposal(request, number, compared.flips or ())


@router.post("/law/proposals/{number}/count", name="law_proposal_count")
def law_proposal_count(request: Request, number: int) -> Response:
    """Count the answers that it would change again: the records, or the latest run, are others."""
    with office_in(request).casework() as casework:
        proposal(casework, number)
    _count(request, number)
    return _to(request, number)


@router.post("/law/proposals/{number}/decide", name="law_proposal_decide")
def law_proposal_decide(
    request: Request, number: int, decision: Text = "", why: Text = ""
) -> Response:
    """Accept or refuse what somebody else proposed."""
    office = office_in(request)
    doing = viewer_of(request).doing(why, office.now())
    with office.casework() as casework:
        law, shown = shown_page(proposal(casework, number).page)
        accept = decision == "accept"
        decide_proposal(casework, number, law, shown, doing, accept=accept)
    return _to(request, number)


@router.post("/law/proposals/{number}/withdraw", name="law_proposal_withdraw")
def law_proposal_withdraw(request: Request, number: int, why: Text = "") -> Response:
    """Take one's own proposal back."""
    office = office_in(request)
    with office.casework() as casework:
        withdraw_proposal(casework, number, viewer_of(request).doing(why, office.now()))
    return _to(request, number)


@router.post("/law/proposals/{number}/patch", name="law_proposal_patch")
def law_proposal_patch(request: Request, number: int) -> Response:
    """An accepted proposal as a patch for those who keep the pages."""
    office = office_in(request)
    doing = viewer_of(request).doing("patch for the keepers of the pages", office.now())
    with office.casework() as casework:
        law, shown = shown_page(proposal(casework, number).page)
        found = note_export(casework, number, shown, doing)
    return Response(
        patch_of(found, law, current_text(law, shown)),
        media_type="text/x-diff",
        headers={"Content-Disposition": f'attachment; filename="law-proposal-{number}.patch"'},
    )


def _page(
    request: Request,
    law: Law,
    shown: Page,
    text: str,
    why: str,
    worked: tuple[Verdict, ...] | None,
    fault: LawError | None,
) -> Response:
    viewer = viewer_of(request)
    with office_in(request).casework() as casework:
        found = [each for each in proposals(casework) if each.page == shown.page_id]
    return page(
        request,
        "law/page.html",
        status=422 if fault else 200,
        law=law,
        shown=shown,
        text=text,
        why=why,
        worked=worked,
        fault=fault,
        found=found,
        may_propose=viewer.is_a(*CASE_STAFF),
        may_sign=viewer.is_a(*ATTORNEYS),
    )


def _proposal(request: Request, number: int, flips: tuple[Flip, ...] | None) -> Response:
    viewer = viewer_of(request)
    with office_in(request).casework() as casework:
        found = proposal(casework, number)
    law, shown = shown_page(found.page)
    return page(
        request,
        "law/proposal.html",
        found=found,
        shown=shown,
        lines=changed_lines(found, current_text(law, shown)),
        stale=found.is_stale(shown),
        named=flips,
        job=_job_of(request, number),
        is_own=found.by == viewer.name,
        may_see_charges=viewer.is_a(*CASE_STAFF),
        may_decide=viewer.is_a(*ATTORNEYS),
    )


def _count(request: Request, number: int) -> None:
    office = office_in(request)
    told = {"proposal": number}
    Jobs(office.workspace).submit(JobKind.PROPOSAL, told, viewer_of(request).name, office.now())


def _job_of(request: Request, number: int) -> Job | None:
    """The latest job that counts for a proposal; None: there is none."""
    told = {"proposal": number}
    found = (each for each in Jobs(office_in(request).workspace).all() if each.arguments == told)
    return next(found, None)


def _to(request: Request, number: int) -> Response:
    return RedirectResponse(request.app.url_path_for("law_proposal", number=number), 303)
